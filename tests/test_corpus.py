"""The manifest of a corpus folder, and a report that is in none."""

import re
from pathlib import Path

import pytest

from assistant.corpus import Version, git_blob, load_corpus, recognised, single_report
from assistant.errors import CorpusError
from assistant.settings import PROJECT


def _corpus(folder: Path, manifest: str) -> Path:
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    return folder


def test_the_committed_edition_says_what_it_is_and_where_its_files_are_published():
    edition = load_corpus(PROJECT / "corpus").edition()
    assert (edition.id, edition.short_title) == ("2024", "Baromètre 2024")
    assert edition.respondents == 401
    assert {source.kind for source in edition.sources} == {"report", "workbook"}
    for source in edition.sources:
        assert all(url.startswith("https://") for url in source.urls)
        assert all(re.fullmatch("[0-9a-f]{40}", version.git_blob) for version in source.versions)
    assert [path.name for path in edition.digests] == ["digest-1.md", "digest-2.md"]


@pytest.mark.official
def test_the_official_files_are_recognised(official_report: Path, official_workbook: Path):
    sources = load_corpus(PROJECT / "corpus").edition().sources
    for path, source in zip((official_report, official_workbook), sources, strict=True):
        assert recognised(path, source.versions) is not None


def test_another_report_is_a_folder_and_two_lines(tmp_path: Path):
    corpus = load_corpus(_corpus(tmp_path, '[[edition]]\nid = "2027"\ntitle = "Baromètre 2027"'))
    edition = corpus.edition("2027")
    source = edition.source("report")
    assert source is not None
    assert source.path == tmp_path / "2027" / "official" / "report.pdf"
    assert edition.report() is None
    source.path.parent.mkdir(parents=True)
    source.path.write_bytes(b"%PDF")
    assert edition.report() == source.path


def test_editions_are_found_by_id_and_the_first_is_the_default(tmp_path: Path):
    corpus = load_corpus(_corpus(tmp_path, "".join(f'[[edition]]\nid = "{n}"\ntitle = "T"\n' for n in "ab")))
    assert (corpus.edition().id, corpus.edition("b").id) == ("a", "b")
    with pytest.raises(CorpusError, match=r"« c » n'est pas dans le corpus. Éditions connues : a, b"):
        corpus.edition("c")


@pytest.mark.parametrize(
    "manifest",
    [
        "edition = 3",
        "[[edition]]\nid = 1\ntitle = 'T'",
        "[[edition]]\nid = 'a'",
        "[[edition]]\nid = '../dehors'\ntitle = 'T'",
        "[[edition]]\nid = 'a'\ntitle = 'T'\n[[edition.source]]\nkind = 'film'\nfile = 'f'",
        "[[edition]]\nid = 'a'\ntitle = 'T'\n[[edition.source]]\nkind = 'report'",
        "[[edition",
        "",
    ],
)
def test_a_malformed_manifest_is_told_with_what_it_needs(tmp_path: Path, manifest: str):
    with pytest.raises(CorpusError, match=r"manifest\.toml(, ligne \d| ne peut pas être lu)"):
        load_corpus(_corpus(tmp_path, manifest))


def test_two_editions_of_one_id_are_refused(tmp_path: Path):
    with pytest.raises(CorpusError, match="ligne 5 : « a » est déjà pris"):
        load_corpus(_corpus(tmp_path, "[[edition]]\nid = 'a'\ntitle = 'T'\n" * 2))


def test_a_source_never_leaves_its_folder(tmp_path: Path):
    entry = "[[edition]]\nid = 'a'\ntitle = 'T'\n[[edition.source]]\nkind = 'report'\nfile = '../../../etc/report.pdf'"
    source = load_corpus(_corpus(tmp_path, entry)).edition().source("report")
    assert source is not None
    assert source.path == tmp_path / "a" / "official" / "report.pdf"


def test_a_folder_without_manifest_is_told(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "absent", Path(__file__)):
        with pytest.raises(CorpusError, match=r"n'a pas de manifest\.toml\. Indiquez son dossier"):
            load_corpus(folder)


def test_a_report_alone_is_an_edition_named_by_its_content(tmp_path: Path):
    one, other = tmp_path / "rapport.pdf", tmp_path / "copie" / "rapport.pdf"
    other.parent.mkdir()
    one.write_bytes(b"%PDF-a")
    other.write_bytes(b"%PDF-b")
    assert single_report(one).id != single_report(other).id
    assert single_report(one).report() == one
    assert single_report(one).digests == ()
    with pytest.raises(CorpusError, match="n'existe pas"):
        single_report(tmp_path)


def test_a_blob_id_is_that_of_git(tmp_path: Path):
    (tmp_path / "f").write_bytes(b"what is up, doc?")
    assert git_blob(tmp_path / "f") == "bd9dbf5aae1a3862dd1526723246b20206e5fc37"
    version = Version("v", "bd9dbf5aae1a3862dd1526723246b20206e5fc37")
    assert recognised(tmp_path / "f", (version,)) is version
    assert recognised(tmp_path / "absent", (version,)) is None


@pytest.mark.parametrize(("size", "told"), [(0, "vide"), (2_000_000_000, "2000 Mo")])
def test_a_report_out_of_proportion_is_refused_before_it_is_read(tmp_path, size, told):
    report = tmp_path / "rapport.pdf"
    with report.open("wb") as file:
        file.truncate(size)
    with pytest.raises(CorpusError, match=told):
        single_report(report)
