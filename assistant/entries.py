"""Entries of the TOML and CSV files of a corpus, read strictly into frozen dataclasses.

Whatever is wrong is one French sentence: the file, the line, what was found, what was expected. The types of a
dataclass say what is expected, and `Meta(description=...)` says it better. A rule between fields raises ValueError in
`__post_init__`.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from assistant.errors import CorpusError

Kind = TypeVar("Kind")
Share = Annotated[float, Meta(ge=0, le=1, description="une part entre 0 et 1")]
Name = Annotated[str, Meta(min_length=1, description="un texte qui n'est pas vide")]
Page = Annotated[int, Meta(ge=1, description="un nombre entier, une page à partir de 1")]
Count = Annotated[int, Meta(ge=0, description="un nombre entier")]

_AT = re.compile(r"(?P<what>.*?)(?: - at `(?:key in )?(?P<place>[^`]*)`)?", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_ENGLISH = re.compile(r"(?:Expected|Invalid|Object|Input)\b")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_WORDS: dict[Any, str] = {
    str: "un texte entre guillemets", int: "un nombre entier", float: "un nombre", bool: "true ou false",
    date: "un jour, par exemple 2026-11-22", tuple: "une liste", dict: "une table", Mapping: "une table",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV file that knows where it stands, for errors."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Returns a cell as it is written."""
        return self.cells[column]

    def into(self, kind: type[Kind]) -> Kind:
        """Returns the cells as a value of a dataclass; an empty cell is nothing where nothing is allowed."""
        hints = _hints(kind)
        wanted = {name: self.cells[name] for name in hints if name in self.cells}
        given = {name: None if not cell and _optional(hints[name]) else cell for name, cell in wanted.items()}
        try:
            return msgspec.convert(given, kind, strict=False)
        except msgspec.ValidationError as error:
            raise CorpusError(f"{self.path.name}, ligne {self.line} : {_told(error, given, kind)}") from error

    def error(self, column: str, expected: str) -> CorpusError:
        """Returns the error of a cell, to raise."""
        found = f"« {column} » vaut « {self.cells[column]} » ; attendu : {expected}"
        return CorpusError(f"{self.path.name}, ligne {self.line} : {found}. Corrigez {self.path}.")


def read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yields the lines of a UTF-8 CSV file that has exactly these columns, the first never empty.

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
                row = Row(path, reader.line_num, cells)
                if not row[columns[0]]:
                    raise row.error(columns[0], "une valeur")
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"{path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error


def read_lines(path: Path, kind: type[Kind]) -> Iterator[Kind]:
    """Yields the lines of a JSON-lines file as values of a dataclass; raises CorpusError with the line."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise CorpusError(f"{path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = msgspec.json.decode(line)
            _refuse_unknown(data, kind, "$")
            yield msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            told = _told(error, msgspec.json.decode(line), kind)
            raise CorpusError(f"{path.name}, ligne {number} : {told} Corrigez {path}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CorpusError(
                f"{path.name}, ligne {number} : ce n'est pas du JSON ({error}). Corrigez {path}."
            ) from error


def read_toml(path: Path, kind: type[Kind], *, unique: Mapping[str, str] | None = None) -> Kind:
    """Reads a TOML file as a value of a dataclass.

    unique: for a table, the key that names each of its entries once ({"question": "id"}).

    Raises CorpusError, with the line, for anything missing, unknown, repeated or out of bounds.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise CorpusError(f"{path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error
    try:
        _refuse_unknown(data, kind, "$")
        value = msgspec.convert(data, kind)
        _refuse_repeated(data, unique or {})
    except msgspec.ValidationError as error:
        place = _line(text, _split(error)[1])
        raise CorpusError(f"{path.name}, ligne {place} : {_told(error, data, kind)} Corrigez {path}.") from error
    return value


def _refuse_unknown(value: Any, hint: Any, place: str) -> None:
    hint = _bare(hint)
    if isinstance(value, list | tuple):
        inner = next(iter(get_args(hint)), Any)
        for number, one in enumerate(value):
            _refuse_unknown(one, inner, f"{place}[{number}]")
    elif isinstance(value, dict) and is_dataclass(hint):
        hints = _hints(hint)
        for name, one in value.items():
            if name not in hints:
                known = ", ".join(hints)
                raise msgspec.ValidationError(f"« {name} » est inconnu ; attendu : {known}. - at `{place}.{name}`")
            _refuse_unknown(one, hints[name], f"{place}.{name}")


def _refuse_repeated(data: Mapping[str, Any], unique: Mapping[str, str]) -> None:
    for table, key in unique.items():
        seen: set[Any] = set()
        for number, entry in enumerate(data.get(table, ())):
            if entry[key] in seen:
                raise msgspec.ValidationError(f"« {entry[key]} » est déjà pris. - at `$.{table}[{number}].{key}`")
            seen.add(entry[key])


def _told(error: msgspec.ValidationError, data: Any, kind: Any) -> str:
    """Says in French what a library says in English; what is ours is French already."""
    what, place = _split(error)
    missing = _MISSING.fullmatch(what)
    if missing:
        return f"« {missing[1]} » manque."
    if not _ENGLISH.match(what):
        return what if what.endswith(".") else f"{what}."
    name, value, hint = "", data, kind
    for step in _STEP.finditer(place):
        key = step[1] or step[2]
        if key == "...":
            return f"« {name} » ne va pas ; attendu : {_expected(hint)}."
        name = step[1] or name
        value = value[int(key)] if isinstance(value, list) else value.get(key)
        hint = _hints(_bare(hint))[key] if step[1] else next(iter(get_args(_bare(hint))), Any)
    shown = value if isinstance(value, str) else repr(value)
    return f"« {name or 'le fichier'} » vaut « {str(shown)[:80]} » ; attendu : {_expected(hint)}."


def _split(error: msgspec.ValidationError) -> tuple[str, str]:
    found = _AT.fullmatch(str(error))
    return (found["what"], found["place"] or "") if found else (str(error), "")


def _expected(hint: Any) -> str:
    if _optional(hint):
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is Annotated:
        told = next((meta.description for meta in get_args(hint)[1:] if isinstance(meta, Meta)), None)
        return told or _expected(get_args(hint)[0])
    kind = _bare(hint)
    if get_origin(kind) is Literal:
        return " ou ".join(map(str, get_args(kind)))
    if get_origin(kind) is tuple and get_origin(_bare(get_args(kind)[0])) is Literal:
        return f"une liste parmi {', '.join(map(str, get_args(_bare(get_args(kind)[0]))))}"
    return _WORDS.get(get_origin(kind) or kind, "une table")


def _bare(hint: Any) -> Any:
    """The type itself, without what annotates it and without the nothing that may stand for it."""
    if get_origin(hint) is Annotated:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return _bare(next(one for one in get_args(hint) if one is not NoneType))
    return hint


def _optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {one.name: hints[one.name] for one in fields(kind) if one.init}


def _line(text: str, place: str) -> int:
    """The line of a TOML text that a place such as `$.persona[1].figures[0].share` leads to, as near as can be told."""
    lines, at, table = text.split("\n"), 0, ""
    for name, number in re.findall(r"\.(\w+)(?:\[(\d+)\])?", place):
        header = re.compile(rf"\[\[?{re.escape(f'{table}.{name}'.lstrip('.'))}\]\]?\s*(?:#.*)?")
        found = [line for line in range(at, len(lines)) if header.fullmatch(lines[line].strip())]
        if len(found) > int(number or 0):
            at, table = found[int(number or 0)], f"{table}.{name}".lstrip(".")
            continue
        key = re.compile(rf"\s*{re.escape(name)}\s*=")
        at = next((line for line in range(at, len(lines)) if key.match(lines[line])), at)
        break
    return at + 1
