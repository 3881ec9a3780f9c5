"""Known expressions found in a text, whatever their inflection."""

import tomllib
from pathlib import Path

from assistant.lexicon import Vocabulary, singulars, vocabularies

CORPUS = Path(__file__).parents[1] / "corpus"


def _ids(vocabulary: Vocabulary, text: str) -> list[str]:
    return [mention.id for mention in vocabulary.mentions(text)]


def test_expressions_are_found_without_case_accent_or_plural():
    vocabulary = Vocabulary([("bibliothèque", "b"), ("réseau social", "r")])
    assert _ids(vocabulary, "Les BIBLIOTHEQUES et leurs réseaux sociaux") == ["b"]
    assert _ids(vocabulary, "un Réseau social, l'bibliothèque") == ["r", "b"]


def test_the_longest_expression_wins_and_none_overlap():
    vocabulary = Vocabulary([("arts", "a"), ("arts de la rue", "r"), ("rue", "u")])
    assert _ids(vocabulary, "les arts de la rue, une rue, les arts") == ["r", "u", "a"]


def test_words_of_one_stem_are_not_one_word():
    assert _ids(Vocabulary([("opéra", "o")]), "les opérateurs") == []


def test_a_mention_says_which_words_it_takes():
    (mention,) = Vocabulary([("site web", "s")]).mentions("Avez-vous un site web ?")
    assert singulars("Avez-vous un site web ?")[mention.start : mention.end] == singulars("site web")


def test_one_expression_may_stand_for_several_things():
    vocabulary = Vocabulary([("petites", "1"), ("petites", "2"), ("petites", "1"), ("", "vide")])
    assert _ids(vocabulary, "les petites structures") == ["1", "2"]
    assert "petite" in vocabulary
    assert "" not in vocabulary


def test_french_names_are_known_in_every_language():
    found = vocabularies([{"id": "b", "fr": ["bibliothèque"], "nl": ["bibliotheek"]}])
    assert _ids(found["nl"], "bibliotheek of bibliothèque") == ["b", "b"]
    assert _ids(found["fr"], "bibliotheek") == []


def test_every_entry_of_the_committed_lexicon_has_words():
    lexicon = tomllib.loads((CORPUS / "lexicon.toml").read_text(encoding="utf-8"))
    for entry in (*lexicon["segment"], *lexicon["population"]):
        assert entry["fr"], entry
