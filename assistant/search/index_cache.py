"""The indexes of reports answered from alone: kept in the person's cache, the least used removed first."""

import tempfile
import time
from pathlib import Path

NAME = "reports"
# Bytes. An index takes some 5 MB for a hundred pages: fifty such reports, a tenth of what installing Boussole takes.
LARGEST = 256 << 20
# Seconds. An index used within them may be about to be read, or written, by another process.
_IN_USE = 600.0


def use(folder: Path, largest: int = LARGEST) -> None:
    """Marks an index as used now, then removes those used least recently until all fit in `largest` bytes.

    A removal is one renaming: two processes may do it at once, and a reader finds a whole index or none.
    """
    try:
        folder.touch()
        others = sorted((one for one in folder.parent.iterdir() if one != folder), key=_used)
        size = sum(map(_size, (folder, *others)))
        for one in others:
            if size <= largest or time.time() - _used(one) < _IN_USE:
                return
            size -= _size(one)
            _remove(one)
    except OSError:
        # A cache that only reads, or another process that removes the same: an index is there and answers all the same.
        return


def _used(folder: Path) -> float:
    return folder.stat().st_mtime


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _remove(folder: Path) -> None:
    # Beside the others: what a killed process leaves of it is counted, and removed, like any index.
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".removed-") as aside:
        folder.rename(Path(aside) / folder.name)
