"""Ranks and comparisons that a message takes for granted, held against the published lists and shares."""

from collections.abc import Iterator, Sequence

from assistant.answer.claims import WORD
from assistant.answer.frames import Frame
from assistant.answer.grounds import FACTS, Correction, Held, lacking, rows_of
from assistant.answer.rows import OPTION_CUES, REFUSED, counted_row, covers, defined_by, of_personas, shifted
from assistant.answer.verdicts import leads
from assistant.facts.library import Library
from assistant.facts.populations import Population
from assistant.facts.results import Result
from assistant.french import flat, stem, words
from assistant.wordlists import pattern

_THAN = r"\b(?:{than}|{overtaking})\b"
_LIST, _PAIR = 3, 2  # rows from which something is ranked: of a list, of groups
_NEAREST = 3  # results found first, among which is the one that a claim of rank names
_CLEAR = 0.025  # by which two shares differ, for their order to be beyond doubt


def wrong_rank(held: Held, library: Library) -> Correction | None:
    """Something said to be the first, or the last, of a published list that is not."""
    ranks = [rank for rank in held.frame.ranks if rank > 1]
    if not held.claim.rank and not ranks:
        return None
    told = [rows[0].id for one in held.candidates[: 2 * FACTS] if (rows := rows_of(one, library))]
    nearest = {*told[:_NEAREST]}
    for ranked in _lists(held, library):
        found = [row for row in ranked if _named_in(held.frame, row, ranked, library)]
        # A label shares a word with many a claim: the row is also what was found, or it is a group or a persona.
        found = found if held.frame.segments or held.frame.personas else [one for one in found if _near(one, nearest)]
        named = found[0] if len(found) == 1 else None
        survey = library.question(ranked[0].question)
        # A place is told of a list that is read as one: barriers, networks, the sectors that answered.
        placed = (survey and survey.ranks) or held.frame.segments or len({row.question for row in ranked}) > 1
        if ranks and not placed:
            continue
        place = ranks[0] - 1 if ranks else 0 if held.claim.rank == "first" else len(ranked) - 1
        if not named or place >= len(ranked):
            continue
        there = ranked[place]
        return Correction("rank", named.answer, (named, there)) if there.share != named.share else None
    return None


def wrong_order(held: Held, library: Library) -> Correction | None:
    """A comparison ("les entreprises … plus que les opérateurs") that the two published shares invert."""
    if not held.claim.order:
        return None
    rows = (row for one in held.candidates[: 2 * FACTS] for row in rows_of(one, library))
    for pair in (pair for row in rows if (pair := _pair(held.frame, row, library))):
        ours, other = pair
        if abs(ours.share - other.share) < _CLEAR:
            return None
        first, second = _in_order(held, ours, other, library)
        # Of those who have not, the greater share is of those who do it less.
        turned = (ours.sense in REFUSED or lacking(ours.answer)) != held.claim.denied
        more = (held.claim.order == "more") != turned
        holds = first.share > second.share if more else first.share < second.share
        return None if holds else Correction("direction", held.claim.text, (ours, other))
    return None


def _near(row: Result, nearest: set[str]) -> bool:
    """Whether a row, or another column of it, is told by a unit that was found first."""
    return any(one == row.id or one.rpartition(".")[0] == row.id.rpartition(".")[0] for one in nearest)


def _lists(held: Held, library: Library) -> Iterator[tuple[Result, ...]]:
    """The published lists that a claim of rank may be about, each greatest share first."""
    assert library.results
    counting = pattern(WORD % "numerous").search(held.claim.folded) or held.frame.ranks
    row = counted_row(held.frame, library) if counting else None
    if row:
        yield library.results.ranking(row.question, row.option, "")
    for one in held.candidates[: 2 * FACTS]:
        rows = [_turned(held, row, library) for row in rows_of(one, library)[:_LIST]]
        for ranked in (ranked for row in rows for ranked in _lists_of(row, library)):
            told = tuple(item for item in ranked if (item.option or item.sense not in REFUSED))
            if told and len(told) >= (_PAIR if told[0].population else _LIST):
                yield tuple(sorted(told, key=lambda item: -item.share))


def _turned(held: Held, row: Result, library: Library) -> Result:
    """The row, or its sibling that the claim's words ask for ("sous-traité")."""
    assert library.results
    return shifted(held.frame, row, library.results.of_question(row.question)) if held.frame.cues & OPTION_CUES else row


def _lists_of(row: Result, library: Library) -> Iterator[tuple[Result, ...]]:
    """The lists in which a row stands: of its question, of those who were asked, of the same thing elsewhere."""
    assert library.results
    for survey in library.results.questions.values():
        if row.id in survey.view:
            yield library.results.of_question(survey.id)
    same = library.results.of_question(row.question)
    yield tuple(one for one in same if one.option == row.option and not one.population)
    alike = [one for one in same if one.answer == row.answer and one.option == row.option]
    yield tuple(one for one in alike if one.whose.persona)
    for family_name in dict.fromkeys(_family_of(one) for one in alike if one.whose.segments):
        yield tuple(one for one in alike if _family_of(one) == family_name)


def _family_of(row: Result) -> str:
    return row.population.partition(":")[0]


def _named_in(frame: Frame, row: Result, ranked: Sequence[Result], library: Library) -> bool:
    """Whether a claim names a row of a list: its group, its persona, or words that no other label of the list has."""
    if frame.personas and library.personas:
        return of_personas(frame, row, library)
    if frame.groups or row.whose.segments:
        return bool(frame.groups & {*(row.whose.segments or defined_by(row))})
    others = {stem(word) for one in ranked if one is not row for word in words(_label(one, ranked, library))}
    said = {stem(word) for word in words(frame.text)} | {stem(w) for _, says in frame.synonyms for w in words(says)}
    return bool(({stem(word) for word in words(_label(row, ranked, library)) if len(word) > 3} - others) & said)


def _label(row: Result, ranked: Sequence[Result], library: Library) -> str:
    """How a row is called in a list: by its answer, or where all answers are one, by its question."""
    assert library.results
    if len({one.answer for one in ranked}) > 1:
        return row.answer
    survey = next((one for one in library.results.questions.values() if row.id in one.view), None)
    return survey.label(row) if survey else row.answer


def _pair(frame: Frame, row: Result, library: Library) -> tuple[Result, Result] | None:
    """The same result of the two populations that a comparison names, everyone where it names one."""
    assert library.results
    siblings = library.results.of_question(row.question)
    same = [one for one in siblings if one.answer == row.answer and one.option == row.option]
    named = (*frame.populations, *frame.segments, *(Population.of_persona(n).written for n in frame.personas))
    known = [*{one.id: one for name in named for one in same if covers(one, name, library)}.values()]
    if len(known) == 2 and len({name.split(":")[0] for name in named}) <= 2:
        return known[0], known[1]
    everyone = next((one for one in same if not one.population), None)
    if len(known) == 1 and everyone:
        return everyone, known[0]
    if (named and not frame.personas) or row.population:
        return None
    for ranked in _lists_of(row, library):
        labels = [one for one in ranked if _named_in(frame, one, ranked, library)]
        # Names alone ("Instagram dépasse Facebook"): a word of a longer label may be said of anything.
        single = all(len(words(_label(one, ranked, library))) == 1 for one in labels)
        if len(labels) == 2 and single and pattern(_THAN).search(flat(frame.text)):
            return labels[0], labels[1]
    return None


def _in_order(held: Held, ours: Result, other: Result, library: Library) -> tuple[Result, Result]:
    """Two results as a claim names them: its subject first."""
    told = held.claim.folded
    if not ours.population and not other.whose.other:
        return other, ours
    if ours.population or not other.population:
        places = [_place(told, one) for one in (ours, other)]
        return (ours, other) if places[0] <= places[1] else (other, ours)
    return (other, ours) if leads(held.frame, other, library) else (ours, other)


def _place(told: str, row: Result) -> int:
    """Where a claim names a row: the first of the words of its group or label."""
    name = row.population.partition(":")[2] or row.answer
    places = [told.find(word[:6]) for word in words(name) if len(word) > 3]
    return min((place for place in places if place >= 0), default=len(told))
