"""What a message takes for granted: its clauses, and the quantity, number, rank, order or denial that each says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answer.frames import clauses, of_others
from assistant.french import Language, flat, language_of
from assistant.numerals import Numeral, numerals, worded
from assistant.wordlists import pattern

Order = Literal["", "more", "less"]
Rank = Literal["", "first", "last"]

# How much of everyone the words of a list claim, as a range of shares; the first list that has a word decides.
_QUANTITIES: tuple[tuple[str, float, float], ...] = (
    ("claims_hardly", 0.0, 0.2),
    ("claims_none", 0.0, 0.03),
    ("claims_few", 0.0, 0.42),
    ("claims_nearly", 0.8, 1.0),
    ("claims_most", 0.5, 1.0),
    ("claims_all", 0.8, 1.0),
    ("asks_some", 0.0, 1.0),
)
_MEASURED = (*(name for name, *_ in _QUANTITIES), "ranked_first", "ranked_last", "more", "less", "being", "quantified")
_MEASURING = r"^(?:" + "|".join(f"{{{name}}}" for name in _MEASURED) + r")$"
_USUAL = (0.3, 1.0)  # what "les opérateurs font" says, without a word of quantity: no small minority
WORD = r"\b{%s}(?!\w)"
_OPENED = r"(?:^\s*|\b{and_but}\s+){since}(?!\w)\s*"
_AMID = r"\b{since_amid}(?!\w)\s*"
_WHY = r"\b{why_so}(?!\w)\s*"
_SAID = r"\b{said_that}(?!\w)\s*"
_TAG = r"^\s*{tag}\s*$"
_SCENE = r"^\s*{scene}\b"
_SURELY = r"\b{surely}\b"
_ASKING = (
    r"^\s*(?:{and_but}\s+)?(?:(?:\w+\s+){0,2}{asking}\b|{opens_yes_no}\b|{telling}\b)"
    r"|\w-(?:t-)?{inverted_subject}\b|{is_it}"
)
# Of the asker itself, and not compared with it ("plus souvent que nous").
_OWN = r"(?<!que )(?<!dan )(?<!than )\b{asker_%s}\b"  # a look behind takes no list
_SAYING = r"^\s*{it_is}\s+(?!{agreed_word}\b)\w+\s+\w"
_CONTRAST = r"\s{contrast}\s"
_LEANING = r"^\s*{leaning_claim}\b"
_QUANTIFIED = r"^\s*(?:{and_but}\s+)?(?:{quantified}(?!\w)|\d)"
# "Les cinémas forment …", and not "être plus visible", "le plus petit, c'est lequel".
_STATING = r"^\s*(?!{superlative}\b)(?:l'|\w+\s)(?:[\w'-]+\s+){0,5}?{stating}\b"
_BEING = r"\w\s+{being}\b"
_BOUND = r"\b{bound}\s*(?=\d)|\b{at_least}\b"
_COMPARATIVE = re.compile(r"\b\w{3,}er (?:than|dan)\b")  # "populairder dan", "stronger than"
_SHORTEST = 3  # words of a clause that claims something


@dataclass(frozen=True, slots=True)
class Claim:
    """A clause that is taken for granted, with what it says.

    firm: its grammar takes it for granted, or agreement with it is asked for; stating: it has the verb of a
    statement, which a title has not; quantity: the range (0-1) of those it is said of, and word: the words that
    give it; shares: those it states; names: words written with a capital inside the clause.
    """

    text: str
    folded: str
    firm: bool = False
    stating: bool = False
    denied: bool = False
    quantity: tuple[float, float] = _USUAL
    word: str = ""
    shares: tuple[Numeral, ...] = ()
    rank: Rank = ""
    order: Order = ""
    names: tuple[str, ...] = ()

    @property
    def checkable(self) -> bool:
        """Whether it says anything that what is published could contradict."""
        marks = (self.shares, self.word, self.rank, self.order, self.names, re.search(r"\d", self.text))
        return self.firm or any(marks)


def of_quantity(word: str) -> bool:
    """Returns whether a folded word says how much is claimed, rather than of what."""
    return pattern(_MEASURING).match(word) is not None


def claims(text: str) -> tuple[Claim, ...]:
    """Returns what a message takes for granted of others than the asker, in order; nothing where it only asks."""
    read = (_read(clause, firm=firm) for clause, firm in _asserted(text) if len(clause.split()) >= _SHORTEST)
    return tuple(claim for claim in read if claim.checkable)


def stated(text: str) -> Claim:
    """Returns what a message says of others than the asker, read as a whole."""
    return _read(" , ".join(text[start:end].strip() for start, end in of_others(text)))


def _asserted(text: str) -> Iterator[tuple[str, bool]]:
    flatly, language = flat(text), language_of(text)
    spans = _joined(flatly, [span for span in clauses(text) if text[slice(*span)].strip()])
    for number, (start, end) in enumerate(spans):
        part = flatly[start:end]
        opened = [match.end() for shape in (_OPENED, _AMID, _WHY) if (match := pattern(shape).search(part))]
        reported = pattern(_SAID).search(part)
        # "Selon le rapport, combien … ?" reports nothing.
        opened += [reported.end()] if reported and not _asks(part[reported.end() :]) else []
        following = [flatly[slice(*span)] for span in spans[number + 1 :]]
        begin = start + max(opened, default=0)
        agreed = pattern(_SURELY).search(part) or (following and pattern(_TAG).match(following[0]))
        told = not _asks(part) and not pattern(_SCENE).match(part)
        being = pattern(_BEING).search(part) is not None
        asked = any(map(_asks, following)) or (bool(following) and text.rstrip().endswith("?"))
        taken = bool(opened) or (told and (agreed or being or asked))
        end = _before_asker(flatly, begin, end, language) if opened else end
        turned = pattern(_CONTRAST).search(flatly, begin, end)
        end = turned.start() if turned else end
        own = pattern(_OWN % language).search(flatly[begin:end]) or pattern(_LEANING).match(flatly[begin:end])
        if taken and not own:
            firm = opened or agreed or being or pattern(_QUANTIFIED).search(part)
            yield text[begin:end].strip(), bool(firm)


def _joined(flatly: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses, one where the second only says what the first is ("la première raison, c'est le prix")."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and pattern(_SAYING).match(flatly[start:end]):
            start = joined.pop()[0]
        joined.append((start, end))
    return joined


def _before_asker(flatly: str, begin: int, end: int, language: Language) -> int:
    """Where what is taken for granted ends, when the asker goes on without a comma ("comme personne … on peut …")."""
    own = pattern(_OWN % language).search(flatly, begin, end)
    return own.start() if own and len(flatly[begin : own.start()].split()) > _SHORTEST else end


def _asks(part: str) -> bool:
    """Whether a clause asks something itself, or tells to do something."""
    return pattern(_ASKING).search(part) is not None


def _read(clause: str, *, firm: bool = False) -> Claim:
    folded = flat(clause)
    spelled = worded(clause)
    inside = [(one.start, one.end) for one in spelled]
    digits = [one for one in numerals(clause) if not any(start <= one.start < end for start, end in inside)]
    shares = tuple(one for one in (*digits, *spelled) if one.share is not None)
    denied = pattern(WORD % "denying").search(folded) is not None
    found = next(
        (
            (match.group(), least, most)
            for name, least, most in _QUANTITIES
            if (match := pattern(WORD % name).search(folded))
        ),
        None,
    )
    bounded = next((one for one in shares if _bound(one, folded)), None)
    quantity = _range(bounded, folded) if bounded else found[1:] if found else _USUAL
    return Claim(
        text=clause,
        folded=folded,
        firm=firm,
        stating=firm or pattern(_STATING).match(folded) is not None,
        denied=denied,
        quantity=quantity,
        word=bounded.text if bounded else found[0] if found else "",
        shares=tuple(one for one in shares if not _bound(one, folded) and not _of_something(one, folded)),
        rank=_rank(folded),
        order="" if bounded else _order(folded),
        names=tuple(re.findall(r"(?<=\s)(?:[ldLD]['’])?([A-Z][\w&-]+)", clause)),
    )


def _bound(share: Numeral, folded: str) -> str:
    """The words that make a share of those it is said of a bound ("moins de la moitié des opérateurs")."""
    if _of_something(share, folded):
        return ""
    # A window a little wider than the longest bound.
    match = pattern(r"{bound}\s*(?:{bound_article} )?$").search(folded[max(0, share.start - 18) : share.start])
    return match.group() if match else ""


def _of_something(share: Numeral, folded: str) -> bool:
    """Whether a share is of what is done, not of those who do it ("la moitié de leur budget", "100 % en ligne")."""
    return pattern(r"\s*{bounded}").match(folded[share.end :]) is not None


def _range(share: Numeral, folded: str) -> tuple[float, float]:
    bound = _bound(share, folded)
    least = pattern(r"\b{at_least}\b").search(bound) or not pattern(r"\b{less}\b").search(bound)
    return (share.share or 0.0, 1.0) if least else (0.0, share.share or 0.0)


def _rank(told: str) -> Rank:
    folded = pattern(_BOUND).sub("", told)
    if pattern(WORD % "ranked_last").search(folded):
        return "last"
    return "first" if pattern(WORD % "ranked_first").search(folded) else ""


def _order(folded: str) -> Order:
    plain = pattern(_BOUND).sub("", folded)
    more, less = (pattern(WORD % name).search(plain) for name in ("more", "less"))
    more = more or _COMPARATIVE.search(plain)
    if bool(more) == bool(less) or _rank(folded):
        return ""
    return "more" if more else "less"
