"""Times of encoding, indexing and searching: `python -m benchmarks.bench_search`.

Passages are those of the committed digest; figures are medians, wall and processor time, in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.facts.digest import read_digest
from assistant.search import embedded
from assistant.search.hits import question_vector, search, span_scores
from assistant.search.index import Index

CORPUS = Path(__file__).parents[1] / "corpus"
ROUNDS = 30


def timed(name: str, action: Callable[[int], object], rounds: int = ROUNDS) -> None:
    """Prints the median time of an action, called with a different number each round so that no cache answers."""
    walls, processors = [], []
    for number in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        action(number)
        walls.append(1000 * (time.perf_counter() - wall))
        processors.append(1000 * (time.process_time() - processor))
    sys.stdout.write(f"{name:<42}{statistics.median(walls):10.2f}{statistics.median(processors):12.2f}\n")


def main() -> None:
    """Prints one line a part."""
    passages = read_digest(sorted(CORPUS.glob("digest*.md")), "bench")[:300]
    sys.stdout.write(f"{'':<42}{'wall, ms':>10}{'cpu, ms':>12}\n")
    timed("load the encoder", lambda _: embedded.load(), 3)
    encoder = embedded.load()
    timed("encode a question", lambda number: encoder.encode_query([f"Qui a défini une stratégie en {number} ?"]))
    timed("encode 64 passages", lambda _: encoder.encode_document([p.text for p in passages[:64]]), 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        timed("index 300 passages from nothing", lambda _: Index.build(passages, encoder, path), 1)
        timed("index again, nothing changed", lambda _: Index.build(passages, encoder, path), 3)
        timed("open the index", lambda _: Index.open(path, encoder.identity), 3)
        index = Index.open(path, encoder.identity)
    timed("read the words (first search)", lambda _: index.lexicon, 1)
    vector = question_vector(encoder, "stratégie")
    timed("search the vectors", lambda _: span_scores(index, vector))
    timed("search the words", lambda number: search(index, encoder, f"stratégie {number}", mode="lexical"))
    timed("search, question encoded", lambda number: search(index, encoder, f"Qui a une stratégie numéro {number} ?"))


if __name__ == "__main__":
    main()
