"""Prints how much of the package the tests run, and the ten modules of which they run least, from slipcover's JSON."""

import json
import sys
from pathlib import Path

_SHOWN = 10
_SMALL = 10  # lines: of a module shorter than this a share tells nothing


def main() -> None:
    """Reads the file named on the command line; what a test runs in another process is not counted."""
    measured = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sizes = {name: one["summary"] for name, one in measured["files"].items()}
    large = {name: one for name, one in sizes.items() if one["covered_lines"] + one["missing_lines"] >= _SMALL}
    print(
        f"\nCouverture (processus des tests seul) : {_told(measured['summary'])}. "
        f"Les {_SHOWN} modules les moins couverts :"
    )
    for name in sorted(large, key=lambda name: large[name]["percent_covered"])[:_SHOWN]:
        print(f"  {name:<48}{_told(large[name])}")


def _told(found: dict[str, float]) -> str:
    parts = []
    for kind, word in (("lines", "lignes"), ("branches", "branches")):
        total = found[f"covered_{kind}"] + found[f"missing_{kind}"]
        parts.append(f"{100 * found[f'covered_{kind}'] / total:.0f} % des {total} {word}" if total else f"sans {word}")
    return ", ".join(parts)


if __name__ == "__main__":
    main()
