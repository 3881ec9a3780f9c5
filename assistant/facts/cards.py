"""Published results and persona facts as passages, so that one search finds everything that can be cited."""

from collections.abc import Iterator

from assistant.facts.library import Library
from assistant.facts.results import Result, Sense, SurveyQuestion
from assistant.facts.statements import statement
from assistant.language import speech
from assistant.passages import Passage, Sentence

# Of a scale or a yes/no question, the row people ask about; its siblings are found from it.
_SAID: frozenset[Sense] = frozenset(("agree", "yes", "total", "group", "inside", "outside"))
_ROW = "res:"  # how the id of a unit that tells one result begins


def cards(library: Library) -> tuple[Passage, ...]:
    """Returns a passage for each result people ask about and one for each question of the survey."""
    if not library.results:
        return ()
    return tuple((*_results(library), *_questions(library)))


def unit_of(result: str) -> str:
    """Returns the id of the unit that tells a result."""
    return f"{_ROW}{result}"


def result_of(unit: str) -> str:
    """Returns the id of the result that a unit tells; any other id as it is."""
    return unit.removeprefix(_ROW)


def said(result: Result) -> bool:
    """Whether a result is the row of its question that people ask about."""
    return result.sense in _SAID if result.option else result.sense != "no"


def _results(library: Library) -> Iterator[Passage]:
    french = speech("fr")
    assert library.results
    for result in library.results.by_id.values():
        if not said(result):
            continue
        text = statement(result, library, french)
        question = library.question(result.question)
        wording = library.wording(result.id)
        aliases = (result.answer, wording.en, wording.nl, *wording.keywords) if wording else (result.answer,)
        yield Passage(
            id=unit_of(result.id),
            edition=library.edition.id,
            text=text,
            pages=(result.page,),
            labels=(str(result.page),),
            section=(question.title_fr,) if question else (),
            kind="figure",
            unit="row",
            sentences=(Sentence(0, len(text), (result.page,)),),
            figure=result.figure or None,
            segments=result.whose.segments,
            personas=(result.whose.persona,) if result.whose.persona else (),
            results=(result.id,),
            question=result.question,
            aliases=tuple(alias for alias in (*aliases, result.population) if alias),
        )


def _questions(library: Library) -> Iterator[Passage]:
    assert library.results
    for question in library.results.questions.values():
        found = [r for r in library.results.of_question(question.id) if said(r) or question.view]
        if found:
            yield _question(question, found, library)


def _question(question: SurveyQuestion, found: list[Result], library: Library) -> Passage:
    listed = " ; ".join(dict.fromkeys(question.label(result) for result in found))
    text = f"{question.asked} {listed}."
    return Passage(
        id=f"fig:{question.id}",
        edition=library.edition.id,
        text=text,
        pages=(question.page,),
        labels=(str(question.page),),
        section=(question.title_fr,),
        kind="table",
        unit="table",
        figure=question.figure or None,
        results=tuple(result.id for result in found),
        question=question.id,
        aliases=(*_others(question), *question.concepts),
    )


def _others(question: SurveyQuestion) -> tuple[str, ...]:
    other = (question.title_en, question.title_nl, question.asked_en, question.asked_nl)
    return tuple(one for one in other if one)
