"""Bar 12, as far as this issue has files: CSV, and that it is streamed."""

from __future__ import annotations

from collections.abc import Iterator

from bench.client import Client
from bench.results import Line, NotMeasured
from bench.stage import REVIEWER, Stage, getting, side_by_side


def measure(stage: Stage) -> Iterator[Line | NotMeasured]:
    """A streamed answer has no length in its head; it is sent in pieces."""
    with stage.tracker(stage.world) as server:
        person = Client(server.port).sign_in(REVIEWER)
        for path in ("/matrix.csv", "/gaps.csv"):
            answer = person.get(path)
            is_streamed = answer.headers.get("Transfer-Encoding") == "chunked"
            (taken,) = side_by_side([(server, getting(person, path))], times=3, rounds=3, warm=1)
            lines = answer.body.count(b"\n")
            said = f"{lines:,} lines in {taken.processor:.0f} ms of server CPU"
            yield Line(12, f"{path} streamed", float(is_streamed), "", 1.0, at_least=True, note=said)
    yield NotMeasured(12, "XLSX and PDF", "there are none yet")
