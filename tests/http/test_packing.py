"""Pages are packed for who takes it, and say that they differ by what the browser takes."""

from __future__ import annotations

import gzip

from flask import Flask, Response

from app.http.packing import FEWEST_BYTES, pack

LONG = "<p>" + "word " * FEWEST_BYTES


def packed(text: str, accepts: str, *, status: int = 200, mimetype: str = "text/html") -> Response:
    with Flask("packing").test_request_context(headers={"Accept-Encoding": accepts}):
        return pack(Response(text, status=status, mimetype=mimetype))


def test_a_long_page_is_packed_and_unpacks_to_the_same() -> None:
    answer = packed(LONG, "br, gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Length"] == str(len(answer.get_data()))
    assert gzip.decompress(answer.get_data()).decode() == LONG
    assert "Accept-Encoding" in answer.vary


def test_who_does_not_take_it_gets_it_plain() -> None:
    for accepts in ("", "br", "gzip;q=0"):
        answer = packed(LONG, accepts)
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.vary


def test_short_pages_other_files_and_refusals_stay_as_they_are() -> None:
    assert "Content-Encoding" not in packed("short", "gzip").headers
    assert "Content-Encoding" not in packed(LONG, "gzip", mimetype="image/png").headers
    assert "Content-Encoding" not in packed(LONG, "gzip", status=404).headers


def test_what_is_streamed_is_not_gathered() -> None:
    with Flask("packing").test_request_context(headers={"Accept-Encoding": "gzip"}):
        assert "Content-Encoding" not in pack(Response(iter(["a", "b"]), mimetype="text/html")).headers
