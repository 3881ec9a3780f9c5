"""Strict lines of the committed CSV files: exactly the columns expected, and errors that say which line."""

import csv
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import CorpusError


class Row(dict[str, str]):
    """A line of a CSV file that knows where it stands, for errors."""

    path: Path
    line: int

    def error(self, column: str, expected: str) -> CorpusError:
        """Returns the error of a cell, to raise."""
        return CorpusError(
            f"{self.path.name}, ligne {self.line} : « {column} » vaut « {self[column]} » ; "
            f"attendu : {expected}. Corrigez {self.path}."
        )

    def integer(self, column: str) -> int | None:
        """Reads a cell as a whole number, or nothing where it is empty."""
        if not self[column]:
            return None
        if not (self[column].isascii() and self[column].isdecimal()):
            raise self.error(column, "un nombre entier")
        return int(self[column])

    def needed(self, column: str) -> int:
        """Reads a cell as a whole number that must be there."""
        value = self.integer(column)
        if value is None:
            raise self.error(column, "un nombre entier")
        return value

    def share(self, column: str) -> float:
        """Reads a cell as a share 0-1."""
        try:
            value = float(self[column])
        except ValueError:
            raise self.error(column, "une part entre 0 et 1") from None
        if not 0 <= value <= 1:
            raise self.error(column, "une part entre 0 et 1")
        return value


def read_rows(path: Path, columns: tuple[str, ...], key: str = "id") -> Iterator[Row]:
    """Reads the lines of a UTF-8 CSV file that has exactly these columns, `key` never empty.

    Raises CorpusError with the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != columns:
                found = ", ".join(map(str, reader.fieldnames or ())) or "rien"
                raise CorpusError(
                    f"{path.name}, ligne 1 : colonnes trouvées « {found} », attendues « {', '.join(columns)} »."
                )
            for cells in reader:
                if None in cells or None in cells.values():
                    raise CorpusError(f"{path.name}, ligne {reader.line_num} : {len(columns)} cellules attendues.")
                row = Row(cells)
                row.path, row.line = path, reader.line_num
                if not row[key]:
                    raise row.error(key, "une valeur")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error
