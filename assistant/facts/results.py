"""The published figures, the survey questions they answer, how they are said, and the known errors."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from assistant.errors import CorpusError
from assistant.facts.rows import Row, read_rows
from assistant.numerals import percent

Provenance = Literal["classeur", "texte", "tableau", "carte"]
QuestionKind = Literal["single", "multiple", "scale", "yesno", "matrix"]
ErratumKind = Literal["labels", "rounding", "arithmetic", "base", "wording", "missing", "contradiction"]

COLUMNS = (
    *("id", "source", "sheet", "cell", "figure", "page", "question", "answer", "option", "population"),
    *("count", "base", "share", "workbook_share", "printed", "printed_page", "erratum"),
)
WORDING_COLUMNS = ("id", "fr", "en", "nl", "keywords")


@dataclass(frozen=True, slots=True)
class Result:
    """One published figure: a share 0-1 of a base, for an answer to a question.

    share: the one served: count / base at 3 decimals, or what workbook and prose both print when that is a tenth of a
    point away (the erratum then says so), or the printed one when there is no count; workbook_share and printed: as the
    workbook and the report's prose give it; population: '' for everyone asked.
    """

    id: str
    source: Provenance
    sheet: str
    cell: str
    figure: str
    page: int
    question: str
    answer: str
    option: str
    population: str
    count: int | None
    base: int | None
    share: float
    workbook_share: float | None
    printed: str
    printed_page: int | None
    erratum: str

    @property
    def percent(self) -> str:
        """The share as a French percentage."""
        return percent(self.share)


@dataclass(frozen=True, slots=True)
class Tally:
    """A published number that is no share of anything: the 415 public libraries of the official list."""

    id: str
    page: int
    question: str
    answer: str
    population: str
    count: int
    printed: str
    erratum: str


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A question of the survey; base_fr, base_en, base_nl name whom a share is of, as they follow "39,9 %".

    named_by: words one of which a person must say for this question to be meant; view: the results of other questions
    that this one sets side by side, with their names here in view_labels.
    """

    id: str
    figure: str
    sheet: str
    page: int
    title_fr: str
    title_en: str
    title_nl: str
    asked: str
    kind: QuestionKind
    base_fr: str
    base_en: str
    base_nl: str
    dimension: int
    concepts: tuple[str, ...]
    base: int | None = None
    asked_en: str = ""
    asked_nl: str = ""
    named_by: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    view_labels: tuple[str, ...] = ()

    def label(self, result: "Result") -> str:
        """Returns the short name of a row of this question; a view names its rows by what tells them apart there."""
        return self.view_labels[self.view.index(result.id)] if result.id in self.view else result.answer


@dataclass(frozen=True, slots=True)
class Wording:
    """How a result is said after "39,9 % des opérateurs", in each language, and other words people use for it."""

    fr: str
    en: str
    nl: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Erratum:
    """A discrepancy of the published study: what is printed, what the evidence supports, what a reader is told."""

    id: str
    where: str
    pages: tuple[int, ...]
    printed: str
    supported: str
    evidence: str
    note: str
    kind: ErratumKind


@dataclass(frozen=True, slots=True)
class Results:
    """Everything published by the survey, in the order of the files, looked up by id."""

    by_id: Mapping[str, Result]
    tallies: Mapping[str, Tally]
    questions: Mapping[str, SurveyQuestion]
    wording: Mapping[str, Wording]
    errata: Mapping[str, Erratum]
    _grouped: Mapping[str, tuple[Result, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        grouped: dict[str, list[Result]] = {}
        for result in self.by_id.values():
            grouped.setdefault(result.question, []).append(result)
        object.__setattr__(self, "_grouped", {question: tuple(rows) for question, rows in grouped.items()})

    def of_question(self, question_id: str, population: str | None = None) -> tuple[Result, ...]:
        """Returns the results of a question as published: of every population, or of one ('' for everyone asked)."""
        question = self.questions.get(question_id)
        if question and question.view:
            return tuple(self.by_id[identifier] for identifier in question.view)
        rows = self._grouped.get(question_id, ())
        return rows if population is None else tuple(row for row in rows if row.population == population)

    def ranking(self, question_id: str, option: str = "", population: str = "") -> tuple[Result, ...]:
        """Returns the answers of a question for one option, greatest share first, ties as published."""
        found = (result for result in self.of_question(question_id, population) if result.option == option)
        return tuple(sorted(found, key=lambda result: -result.share))

    def erratum_of(self, result: Result) -> Erratum | None:
        """Returns the known error that a result carries, if any."""
        return self.errata.get(result.erratum)

    def errata_on(self, page: int) -> tuple[Erratum, ...]:
        """Returns the known errors of a page of the report."""
        return tuple(erratum for erratum in self.errata.values() if page in erratum.pages)


def load_results(folder: Path) -> Results:
    """Reads results.csv and questions.toml, and where they exist printed.csv, wording.csv and errata.toml.

    Raises CorpusError, naming the file and the line, for anything missing, unknown, repeated or out of bounds.
    """
    questions = {entry["id"]: _question(entry) for entry in _entries(folder / "questions.toml", "question")}
    errata_path, printed = folder / "errata.toml", folder / "printed.csv"
    errata = {e["id"]: _erratum(e) for e in _entries(errata_path, "erratum")} if errata_path.exists() else {}
    rows = [*read_rows(folder / "results.csv", COLUMNS)]
    rows += read_rows(printed, COLUMNS) if printed.exists() else ()
    results: dict[str, Result] = {}
    tallies: dict[str, Tally] = {}
    for row in rows:
        if row["id"] in results or row["id"] in tallies:
            raise row.error("id", "un identifiant qui n'a pas encore servi")
        if row["question"] not in questions:
            raise row.error("question", "une question de questions.toml")
        if row["erratum"] and errata and row["erratum"] not in errata:
            raise row.error("erratum", "un identifiant de errata.toml")
        if row["share"]:
            results[row["id"]] = _result(row)
        else:
            tallies[row["id"]] = _tally(row)
    wording = _wording(folder / "wording.csv", {*results, *tallies})
    return Results(
        by_id=MappingProxyType(results),
        tallies=MappingProxyType(tallies),
        questions=MappingProxyType(questions),
        wording=MappingProxyType(wording),
        errata=MappingProxyType(errata),
    )


def _result(row: Row) -> Result:
    if row["source"] not in get_args(Provenance):
        raise row.error("source", " ou ".join(get_args(Provenance)))
    count, base = row.integer("count"), row.integer("base")
    if base == 0 or (count is not None and base is not None and count > base):
        raise row.error("base", "une base au moins égale à l'effectif")
    values: dict[str, Any] = {
        **row,
        "page": row.needed("page"),
        "count": count,
        "base": base,
        "share": row.share("share"),
        "workbook_share": row.share("workbook_share") if row["workbook_share"] else None,
        "printed_page": row.integer("printed_page"),
    }
    return Result(**values)


def _tally(row: Row) -> Tally:
    names = ("id", "question", "answer", "population", "printed", "erratum")
    return Tally(**{name: row[name] for name in names}, page=row.needed("page"), count=row.needed("count"))


def _wording(path: Path, known: set[str]) -> dict[str, Wording]:
    wording: dict[str, Wording] = {}
    for row in read_rows(path, WORDING_COLUMNS) if path.exists() else ():
        if row["id"] in wording or row["id"] not in known:
            raise row.error("id", "un résultat de results.csv ou de printed.csv, une seule fois")
        keywords = tuple(word.strip() for word in row["keywords"].split(";") if word.strip())
        wording[row["id"]] = Wording(row["fr"], row["en"], row["nl"], keywords)
    return wording


def _entries(path: Path, table: str) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get(table, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path} ne peut pas être lu : {error}. Rétablissez ce fichier.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorpusError(f"{path.name} : des entrées [[{table}]] étaient attendues. Corrigez {path}.")
    identifiers = [str(entry.get("id", "")) for entry in entries]
    repeated = {identifier for identifier in identifiers if not identifier or identifiers.count(identifier) > 1}
    if repeated:
        raise CorpusError(f"{path.name} : identifiant absent ou répété « {min(repeated)} ». Corrigez {path}.")
    return entries


def _question(entry: dict[str, Any]) -> SurveyQuestion:
    kept = _kept(
        SurveyQuestion,
        entry,
        "questions.toml",
        optional=("base", "asked_en", "asked_nl", "named_by", "view", "view_labels"),
    )
    if kept["kind"] not in get_args(QuestionKind):
        raise CorpusError(f"questions.toml : la question « {entry['id']} » est de sorte inconnue « {kept['kind']} ».")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    return SurveyQuestion(**values)


def _erratum(entry: dict[str, Any]) -> Erratum:
    kept = _kept(Erratum, entry, "errata.toml")
    if kept["kind"] not in get_args(ErratumKind):
        raise CorpusError(f"errata.toml : l'erratum « {entry['id']} » est de sorte inconnue « {kept['kind']} ».")
    return Erratum(**{**kept, "pages": tuple(kept["pages"])})


def _kept(kind: type, entry: dict[str, Any], file: str, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    wrong = sorted((names - set(entry) - set(optional)) | (set(entry) - names))
    if wrong:
        raise CorpusError(f"{file} : l'entrée « {entry['id']} » a des champs absents ou inconnus : {', '.join(wrong)}.")
    return entry
