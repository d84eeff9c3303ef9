"""Which files are taken: each kind as it should be, and what hostile or broken files are answered."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from app.files.checks import archives, images, marks, markup, pdf, refusal, texts
from app.files.checks.examining import examine
from app.files.checks.kinds import KINDS, OLD_OFFICE
from app.files.checks.refusal import Refused
from tests.files.samples import (
    good,
    jpeg,
    odf_parts,
    office,
    office_parts,
    packed,
    pdf_of,
    png,
)
from tests.files.samples import (
    pdf as a_pdf,
)


def refusal_of(extension: str, content: bytes) -> str | None:
    """The message with which a file is refused; None when it is taken."""
    try:
        examine(extension, io.BytesIO(content))
    except Refused as refused:
        return refused.message
    return None


@pytest.mark.parametrize("extension", KINDS)
def test_each_kind_is_taken_as_it_should_be(extension: str) -> None:
    assert examine(extension, io.BytesIO(good(extension))) == KINDS[extension].media_type


@pytest.mark.parametrize("extension", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_a_file_is_what_its_name_says_or_is_refused(extension: str, other: str) -> None:
    same = KINDS[extension].media_type == KINDS[other].media_type or {extension, other} == {"txt", "csv"}
    assert (refusal_of(extension, good(other)) is None) == same


POLYGLOTS = (
    b"<!DOCTYPE html><script>alert(1)</script>",
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b'\xef\xbb\xbf  <svg onload="alert(1)">',
    "<html>".encode("utf-16"),
    b"MZ\x90\x00 a program",
    b"\x7fELF a program",
    b"GIF89a/*",
)


@pytest.mark.parametrize("content", POLYGLOTS)
@pytest.mark.parametrize("extension", KINDS)
def test_pages_pictures_of_lines_and_programs_are_no_file_of_any_kind(extension: str, content: bytes) -> None:
    assert refusal_of(extension, content) in (refusal.OTHER_CONTENT, texts.NO_TEXT)


@pytest.mark.parametrize("extension", [name for name, kind in KINDS.items() if kind.mark])
def test_something_before_or_behind_a_file_makes_it_another(extension: str) -> None:
    page = b"<script>alert(1)</script>"
    assert refusal_of(extension, page + good(extension)) == refusal.OTHER_CONTENT
    assert refusal_of(extension, good(extension) + page) is not None


@pytest.mark.parametrize("extension", KINDS)
def test_half_a_file_is_refused_and_never_an_error(extension: str) -> None:
    content = good(extension)
    for length in range(1, len(content), max(1, len(content) // 40)):
        said = refusal_of(extension, content[:length])
        assert said is not None or KINDS[extension].family == "text"


# --- packed files ----------------------------------------------------------------------------------------


def with_parts(**more: bytes | str) -> bytes:
    return packed({**office_parts("docx"), **more})


def bomb() -> bytes:
    return packed({**office_parts("docx"), "word/media/image1.png": b"\0" * (30 * 1024 * 1024)})


def lying() -> bytes:
    """A packed file whose directory says that a member is small."""
    content = bytearray(bomb())
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    place = content.rfind(size)
    content[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(office("docx"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.find(mark) + (6 if mark == b"PK\x03\x04" else 8)
        content[place] |= 1
    return bytes(content)


def twice() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in (*office_parts("docx").items(), ("WORD/document.xml", "<w/>")):
            file.writestr(name, content)
    return made.getvalue()


DTD = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
MACRO_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/d.xml"'
    ' ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://elsewhere.example/t.dotm" TargetMode="External"/></Relationships>'
)
PACKED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (bomb, refusal.EXPANDS),
    "a size that lies": (lying, refusal.DAMAGED),
    "too many members": (
        lambda: packed({**office_parts("docx"), **{f"word/{n}.bin": b"" for n in range(2000)}}),
        refusal.EXPANDS,
    ),
    "a macro": (lambda: with_parts(**{"word/vbaProject.bin": b"x"}), refusal.HAS_PROGRAM),
    "a macro in capitals": (lambda: with_parts(**{"word/VBAPROJECT.BIN": b"x"}), refusal.HAS_PROGRAM),
    "a document with macros": (lambda: with_parts(**{"[Content_Types].xml": MACRO_TYPES}), refusal.HAS_PROGRAM),
    "a control": (lambda: with_parts(**{"word/activeX/activeX1.bin": b"x"}), refusal.HAS_PROGRAM),
    "a template from elsewhere": (
        lambda: with_parts(**{"word/_rels/settings.xml.rels": TEMPLATE}),
        refusal.HAS_PROGRAM,
    ),
    "an embedded program": (lambda: with_parts(**{"word/embeddings/oleObject1.bin": b"x"}), refusal.HAS_FILES),
    "entities": (lambda: with_parts(**{"word/document.xml": DTD}), markup.HAS_TYPE),
    "entities in another part": (lambda: with_parts(**{"customXml/item1.xml": DTD}), markup.HAS_TYPE),
    "entities in UTF-16": (
        lambda: with_parts(**{"word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{DTD}'.encode("utf-16")}),
        markup.HAS_TYPE,
    ),
    "broken markup": (lambda: with_parts(**{"word/document.xml": "<w><v></w>"}), refusal.DAMAGED),
    "a way out": (lambda: with_parts(**{"../../etc/passwd": "x"}), archives.STRAYS),
    "a way out by backslash": (lambda: with_parts(**{"..\\x": "x"}), archives.STRAYS),
    "a root": (lambda: with_parts(**{"/etc/passwd": "x"}), archives.STRAYS),
    "a drive": (lambda: with_parts(**{"C:/x": "x"}), archives.STRAYS),
    "the same part twice": (twice, archives.STRAYS),
    "a password": (encrypted, refusal.PROTECTED),
    "a password around all": (lambda: OLD_OFFICE + b"\0" * 600, refusal.PROTECTED),
    "another packing": (lambda: packed(office_parts("docx"), how=zipfile.ZIP_BZIP2), refusal.DAMAGED),
    "no types": (lambda: packed({"word/document.xml": "<w/>"}), refusal.OTHER_CONTENT),
    "something before": (lambda: b"PK\x03\x04" + office("docx"), refusal.DAMAGED),
}


@pytest.mark.parametrize("what", PACKED)
def test_packed_files_that_hold_something_else_are_refused(what: str) -> None:
    make, message = PACKED[what]
    assert refusal_of("docx", make()) == message


def test_open_documents_keep_to_their_form() -> None:
    parts = odf_parts("odt")
    assert refusal_of("odt", packed({**parts, "Basic/Standard/Module1.xml": "<m/>"})) == refusal.HAS_PROGRAM
    last = {name: parts[name] for name in ("content.xml", "mimetype")}
    assert refusal_of("odt", packed(last)) == refusal.OTHER_CONTENT
    locked = '<m:manifest xmlns:m="urn:m"><m:encryption-data/></m:manifest>'
    assert refusal_of("odt", packed({**parts, "content.xml": b"\x01", "META-INF/manifest.xml": locked})) == (
        refusal.PROTECTED
    )


def test_tables_that_repeat_themselves_are_no_bomb() -> None:
    rows = "<row><c>0</c></row>" * 20_000
    sheet = f'<worksheet xmlns="urn:s"><sheetData>{rows}</sheetData></worksheet>'
    assert refusal_of("xlsx", office("xlsx", **{"xl/worksheets/sheet1.xml": sheet})) is None


# --- pictures, PDF, texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (30_000, 1), (1, 30_000), (8_000, 8_000)])
def test_pictures_of_too_many_pixels_are_refused_by_their_heads(width: int, height: int) -> None:
    assert refusal_of("png", png(width, height)) == images.TOO_LARGE
    if max(width, height) < 65_536:
        assert refusal_of("jpg", jpeg(width, height)) == images.TOO_LARGE


def test_pictures_without_pixels_or_with_a_wrong_sum_are_damaged() -> None:
    assert refusal_of("png", png(0, 5)) == refusal.DAMAGED
    assert refusal_of("jpg", jpeg(0, 5)) == refusal.DAMAGED
    broken = bytearray(png())
    broken[20] ^= 1
    assert refusal_of("png", bytes(broken)) == refusal.DAMAGED
    assert images.MOST_PIXELS == 50_000_000


DEEDS = {
    b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>": pdf.HAS_DEED,
    b"<< /S /Launch /F (cmd.exe) >>": pdf.HAS_DEED,
    b"<< /S /J#61vaScript >>": pdf.HAS_DEED,
    b"<< /Names << /EmbeddedFiles 9 0 R >> >>": refusal.HAS_FILES,
    b"<< /Type /Filespec /EF << /F 9 0 R >> /Subtype /EmbeddedFile >>": refusal.HAS_FILES,
    b"<< /Encrypt 7 0 R >>": refusal.PROTECTED,
    b"<< /AcroForm << /XFA 8 0 R >> >>": pdf.HAS_DEED,
}


@pytest.mark.parametrize("words", DEEDS)
def test_a_pdf_that_does_something_or_holds_files_is_refused(words: bytes) -> None:
    assert refusal_of("pdf", a_pdf(objects=b"5 0 obj\n" + words + b"\nendobj\n")) == DEEDS[words]
    hidden = zlib.compress(words)
    within = b"6 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + hidden + b"\nendstream\nendobj\n"
    assert refusal_of("pdf", a_pdf(objects=within)) == DEEDS[words]


def test_words_of_a_page_are_no_deeds() -> None:
    assert refusal_of("pdf", a_pdf("How /JavaScript works")) is None
    assert refusal_of("pdf", a_pdf("How /JavaScript works", is_packed=False)) is None


def test_a_pdf_has_an_end_and_does_not_expand_without_limit() -> None:
    assert refusal_of("pdf", a_pdf().replace(b"%%EOF", b"")) == refusal.DAMAGED
    assert refusal_of("pdf", pdf_of(b"0 " * (60 * 1024 * 1024))) == refusal.EXPANDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_texts_of_usual_encodings_are_taken(encoding: str) -> None:
    assert refusal_of("csv", "Größe;Wert\r\n1;2\r\n".encode(encoding)) is None


@pytest.mark.parametrize("content", [b"a\0b", b"\x01\x02\x03", b"\x81\x8d\x8f", "a\0b".encode("utf-16")])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refusal_of("txt", content) == texts.NO_TEXT


# --- marks of classified information ---------------------------------------------------------------------

MARKED = (
    "RESTREINT UE/EU RESTRICTED",
    "Restreint UE",
    "CONFIDENTIEL UE/EU CONFIDENTIAL",
    "SECRET UE / EU SECRET",
    "TRÈS SECRET UE/EU TOP SECRET",
    "TRES SECRET UE",
    "R-UE/EU-R",
    "VS - NUR FÜR DEN DIENSTGEBRAUCH",
    "VS-NfD",
    "VS–VERTRAULICH",
    "DIFFUSION RESTREINTE",
    "За служебно ползване",
    "СТРОГО СЕКРЕТНО",
    "Άκρως Απόρρητο",
    "ΠΕΡΙΟΡΙΣΜΕΝΗΣ ΧΡΗΣΗΣ",
    "ŚCIŚLE TAJNE",
    "SZIGORÚAN TITKOS",
    "Käyttö rajoitettu",
    "DIFUSIÓN LIMITADA",
    "Top Secret",
)
UNMARKED = (
    "The trade secret of the contractor is kept.",
    "a eu restricted list, in small letters",
    "Das Geheimnis",
    "Secret ballot of the assembly",
    "Regulamento interno",
    "not classified",
    "Le secret uerba",
)


@pytest.mark.parametrize("mark", MARKED)
def test_marks_are_found_in_the_text_of_every_kind(mark: str) -> None:
    text = f"Ministry\n{mark}\nAnnex"
    assert refusal_of("txt", text.encode()) == marks.MARKED
    assert refusal_of("csv", text.encode("utf-16")) == marks.MARKED
    for extension in ("docx", "xlsx", "pptx"):
        assert refusal_of(extension, office(extension, mark)) == marks.MARKED
    assert refusal_of("odt", packed(odf_parts("odt", mark))) == marks.MARKED


def test_marks_are_found_in_heads_and_where_a_text_is_cut_into_runs() -> None:
    runs = "RESTREINT</w:t></w:r><w:r><w:t> UE"
    assert refusal_of("docx", office("docx", runs)) == marks.MARKED
    head = '<w:hdr xmlns:w="urn:w"><w:p><w:r><w:t>SECRET UE</w:t></w:r></w:p></w:hdr>'
    assert refusal_of("docx", office("docx", **{"word/header1.xml": head})) == marks.MARKED
    sheet = (
        '<worksheet xmlns="urn:s"><headerFooter><oddHeader>&amp;CRESTREINT UE</oddHeader></headerFooter></worksheet>'
    )
    assert refusal_of("xlsx", office("xlsx", **{"xl/worksheets/sheet1.xml": sheet})) == marks.MARKED


TABLE = b"""/CIDInit /ProcSet findresource begin 1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0001> <0052> <0002> <0045> endbfchar 1 beginbfrange <0003> <0005> <0053> endbfrange
4 beginbfchar <0006> <0049> <0007> <004E> <0008> <0020> <0009> <0054> endbfchar end"""


def test_marks_are_found_in_a_pdf_by_letters_and_by_the_tables_of_its_fonts() -> None:
    assert refusal_of("pdf", a_pdf("RESTREINT UE/EU RESTRICTED")) == marks.MARKED
    assert refusal_of("pdf", pdf_of(b"BT [(RESTR) -20 (EINT) -250 (UE)] TJ ET")) == marks.MARKED
    table = b"8 0 obj\n<< /Length 1 >>\nstream\n" + TABLE + b"\nendstream\nendobj\n"
    codes = b"<00010002000300090001000200060007000900080005 0002>"  # RESTREINT UE by the table above
    assert refusal_of("pdf", pdf_of(b"BT " + codes + b" Tj ET", table)) == marks.MARKED
    assert refusal_of("pdf", pdf_of(b"BT <00010002> Tj ET", table)) is None


@pytest.mark.parametrize("text", UNMARKED)
def test_ordinary_words_are_no_marks(text: str) -> None:
    assert marks.find_mark(text) is None


def test_ordinary_words_are_marks_alone_on_a_line_in_capitals() -> None:
    assert marks.find_mark("Ministry\n  GEHEIM  \nText") == "GEHEIM"
    assert marks.find_mark("- SECRET -") == "SECRET"
    assert marks.find_mark("Secret") is None
