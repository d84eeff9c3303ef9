"""Documents as PDF: what is in them, that they reach for nothing, and what happens when they take long."""

from __future__ import annotations

import logging
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import Busy
from app.reports import printing
from app.reports.page import fingerprint, page_of
from app.reports.parts import Document, Heading, Paragraph, Table, column_widths
from app.reports.press.__main__ import press
from app.reports.printing import Printer, patient, print_apart
from tests.reports.pdf import needs_pango, says, unpacked

DOCUMENT = Document(
    "Plan of Éire & <Ελλάδα>",
    "en",
    "Ann Other",
    "For information",
    (
        Heading(1, "State of play"),
        Paragraph("Ana, 28 November 2026, 12:00", "Made by", is_of_the_making=True),
        Paragraph("Téacs <b>gan</b> marc\nar dhá líne", "Note", "ga"),
        Table("Steps", ("Reference", "Title"), (("IE-0001", "Bill <adopted>"),)),
    ),
    "Invented data",
)


@pytest.fixture
def printer(tmp_path: Path) -> Printer:
    return patient(Printer(tmp_path / "printed"))


@needs_pango
def test_a_pdf_is_tagged_and_has_title_language_and_bookmarks(printer: Printer) -> None:
    file = print_apart(DOCUMENT, printer)
    assert file.startswith(b"%PDF-1.7")
    whole = unpacked(file)
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Outlines", b"/DisplayDocTitle true", b"/TH", b"/Caption"):
        assert mark in whole, mark
    assert re.search(rb"/Lang \(en\)", whole)
    assert re.search(rb"pdfuaid:part[>=]", whole)
    assert says(file, "Plan of Éire & <Ελλάδα>")
    assert says(file, "State of play")
    assert re.search(rb"/FontName /[A-Z]+\+Inter", whole)


def test_every_text_is_escaped_and_the_language_of_a_text_is_kept() -> None:
    page = page_of(DOCUMENT)
    assert "Téacs &lt;b&gt;gan&lt;/b&gt; marc\nar dhá líne" in page
    assert '<span lang="ga">' in page
    assert "<b>" not in page
    assert 'data-mark="Invented data"' in page
    assert "src=" not in page
    assert "href=" not in page
    odd = page_of(Document("A\x00B", "en", "x", "\x0b", (Paragraph("a\x01b\ud800c"),)))
    assert "<title>AB</title>" in odd
    assert "<span>abc</span>" in odd


@needs_pango
def test_nothing_but_the_fonts_of_the_pages_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>canary</title></svg>')
    pictures = "".join(f'<img alt="" src="{address}">' for address in (secret.as_uri(), "http://127.0.0.1:9/"))
    with caplog.at_level(logging.ERROR, "weasyprint"):
        made = press(f'<html lang="en"><title>t</title><p>words{pictures}')
    assert caplog.text.count("nothing but the fonts of the pages is read") == 2
    assert b"/Image" not in unpacked(made)


@needs_pango
def test_the_same_content_is_printed_once_whenever_it_is_made(printer: Printer) -> None:
    first = print_apart(DOCUMENT, printer)
    later = Paragraph("Ana, 28 November 2026, 12:30", "Made by", is_of_the_making=True)
    again = replace(DOCUMENT, parts=(DOCUMENT.parts[0], later, *DOCUMENT.parts[2:]))
    assert print_apart(again, printer) == first
    other = replace(DOCUMENT, author="Ben")
    assert len({fingerprint(one) for one in (DOCUMENT, again, other)}) == 2
    made = printer.folder / f"{fingerprint(DOCUMENT)}.pdf"
    os.utime(made, (0, 0))
    print_apart(other, printer)
    assert not made.exists()


@needs_pango
def test_whoever_does_not_wait_long_enough_has_it_later(printer: Printer) -> None:
    made = printer.folder / f"{fingerprint(DOCUMENT)}.pdf"
    hasty = replace(printer, patience=0.0)
    for _ in range(2):
        with pytest.raises(Busy, match="being made"):
            print_apart(DOCUMENT, hasty)
    until = time.monotonic() + 60
    while not made.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert print_apart(DOCUMENT, hasty) == made.read_bytes()


def test_no_more_than_the_places_there_are(printer: Printer) -> None:
    with pytest.raises(Busy, match="Other files are being made"):
        print_apart(DOCUMENT, replace(printer, places=0))


def test_a_document_beyond_its_limits_leaves_nothing_behind(printer: Printer) -> None:
    with pytest.raises(Busy):
        print_apart(DOCUMENT, replace(printer, mebibytes=64))
    assert not list(printer.folder.glob("*.pdf"))
    assert not list(printer.folder.glob("*.part"))


def test_where_pango_is_missing_the_refusal_names_the_packages(
    printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "MODULE", "tests.reports.no_pango")
    with pytest.raises(Busy, match="apt-get install libpango"):
        print_apart(DOCUMENT, printer)


def test_columns_are_as_wide_as_their_words_ask_for() -> None:
    narrow, wide = column_widths(Table("", ("No.", "Title"), (("1", "A long title of a milestone " * 4),)))
    assert narrow < wide
    assert 95 <= narrow + wide <= 100
