from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.passages import Passage, Sentence
from assistant.search import embedded
from assistant.search.hashing import HashingEncoder
from assistant.search.hits import question_vector, search, span_scores
from assistant.search.index import Index
from assistant.sentences import sentence_spans

TEXTS = {
    "newsletter": "La newsletter est envoyée par la plupart des structures. Elle fidélise le public.",
    "argent": "Les moyens financiers sont insuffisants pour engager du personnel. Beaucoup renoncent à leurs projets.",
    "sites": "Presque toutes les organisations disposent d'un site internet. Peu le mettent à jour chaque semaine.",
    "reseaux": "Facebook est le réseau social le plus fréquenté. Instagram vient ensuite.",
    "formation": "Les équipes suivent rarement des formations au numérique. Elles apprennent sur le tas.",
}


def passage(identifier: str, text: str) -> Passage:
    spans = sentence_spans(text)
    sentences = tuple(Sentence(start, end, (1,)) for start, end in spans)
    return Passage(identifier, "essai", text, (1,), ("1",), (), "finding", "report", sentences)


PASSAGES = tuple(passage(*item) for item in TEXTS.items())


@pytest.fixture(scope="module", params=["e5", "hashing"])
def encoder(request):
    return embedded.load() if request.param == "e5" else HashingEncoder()


@pytest.fixture(scope="module")
def index(encoder, tmp_path_factory) -> Index:
    return Index.build(PASSAGES, encoder, tmp_path_factory.mktemp("index"))


def ids(hits) -> list[str]:
    return [hit.passage.id for hit in hits]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_each_way_of_searching_finds_the_passage_first(index, encoder, mode):
    assert ids(search(index, encoder, "Qui envoie une newsletter ?", mode=mode))[0] == "newsletter"


def test_each_passage_is_found_once_with_its_best_sentence(index, encoder):
    hits = search(index, encoder, "Instagram est fréquenté ?")
    assert sorted(ids(hits)) == sorted(TEXTS)
    start, end = hits[0].span
    assert hits[0].passage.text[start:end] in (
        "Instagram vient ensuite.",
        "Facebook est le réseau social le plus fréquenté.",
    )


def test_a_hit_says_what_each_leg_found(index, encoder):
    hit = search(index, encoder, "le site internet des organisations")[0]
    assert hit.passage.id == "sites"
    assert hit.dense == pytest.approx(
        span_scores(index, question_vector(encoder, "le site internet des organisations")).max()
    )
    assert hit.lexical is not None
    assert hit.lexical > 3
    assert search(index, encoder, "site", mode="dense")[0].lexical is None
    assert search(index, encoder, "site", mode="lexical")[0].dense is None


def test_hits_come_best_first_and_no_more_than_asked(index, encoder):
    hits = search(index, encoder, "formation des équipes", limit=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_cosines_are_those_of_the_vectors(index, encoder):
    vector = question_vector(encoder, "budget")
    rows = index.vectors.reconstruct_n(0, index.vectors.ntotal)
    np.testing.assert_allclose(span_scores(index, vector), rows @ vector, atol=1e-6)


def test_equal_passages_keep_the_order_of_the_report(encoder, tmp_path):
    same = [passage(f"p{number}", TEXTS["sites"]) for number in range(6)]
    index = Index.build(same, encoder, tmp_path)
    assert ids(search(index, encoder, "site")) == [f"p{number}" for number in range(6)]


def test_the_same_question_always_gives_the_same_answer_from_several_threads(index, encoder):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: search(index, encoder, "Qui a un site ?"), range(16)))
    assert found == [found[0]] * 16


def test_expansion_finds_french_words_for_an_english_question(index, encoder):
    hits = search(index, encoder, "fundraising", mode="lexical", language="en")
    assert hits == ()
    hits = search(index, encoder, "funds", mode="lexical", language="en", expansion=("moyens financiers",))
    assert ids(hits) == ["argent"]


def test_a_question_of_no_words_still_gives_an_answer_or_none(index, encoder):
    assert len(search(index, encoder, "???")) == len(PASSAGES)
    assert search(index, encoder, "???", mode="lexical") == ()


def test_an_index_of_nothing_finds_nothing(encoder, tmp_path):
    index = Index.build((), encoder, tmp_path)
    for mode in ("hybrid", "dense", "lexical"):
        assert search(index, encoder, "site", mode=mode) == ()


def test_a_blank_passage_comes_last(encoder, tmp_path):
    index = Index.build((passage("vide", " "), *PASSAGES), encoder, tmp_path)
    assert ids(search(index, encoder, "site internet"))[-1] == "vide"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("On manque d'argent, on ne peut pas recruter", "argent"),
        ("Is staff trained in digital skills?", "formation"),
        ("Welke sociale media gebruiken ze?", "reseaux"),
        ("présence sur le web", "sites"),
    ],
)
def test_the_embedded_encoder_finds_other_words_and_other_languages(tmp_path_factory, question, expected):
    encoder = embedded.load()
    index = Index.build(PASSAGES, encoder, tmp_path_factory.mktemp("index"))
    assert ids(search(index, encoder, question))[0] == expected
