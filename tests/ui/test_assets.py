"""Streamlit's code as the server sends it."""

import gzip
import re
import urllib.error
import urllib.request


def _fetched(address, **headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60) as answer:
        return dict(answer.headers), answer.read()


def test_code_comes_compressed_and_is_the_same_as_without(server):
    page = _fetched(server, Accept="text/html")[1].decode()
    asked = re.findall(r'(?:src|href)="\.(/static/(?:js|css)/[^"]+)"', page)
    assert any("BidiComponent" in one for one in asked)
    for one in (asked[0], asked[-1]):
        headers, packed = _fetched(server + one, **{"Accept-Encoding": "gzip"})
        assert headers["content-encoding"] == "gzip"
        assert "immutable" in headers["cache-control"]
        assert "content-security-policy" in headers
        assert gzip.decompress(packed) == _fetched(server + one)[1]


def test_an_unknown_file_is_left_to_streamlit(server):
    for path in ("/static/js/absent.js", "/static/js/..%2f..%2findex.js"):
        try:
            headers, _ = _fetched(server + path, **{"Accept-Encoding": "gzip"})
        except urllib.error.HTTPError as error:
            headers = dict(error.headers)
        assert "immutable" not in headers.get("cache-control", "")
