"""The official workbook, read with suspicion and compared with results.csv cell by cell."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import ParseError

from assistant.checking.discrepancies import Discrepancy
from assistant.errors import CorpusError
from assistant.facts.results import Result, Results

Cell = str | int | float | None
ResultSheet = Mapping[str, Cell]

_HEADER_ROW, _FIRST_ROW, _MAX_ROW, _MAX_COLUMN = 3, 4, 60, 12
_MAX_BYTES = 50_000_000  # unpacked; the official workbook is under 2 MB
_COLUMNS = "ABCDEFGHIJKL"


def read_sheets(path: Path) -> dict[str, ResultSheet]:
    """Reads the top left corner of every sheet as coordinate -> value.

    Raises CorpusError for a file that is absent, no workbook, damaged, or swollen beyond reason.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MAX_BYTES:
                raise CorpusError(f"Le classeur {path} se déploie en plus de 50 Mo. Reprenez le classeur officiel.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            return {sheet.title: _corner(sheet.iter_rows(max_row=_MAX_ROW, max_col=_MAX_COLUMN)) for sheet in book}
        finally:
            book.close()
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, ParseError) as error:
        raise CorpusError(
            f"Le classeur {path} ne peut pas être lu ({error}). Un classeur .xlsx intact était attendu : "
            "reprenez-le avec « boussole fetch »."
        ) from error


def _corner(rows: Iterator[tuple[object, ...]]) -> ResultSheet:
    cells = ((cell.coordinate, cell.value) for row in rows for cell in row if getattr(cell, "value", None) is not None)  # pyright: ignore[reportAttributeAccessIssue]
    return {coordinate: value if isinstance(value, str | int | float) else str(value) for coordinate, value in cells}


def compare_cells(sheets: Mapping[str, ResultSheet], results: Results) -> tuple[list[Discrepancy], int]:
    """Compares both ways; returns the findings and how many values were compared.

    Raises CorpusError for a missing sheet, a changed header, label or base: nothing of that sheet can then be trusted.
    """
    by_sheet: dict[str, list[Result]] = {}
    for result in results.by_id.values():
        if result.source == "classeur":
            by_sheet.setdefault(result.sheet, []).append(result)
    findings: list[Discrepancy] = []
    for title, rows in by_sheet.items():
        if title not in sheets:
            raise CorpusError(
                f"Le classeur n'a pas de feuille « {title} » ; ses feuilles : {', '.join(sheets)}. "
                "Reprenez le classeur officiel."
            )
        for row in rows:
            _check_place(sheets[title], row, rows)
            findings += _differences(sheets[title], row)
        findings += _untranscribed(title, sheets[title], {row.cell for row in rows})
    for title in sheets.keys() - by_sheet.keys():
        findings.append(Discrepancy("cellule", f"feuille « {title} »", "une feuille", "aucune feuille de ce nom"))
    return findings, 2 * sum(map(len, by_sheet.values()))


def _check_place(sheet: ResultSheet, result: Result, siblings: list[Result]) -> None:
    """Makes sure that the cell of a result still stands under its headers, beside its label, over its base."""
    column, row = _split(result)
    count_column = _COLUMNS[_COLUMNS.index(column) - 1]
    header, label = _text(sheet, f"{count_column}{_HEADER_ROW}"), _text(sheet, f"A{row}")
    asked = result.option.casefold()
    if header.casefold() == result.answer.casefold():  # Figure 14 stands the other way: opinions across, options down
        _expect(label.casefold() == asked, result, f"A{row}", result.option, label)
    else:
        fits = header.casefold() == asked if asked else header.startswith("Nombre")
        _expect(fits, result, f"{count_column}{_HEADER_ROW}", result.option or "Nombre…", header)
        # A label that an erratum corrects stands beside another row of the sheet, and may be put right one day.
        allowed = {sibling.answer for sibling in siblings} if result.erratum else {result.answer}
        _expect(label in allowed, result, f"A{row}", result.answer, label)
    share_header = _text(sheet, f"{column}{_HEADER_ROW}")
    fits = "%" in share_header or share_header.casefold().startswith("pourcentage")
    _expect(fits, result, f"{column}{_HEADER_ROW}", "Pourcentage ou %", share_header)
    _check_base(sheet, result, row)


def _check_base(sheet: ResultSheet, result: Result, row: int) -> None:
    """The base is written on row 1, or, for the professions of Figure 16, is the total of the row itself."""
    written = " ".join(_text(sheet, f"{column}1") for column in _COLUMNS)
    bases = set(re.findall(r"N = (\d+)", written))
    if "N = Total" in written and result.option != "Total":
        total = next((c for c in _COLUMNS if _text(sheet, f"{c}{_HEADER_ROW}") == "Total"), "")
        bases = {str(sheet.get(f"{total}{row}"))}
    _expect(
        str(result.base) in {base.removesuffix(".0") for base in bases}, result, "A1", f"N = {result.base}", written
    )


def _expect(fits: bool, result: Result, cell: str, expected: str, found: str) -> None:
    if not fits:
        raise CorpusError(
            f"Classeur, feuille « {result.sheet} », cellule {cell} : trouvé « {found.strip()} », "
            f"attendu « {expected} » (résultat « {result.id} »). Reprenez le classeur officiel ou corrigez results.csv."
        )


def _differences(sheet: ResultSheet, result: Result) -> Iterator[Discrepancy]:
    column, row = _split(result)
    count_cell = f"{_COLUMNS[_COLUMNS.index(column) - 1]}{row}"
    pairs = ((count_cell, result.count), (result.cell, result.workbook_share))
    for cell, transcribed in pairs:
        value = _number(sheet.get(cell))
        if value is None or transcribed is None or value != Decimal(str(transcribed)):
            where = f"feuille « {result.sheet} », cellule {cell} (« {result.id} »)"
            yield Discrepancy("cellule", where, f"« {sheet.get(cell)} »", f"« {transcribed} »")


def _untranscribed(title: str, sheet: ResultSheet, known: set[str]) -> Iterator[Discrepancy]:
    """Finds the shares of a sheet that results.csv lacks: under a header of row 3, beside a label of column A."""
    shares = [
        c for c in _COLUMNS[1:] if "%" in (h := _text(sheet, f"{c}{_HEADER_ROW}")) or h[:11].lower() == "pourcentage"
    ]
    for row in range(_FIRST_ROW, _MAX_ROW + 1):
        for column in shares:
            cell = f"{column}{row}"
            if cell in sheet and cell not in known:
                yield Discrepancy("cellule", f"feuille « {title} », cellule {cell}", f"« {sheet[cell]} »", "rien")


def _split(result: Result) -> tuple[str, int]:
    match = re.fullmatch(r"([C-L])(\d{1,2})", result.cell)
    if match is None:
        raise CorpusError(f"results.csv : « {result.id} » nomme la cellule « {result.cell} ». Corrigez cette cellule.")
    return match[1], int(match[2])


def _text(sheet: ResultSheet, cell: str) -> str:
    value = sheet.get(cell)
    return " ".join(str(value).split()) if value is not None else ""


def _number(value: Cell) -> Decimal | None:
    """Reads a cell as a number, "38,2%" being 0.382; nothing where it is none."""
    text = str(value).strip()
    scale = Decimal("0.01") if text.endswith("%") else Decimal(1)
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", ".")) * scale
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
