"""The index of an edition: its passages, their vectors and their words, ready to be searched.

Vectors are searched exactly (FAISS, inner product over unit vectors): at a report's size, an approximate index
would save nothing and could miss a passage.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import StaleIndexError
from assistant.passages import Passage
from assistant.progress import Steps
from assistant.search import index_files, records
from assistant.search.encoders import Encoder
from assistant.search.index_files import REBUILD, Manifest
from assistant.search.kept_vectors import key
from assistant.search.lexical import Lexicon, counted, recipe
from assistant.search.spans import Span, spans_of, text_of

if TYPE_CHECKING:
    import faiss

_STEP = 64  # spans encoded between two reports of progress


@dataclass(frozen=True)
class Index:
    """An index in memory, ready to be searched by several threads at once."""

    manifest: Manifest
    passages: tuple[Passage, ...]
    spans: tuple[Span, ...]
    vectors: "faiss.Index" = field(repr=False)
    counts: tuple[dict[str, int], ...] = field(repr=False)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the passages, their section titles and other names included."""
        return Lexicon(self.counts)

    @cached_property
    def owners(self) -> np.ndarray:
        """The number of each span's passage, ascending, int64 (spans,)."""
        return np.array([span.passage for span in self.spans], np.int64)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each passage by its id."""
        return {passage.id: number for number, passage in enumerate(self.passages)}

    @cached_property
    def of_result(self) -> dict[str, Passage]:
        """The passage that tells each published result, by the result's id."""
        return {passage.results[0]: passage for passage in self.passages if passage.unit == "row"}

    @classmethod
    def open(cls, folder: Path, encoder: str, *, source: str | None = None) -> "Index":
        """Opens the index of a folder for an encoder's identity, and for sources of that digest when one is given.

        Raises StaleIndexError when it is missing, damaged, or made with another encoder or from other sources.
        """
        for _ in range(2):
            manifest = index_files.read_manifest(folder)
            _check(manifest, encoder, source)
            try:
                return _opened(folder, manifest)
            except FileNotFoundError:
                # Another process has just replaced the index; the new manifest names the new files.
                continue
        raise StaleIndexError(f"L'index de {folder} est incomplet : un de ses fichiers manque. {REBUILD}")

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        encoder: Encoder,
        folder: Path,
        *,
        source: str = "",
        progress: Steps | None = None,
        previous: "Index | None" = None,
        kept: Mapping[str, np.ndarray] | None = None,
    ) -> "Index":
        """Indexes passages into a folder and opens the result; only spans that the previous index lacks are encoded.

        `previous` defaults to the index the folder holds; kept: vectors committed with the corpus, by their key. Raises
        BoussoleError, the folder's index untouched, when the files cannot be written.
        """
        old = previous if previous is not None else _usable(folder, encoder.identity)
        data = records.to_bytes(passages)
        if previous is None and old is not None and _same(old.manifest, data, source):
            return old
        spans = spans_of(passages)
        vectors = _faiss(_encoded([text_of(span, passages) for span in spans], encoder, old, kept or {}, progress))
        counts = _counts(passages)
        contents = {"passages": data, "vectors": _serialised(vectors), "words": json.dumps(counts).encode()}
        manifest = Manifest(
            format=index_files.FORMAT,
            encoder=encoder.identity,
            dimension=encoder.dimension,
            source=source,
            passages=len(passages),
            vectors=len(spans),
            recipe=recipe(),
            files={kind: index_files.digest(content) for kind, content in contents.items()},
        )
        index_files.write(folder, manifest, contents)
        return cls(manifest, tuple(passages), spans, vectors, counts)


def lexical_text(passage: Passage) -> str:
    """Returns the words by which a passage is found: its text, the titles it stands under, and its other names."""
    return "\n".join((*passage.section, passage.text, *passage.aliases))


def _check(manifest: Manifest, encoder: str, source: str | None) -> None:
    if manifest.format != index_files.FORMAT:
        expected = f"le format {index_files.FORMAT} est attendu"
        raise StaleIndexError(f"L'index est au format {manifest.format}, et {expected}. {REBUILD}")
    if manifest.encoder != encoder:
        raise StaleIndexError(
            f"L'index a été fait avec l'encodeur « {manifest.encoder} », et « {encoder} » est demandé. {REBUILD}"
        )
    if source is not None and manifest.source != source:
        raise StaleIndexError(f"L'index a été fait à partir d'autres sources que celles d'aujourd'hui. {REBUILD}")


def _opened(folder: Path, manifest: Manifest) -> Index:
    import faiss

    contents = index_files.read_data(folder, manifest)
    try:
        passages = records.from_bytes(contents["passages"])
        vectors = faiss.deserialize_index(np.frombuffer(contents["vectors"], np.uint8))
        # Stems of another version of the program would not be found: they are made again from the texts.
        kept = tuple(json.loads(contents["words"])) if manifest.recipe == recipe() else _counts(passages)
    except (KeyError, TypeError, ValueError, RuntimeError, RecursionError) as error:
        raise StaleIndexError(f"L'index de {folder} est illisible ({error}). {REBUILD}") from error
    spans = spans_of(passages)
    if (len(spans), manifest.dimension, len(passages)) != (vectors.ntotal, vectors.d, len(kept)):
        raise StaleIndexError(f"L'index de {folder} ne correspond pas à ses passages. {REBUILD}")
    return Index(manifest, passages, spans, vectors, kept)


def _usable(folder: Path, encoder: str) -> Index | None:
    """Returns the folder's index when its vectors can serve again; a stale or damaged one is simply made anew."""
    try:
        return Index.open(folder, encoder)
    except StaleIndexError:
        return None


def _same(manifest: Manifest, data: bytes, source: str) -> bool:
    made_from = manifest.source, manifest.recipe, manifest.files["passages"]
    return made_from == (source, recipe(), index_files.digest(data))


def _counts(passages: Sequence[Passage]) -> tuple[dict[str, int], ...]:
    return counted(lexical_text(passage) for passage in passages)


def _encoded(
    texts: list[str], encoder: Encoder, old: Index | None, kept: Mapping[str, np.ndarray], progress: Steps | None
) -> np.ndarray:
    """Encodes texts, taking from the previous index, and from the vectors kept, those of the texts they have."""
    known = _known(old) if old is not None and old.manifest.encoder == encoder.identity else {}
    rows = np.empty((len(texts), encoder.dimension), np.float32)
    missing: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        # What is committed comes first: the same sources must give the same index, whatever was indexed before.
        if (name := key(text)) in kept:
            rows[number] = kept[name]
        elif text in known:
            rows[number] = known[text]
        else:
            missing.setdefault(text, []).append(number)
    # Shortest first: a sentence-transformers model pads every text of a step to the longest of it.
    waiting = sorted(missing, key=len)
    for start in range(0, len(waiting), _STEP):
        step = waiting[start : start + _STEP]
        for text, vector in zip(step, encoder.encode_document(step), strict=True):
            rows[missing[text]] = vector
        if progress is not None:
            progress(start + len(step), len(waiting))
    return rows


def _known(index: Index) -> dict[str, np.ndarray]:
    vectors = index.vectors.reconstruct_n(0, index.vectors.ntotal)
    return {text_of(span, index.passages): vector for span, vector in zip(index.spans, vectors, strict=True)}


def _faiss(rows: np.ndarray) -> "faiss.IndexFlatIP":
    import faiss

    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)  # pyright: ignore[reportCallIssue]
    return index


def _serialised(index: "faiss.Index") -> bytes:
    """Returns the bytes that `faiss.write_index` writes; FAISS itself cannot open every path on Windows."""
    import faiss

    return faiss.serialize_index(index).tobytes()
