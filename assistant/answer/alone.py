"""How a question ends when all there is to answer from is a report: what was measured of the sentences to tell.

How far the nearest passage stands out is counted in standard deviations over the report's own passages; the words of
the question are held against the sentences told, and against everything the report writes. See docs/other-reports.md.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.answers import Ending
from assistant.answer.evidence import Evidence
from assistant.answer.excerpts import Told, excerpts, kindred
from assistant.answer.frames import Frame
from assistant.answer.judge import Candidate
from assistant.answer.relevance import USUAL_COSINE, asked_words, candidates, coverage
from assistant.answer.rows import Selection
from assistant.answer.unheard import TOKEN, misspelt, noun_marks
from assistant.french import fold, terms
from assistant.pdf.headings import key, keys_of
from assistant.search.hits import WORDS_WEIGHT, Hit
from assistant.search.index import Index

# Logistic regression over questions on five French reports and on this study's PDF alone, and those of each report put
# to the others; what one report's questions showed held on the reports left out. Those reports are not ours to
# redistribute, so that tools/fit.py cannot make these again (docs/other-reports.md).
WEIGHTS: dict[str, float] = {
    "bias": -2.52,
    "deviations": 0.32,
    "cosine": 0.18,
    "passage": 1.1,
    "said": 0.38,
    "near": 0.82,
    "unasked": -0.96,
    "lexical": 1.8,
}
_REFUSED, _DOUBTFUL = 0.25, 0.5
_UNKNOWN = 0.6
_USUAL_RARITY_SHARE = 2.1  # a word of one passage tells less in a short report: scores are counted in its rarest word
_QUOTED = re.compile(r"[«“]\s*([^«»“”]{6,})\s*[»”]")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the question ends; unasked: its nouns that the report never writes; signals: what was measured."""

    ending: Ending
    unasked: tuple[str, ...]
    signals: Mapping[str, float]


def gather(question: Frame, hits: Sequence[Hit], index: Index) -> Evidence:
    """Judges what a report alone says, without published results nor restatement."""
    found = candidates(question, tuple(hits), index)
    section = of_section(question, found)
    told = excerpts(question, section or found, {hit.passage.id: hit for hit in hits}, index)
    judged = verdict(question, told, hits, index)
    if section and told:
        judged = replace(judged, ending="answered", unasked=())
    return Evidence(
        question=question,
        ending=judged.ending,
        candidates=found,
        selection=Selection(),
        texts=tuple(one.candidate for one in told),
        unasked=judged.unasked,
        passages=tuple(candidate.passage for candidate in found),
        signals=judged.signals,
    )


def of_section(question: Frame, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Returns the passages of the section whose title the question quotes ("Que dit le rapport sur « … » ?")."""
    quoted = _QUOTED.search(question.text)
    title = key(quoted[1]) if quoted else ""
    return tuple(one for one in found if title and one.passage.section and title in keys_of(one.passage.section[-1]))


def verdict(question: Frame, told: Sequence[Told], hits: Sequence[Hit], index: Index) -> Judgement:
    """Judges whether the sentences found answer the question."""
    unasked = unwritten(question, index) if question.language == "fr" else ()
    measured = signals(question, told, hits, index, unasked)
    likely = answerable(measured)
    if not told or likely < _REFUSED:
        return Judgement("not_found" if measured["near"] >= 0.5 else "outside", unasked, measured)
    return Judgement("partly" if unasked or likely < _DOUBTFUL else "answered", unasked, measured)


def answerable(measured: Mapping[str, float]) -> float:
    """Returns how likely 0-1 the sentences told answer the question."""
    return 1 / (1 + math.exp(-sum(weight * measured[name] for name, weight in WEIGHTS.items())))


def unwritten(question: Frame, index: Index) -> tuple[str, ...]:
    """Returns the nouns of the question that the report writes nowhere, in no form."""
    asked = kindred(asked_words(question, index), index)
    unknown = {
        one.word for one in asked if not any(map(index.lexicon.rarity, one.stems)) and not misspelt(one.word, index)
    }
    return tuple(dict.fromkeys(noun for noun in nouns(question.text) if fold(noun) in unknown))


def nouns(text: str) -> tuple[str, ...]:
    """Returns the words of a question that stand as nouns: behind a determiner, or with a capital."""
    return tuple(bare for bare, noun in noun_marks(TOKEN.findall(text), "before_noun_report") if bare and noun)


def signals(
    question: Frame, told: Sequence[Told], hits: Sequence[Hit], index: Index, unasked: Sequence[str]
) -> dict[str, float]:
    """Measures how well the sentences to tell cover the question."""
    asked = kindred(asked_words(question, index), index)
    dense = [hit for hit in hits if hit.dense is not None]
    nearest = max(dense, key=lambda hit: hit.dense or 0.0, default=None)
    best = told[0] if told else None
    sentence = best.text if best else ""
    near = frozenset(
        stem
        for one in told[:3]
        for stem in terms(" ".join((*one.candidate.passage.section[-1:], one.candidate.passage.text)))
    )
    foreign = question.language != "fr"  # its words are not the report's: they tell nothing either way
    rarest = math.log(1 + (len(index.passages) - 0.5) / 1.5) if index.passages else 1.0
    lexical = max((hit.lexical or 0.0 for hit in hits[:10]), default=0.0) / (_USUAL_RARITY_SHARE * rarest)
    return {
        "bias": 1.0,
        "deviations": nearest.score - WORDS_WEIGHT * (nearest.lexical or 0.0) if nearest else 0.0,
        "cosine": 50 * (best.cosine - USUAL_COSINE) if best else -3.0,
        "passage": 50 * (best.candidate.dense - USUAL_COSINE) if best else -3.0,
        "said": _UNKNOWN if foreign or not asked else coverage(asked, frozenset(terms(sentence))),
        "near": _UNKNOWN if foreign or not asked else coverage(asked, near),
        "unasked": float(min(2, len(unasked))),
        "lexical": _UNKNOWN if foreign else min(3.0, lexical),
    }
