"""Messages read into Questions: language, cues, segments, personas, and what the message before adds."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer.bands import band, staff
from assistant.answer.continued import PERSONA_NUMBER, Sequel
from assistant.answer.frames import Frame, checked, kind_of, of_others, premises
from assistant.errors import CorpusError
from assistant.facts.segments import NOT_A_SEGMENT, SegmentNames, load_segment_names
from assistant.french import Language, fold, language_of, stem, stop_words, words
from assistant.lexicon import Vocabulary, singulars, vocabularies
from assistant.wordlists import numbers, pattern, word_set

# "n'est-ce pas ?" and ", non ?" ask for agreement, "non, je voulais dire" corrects; they deny nothing.
_ASIDE = r"{agreement}|,\s*{agreement_tag}\s*(?=\?|$)|(?:^\s*{agreement_tag}\s*,\s*)?{correcting}"
_OWN_GROUP = r"\b{own}\s+(?:{own_itself}\s+)?({family_province}|{family_secteur}|{family_etp})\b"
_FAMILIES = ("province", "secteur", "etp")
# "Qu'est-ce que la découvrabilité ?" asks a definition; "qu'est-ce que les opérateurs utilisent le plus ?" does not.
_WHAT_IS = (
    r"qu['’]est[- ]ce qu(?:e\s+|['’])(?!{subject_pronoun}\b)"
    r"(?:{article}\s+|l['’])?[\w-]+(?:\s+[\w-]+){0,2}\s*\??\s*$"
)
# Half of a character: it can be neither shown nor written to a file.
_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")
_ASKS = 4  # words of what is asked, apart from what the asker says of itself
_SIZE = "etp:"
_AFTER_THAN = 3  # words between a "than" and the population it compares with

# Cues whose words are themselves a subject of the survey.
_SUBJECT_CUES = frozenset(("challenges", "levers", "outsourced", "internal", "persona", "domain"))

_DENYING = frozenset(("negation", "disagree"))
_ORDINAL = r"\b(\d){ordinal_ending}\b"
_NUMBERED = r"\b{numbered_rank}\s+(\d|{cardinal})\b"
_MOST = r"\b(?:top\s+)?(?P<count>\d|{cardinal})\s+(?:\w+\s+)?(?:\w+\s+)?{ranked}\b|\btop\s+(?P<top>\d)\b"


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads messages with the words of one lexicon and the names of the personas."""

    names: SegmentNames
    cues: Mapping[Language, Vocabulary]
    concepts: Mapping[Language, Vocabulary]
    domain: Mapping[Language, Vocabulary]
    generic: Mapping[Language, frozenset[str]]
    persona_names: Vocabulary
    persona_numbers: frozenset[int]
    sizes: tuple[str, ...] = ()

    @property
    def sequel(self) -> Sequel:
        """What completes a message with the conversation before it."""
        return Sequel(self.names, self.cues, self.persona_names, self.persona_numbers)

    def read(
        self, message: str, *, profile: Iterable[str] = (), before: Frame | None = None, spoken: Language = "fr"
    ) -> Frame:
        """Understands a message, after another one when it continues it; raises QuestionError when it cannot be taken.

        profile: segment ids of the person's organisation; spoken: the language, where the message does not tell.
        """
        text = checked(message)
        alone = self._alone(text, tuple(profile), before.language if before else spoken)
        read = self.sequel.continued(alone, before) if before and self.sequel.continues(alone) else alone
        return replace(read, typed=_UNWRITABLE.sub("", message))

    def _alone(self, text: str, profile: tuple[str, ...], language: Language) -> Frame:
        language = language_of(text, language)
        asking = pattern(_ASIDE, re.IGNORECASE).sub(" ", text)
        cues = frozenset(mention.id for mention in self.cues[language].mentions(asking))
        cues -= frozenset() if self._denied(asking, language) else _DENYING
        cues -= frozenset(("least",)) if pattern(r"\b{most_first}\b").search(fold(text)) else frozenset[str]()
        cues |= {mention.id for mention in self.domain[language].mentions(text)}
        cues |= frozenset(("definition",)) if pattern(_WHAT_IS, re.IGNORECASE).search(text) else frozenset[str]()
        personas = self._personas(text)
        named = () if personas and "persona" not in cues else self.names.in_text(text, language)
        size = self._size(text, named)
        # With a sector, a size in numbers describes who asks: it is no crossing that is asked for.
        segments, profile = (named, (*profile, *size)) if named else (size, profile)
        populations = self.names.populations_in(text, language)
        subject = self._subject(text, language)
        kind = kind_of(cues, personas, populations, segments)
        advised = kind == "recommendation" and bool(profile) and not subject  # who asks for advice asks for its own
        return Frame(
            text=text,
            standalone=text,
            language=language,
            kind=kind,
            cues=cues,
            segments=segments,
            profile=_own(text, profile),
            mine=advised or "mine" in cues or bool(pattern(_OWN_GROUP, re.IGNORECASE).search(text)),
            populations=populations,
            personas=personas,
            premises=premises(text),
            ranks=_ranks(text),
            most=_most(text),
            listed=pattern(r"\b{listing}\b").search(fold(text)) is not None,
            terms=tuple(dict.fromkeys(stem(word) for word in subject)),
            subject=subject,
            synonyms=self._synonyms(text, language),
            elsewhere=self._elsewhere(text, language),
            leading=self._leading(text, language),
            own=self._own(text, segments, language),
        )

    def _denied(self, text: str, language: Language) -> bool:
        """Whether what is asked is denied, rather than what the asker says of itself ("nous n'avons pas de site")."""
        others = (text[start:end] for start, end in of_others(text))
        return any(mention.id in _DENYING for part in others for mention in self.cues[language].mentions(part))

    def _own(self, text: str, segments: tuple[str, ...], language: Language) -> tuple[str, ...]:
        """The groups named only where the asker speaks of itself, in a message that asks in another clause."""
        others = " . ".join(text[start:end] for start, end in of_others(text))
        if len(others.split()) < _ASKS:
            return ()
        asked = self.names.in_text(others, language)
        return tuple(one for one in segments if one not in asked)

    def _size(self, text: str, named: tuple[str, ...]) -> tuple[str, ...]:
        """The band of the size that a message gives in numbers ("8 ETP"), where it names none in words."""
        size = staff(text)
        if not size or any(one.startswith(_SIZE) for one in named):
            return ()
        held = (one for one in self.sizes if (found := band(one.removeprefix(_SIZE))) and size in found)
        return tuple(held)[:1]

    def _personas(self, text: str) -> tuple[int, ...]:
        matches = pattern(PERSONA_NUMBER, re.IGNORECASE).finditer(text)
        numbered = [int(digit) for match in matches for digit in re.findall(r"\d", match[1])]
        named = [int(mention.id) for mention in self.persona_names.mentions(text)]
        return tuple(one for one in dict.fromkeys(numbered + named) if one in self.persona_numbers)

    def _subject(self, text: str, language: Language) -> tuple[str, ...]:
        """The words left once stop words, generic words, segment names and pure cues are taken out."""
        named = {
            position
            for vocabulary in (self.names.segments[language], self.names.populations[language])
            for mention in vocabulary.mentions(text)
            if mention.id != NOT_A_SEGMENT
            for position in range(mention.start, mention.end)
        }
        asked = {
            position
            for mention in self.cues[language].mentions(text)
            if mention.id not in _SUBJECT_CUES
            for position in range(mention.start, mention.end)
        }
        generic, stop = self.generic[language], stop_words(language)
        kept: list[str] = []
        for position, (word, singular) in enumerate(zip(words(text), singulars(text), strict=True)):
            known = word in stop or singular in generic or word.isdigit() or len(word) < 2
            if position not in named and position not in asked and not known:
                kept.append(word)
        return tuple(dict.fromkeys(kept))

    def _leading(self, text: str, language: Language) -> tuple[str, ...]:
        """The populations and groups that a comparison begins with: named before ours, and not after a "than"."""
        said, than, ours = words(text), word_set("than"), word_set("the_respondents")
        mentions = (*self.names.populations[language].mentions(text), *self.names.segments[language].mentions(text))
        first_of_ours = min((place for place, word in enumerate(said) if word in ours), default=len(said))
        led = [
            one
            for one in mentions
            if one.start < first_of_ours and not {*said[max(0, one.start - _AFTER_THAN) : one.start]} & than
        ]
        return tuple(dict.fromkeys(one.id for one in led if one.id != NOT_A_SEGMENT))

    def _elsewhere(self, text: str, language: Language) -> tuple[str, ...]:
        """The words that name another country or community, or a unit that the survey does not measure in."""
        said = words(text)
        mentions = [m for m in self.cues[language].mentions(text) if m.id in ("elsewhere", "unit")]
        return tuple(dict.fromkeys(" ".join(said[mention.start : mention.end]) for mention in mentions))

    def _synonyms(self, text: str, language: Language) -> tuple[tuple[str, str], ...]:
        """The report's own words for those of the text that say the same otherwise."""
        said = words(text)
        mentions = self.concepts[language].mentions(text)
        pairs = ((said[position], one.id) for one in mentions for position in range(one.start, one.end))
        return tuple(dict.fromkeys(pairs))


def _ranks(text: str) -> tuple[int, ...]:
    """The ranks that a message asks for ("le deuxième et le troisième", "le numéro deux", "et juste après ?")."""
    told, known, cardinals = fold(text), numbers("ordinal"), numbers("cardinal")
    found = [int(match) for match in pattern(_ORDINAL).findall(told)]
    found += [int(known[word]) for word in words(text) if word in known]
    numbered = pattern(_NUMBERED).findall(told)
    found += [int(one if one.isdigit() else cardinals.get(one, 0)) for one in numbered]
    found += [2] if not found and pattern(r"\b{right_after}\b").search(told) else []
    return tuple(sorted({*found} - {0}))


def _most(text: str) -> int:
    """How many of a list a message asks for ("les quatre premiers"), 0 when it does not say."""
    match = pattern(_MOST).search(fold(text))
    count = (match["count"] or match["top"]) if match else ""
    return int(count if count.isdigit() else numbers("cardinal").get(count, 0)) if count else 0


def _own(text: str, profile: tuple[str, ...]) -> tuple[str, ...]:
    """The profile's groups that a question is about: "ma province" leaves out sector and size."""
    said = {match.lower() for match in pattern(_OWN_GROUP, re.IGNORECASE).findall(text)}
    named = {one for one in _FAMILIES if said & word_set(f"family_{one}")}
    kept = tuple(one for one in profile if one.partition(":")[0] in named)
    return kept if named and kept else profile


def load_question_reader(lexicon: Path, persona_names: Collection[tuple[str, str]] = ()) -> QuestionReader:
    """Reads the cues and generic words of lexicon.toml; persona_names: pairs (name, number)."""
    try:
        data = tomllib.loads(lexicon.read_text(encoding="utf-8"))
        generic = {language: frozenset(singulars(text)) for language, text in data["generic"].items()}
        # Words of the domain stand inside other cues ("combien d'opérateurs"): they are looked for on their own.
        domain = vocabularies([entry for entry in data["cue"] if entry["id"] == "domain"])
        cues = vocabularies([entry for entry in data["cue"] if entry["id"] != "domain"])
        concepts = vocabularies(data["concept"], "says")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise CorpusError(
            f"Le lexique {lexicon} est illisible ({error}) : il lui faut des tables [[cue]], [[concept]] et [generic]. "
            "Rétablissez le fichier d'origine."
        ) from error
    generic = {language: found | generic["fr"] for language, found in generic.items()}
    numbers = frozenset(int(number) for _, number in persona_names)
    names = load_segment_names(lexicon)
    sizes = tuple(dict.fromkeys(one for entry in data["segment"] for one in entry["ids"] if one.startswith(_SIZE)))
    return QuestionReader(names, cues, concepts, domain, generic, Vocabulary(persona_names), numbers, sizes)
