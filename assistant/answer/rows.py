"""Which published results answer: the row that was found, or the whole list of its question; and whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer.bands import within
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.facts.library import Library
from assistant.facts.populations import Population, parsed
from assistant.facts.results import Result, Sense, SurveyQuestion
from assistant.facts.segments import DIMENSIONS, family
from assistant.french import stem, terms, words
from assistant.passages import Passage
from assistant.wordlists import pattern, word_set

# The option of a row that a cue of the question asks for, most telling first.
_OPTIONS: tuple[tuple[str, tuple[Sense, ...]], ...] = (
    ("outsourced", ("outside",)),
    ("internal", ("inside",)),
    ("neutral", ("neutral",)),
    ("unsure", ("unsure",)),
    ("disagree", ("disagree", "no")),
    ("negation", ("no", "disagree")),
)
OPTION_CUES = frozenset(("outsourced", "internal"))  # those that ask for another column of the same answer
# A label that says a lack is not turned round by a negation in the question: the negation is the label's own.
_NEGATIVE = r"\b{lacking}\b|n['’]"
_OPERATORS_WHO = "des opérateurs"  # how the base of such a question begins in questions.toml
_NEARLY = 1.5  # in log-odds
REFUSED: frozenset[Sense] = frozenset(("unsure", "other", "no", "disagree"))  # no item of a list
AFFIRMED: frozenset[Sense] = frozenset(("yes", "agree", "total"))
# A chance of asking for a list, above which words of rank are taken at their word: "le plus", or "le quatrième".
_LIKELY, _HINTED = 0.4, 0.1
_COUNTED = 0.6  # a chance of asking for a count, above which a bound is one of a sum without "combien"
_LACKS = 0.2  # of the labels of a list, from which it is a list of lacks
_DENYING = frozenset(("negation", "disagree"))
_ONE_THING = 3  # answers of a question that has no list
_ASKED_BOTH = 0.4  # a chance of a comparison, under which the population that is named comes first


@dataclass(frozen=True, slots=True)
class Selection:
    """The results that answer, in the order to tell them.

    ranking: they are the whole of a survey question; exact: they were named, rather than found; summed: they are bands
    that make one answer together.
    """

    rows: tuple[Result, ...] = ()
    survey_question: SurveyQuestion | None = None
    ranking: bool = False
    missing: tuple[str, ...] = ()
    exact: bool = False
    summed: bool = False


def select(question: Frame, candidates: Sequence[Candidate], library: Library) -> Selection:
    """Chooses the results for a question from the best card found; nothing when there is none."""
    cards = [candidate for candidate in candidates if candidate.passage.origin == "results"]
    if not cards or not library.results:
        return Selection()
    counted = _counting(question, library)
    if counted:
        return Selection((counted,), library.question(counted.question), exact=True)
    best = _best(question, cards, library)
    survey = library.question(best.question or "")
    assert survey is not None
    published = library.results.of_question(survey.id)
    row = library.result(best.results[0]) if best.unit == "row" else None
    asked = _COUNTED if not question.cues & {"quantity", "number"} else _HINTED
    counting = question.wants.get("count", 0.0) >= asked and question.wants.get("who", 0.0) < _LIKELY
    bands = within(question.text, [one for one in published if not one.population]) if counting else ()
    named = {*question.segments}
    if bands and named <= {group for one in bands for group in defined_by(one)}:
        return Selection(bands, survey, exact=True, summed=len(bands) > 1)
    if row and not _listed(question, row, published):
        rows = _of_base(question, [shifted(question, row, published)], library)
        told, missing = of_populations(question, rows, library)
        return Selection(tuple(dict.fromkeys(told)), survey, False, missing)
    everyone = [one for one in published if not one.population] or _of_one_thing(question, published)
    ranked = _ranked(question, everyone)
    # "Oui" and "Non" of one thing, which is turned; not a list of things that have each their "Oui".
    single = 1 if any(one.option for one in everyone) else 2
    if len({one.answer for one in everyone}) <= single and not any(one.population for one in everyone):
        ranked = [shifted(question, ranked[0], everyone)]
    told, missing = of_populations(question, _of_base(question, ranked, library), library)
    whole = len(ranked) > 1 and len(told) == len(ranked)
    exact = whole and question.kind in survey.ranks and bool(question.ranks or question.most)
    return Selection(tuple(told), survey, whole, missing, exact)


def _best(question: Frame, cards: Sequence[Candidate], library: Library) -> Passage:
    """The card to tell: of those near the best, where a rank is asked, the list that ranks what is asked for."""
    ranked = question.ranks or question.most or question.listed or question.cues & {"least", "ranking"}
    for card in cards if ranked and question.kind in ("challenges", "levers") else ():
        survey = library.question(card.passage.question or "")
        if card.passage.unit == "table" and survey and question.kind in survey.ranks:
            return card.passage
    first = library.result(cards[0].passage.results[0])
    asked = question.segments or question.populations or question.personas or question.mine
    if first and first.population and not asked:
        # Nobody was named: everyone's share, where it was found nearly as near, is what is asked.
        for card in cards:
            row = library.result(card.passage.results[0])
            if row and not row.population and card.relevance >= cards[0].relevance - _NEARLY:
                return card.passage
    return cards[0].passage


def _of_one_thing(question: Frame, published: Sequence[Result]) -> list[Result]:
    """The rows of one answer, where each is of some group: a score of the five personas, the one that is named."""
    said = {stem(word) for word in words(question.standalone)}
    answers = list(dict.fromkeys(one.answer for one in published))
    common = set[str]().union(
        *({*terms(one)} & {*terms(other)} for one in answers for other in answers if one != other)
    )
    named = max(answers, key=lambda answer: len(({*terms(answer)} - common) & said))
    return [one for one in published if one.answer == named]


def _listed(question: Frame, row: Result, published: Sequence[Result]) -> bool:
    """Whether the whole list is asked, though one row of it was found."""
    items = {one.answer for one in published if not one.population}
    several = len(items) > 2
    asked = question.ranks or question.most or question.listed
    ranks = asked or question.cues & {"ranking", "least"}
    # "Après les arts de la scène, quel secteur ?" names an item of the list, and no group to tell the list of.
    groups = [name for name in question.segments if not asked or name.partition(":")[2] not in items]
    named = bool(groups or question.personas or question.populations or row.population)
    return several and bool(ranks) and not named and question.wants.get("which", 0.0) >= (_HINTED if asked else _LIKELY)


def _counting(question: Frame, library: Library) -> Result | None:
    """The row that counts a group among the respondents, when how many they are is all that is asked."""
    named = {*question.subject} - word_set("persona_said")
    return None if named or not question.cues & {"quantity", "number"} else counted_row(question, library)


def counted_row(question: Frame, library: Library) -> Result | None:
    """Returns the row that counts the one group or persona that is named among the respondents."""
    assert library.results
    if len(question.personas) == 1 and not question.segments:
        return library.result(f"tableau2.persona{question.personas[0]}")
    if len(question.segments) != 1:
        return None
    rows = (
        row for row in library.results.by_id.values() if row.base == library.edition.respondents and not row.population
    )
    return next((row for row in rows if question.segments[0] in defined_by(row)), None)


def _of_base(question: Frame, rows: list[Result], library: Library) -> list[Result]:
    """The rows as shares of everyone, where that is asked: "sur les 401" of a question put to some."""
    everyone = library.edition.respondents
    if "everyone" not in question.cues or not everyone:
        return rows
    return [
        replace(row, base=everyone, share=round(row.count / everyone, 3))
        if row.count is not None and not row.population and _of_some(row, library)
        else row
        for row in rows
    ]


def _of_some(row: Result, library: Library) -> bool:
    """Whether a share is of some of the operators, by the answer they gave to another question."""
    survey = library.question(row.question)
    return survey is not None and survey.base == row.base and survey.base_fr.startswith(_OPERATORS_WHO)


def shifted(question: Frame, row: Result, rows: Iterable[Result]) -> Result:
    """Returns the sibling of a row that the question's cues ask for: those who do not, or who outsource it."""
    siblings = [
        other
        for other in rows
        if other.population == row.population
        and (other.answer == row.answer or (not other.option and other.sense in ("no", "unsure")))
    ]
    for cue, senses in _OPTIONS:
        if cue in question.cues and not pattern(_NEGATIVE).search(row.answer.lower()):
            for other in siblings:
                if other.sense in senses:
                    return other
    return row


def _ranked(question: Frame, rows: list[Result]) -> list[Result]:
    """The rows of a whole survey question, one option of each, greatest share first (least when asked)."""
    lacks = sum(pattern(_NEGATIVE).search(row.answer.lower()) is not None for row in rows) > len(rows) * _LACKS
    # "Le manque d'argent est-il le premier frein ?" denies nothing: what is lacking is in the labels.
    cues = question.cues - _DENYING if lacks else question.cues
    wanted = next((senses for cue, senses in _OPTIONS if cue in cues), ())
    options = {row.option: row.sense for row in rows if row.option}
    default = next((one for one, sense in options.items() if sense == "total"), rows[0].option)
    first = next((one for one, sense in options.items() if sense in wanted), default)
    told = [row for row in rows if row.option == first and (row.option or row.sense not in REFUSED)] or rows
    return sorted(told, key=lambda row: row.share if "least" in question.cues else -row.share)


def of_populations(question: Frame, rows: list[Result], library: Library) -> tuple[list[Result], tuple[str, ...]]:
    """Adds, beside each row, the same result for the populations named; says which of them have none published."""
    assert library.results
    wanted = (*question.populations, *question.segments, *(question.profile if question.mine else ()))
    if not wanted or not rows:
        return rows, ()
    told: list[Result] = []
    found: set[str] = set()
    for row in rows:
        others = [
            other
            for other in library.results.of_question(row.question)
            if other.id != row.id and other.answer == row.answer and other.option == row.option
        ]
        matching = [(name, other) for name in wanted for other in others if _covers(other.whose, parsed(name), library)]
        found |= {name for name, _ in matching}
        found |= {name for name in wanted if row.population and _covers(row.whose, parsed(name), library)}
        beside = [other for _, other in matching]
        everyone = [other for other in others if not other.population and row.population]
        alone = question.wants.get("compare", 0.0) < _ASKED_BOTH and row.whose.other
        both = [row, *everyone] if alone else [*everyone, row]
        told += [*both, *beside] if question.populations else [*beside, row]
    defining = {s for row in rows for s in defined_by(row)}
    return told, tuple(name for name in wanted if name not in found and name not in defining)


def covers(row: Result, name: str, library: Library) -> bool:
    """Returns whether a row is of the population that is named."""
    return bool(row.population) and _covers(row.whose, parsed(name), library)


def of_personas(question: Frame, row: Result, library: Library) -> bool:
    """Returns whether a row is of a persona that is named, or counts it among the respondents."""
    named = {library.personas[number].name for number in question.personas} if library.personas else set[str]()
    return row.whose.persona in question.personas or row.answer in named


def unlisted(rows: Iterable[Result]) -> bool:
    """Returns whether the rows of a question are of one thing said or not ("Oui", "Non"), rather than of a list."""
    return len({row.answer for row in rows}) <= _ONE_THING


def _covers(published: Population, named: Population, library: Library) -> bool:
    """Whether a published population is the one named: the same, one it holds, or one that the name is part of."""
    if named.other or published.other:
        known = library.others.get(named.other)
        return published == named or bool(known and published.other in known.holds)
    return any(set(family(one)) & set(published.segments) for one in named.segments)


def defined_by(row: Result) -> tuple[str, ...]:
    """The segments that a row of the respondents' profile counts ("bibliothèques" in Figure 4)."""
    return tuple(f"{dimension}:{row.answer}" for dimension in DIMENSIONS)


def counted_of(row: Result, library: Library) -> set[str]:
    """The segments that a row's figure is of: its population's, or the one it counts among the respondents."""
    whose = row.whose
    own = {*whose.segments} if whose.segments else {one for one in (row.population,) if one}
    return own or (set(defined_by(row)) if row.base == library.edition.respondents else set())


def names(question: Frame, row: Result, library: Library) -> bool:
    """Whether a row is named by most subject words of a question, in its own words or the report's."""
    wording, survey = library.wording(row.id), library.question(row.question)
    said = [row.answer, survey.title_fr if survey else ""]
    said += [wording.fr, wording.en, wording.nl, *wording.keywords] if wording else []
    held = words_held(question, question.subject, " ".join(said))
    return held >= max(1, (len(question.subject) + 1) // 2)


def words_held(question: Frame, subject: Sequence[str], text: str) -> int:
    """Returns how many of a question's words a text has, as they are or as the report says them."""
    known = {*terms(text)}
    own: dict[str, set[str]] = {}
    for word, says in question.synonyms:
        own.setdefault(word, set()).update(terms(says))
    return sum(bool({stem(word), *own.get(word, ())} & known) for word in subject)
