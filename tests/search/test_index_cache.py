"""What the cache of indexes keeps, and what it removes."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.search.index_cache import use

HOUR = 3600


@pytest.fixture
def kept(tmp_path):
    """Makes an index of ten bytes, used so many hours ago."""

    def make(name, hours):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "manifest.json").write_bytes(b"0123456789")
        os.utime(folder, (time.time() - hours * HOUR,) * 2)
        return folder

    return make


def _names(folder):
    return {path.name for path in folder.parent.iterdir()}


def test_the_least_used_goes_first_until_all_fit(kept):
    kept("old", 9), kept("older", 10), kept("young", 1)
    new = kept("new", 20)
    use(new, largest=20)
    assert _names(new) == {"new", "young"}


def test_nothing_goes_while_all_fit(kept):
    kept("old", 9)
    new = kept("new", 0)
    use(new, largest=20)
    assert _names(new) == {"new", "old"}


def test_what_was_used_just_now_is_left_to_the_other_process_that_uses_it(kept):
    kept("busy", 0)
    new = kept("new", 0)
    use(new, largest=1)
    assert _names(new) == {"new", "busy"}


def test_what_a_killed_removal_left_is_removed_like_any_other(kept):
    kept(".removed-x", 5)
    new = kept("new", 0)
    use(new, largest=10)
    assert _names(new) == {"new"}


def test_two_processes_may_remove_at_once(kept):
    folders = [kept(f"old-{number}", 1 + number) for number in range(40)]
    news = [kept("new", 0), kept("other", 0)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: use(news[number % 2], largest=20), range(16)))
    use(news[0], largest=20)
    assert _names(folders[0]) == {"new", "other"}


def test_a_cache_that_is_not_there_stops_nobody(tmp_path):
    use(tmp_path / "absent" / "index")
    assert not (tmp_path / "absent").exists()
