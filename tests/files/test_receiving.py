"""A file on its way in: limits, the process that looks at it, the scanner that may be away. No database is asked."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import Invalid
from app.files.checks.refusal import TOO_COSTLY
from app.files.clamd import Scanner, ScannerAway
from app.files.depot import Depot
from app.files.examiner import Limits, examine_apart
from app.files.services.receiving import Upload, examined
from app.files.states import ScanState
from tests.factories.files import depot_in, sent
from tests.files.clamd import clamd_at
from tests.files.samples import good, office_parts, packed


@pytest.fixture
def depot(tmp_path: Path) -> Depot:
    return depot_in(tmp_path)


def scanned_by(depot: Depot, address: object, patience: float = 5.0) -> Depot:
    return replace(depot, scanner=Scanner(str(address), patience))


@pytest.mark.parametrize("extension", ["pdf", "docx", "ods", "png", "csv"])
def test_what_is_kept_is_what_was_sent(depot: Depot, extension: str) -> None:
    content = good(extension)
    with sent(depot, f"a.{extension}", content) as file:
        assert file.stream.read() == content
        assert (file.size, file.scan_state) == (len(content), ScanState.NOT_SCANNED)


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(depot: Depot) -> None:
    small = replace(depot, file_limit=1000)
    with sent(small, content=b"a" * 1000) as file:
        assert file.size == 1000
    for content, words in ((b"a" * 1001, "larger"), (b"", "empty")):
        with pytest.raises(Invalid, match=words) as refused, sent(small, content=content):
            pass
        assert refused.value.field == "file"


def test_a_bomb_is_refused_in_its_own_process(depot: Depot) -> None:
    bomb = packed({**office_parts("docx"), "word/media/a.png": b"\0" * (90 * 1024 * 1024)})
    with pytest.raises(Invalid, match="expands"), sent(depot, "bomb.docx", bomb):
        pass


@pytest.mark.parametrize("limits", [Limits(mebibytes=16), Limits(patience=0)])
def test_what_costs_too_much_memory_or_time_is_refused(limits: Limits) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"a" * 8_000_000)
        file.flush()
        with pytest.raises(Invalid) as refused:
            examine_apart("txt", file, limits)
        assert refused.value.message == TOO_COSTLY


def test_the_process_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch, depot: Depot) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("SECRET_KEY", "not for children")
    with sent(depot) as file:
        assert file.media_type == "text/plain"


def test_the_scanner_sees_the_whole_file_and_is_believed(depot: Depot, tmp_path: Path) -> None:
    content = b"Adopted text\n" * 20_000
    with clamd_at(tmp_path / "clamd") as clamd:
        with sent(scanned_by(depot, tmp_path / "clamd"), content=content) as file:
            assert file.scan_state is ScanState.CLEAN
        assert clamd.seen == [content]
        clamd.answer = b"stream: Eicar-Test-Signature FOUND\0"
        with pytest.raises(Invalid, match="Eicar-Test-Signature"), sent(scanned_by(depot, tmp_path / "clamd")):
            pass


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but ERROR\0", b"", None])
def test_a_scanner_that_does_not_say_clean_leaves_the_file_waiting(
    depot: Depot, tmp_path: Path, answer: bytes | None
) -> None:
    with clamd_at(tmp_path / "clamd") as clamd:
        clamd.answer = answer
        with sent(scanned_by(depot, tmp_path / "clamd", patience=0.3)) as file:
            assert file.scan_state is ScanState.WAITING


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "127.0.0.1:no"])
def test_a_scanner_that_is_away_leaves_the_file_waiting(depot: Depot, address: str) -> None:
    with pytest.raises(ScannerAway):
        Scanner(address, 1).finds(io.BytesIO(b"x"))
    with examined(Upload("a.txt", io.BytesIO(b"x")), scanned_by(depot, address)) as file:
        assert file.scan_state is ScanState.WAITING
