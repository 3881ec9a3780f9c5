import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.building import (
    all_passages,
    build_index,
    edition_of,
    index_folder,
    opened,
    source_digest,
    tagged,
    unique,
)
from assistant.corpus import load_corpus
from assistant.errors import CorpusError
from assistant.facts.library import load_library
from assistant.passages import Passage
from assistant.settings import PROJECT, Settings


@pytest.fixture
def settings(corpus, tmp_path):
    """Settings of an edition and an index of this test's own."""
    shutil.copytree(corpus, tmp_path / "corpus")
    return Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", encoder="hashing")


def test_an_index_is_made_once_and_found_up_to_date_afterwards(settings):
    first = build_index(settings)
    files = {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    again = build_index(settings)
    assert {path.name: path.stat().st_mtime_ns for path in again.folder.iterdir()} == files
    assert again.index.passages == first.index.passages
    assert first.folder == index_folder(settings, edition_of(settings)) == settings.index / "2024"


def test_the_summary_says_in_french_what_was_indexed_and_from_what(settings):
    built = build_index(settings)
    assert not built.from_report
    assert built.summary.startswith(f"Index prêt : {len(built.index.passages)} passages du résumé")
    assert "le PDF officiel n'est pas là" in built.summary


def test_progress_is_told_while_passages_are_encoded_and_not_when_nothing_changed(settings):
    told = []
    build_index(settings, progress=lambda *step: told.append(step))
    assert told[-1][0] == "Passages encodés"
    assert told[-1][1] == told[-1][2] > 1000
    told.clear()
    build_index(settings, progress=lambda *step: told.append(step))
    assert told == []


@pytest.mark.parametrize(
    "name", ["results.csv", "wording.csv", "digest-1.md", "personas.toml", "questions.toml", "lexicon.toml"]
)
def test_a_changed_fact_makes_the_index_stale(settings, name):
    before = source_digest(edition_of(settings))
    with (settings.corpus / name).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    assert source_digest(edition_of(settings)) != before


def test_a_file_that_no_passage_comes_from_does_not_make_it_stale(settings):
    before = source_digest(edition_of(settings))
    (settings.corpus / "resources.toml").write_text("# autre\n", encoding="utf-8")
    assert source_digest(edition_of(settings)) == before


def test_a_changed_sentence_of_the_digest_is_in_the_next_index(settings):
    build_index(settings)
    digest = settings.corpus / "digest-1.md"
    digest.write_text(
        digest.read_text(encoding="utf-8") + "\n- (p. 8) Une phrase ajoutée. {#ajout}\n", encoding="utf-8"
    )
    texts = {passage.text for passage in build_index(settings).index.passages}
    assert "Une phrase ajoutée." in texts


def test_a_stale_index_is_not_opened(settings):
    from assistant.search.encoders import load

    built = build_index(settings)
    encoder = load("hashing")
    assert opened(built.folder, encoder, source_digest(edition_of(settings)))
    assert opened(built.folder, encoder, "autre") is None
    assert opened(settings.index / "absent", encoder, "autre") is None


def test_a_damaged_index_is_made_again(settings):
    built = build_index(settings)
    for path in built.folder.iterdir():
        path.write_bytes(b"abime")
    assert build_index(settings).index.passages == built.index.passages


def test_passages_come_from_the_digest_and_the_results_each_id_once(settings):
    edition = edition_of(settings)
    passages = all_passages(load_library(edition, settings.corpus))
    assert {passage.origin for passage in passages} == {"digest", "results"}
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(1 <= page <= 83 for passage in passages for page in passage.pages)


def test_the_index_of_a_report_alone_is_kept_in_the_cache_unless_a_folder_is_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("BOUSSOLE_CACHE", str(tmp_path / "cache"))
    report = Path(__file__).parent / "data" / "cantines.pdf"
    alone = Settings(report=report, encoder="hashing")
    built = build_index(alone)
    assert built.folder.parent == tmp_path / "cache" / "reports"
    assert build_index(alone).index.manifest == built.index.manifest
    assert build_index(replace(alone, index=tmp_path / "mine")).folder.parent == tmp_path / "mine"
    assert index_folder(Settings(), edition_of(Settings())) == PROJECT / "index" / "2024"


@pytest.mark.official
def test_with_the_official_report_its_passages_come_first(official_assistant):
    passages = official_assistant.index.passages
    assert passages[0].origin == "report"
    assert {passage.origin for passage in passages} == {"report", "digest", "results"}
    assert official_assistant.uses_report


def passage(identifier, text="texte", unit="statement", section=()):
    return Passage(identifier, "e", text, (1,), ("1",), section, "finding", unit)


def test_of_two_passages_of_one_id_the_first_is_kept_in_its_place():
    found = unique([passage("a", "un"), passage("b", "deux"), passage("a", "trois")])
    assert [(each.id, each.text) for each in found] == [("a", "un"), ("b", "deux")]


def test_a_passage_is_about_the_groups_its_text_or_its_section_names(corpus):
    names = load_library(load_corpus(corpus).edition(), corpus).names
    assert tagged(passage("a", "Les bibliothèques numérisent peu."), names).segments == ("secteur:bibliothèques",)
    assert "province:Liège" in tagged(passage("a", section=("Réponses", "Liège")), names).segments
    assert tagged(passage("a", "Les bibliothèques", unit="row"), names).segments == ()


def test_an_edition_that_the_manifest_lacks_is_refused_with_those_it_has(settings):
    with pytest.raises(CorpusError, match=r"« 1999 ».*2024"):
        edition_of(Settings(corpus=settings.corpus, edition="1999"))


def test_a_report_that_does_not_exist_is_refused(settings, tmp_path):
    with pytest.raises(CorpusError, match="n'existe pas"):
        edition_of(Settings(report=tmp_path / "absent.pdf"))
