"""Marks of classified information, of the Union and of Member States.

The equivalent marks are those of Appendix B to the Council's security rules (Decision 2013/488/EU). Marks of several
words are found anywhere, in whatever letters but all small ones. Ordinary words that are marks by themselves (*Secret*,
*Geheim*) count only where they stand alone on a line in capitals, as marks do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from app.core.labels import message
from app.files.checks.refusal import Refused

MARKED = message(
    "The file carries the classification mark “%(mark)s”. This system is not accredited for classified information:"
    " give a statement of which document exists and where it may be inspected."
)

_OF_THE_UNION = """
restreint ue; eu restricted; confidentiel ue; eu confidential; secret ue; eu secret; tres secret ue; eu top secret;
r ue eu r; c ue eu c; s ue eu s; ts ue eu ts; nato restricted; nato confidential; nato secret; cosmic top secret
"""
_OF_MEMBER_STATES = """
diffusion restreinte; beperkte verspreiding; zeer geheim; tres secret; confidentiel defense; secret defense;
строго секретно; за служебно ползване; prisne tajne; yderst hemmeligt; til tjenestebrug; streng geheim; vs vertraulich;
vs nur fur den dienstgebrauch; vs nfd; taiesti salajane; top secret; ακρως απορρητο; περιορισμενης χρησης;
difusion limitada; vrlo tajno; segretissimo; riservatissimo; seviski slepeni; dienesta vajadzibam; visiskai slaptai;
riboto naudojimo; secret lux; confidentiel lux; restreint lux; szigoruan titkos; korlatozott terjesztesu;
l ogħla segretezza; stg geheim; stg confidentieel; dep vertrouwelijk; scisle tajne; muito secreto; strict secret;
secret de serviciu; strogo tajno; erittain salainen; kaytto rajoitettu; kvalificerat hemlig; begransat hemlig
"""
_ALONE = """
SECRET; CONFIDENTIAL; CONFIDENTIEL; RESTRICTED; GEHEIM; VERTRAULICH; EINGESCHRANKT; VERTROUWELIJK; CONFIDENTIEEL;
СЕКРЕТНО; ПОВЕРИТЕЛНО; TAJNE; DUVERNE; DOVERNE; VYHRAZENE; VYHRADENE; HEMMELIGT; FORTROLIGT; SALAJANE;
KONFIDENTSIAALNE; PIIRATUD; ΑΠΟΡΡΗΤΟ; ΕΜΠΙΣΤΕΥΤΙΚΟ; SECRETO; RESERVADO; CONFIDENCIAL; TAJNO; POVJERLJIVO; OGRANICENO;
SEGRETO; RISERVATO; SLEPENI; KONFIDENCIALI; SLAPTAI; KONFIDENCIALIAI; TITKOS; BIZALMAS; SIGRIET; KUNFIDENZJALI;
RISTRETT; POUFNE; ZASTRZEZONE; ZAUPNO; INTERNO; SALAINEN; LUOTTAMUKSELLINEN; HEMLIG; KONFIDENTIELL
"""
_JOINERS = re.compile(r"[\s\-‐‑‒–—_./\\|!]+")


def refuse_marked(text: str) -> None:
    """Raise Refused when a text, or a file's name without its extension, carries a mark."""
    mark = find_mark(text)
    if mark:
        raise Refused(MARKED, mark=mark)


def find_mark(text: str) -> str | None:
    """The first mark that a text carries, as it stands there without its accents."""
    lines = [_joined(line) for line in text.splitlines()]
    for line in lines:
        if line in _alone():
            return line
    for found in _anywhere().finditer(" ".join(lines)):
        if found.group() != found.group().lower():
            return found.group()
    return None


def _joined(text: str) -> str:
    """A text without accents, with one space between its words."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _JOINERS.sub(" ", text).strip()


def _listed(marks: str) -> list[str]:
    return [" ".join(mark.split()) for mark in marks.split(";")]


@cache
def _alone() -> frozenset[str]:
    return frozenset(_listed(_ALONE))


@cache
def _anywhere() -> re.Pattern[str]:
    listed = sorted(_listed(_OF_THE_UNION) + _listed(_OF_MEMBER_STATES), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)", re.IGNORECASE)
