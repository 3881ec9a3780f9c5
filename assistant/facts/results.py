"""The published figures, the survey questions they answer, how they are said, and the known errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from assistant.entries import Count, Name, Page, Share, read_csv, read_toml
from assistant.facts.populations import Population, parsed
from assistant.numerals import percent

Provenance = Literal["classeur", "texte", "tableau", "carte"]
QuestionKind = Literal["single", "multiple", "scale", "yesno", "matrix"]
Sense = Literal[
    "", "yes", "no", "unsure", "neutral", "agree", "disagree", "inside", "outside", "both", "total", "group", "other"
]  # fmt: skip
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
    workbook and the report's prose give it; population: '' for everyone asked; sense: what its column means ("Oui",
    "Sous-traitance"), or its answer where it has no column; '' for an answer of its own.
    """

    id: Name
    source: Provenance
    sheet: str
    cell: str
    figure: str
    page: Page
    question: str
    answer: str
    option: str
    population: str
    count: Count | None
    base: Count | None
    share: Share
    workbook_share: Share | None
    printed: str
    printed_page: Page | None
    erratum: str
    sense: Sense = ""

    def __post_init__(self) -> None:
        if self.base == 0 or (self.count is not None and self.base is not None and self.count > self.base):
            raise ValueError(f"« base » vaut « {self.base} » ; attendu : une base au moins égale à l'effectif")
        parsed(self.population)

    @property
    def whose(self) -> Population:
        """Whom the share is of."""
        return parsed(self.population)

    @property
    def percent(self) -> str:
        """The share as a French percentage."""
        return percent(self.share)


@dataclass(frozen=True, slots=True)
class Tally:
    """A published number that is no share of anything: the 415 public libraries of the official list."""

    id: Name
    page: Page
    question: str
    answer: str
    population: str
    count: Count
    printed: str
    erratum: str


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """A question of the survey; base_fr, base_en, base_nl name whom a share is of, as they follow "39,9 %".

    named_by: words one of which a person must say for this question to be meant; view: the results of other questions
    that this one sets side by side, with their names here in view_labels; ranks: the kinds of question that
    its whole list answers.
    """

    id: Name
    figure: str
    sheet: str
    page: Page
    title_fr: str
    title_en: str
    title_nl: str
    asked: str
    kind: QuestionKind
    base_fr: str
    base_en: str
    base_nl: str
    dimension: str
    concepts: tuple[str, ...]
    base: int | None = None
    asked_en: str = ""
    asked_nl: str = ""
    named_by: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    view_labels: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()

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

    id: Name
    where: str
    pages: tuple[Page, ...]
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

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of the survey, in the report's order."""
        return tuple(dict.fromkeys(one.dimension for one in self.questions.values() if one.dimension))

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


@dataclass(frozen=True, slots=True)
class _Questions:
    question: tuple[SurveyQuestion, ...]


@dataclass(frozen=True, slots=True)
class _Errata:
    erratum: tuple[Erratum, ...] = ()


def load_results(folder: Path) -> Results:
    """Reads results.csv and questions.toml, and where they exist printed.csv, wording.csv and errata.toml.

    Raises CorpusError, naming the file and the line, for anything missing, unknown, repeated or out of bounds.
    """
    asked = read_toml(folder / "questions.toml", _Questions, unique={"question": "id"})
    questions = {question.id: question for question in asked.question}
    errata_path, printed = folder / "errata.toml", folder / "printed.csv"
    known = read_toml(errata_path, _Errata, unique={"erratum": "id"}) if errata_path.exists() else _Errata()
    errata = {erratum.id: erratum for erratum in known.erratum}
    rows = [*read_csv(folder / "results.csv", COLUMNS)]
    rows += read_csv(printed, COLUMNS) if printed.exists() else ()
    senses = _senses(folder / "labels.toml")
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
            sense = senses.get(row["option"] or row["answer"], "")
            results[row["id"]] = replace(row.into(Result), sense=sense)
        else:
            tallies[row["id"]] = row.into(Tally)
    return Results(
        by_id=MappingProxyType(results),
        tallies=MappingProxyType(tallies),
        questions=MappingProxyType(questions),
        wording=MappingProxyType(_wording(folder / "wording.csv", {*results, *tallies})),
        errata=MappingProxyType(errata),
    )


@dataclass(frozen=True, slots=True)
class _Label:
    sense: Sense
    says: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Labels:
    label: tuple[_Label, ...]


def _senses(path: Path) -> dict[str, Sense]:
    """What each published label means; nothing where an edition does not say."""
    labels = read_toml(path, _Labels).label if path.exists() else ()
    return {written: one.sense for one in labels for written in one.says}


def _wording(path: Path, known: set[str]) -> dict[str, Wording]:
    wording: dict[str, Wording] = {}
    for row in read_csv(path, WORDING_COLUMNS) if path.exists() else ():
        if row["id"] in wording or row["id"] not in known:
            raise row.error("id", "un résultat de results.csv ou de printed.csv, une seule fois")
        keywords = tuple(word.strip() for word in row["keywords"].split(";") if word.strip())
        wording[row["id"]] = Wording(row["fr"], row["en"], row["nl"], keywords)
    return wording
