"""Which published results answer a question: the survey question it is about, then the row, then whose."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.frames import Frame
from assistant.answer.populations import defined_by, of_populations
from assistant.answer.relevance import WEIGHTS, Asked, Candidate, asked_words, held_by
from assistant.facts.library import Library
from assistant.facts.results import Result, SurveyQuestion
from assistant.french import stem, terms, words
from assistant.search.index import Index
from assistant.wordlists import pattern

# The option of a row that a cue of the question asks for, most telling first.
_OPTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("outsourced", ("Sous-traitance", "en sous-traitance")),
    ("internal", ("Interne",)),
    ("neutral", ("Neutre",)),
    ("unsure", ("Ne sait pas", "ne sait pas")),
    ("disagree", ("Pas d'accord", "Non", "non")),
    ("negation", ("Non", "non", "Pas d'accord")),
)
# A label that says a lack is not turned round by a negation in the question: the negation is the label's own.
_NEGATIVE = r"\b{lacking}\b|n['’]"
_UNSURE = frozenset(("ne sait pas", "autre", "non"))
_ABOUT_ALL = frozenset(("ranking", "challenges", "levers", "why", "least"))
_WHOLE_ASKED = 1.5  # "les plus courantes", "les principaux": the question as a whole is asked for
_WHY_ASKED = 3.0  # "pourquoi" asks a question that publishes reasons
# A yes-or-no put to everyone is what "combien" asks, more so "combien n'ont pas"; never what "le plus" asks.
_COUNTED, _DENIED, _NOT_RANKED = 1.0, 2.0, -2.0
_BREADTH = 0.5
_CLOSE = 1.2  # how near the best row another must be to be told with it


@dataclass(frozen=True, slots=True)
class Selection:
    """The results that answer: rows in the order to tell them, all of one survey question or not.

    ranking: the rows are the whole of a survey question, best first; relevance: of the best card.
    """

    rows: tuple[Result, ...] = ()
    survey_question: SurveyQuestion | None = None
    ranking: bool = False
    relevance: float = float("-inf")
    missing: tuple[str, ...] = ()


def select(question: Frame, candidates: Sequence[Candidate], library: Library, index: Index) -> Selection:
    """Chooses the results for a question among the cards found; nothing when the edition has none."""
    cards = [candidate for candidate in candidates if candidate.passage.origin == "results"]
    if not cards or not library.results:
        return Selection()
    counted = _counting(question, library)
    if counted:
        return Selection((counted,), library.question(counted.question), False, cards[0].relevance)
    cards = [card for card in cards if _eligible(question, card.passage.question or "", library)]
    if not cards:
        return Selection()
    best = _survey_question(question, cards, library)
    published = library.results.of_question(best.id)
    rows = _of_personas(question, published) or [r for r in published if not r.population] or list(published)
    own = [card for card in cards if card.passage.results and card.passage.question == best.id]
    relevance = max(card.relevance for card in own)
    named = _named_rows(question, rows, own, index, best)
    if named and not (_asks_all(question) and len(named) == len(rows)):
        shifted = [shifted_row(question, row, rows) for row in _one_option(named, rows)]
        told, missing = of_populations(question, shifted, library)
        return Selection(tuple(dict.fromkeys(told)), best, False, relevance, missing)
    if not _may_rank(question, best):
        return Selection()
    ranked = _ranked(question, rows)
    if best.kind == "yesno" or len({row.answer for row in rows}) <= 2:
        ranked = [shifted_row(question, ranked[0], rows)]
    told, missing = of_populations(question, ranked, library)
    whole = len(ranked) > 1 and told[: len(ranked)] == ranked
    return Selection(tuple(told), best, whole, relevance, missing)


def _eligible(question: Frame, identifier: str, library: Library) -> bool:
    """Whether a survey question may be meant: one that must be named by a word of its own is, only when it is said."""
    found = library.question(identifier)
    return found is not None and (
        not found.named_by or bool(set(words(" ".join(found.named_by))) & set(words(question.text)))
    )


def _may_rank(question: Frame, survey_question: SurveyQuestion) -> bool:
    """Whether the whole of a survey question may answer: challenges and levers are ranked by those asked as such."""
    if question.kind not in ("challenges", "levers"):
        return True
    return question.kind in survey_question.ranks or (bool(question.subject) and "ranking" in question.cues)


def _counting(question: Frame, library: Library) -> Result | None:
    """The row that counts a segment among the respondents, when how many they are is all that is asked."""
    assert library.results
    if question.subject or not question.cues & {"quantity", "number"}:
        return None
    if len(question.personas) == 1 and not question.segments:
        return library.result(f"tableau2.persona{question.personas[0]}")
    if len(question.segments) != 1:
        return None
    rows = (
        row for row in library.results.by_id.values() if row.base == library.edition.respondents and not row.population
    )
    return next((row for row in rows if question.segments[0] in defined_by(row)), None)


def _of_personas(question: Frame, published: Sequence[Result]) -> list[Result]:
    """The rows published for the personas that a question names."""
    return [row for row in published if row.whose.persona in question.personas]


def _survey_question(question: Frame, cards: list[Candidate], library: Library) -> SurveyQuestion:
    """The survey question whose cards fit best; one asked whole is known by its own card as much as by a row."""
    scores: dict[str, float] = {}
    for card in cards:
        identifier = card.passage.question or ""
        whole = card.passage.unit == "table"
        score = card.relevance + _breadth(identifier, library)
        if _may_be_denied(identifier, library):
            score += _yes_or_no_asked(question)
        if "why" in question.cues and _gives_reasons(identifier, library):
            score += _WHY_ASKED
        if whole:
            score += (_WHOLE_ASKED if _asks_all(question) else 0.0) - WEIGHTS["table"]
        scores[identifier] = max(scores.get(identifier, float("-inf")), score)
    chosen = max(scores, key=lambda identifier: scores[identifier])
    found = library.question(chosen)
    assert found is not None
    return found


def _may_be_denied(identifier: str, library: Library) -> bool:
    """Whether a survey question was put to everyone and publishes how many said no."""
    assert library.results
    rows = library.results.of_question(identifier, "")
    return any(
        row.base == library.edition.respondents and "non" in (row.answer.lower(), row.option.lower()) for row in rows
    )


def _yes_or_no_asked(question: Frame) -> float:
    if question.cues & {"ranking", "least"} and not question.cues & {"quantity", "number"}:
        return _NOT_RANKED
    if question.cues & {"quantity", "number"}:
        return _DENIED if "negation" in question.cues else _COUNTED
    return 0.0


def _gives_reasons(identifier: str, library: Library) -> bool:
    found = library.question(identifier)
    return found is not None and stem("raisons") in words_of(found)


def _breadth(identifier: str, library: Library) -> float:
    """What is asked of everyone answers better than what a few added: 0 for all, negative for a small base."""
    question, everyone = library.question(identifier), library.edition.respondents
    return _BREADTH * math.log(question.base / everyone) if question and question.base and everyone else 0.0


def _asks_all(question: Frame) -> bool:
    return bool(question.cues & _ABOUT_ALL)


def _named_rows(
    question: Frame, rows: list[Result], cards: list[Candidate], index: Index, survey_question: SurveyQuestion
) -> list[Result]:
    """The rows that the question names by words their siblings lack; none when it names the whole."""
    by_id = {row.id: row for row in rows}
    relevance = {card.passage.results[0]: card.relevance for card in cards if card.passage.unit == "row"}
    own = {row.id: index.of_result[row.id] for row in rows if row.id in index.of_result}
    asked = asked_words(question, index)
    held = {identifier: held_by(passage, asked, index) for identifier, passage in own.items()}
    labels = {identifier: frozenset(terms(by_id[identifier].answer)) for identifier in own}
    # "Pourquoi la plupart ont-ils une application ?" names a row; "pourquoi n'ont-ils pas de site ?" asks all reasons.
    whole = _ranks(question) or stem("raisons") in words_of(survey_question)
    telling = _telling(asked, held, {} if whole else labels, words_of(survey_question))
    # What a follow-up itself names comes before what it inherits.
    focused = [one for one in telling if stem(one.word) in question.focus]
    weights: dict[str, float] = {}
    for words_told in (focused, telling) if focused else (telling,):
        weights = {i: sum(one.weight for one in words_told if one.stems & found) for i, found in held.items()}
        if weights and max(weights.values()) > 0:
            break
    if weights and max(weights.values()) > 0:
        floor = 0.75 * max(weights.values())
        named = [identifier for identifier, weight in weights.items() if weight >= floor]
    else:
        named = [] if _asks_all(question) else _nearest({i: r for i, r in relevance.items() if i in own})
    named.sort(key=lambda identifier: -relevance.get(identifier, float("-inf")))
    return [by_id[identifier] for identifier in named[:3]]


def _one_option(named: Sequence[Result], rows: Sequence[Result]) -> list[Result]:
    """The rows named, each answer once: as it is told by default when several of its options were found."""
    answers: dict[str, list[Result]] = {}
    for row in named:
        answers.setdefault(row.answer, []).append(row)
    return [found[0] if len(found) == 1 else _default(found[0], rows) for found in answers.values()]


def _default(row: Result, rows: Sequence[Result]) -> Result:
    siblings = [other for other in rows if other.answer == row.answer]
    return next((other for other in siblings if other.option == "Total"), siblings[0])


def words_of(question: SurveyQuestion) -> frozenset[str]:
    """The stems that name a survey question as a whole, and so none of its rows."""
    return frozenset(terms(" ".join((question.title_fr, question.title_en, question.title_nl, *question.concepts))))


def _ranks(question: Frame) -> bool:
    """Whether rows are asked in order, and none by its name: "combien citent la concurrence" names one."""
    spoken = question.cues & {"challenges", "levers"} and not question.cues & {"quantity", "number"}
    return bool(question.cues & {"ranking", "least"} or spoken)


def _telling(
    asked: Sequence[Asked],
    held: Mapping[str, frozenset[str]],
    labels: Mapping[str, frozenset[str]],
    whole: frozenset[str],
) -> list[Asked]:
    """The words of the question that tell the rows apart: in few rows' labels, or in few rows and not of the whole."""
    few = max(1, len(held) // 3)
    kept: list[Asked] = []
    for one in asked:
        in_labels = sum(bool(one.stems & label) for label in labels.values())
        in_rows = sum(bool(one.stems & found) for found in held.values())
        if 0 < in_labels <= few or (in_rows <= few and stem(one.word) not in whole):
            kept.append(one)
    return kept


def _nearest(relevance: Mapping[str, float]) -> list[str]:
    """The one row whose meaning is clearly nearest, when there is one."""
    ranked = sorted(relevance, key=lambda identifier: -relevance[identifier])
    if len(ranked) == 1 or (len(ranked) > 1 and relevance[ranked[0]] - relevance[ranked[1]] >= _CLOSE):
        return ranked[:1]
    return []


def shifted_row(question: Frame, row: Result, rows: Iterable[Result]) -> Result:
    """Returns the sibling of a row that the question's cues ask for: its "Non", or its "Sous-traitance"."""
    siblings = [other for other in rows if other.answer == row.answer or other.answer in ("Non", "non", "ne sait pas")]
    for cue, options in _OPTIONS:
        if cue in question.cues and not pattern(_NEGATIVE).search(row.answer.lower()):
            for other in siblings:
                if (other.option or other.answer) in options:
                    return other
    return row


def _ranked(question: Frame, rows: list[Result]) -> list[Result]:
    """The rows of a whole survey question, one option of each, greatest share first (least when asked)."""
    wanted = next((options for cue, options in _OPTIONS if cue in question.cues), None)
    options = list(dict.fromkeys(row.option for row in rows))
    default = "Total" if "Total" in options else options[0]
    first = next((option for option in options if wanted and option in wanted), default)
    told = [row for row in rows if row.option == first and row.answer.lower() not in _UNSURE] or rows
    return sorted(told, key=lambda row: row.share if "least" in question.cues else -row.share)


def names(question: Frame, row: Result, library: Library) -> bool:
    """Whether a row is named by most subject words of a question, in its own words or the report's."""
    wording, survey = library.wording(row.id), library.question(row.question)
    said = [row.answer, survey.title_fr if survey else ""]
    said += [wording.fr, wording.en, wording.nl, *wording.keywords] if wording else []
    known = frozenset(terms(" ".join(said)))
    own: dict[str, set[str]] = {}
    for word, says in question.synonyms:
        own.setdefault(word, set()).update(terms(says))
    held = sum(bool({stem(word), *own.get(word, ())} & known) for word in question.subject)
    return held >= max(1, (len(question.subject) + 1) // 2)
