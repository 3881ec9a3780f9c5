"""The groups of operators the survey speaks of, and the words that name them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import CorpusError
from assistant.french import Language, words
from assistant.lexicon import Mention, Vocabulary, vocabularies
from assistant.wordlists import word_set

# The id of expressions that hold the name of a segment without meaning it ("médias sociaux").
NOT_A_SEGMENT = "-"
DIMENSIONS = ("secteur", "etp", "province", "annee", "subsides", "activite")


@dataclass(frozen=True, slots=True)
class Segment:
    """One published group: "secteur:bibliothèques" is dimension "secteur", label "bibliothèques"."""

    dimension: str
    label: str

    @property
    def id(self) -> str:
        """The segment as written in the corpus."""
        return f"{self.dimension}:{self.label}"

    @classmethod
    def of(cls, identifier: str) -> "Segment":
        """Reads a segment id."""
        dimension, _, label = identifier.partition(":")
        return cls(dimension, label)

    @property
    def parent(self) -> str | None:
        """The wider sector of a sub-sector: "secteur:médias/radio" belongs to "secteur:médias"."""
        return f"{self.dimension}:{self.label.split('/')[0]}" if self.dimension == "secteur" and self._nested else None

    @property
    def _nested(self) -> bool:
        return "/" in self.label and " / " not in self.label


@dataclass(frozen=True, slots=True)
class SegmentNames:
    """Finds the segments and the other populations that a text names, in French, English or Dutch."""

    segments: Mapping[Language, Vocabulary]
    populations: Mapping[Language, Vocabulary]

    def in_text(self, text: str, language: Language = "fr") -> tuple[str, ...]:
        """Returns the ids of the segments named, in order, each once; not "de concert", nor "leurs archives"."""
        said = words(text)
        mentions = self.segments[language].mentions(text)
        return _ids(tuple(one for one in mentions if not _figurative(said, one, language)))

    def populations_in(self, text: str, language: Language = "fr") -> tuple[str, ...]:
        """Returns the ids of the other populations named ("externe:entreprises wallonnes")."""
        return _ids(self.populations[language].mentions(text))


def _figurative(said: Sequence[str], mention: Mention, language: Language) -> bool:
    """Whether an expression that names a group stands where a group cannot: owned, or told of a manner."""
    before = said[mention.start - 1] if mention.start else ""
    single = mention.end - mention.start == 1 and not said[mention.start].endswith(("s", "x", "en"))
    return before in word_set("owning") or (single and language == "fr" and before in word_set("of_manner"))


def _ids(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.id for mention in mentions if mention.id != NOT_A_SEGMENT))


def load_segment_names(lexicon: Path) -> SegmentNames:
    """Reads the [[segment]] and [[population]] entries of lexicon.toml; raises CorpusError when it cannot."""
    try:
        data = tomllib.loads(lexicon.read_text(encoding="utf-8"))
        return SegmentNames(vocabularies(data["segment"], "ids"), vocabularies(data["population"]))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise CorpusError(
            f"Le lexique {lexicon} est illisible ({error}) : il lui faut des tables [[segment]] et [[population]]. "
            "Rétablissez le fichier d'origine."
        ) from error


def family(identifier: str) -> tuple[str, ...]:
    """Returns a segment and the wider ones it belongs to, most specific first."""
    parent = Segment.of(identifier).parent
    return (identifier, parent) if parent else (identifier,)
