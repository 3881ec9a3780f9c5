"""Settings: their defaults, the environment, and a round trip to another process."""

from pathlib import Path

from assistant.settings import PROJECT, Settings, cache_folder


def test_nothing_set_gives_the_project_s_own_folders():
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert settings.corpus == PROJECT / "corpus"
    assert (settings.encoder, settings.edition, settings.report) == ("e5", "", None)


def test_an_empty_variable_is_an_absent_one():
    names = ("CORPUS", "INDEX", "EDITION", "REPORT", "ENCODER", "HOSTS")
    assert Settings.from_environment({f"BOUSSOLE_{name}": "" for name in names}) == Settings()


def test_opinions_can_be_kept_elsewhere_or_not_at_all():
    assert Settings.from_environment({"BOUSSOLE_FEEDBACK": "/srv/avis.jsonl"}).feedback == Path("/srv/avis.jsonl")
    assert Settings.from_environment({"BOUSSOLE_FEEDBACK": "non"}).feedback is None


def test_the_variables_of_settings_make_the_same_settings(tmp_path: Path):
    for settings in (
        Settings(),
        Settings(tmp_path / "c", tmp_path / "i", "2027", tmp_path / "r.pdf", "hashing", None),
        Settings(feedback=tmp_path / "avis.jsonl", hosts=("boussole.example.be", "10.0.0.4")),
    ):
        assert Settings.from_environment(settings.as_environment()) == settings


def test_public_names_are_read_between_commas():
    assert Settings.from_environment({"BOUSSOLE_HOSTS": "a.example.be, b.example.be,"}).hosts == (
        "a.example.be",
        "b.example.be",
    )


def test_the_cache_is_where_the_person_says():
    assert cache_folder({"BOUSSOLE_CACHE": "/ailleurs"}) == Path("/ailleurs")
