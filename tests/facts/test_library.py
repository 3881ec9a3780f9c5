import shutil

import pytest

from assistant.corpus import load_corpus, single_report
from assistant.errors import CorpusError
from assistant.facts.library import load_library


@pytest.fixture(scope="module")
def library(corpus):
    return load_library(load_corpus(corpus).edition(), corpus)


def test_the_facts_of_the_edition_are_all_there(library):
    assert len(library.results.questions) >= 37
    assert len(library.personas.all) == 5
    assert library.resources
    assert library.result("fig28.newsletter").share == 0.776
    assert library.question("fig28").figure == "28"
    assert "newsletter" in library.wording("fig28.newsletter").fr


def test_what_is_not_published_is_nothing(library):
    assert library.result("inconnu") is None
    assert library.question("inconnu") is None
    assert library.wording("inconnu") is None


def test_a_persona_is_known_by_its_name_with_and_without_its_article_in_every_language(library):
    names = dict(library.persona_names)
    second = library.personas[2]
    assert names[second.name] == "2"
    assert names[second.name_en] == "2"
    assert names[second.name.removeprefix("Les ")] == "2"
    assert set(names.values()) == {"1", "2", "3", "4", "5"}


def test_a_report_alone_has_no_facts(corpus, tmp_path):
    report = tmp_path / "rapport.pdf"
    report.write_bytes(b"%PDF-1.4")
    alone = load_library(single_report(report), corpus)
    assert (alone.results, alone.personas, alone.resources, alone.persona_names) == (None, None, (), ())
    assert alone.result("fig28.newsletter") is None
    assert alone.names.in_text("les bibliothèques") == ()


@pytest.mark.parametrize("name", ["results.csv", "personas.toml", "resources.toml", "lexicon.toml"])
def test_a_damaged_file_is_named(corpus, tmp_path, name):
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    (folder / name).write_bytes(b"\xff\xfe garbage = = =")
    with pytest.raises(CorpusError, match=name.replace(".", r"\.")):
        load_library(load_corpus(folder).edition(), folder)


@pytest.mark.parametrize("name", ["personas.toml", "resources.toml", "results.csv"])
def test_an_edition_that_lacks_a_file_does_without(corpus, tmp_path, name):
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    (folder / name).unlink()
    found = load_library(load_corpus(folder).edition(), folder)
    empty = {"personas.toml": found.personas is None, "resources.toml": not found.resources}
    assert empty.get(name, found.results is None)
