"""Names of files: what is kept of them, and how they are said on the way out. A name is never a path."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from app.core.errors import Invalid
from app.core.labels import message
from app.files.checks.kinds import KINDS, TAKEN
from app.files.checks.marks import refuse_marked
from app.files.checks.refusal import Refused

FIELD = "file"
LONGEST = 150
DEFAULT = "file"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of signs that names lose: controls, marks of direction and formatting, lone surrogates."""
_FOLDERS = re.compile(r"[/\\]")
_NO_NAME = re.compile(r'[<>:"|?*%]')
_SPACES = re.compile(r"\s+")
_DECEPTIVE = frozenset(
    """
    ade adp apk app asp aspx bat chm cmd com cpl dll docm dotm exe hta htm html iso jar js jse jsp lnk mhtml msi msp php
    pif potm ppam ppsm pptm ps1 py reg scr sh shtml svg svgz swf vb vbe vbs wsf wsh xhtml xlam xlsb xlsm xltm xml
    """.split()  # noqa: SIM905 - a list of words reads better so
)
"""Extensions that do something when they are opened: before the last one they are there to deceive."""


def clean_name(given: str) -> tuple[str, str]:
    """The name to keep, in NFC, and its extension in small letters. Raises Invalid."""
    text = "".join(c for c in unicodedata.normalize("NFC", given) if unicodedata.category(c) not in _UNSEEN)
    text = _SPACES.sub(" ", _NO_NAME.sub("_", _FOLDERS.split(text)[-1])).strip().rstrip(" .")
    stem, dot, ending = text.rpartition(".")
    extension = ending.lower()
    if not dot or extension not in KINDS:
        raise Invalid(message("Files of this kind are not taken. Possible are: %(kinds)s."), field=FIELD, kinds=TAKEN)
    if any(part.strip().lower() in _DECEPTIVE for part in stem.split(".")[1:]):
        raise Invalid(
            message("The name has two endings, of which one is that of a program or a page. Give it a plain name."),
            field=FIELD,
        )
    _refuse_marked(stem)
    stem = stem.strip(" .") or DEFAULT
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}", extension


def _refuse_marked(stem: str) -> None:
    try:
        refuse_marked(stem)
    except Refused as refused:
        raise Invalid(refused.message, field=FIELD, **refused.values) from refused


def as_attachment(name: str) -> str:
    """The value of `Content-Disposition` for a name (RFC 6266): a plain one for old browsers, then the real one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()\-]", "_", plain).strip(" .")
    if plain.startswith(tuple(KINDS)) or not plain.rpartition(".")[0].strip(" ._"):
        plain = f"{DEFAULT}.{name.rpartition('.')[2]}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
