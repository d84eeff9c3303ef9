"""What files show at their beginning, made in a process of its own. No database is asked."""

from __future__ import annotations

import io
import math
import os
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from app.core.errors import Busy
from app.core.locks import lock_place
from app.files.checks import images, refusal
from app.files.previewer import Preview, Previewer, ask_apart, preview_from
from app.files.previews import __main__ as process
from app.files.previews import reasons
from tests.files.samples import odf_parts, office, packed, png

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def previewer(tmp_path: Path) -> Previewer:
    return Previewer(tmp_path / "previews")


def shown(extension: str, content: bytes, previewer: Previewer) -> Preview:
    """The preview of a file."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        file.seek(0)
        return preview_from(ask_apart(extension, file, previewer))


def pdf_page(words: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF with one page, whose packed content is given."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>\n"
        b"endobj\n4 0 obj\n<</Filter " + filters + b"/Length %d>>\nstream\n" % len(words) + words + b"\nendstream\n"
        b"endobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF\n"
    )


def drawn(mode: str, size: tuple[int, int], kind: str, fill: Any = None, **how: Any) -> bytes:
    """A picture of one colour, with a black upper left quarter where none is given."""
    picture = Image.new(mode, size, fill if fill is not None else "white")
    if fill is None:
        ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1] // 2), fill="black")
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()


def workbook() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet("Hidden").hide()
        sheet = book.add_worksheet("Beds")
        book.worksheets()[1].activate()
        sheet.write_row(0, 0, ["Measure", "Beds"])
        sheet.write_row(1, 0, ["Reception", 340])
    return made.getvalue()


def test_what_a_style_of_a_document_hides_is_not_shown(previewer: Previewer) -> None:
    """By itself or by the style it is based on, of signs and of paragraphs; what says otherwise for itself is seen."""
    styles = (
        f"<w:styles {WORD}>"
        '<w:style w:styleId="Quiet"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Note"><w:basedOn w:val="Quiet"/></w:style>'
        '<w:style w:styleId="Loud"><w:basedOn w:val="Quiet"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>'
        '<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style></w:styles>'
    )
    document = (
        f"<w:document {WORD}>"
        '<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Quiet"/></w:rPr><w:t>unseen</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Loud"/></w:rPr><w:t> too</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Note"/></w:pPr><w:r><w:t>unseen</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>but this</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Round"/></w:pPr><w:r><w:t>and this</w:t></w:r></w:p></w:document>'
    )
    content = office("docx", **{"word/document.xml": document, "word/styles.xml": styles})
    assert shown("docx", content, previewer).text == "Seen too\nbut this\nand this"


def test_texts_tables_and_documents_show_their_first_words(previewer: Previewer) -> None:
    page = pdf_page(zlib.compress(b"BT /F1 12 Tf 20 200 Td (Law on reception) Tj ET"))
    document = (
        f"<w:document {WORD}><w:p><w:r><w:t>Adopted</w:t><w:tab/><w:t>text</w:t></w:r>"
        "<w:del><w:r><w:delText>a name that was struck out</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>twice</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a note that is hidden</w:t></w:r>"
        '<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> in May</w:t></w:r>'
        "</w:p></w:document>"
    )
    texts = {
        "pdf": (page, "Law on reception"),
        "docx": (office("docx", **{"word/document.xml": document}), "Adopted text in May"),
        "pptx": (office("pptx", "First slide"), "First slide"),
        "odt": (packed(odf_parts("odt", "Закон")), "Закон"),
        "txt": ("\n\nΝόμος\n\n\n\nΆρθρο\t1\n".encode(), "Νόμος\n\nΆρθρο\t1"),
    }
    for extension, (content, words) in texts.items():
        assert shown(extension, content, previewer) == Preview(text=words), extension
    assert shown("csv", b'Measure;Beds\n"a; b";3\n', previewer).rows == (("Measure", "Beds"), ("a; b", "3"))
    assert shown("xlsx", workbook(), previewer).rows == (("Measure", "Beds"), ("Reception", "340"))


def test_a_page_without_text_and_a_cell_without_end_say_what_they_are(previewer: Previewer) -> None:
    scanned = pdf_page(zlib.compress(b"q 300 0 0 300 0 0 cm Q"))
    assert shown("pdf", scanned, previewer).why == reasons.NO_TEXT
    unclosed = shown("csv", b'Measure;Note\nLaw;"not closed' + b" and on" * 30_000, previewer)
    assert (unclosed.why, unclosed.values) == (reasons.LONG_CELL, {"most": 131_072})


def test_a_long_file_shows_its_beginning_alone(previewer: Previewer) -> None:
    text = shown("txt", "é line of the law\n".encode() * 100_000, previewer).text
    assert len(text.splitlines()) <= reasons.MOST_LINES
    rows = shown("csv", (b"a," * 400 + b"\n") * 4000, previewer).rows
    assert (len(rows), len(rows[0])) == (reasons.MOST_ROWS, reasons.MOST_COLUMNS)
    assert len(shown("txt", b"a" * 1_000_000, previewer).text) == reasons.MOST_SIGNS


def picture(content: bytes, previewer: Previewer, extension: str = "png") -> Image.Image:
    """The picture of a preview."""
    made = shown(extension, content, previewer)
    opened = Image.open(io.BytesIO(made.picture))
    opened.load()
    assert (opened.format, opened.size, opened.mode) == ("PNG", (made.width, made.height), "RGB")
    return opened


def test_a_picture_is_drawn_anew_small_and_upright_with_nothing_but_its_pixels(previewer: Previewer) -> None:
    about = Image.Exif()
    about[0x0112], about[0x010E] = 6, "taken at home"  # lies on its side; a description
    small = picture(drawn("RGB", (1600, 800), "JPEG", exif=about), previewer, "jpg")
    assert small.size == (240, 480)
    assert small.getpixel((200, 100)) < (9, 9, 9)
    assert small.getpixel((40, 100)) > (246, 246, 246)
    assert not small.getexif()
    notes = PngInfo()
    notes.add_text("Author", "a person")
    notes.add_itxt("Comment", "names of staff", zip=True)
    noted = picture(drawn("RGB", (900, 300), "PNG", pnginfo=notes), previewer)
    assert (noted.size, noted.info) == ((480, 160), {})


@pytest.mark.parametrize(
    ("mode", "fill", "seen"),
    [
        ("RGBA", (0, 0, 0, 0), 255),
        ("LA", (0, 0), 255),
        ("P", 0, 0),
        ("1", 1, 255),
        ("L", 130, 130),
        ("I;16", 130 * 256, 130),
    ],
)
def test_pictures_of_every_mode_keep_their_colour_and_stand_on_white(
    previewer: Previewer, mode: str, fill: Any, seen: int
) -> None:
    assert picture(drawn(mode, (600, 500), "PNG", fill), previewer).getpixel((3, 3)) == (seen, seen, seen)


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a picture of 400 million pixels": (
        "png",
        lambda: png(20_000, 20_000),
        images.TOO_LARGE,
    ),
    "a picture that ends too soon": ("png", lambda: png(9_000, 5_000), reasons.BROKEN),
    "a page of 120 MB": ("pdf", lambda: pdf_page(zlib.compress(b"q Q " * 30_000_000, 1)), refusal.EXPANDS),
    "a page packed twice": (
        "pdf",
        lambda: pdf_page(zlib.compress(zlib.compress(b"(a) Tj " * 40_000_000, 1)), b"[/FlateDecode/FlateDecode]"),
        reasons.BROKEN,
    ),
    "an office file of 90 MB": (
        "docx",
        lambda: office("docx", **{"word/media/a.png": b"\0" * (90 * 1024 * 1024)}),
        refusal.EXPANDS,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_gives_a_sentence(previewer: Previewer, name: str) -> None:
    extension, make, why = BOMBS[name]
    assert shown(extension, make(), previewer).why == why


def test_a_sheet_that_says_it_is_endless_gives_a_sentence(previewer: Previewer) -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "first")
        sheet.write(1_048_575, 16_383, "last")
    assert shown("xlsx", made.getvalue(), previewer).why == reasons.TOO_COSTLY


def test_what_takes_too_much_of_the_processor_gives_a_sentence_and_by_the_clock_asks_again(
    previewer: Previewer,
) -> None:
    endless = pdf_page(zlib.compress(b"BT /F1 9 Tf " + b"(a) Tj " * 10_000_000 + b"ET", 1))
    assert shown("pdf", endless, replace(previewer, seconds=1)).why == reasons.TOO_COSTLY
    with pytest.raises(Busy):
        shown("txt", b"a", replace(previewer, patience=0))
    assert shown("txt", b"a", previewer).text == "a"


def test_no_more_are_made_at_once_than_there_are_places(previewer: Previewer) -> None:
    hasty = replace(previewer, places=1, waiting=0)
    hasty.folder.mkdir()
    place = lock_place(hasty.folder, 1)
    assert place is not None
    with pytest.raises(Busy, match="Other previews"):
        shown("txt", b"a", hasty)
    os.close(place)
    assert shown("txt", b"a", hasty).text == "a"


def test_a_reader_that_panics_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        """As a library written in Rust raises it."""

    def panic(_extension: str, _stream: io.BytesIO) -> None:
        raise PanicError

    monkeypatch.setattr(process, "show", panic)
    assert process.said_of("xlsx", io.BytesIO())["message"] == reasons.BROKEN


def test_the_answer_of_the_process_is_not_believed() -> None:
    assert preview_from({"picture": "PHN2Zz4=", "width": 1, "height": 1}).why == reasons.BROKEN
    assert preview_from({"message": "%(of_ours)s", "values": {}}).why == reasons.BROKEN
    assert preview_from({"message": "%(a)99999999s", "values": {"a": 1}}).why == reasons.BROKEN
    assert preview_from({"message": "100 %", "values": {"a": 1}}).why == reasons.BROKEN
    assert preview_from({"text": "a\0b\x1b[1m\ud800\n"}).text == "ab[1m?\n"
    assert preview_from({"picture": "iVBORw0KGgo=", "width": math.inf, "height": 1}).why == reasons.BROKEN
    assert preview_from({"rows": 3}).why == preview_from({"message": "x", "values": []}).why == reasons.BROKEN
    assert preview_from({}).why == reasons.BROKEN


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Puts lines of the shell in the place of the process."""

    def put(lines: str) -> None:
        script = tmp_path / "process"
        script.write_text(f"#!/bin/sh\n{lines}\n")
        script.chmod(0o700)
        monkeypatch.setattr("app.files.previewer.sys.executable", str(script))

    return put


def test_no_more_is_read_of_the_process_than_it_may_say(previewer: Previewer, saying: Callable[[str], None]) -> None:
    saying("head -c 50000000 /dev/zero; exec sleep 60")
    assert shown("txt", b"a", replace(previewer, patience=5)).why == reasons.TOO_COSTLY


def test_what_says_nothing_and_what_does_not_end_is_given_up(
    previewer: Previewer, saying: Callable[[str], None]
) -> None:
    for lines in ("exec sleep 60", "exec sleep 60 >&-"):
        saying(lines)
        with pytest.raises(Busy):
            shown("txt", b"a", replace(previewer, patience=0.2))


def test_a_process_ended_from_outside_says_nothing_of_the_file(
    previewer: Previewer, saying: Callable[[str], None]
) -> None:
    for name in ("TERM", "KILL"):
        saying(f"kill -{name} $$")
        with pytest.raises(Busy):
            shown("txt", b"a", previewer)
    saying("kill -ABRT $$")
    assert shown("txt", b"a", previewer).why == reasons.TOO_COSTLY
