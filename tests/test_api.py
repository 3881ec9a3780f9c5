"""The JSON routes protect the server."""

from assistant.api import DESCRIPTION, RateLimit


def test_an_address_that_asks_too_much_waits_and_others_do_not():
    now = [0.0]
    rate = RateLimit(2, clock=lambda: now[0])
    assert [rate.allows("a"), rate.allows("a"), rate.allows("a"), rate.allows("b")] == [True, True, False, True]
    now[0] = 61
    assert rate.allows("a")


def test_the_description_is_openapi():
    assert DESCRIPTION["openapi"].startswith("3.")
    assert all(path.startswith("/api/") for path in DESCRIPTION["paths"])
