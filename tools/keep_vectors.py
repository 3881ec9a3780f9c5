"""Writes corpus/vectors.safetensors: the vectors of the edition's units and of its bank, for its encoder."""

from assistant.building import edition_of, encoder_of, unit_passages
from assistant.facts.library import load_library
from assistant.search import kept_vectors
from assistant.search.spans import spans_of, text_of
from assistant.settings import PROJECT, Settings

TARGET = PROJECT / "corpus" / "vectors.safetensors"


def main() -> None:
    """Encodes every text once, with the tuned layers that are there; those already kept for them are kept."""
    settings = Settings()
    edition = edition_of(settings)
    encoder, library = encoder_of(settings, edition), load_library(edition, settings.corpus)
    passages = unit_passages(library)
    texts = sorted({text_of(span, passages) for span in spans_of(passages)})
    asked = sorted({one.q for one in (*library.bank.questions, *library.bank.negatives)})
    known = kept_vectors.load(TARGET, encoder.identity)
    vectors = dict(zip(map(kept_vectors.key, texts), kept_vectors.encoded(texts, encoder, known), strict=True))
    keys = [kept_vectors.key(one, question=True) for one in asked]
    vectors |= zip(keys, kept_vectors.encoded(asked, encoder, known, question=True), strict=True)
    kept_vectors.save(TARGET, encoder.identity, vectors)
    print(f"{len(texts)} textes et {len(asked)} questions : {TARGET}")


if __name__ == "__main__":
    main()
