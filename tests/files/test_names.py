"""Names are metadata: cleaned on the way in, quoted on the way out, never a path."""

from __future__ import annotations

import unicodedata

import pytest
from werkzeug.http import parse_options_header

from app.core.errors import Invalid
from app.files.names import LONGEST, as_attachment, clean_name

KEPT = {
    "Erlass 12.3 (Entwurf).pdf": "Erlass 12.3 (Entwurf).pdf",
    "Νόμος περί υποδοχής.docx": "Νόμος περί υποδοχής.docx",
    "Закон за убежището.odt": "Закон за убежището.odt",
    "o\u0308ffentlich.TXT": "öffentlich.TXT",
    "plan.docx.pdf": "plan.docx.pdf",
    "  a \t b .pdf": "a b.pdf",
}
CLEANED = {
    "../../etc/passwd.txt": "passwd.txt",
    "..\\..\\windows\\system.txt": "system.txt",
    "C:\\fakepath\\a.pdf": "a.pdf",
    "/etc/cron.d/a.csv": "a.csv",
    "a\r\nSet-Cookie: x=1.txt": "aSet-Cookie_ x=1.txt",
    "a\0b.pdf": "ab.pdf",
    "a\x1b[2Jb.pdf": "a[2Jb.pdf",
    "a\u202etxt.pdf": "atxt.pdf",
    "\u2066a\u2069.pdf": "a.pdf",
    "\u200fa\u200e.pdf": "a.pdf",
    "\u061ca.pdf": "a.pdf",
    "\ufeffa\u200b.pdf": "a.pdf",
    "a\u2028b\u2029.pdf": "ab.pdf",
    "\ud800a.pdf": "a.pdf",
    'a"; filename="b.pdf': "a_; filename=_b.pdf",
    "a%0d%0ab.pdf": "a_0d_0ab.pdf",
    "<img src=x onerror=alert(1)>.png": "_img src=x onerror=alert(1)_.png",
    "a|b?c*d:e.csv": "a_b_c_d_e.csv",
    ".pdf": "file.pdf",
    "   .pdf": "file.pdf",
    "....pdf": "file.pdf",
    "a.pdf.": "a.pdf",
    "a.pdf   ": "a.pdf",
    "a.pdf. . .": "a.pdf",
    "~/.ssh/a.txt": "a.txt",
    "\\\\server\\share\\a.txt": "a.txt",
    "a/.pdf": "file.pdf",
}
REFUSED = (
    "",
    "a",
    ".",
    "..",
    "pdf",
    "a.exe",
    "a.html",
    "a.svg",
    "a.docm",
    "a.zip",
    "a.pdf.exe",
    "a.exe.pdf",
    "a.html.txt",
    "photo.svg.png",
    "macro.docm.docx",
    "a.js .pdf",
    "a\u202efdp.exe",
    "a.pdf\u2024exe",
    "a.pdf/",
    "a.p\u0434f",
    "a.pdf\n.exe",
    "a.pdf;.js",
)


@pytest.mark.parametrize("given", [*KEPT, *CLEANED])
def test_a_name_keeps_its_letters_and_loses_what_deceives(given: str) -> None:
    name, extension = clean_name(given)
    assert name == {**KEPT, **CLEANED}[given]
    assert name == unicodedata.normalize("NFC", name)
    assert extension == name.rpartition(".")[2].lower()


@pytest.mark.parametrize("given", REFUSED)
def test_names_of_other_kinds_and_with_two_endings_are_refused(given: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_name(given)
    assert refused.value.field == "file"


def test_a_name_is_never_longer_than_is_kept_and_keeps_its_ending() -> None:
    name, _ = clean_name("ä" * 400 + ".docx")
    assert len(name) == LONGEST
    assert name.endswith("ä.docx")


@pytest.mark.parametrize("given", ["RESTREINT UE note.pdf", "restreint_ue-Restricted_EU SECRET.docx", "VS-NfD.txt"])
def test_a_mark_in_the_name_is_refused(given: str) -> None:
    with pytest.raises(Invalid, match="classification"):
        clean_name(given)


@pytest.mark.parametrize("given", [*KEPT, *CLEANED])
def test_a_name_goes_out_whole_and_breaks_no_header(given: str) -> None:
    name, _ = clean_name(given)
    said = as_attachment(name)
    assert said.isascii()
    assert said.isprintable()
    kind, options = parse_options_header(said)
    assert (kind, options["filename"]) == ("attachment", name)
    plain = said.partition('filename="')[2].partition('"')[0]
    assert plain.endswith(name.rpartition(".")[2])
