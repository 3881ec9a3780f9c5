"""Makes again what is committed; the package comes first, so that no library loaded after it reports to anybody."""

import assistant  # noqa: F401
