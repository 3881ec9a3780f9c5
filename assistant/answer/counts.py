"""Numbers of things that a message takes for granted ("quatre personas"), held against those that are published."""

import re
from dataclasses import replace
from functools import cache

from assistant.answer.claims import WORD
from assistant.answer.grounds import Correction, Held, ground, rows_of
from assistant.answer.judge import Candidate
from assistant.answer.rows import counted_row
from assistant.facts.library import Library
from assistant.french import flat, stem, stop_words
from assistant.language import LANGUAGES
from assistant.numerals import numerals, worded
from assistant.wordlists import numbers, pattern, word_set

_TOKEN = re.compile(r"[a-z]+|(?<![\d,.])\d+(?![\d,.]*\s?%)(?![\d,.]*\d)")
_THOUSANDS = re.compile(r"(?<=\d)[ ,\u00a0\u202f.](?=\d{3}\b)")
_RESPONDENTS, _PERSONA = "respondents", "persona"
_EDITION = r"\b(?!{first_said}){ordinal}\s+{edition_said}\b"
_FIRST = r"\b{first_said}\s+{edition_said}\b"
_CALLED = r"\b{persona_noun}\s+(?P<number>\d)\s*,?\s*(?:{of_those}\s+)?(?P<name>(?:\w+\s+){1,6}\w+)"
_COUNTED = r"\b{definite}\s+(?P<count>\d+|{cardinal})\s+(?P<noun>{edition_count})\b"


def wrong_number(held: Held, library: Library) -> Correction | None:
    """A count of something ("quatre personas", "1 200 opérateurs") where the units count it otherwise."""
    said = _counts(held.claim.text)
    row = counted_row(held.frame, library) if held.frame.segments and said.get(_RESPONDENTS) else None
    if row and row.count is not None and not said[_RESPONDENTS] & {row.count, row.base}:
        return Correction("figure", str(min(said[_RESPONDENTS])), (row,))
    fact = ground(held, library) if said.keys() & {_RESPONDENTS} and not held.claim.shares else None
    if fact and fact.row and fact.row.count is not None and fact.row.base:
        rows = (fact.row, *rows_of(fact.unit, library))
        if not said[_RESPONDENTS] & {n for row in rows for n in (row.count, row.base)}:
            return Correction("figure", str(min(said[_RESPONDENTS])), (fact.row,))
    said.pop(_PERSONA, None)  # how many personas there are is held in wrong_count, where it is said of all of them
    counted = [(one, _told_counts(one, library, held.frame.language)) for one in held.near] if said else []
    for noun, number in said.items():
        told = [(one, counts[noun]) for one, counts in counted if noun in counts]
        known = {library.edition.respondents}.union(*(counts for _, counts in told))
        known |= {int(n.value) for one, _ in told for n in numerals(one.passage.text)}
        if told and not number & known:
            return Correction("figure", f"{min(number)} {noun}", unit=told[0][0])
    return None


def wrong_count(held: Held, library: Library) -> Correction | None:
    """A number of something that the edition has so many of ("les sept personas"), wherever it is said."""
    number = pattern(r"\b{persona_noun}\s+(\d+)\b").search(held.claim.folded)
    if number and library.personas and int(number[1]) > len(library.personas.all):
        return Correction("other", number.group(), unit=held.near[0])
    other = _misnamed(held, library)
    if other:
        return other
    edition = pattern(_EDITION).search(held.claim.folded)
    first = next((one for one in held.candidates if pattern(_FIRST).search(flat(one.passage.text))), None)
    if edition and first:
        return Correction("other", edition.group(), unit=first)
    counted = pattern(_COUNTED).search(held.claim.folded)
    if not counted:
        return None
    claim = replace(held.claim, text=f"{counted['count']} {counted['noun']}")
    said = _counts(claim.text).get(_PERSONA, set())
    if library.personas and said and len(library.personas.all) not in said:
        return Correction("personas", counted.group(), unit=held.near[0])
    return wrong_number(replace(held, claim=claim), library)


def wrong_sample(held: Held, library: Library) -> Correction | None:
    """A number of respondents that is not the study's, nor any count it publishes."""
    assert library.results
    said = _counts(held.claim.text).get(_RESPONDENTS, set())
    everyone = library.edition.respondents
    if not said or not everyone or not pattern(WORD % "answered").search(held.claim.folded):
        return None
    known = {number for row in library.results.by_id.values() for number in (row.count, row.base)} | {everyone}
    method = (one for one in held.candidates if one.passage.kind == "method" and one.passage.unit == "statement")
    unit = next((one for one in method if str(everyone) in one.passage.text), None)
    return Correction("other", str(min(said)), unit=unit) if unit and not said & known else None


def _misnamed(held: Held, library: Library) -> Correction | None:
    """A persona called by the name of another ("le persona 5, celui des grandes structures créatives")."""
    numbered = pattern(_CALLED).search(held.claim.folded)
    if not numbered or not library.personas or int(numbered["number"]) > len(library.personas.all):
        return None
    called = numbered["name"]
    persona = library.personas[int(numbered["number"])]
    others = [one for one in library.personas.all if one is not persona and _name(one.name) in called]
    own = next((one for one in held.candidates if one.passage.personas == (persona.number,)), None)
    return Correction("other", numbered.group(), unit=own) if others and own else None


def _name(name: str) -> str:
    """A persona's name without its article."""
    return pattern(r"^{article}\s+").sub("", flat(name))


def _told_counts(one: Candidate, library: Library, language: str) -> dict[str, set[int]]:
    return _counts(library.said(one.passage.id, language) or one.passage.text)


def _counts(text: str) -> dict[str, set[int]]:
    """The numbers of a text, in digits or words, by the nouns they may count; those of respondents by one name."""
    found: dict[str, set[int]] = {}
    cardinals = numbers("cardinal")
    plain = flat(text)
    for ratio in reversed(worded(text)):  # "quatre opérateurs sur dix" counts nobody
        plain = plain[: ratio.start] + plain[ratio.end :]
    told = _TOKEN.findall(_THOUSANDS.sub("", plain))
    for place, word in enumerate(told):
        number = int(word) if word.isdigit() else int(cardinals.get(word, 0))
        counted = "persona" not in told[place - 1 : place] and number > 1
        for noun in (one for one in told[place + 1 : place + 3] if len(one) > 3 and counted and one not in _stop()):
            found.setdefault(_noun(noun), set()).add(number)
    return found


@cache
def _stop() -> frozenset[str]:
    """Words that are counted in no language ("sont", "were")."""
    return frozenset[str]().union(*(stop_words(language) for language in LANGUAGES))


def _noun(word: str) -> str:
    """What a number counts, by one name where there are several."""
    if word in word_set("respondent"):
        return _RESPONDENTS
    return _PERSONA if word in word_set("persona_noun") else stem(word)
