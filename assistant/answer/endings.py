"""How a question can end: what was measured of the evidence, what the study never speaks of, and the verdict."""

import difflib
import math
import re
from collections.abc import Mapping, Sequence

from assistant.answer.answers import Ending
from assistant.answer.fitted import FITTED
from assistant.answer.frames import Frame
from assistant.answer.relevance import Candidate, asked_words, coverage, held_by
from assistant.french import fold, stem
from assistant.passages import Passage
from assistant.search.index import Index
from assistant.wordlists import pattern, word_set

TOKEN = re.compile(r"[\w'’-]+")
_WELL_COVERED = 0.6
_ALIKE = 0.84  # a misspelt word is at least this much like a word of the corpus

WEIGHTS, THRESHOLDS = FITTED.ending, FITTED.thresholds
_DOUBTFUL = 0.6  # a chance of being answerable, under which a noun the study never uses is taken for the subject


def astray(question: Frame, told: Sequence[Passage], index: Index) -> tuple[str, ...]:
    """Returns the nouns of the question that no passage told holds: what the study may not speak of.

    A noun stands behind a determiner or is written with a capital; where a figure is asked, every word but verbs and
    adverbs counts. Names of other countries always do.
    """
    asked = asked_words(question, index)
    held = frozenset[str]().union(*(held_by(passage, asked, index) for passage in told))
    missing = {one.word for one in asked if not one.stems & held and not misspelt(one.word, index)}
    tokens = TOKEN.findall(asking(question.text))
    counting = bool(question.cues & _COUNTING) and question.language == "fr"
    found = [
        bare for bare, noun in noun_marks(tokens) if fold(bare) in missing and (noun or (counting and _nominal(bare)))
    ]
    found += [word for word in question.elsewhere if word not in found]
    covered = max((coverage(asked, held_by(passage, asked, index)) for passage in told), default=0.0)
    if covered >= _WELL_COVERED:
        # One passage speaks of nearly all of it: a word the study uses elsewhere is no other subject.
        found = [one for one in found if one in question.elsewhere or not index.lexicon.rarity(stem(fold(one)))]
    return tuple(dict.fromkeys(found))


def asking(text: str) -> str:
    """Returns the sentence that asks, in a message that tells its context first."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text) if one.strip()]
    questions = [one for one in sentences if one.rstrip().endswith("?")]
    return questions[-1] if len(sentences) > 1 and questions else text


def unheard(question: Frame, index: Index) -> tuple[str, ...]:
    """Returns the words of a French question, verbs aside, that stand nowhere in what is searched: told, never refused.

    They are written as typed.
    """
    if question.language != "fr":
        return ()
    never = {one.word for one in asked_words(question, index) if not any(map(index.lexicon.rarity, one.stems))}
    tokens = TOKEN.findall(asking(question.text))
    pairs = zip(("", *tokens), noun_marks(tokens), strict=False)
    written = dict.fromkeys(bare for before, (bare, _) in pairs if fold(before) not in word_set("before_verb"))
    return tuple(
        one
        for one in written
        if len(one) > 5 and fold(one) in never and not pattern("{conjugated}$").search(one) and not misspelt(one, index)
    )


def _nominal(word: str) -> bool:
    return len(word) > 3 and not pattern("{verbal}$").search(fold(word))


def noun_marks(tokens: Sequence[str], before_noun: str = "before_noun") -> list[tuple[str, bool]]:
    """Returns the words of a text without their elided articles, each with whether it stands as a noun.

    A noun follows a word of that list, an elided article, or is written with a capital that opens no sentence.
    """
    found: list[tuple[str, bool]] = []
    for position, token in enumerate(tokens):
        bare = re.split(r"['’]", token)[-1]
        before = fold(tokens[position - 1]) if position else ""
        capital = (bare[:1].isupper() and position > 0) or bare[1:] != bare[1:].lower()
        found.append((bare, bare != token or capital or before in word_set(before_noun)))
    return found


def misspelt(word: str, index: Index) -> str | None:
    """Returns the known stem that an unknown word is a misspelling of, or nothing."""
    stemmed = stem(word)
    if len(stemmed) < 5 or index.lexicon.rarity(stemmed):
        return None
    close = difflib.get_close_matches(stemmed, index.lexicon.stems(stemmed[0]), n=1, cutoff=_ALIKE)
    return close[0] if close else None


def signals(question: Frame, found: Sequence[Candidate], index: Index, away: Sequence[str]) -> dict[str, float]:
    """Measures how well the best passages cover the question."""
    asked, best = asked_words(question, index), found[:6]
    held = frozenset[str]().union(*(held_by(candidate.passage, asked, index) for candidate in best))
    dense = 50 * (max((candidate.dense for candidate in found[:12]), default=0.8) - 0.86)
    foreign = float(question.language != "fr")
    return {
        "bias": 1.0,
        "dense": dense,
        "coverage": coverage(asked, held),
        "single": max((candidate.coverage for candidate in best), default=0.0),
        "astray": float(min(2, len(away))),
        "unknown": float(min(3, sum(not any(map(index.lexicon.rarity, one.stems)) for one in asked))),
        "foreign": foreign,
        "foreign_dense": foreign * dense,
        "no_subject": float(not question.subject),
        "relevance": found[0].relevance / 3 if found else 0.0,
        "domain": float(bool(question.segments or question.personas or question.cues & _SPOKEN)),
        "lexical": max((candidate.lexical for candidate in found[:10]), default=0.0) / 10,
    }


_SPOKEN = frozenset(("domain", "mine", "persona", "challenges", "levers", "method"))


# Who asks how many asks a survey, even without naming it.
_COUNTING = frozenset(("quantity", "number"))
_SURE = 1.5  # in fiftieths of a cosine above the usual


def about_something(question: Frame) -> bool:
    """Whether a question names anything at all: a subject, a group, a persona, or what it wants to know."""
    named = question.subject or question.segments or question.personas or question.populations
    return bool(named) or bool(question.cues - _COUNTING - {"domain", "negation", "greeting", "why"})


def answerable(measured: Mapping[str, float]) -> float:
    """Returns how likely 0-1 the passages found answer the question."""
    return 1 / (1 + math.exp(-sum(WEIGHTS[name] * measured[name] for name in WEIGHTS)))


def ending(
    question: Frame,
    measured: Mapping[str, float],
    missing: Sequence[str],
    away: Sequence[str],
    never: Sequence[str] = (),
) -> Ending:
    """Decides how the question ends; never: its words that stand nowhere, which make an answer partial at most."""
    likely = answerable(measured)
    if question.greeting:
        return "outside"
    plain = not (question.segments or question.personas or question.cues - _COUNTING - {"domain", "negation", "why"})
    if (
        plain
        and question.subject
        and not measured["coverage"]
        and measured["dense"] < _SURE * (1 - measured["foreign"])
    ):
        return "not_asked" if measured["domain"] or question.cues & _COUNTING else "outside"
    if not about_something(question) and measured["dense"] < _SURE:
        return "not_found"
    if likely < THRESHOLDS["refused"]:
        return "not_asked" if measured["domain"] or question.cues & _COUNTING else "outside"
    if away and (likely < _DOUBTFUL or set(away) & set(question.elsewhere)):
        return "not_asked"
    if away or missing or never or "evolution" in question.cues:
        return "partly"
    return "answered"
