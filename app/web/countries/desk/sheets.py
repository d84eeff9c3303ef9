"""The workbook that goes with a letter: the rows of one authority."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.desk.letters import Sheet, SheetMaker
from app.exchange.book.content import Selection
from app.exchange.book.xlsx import xlsx_of
from app.exchange.services.exporting import Tongue, make_book
from app.http.context import actor, catalogue, config
from app.web.book_names import book_name
from app.web.countries.area import name_of
from app.web.kept import reading_cache
from app.web.tongue import gettext as say
from app.web.tongue import language


def sheet_of(session: Session, owner: str, authority_id: int) -> Sheet | None:
    """An authority's workbook as the person who asks may download it; None when it has no rows."""
    view = catalogue()
    chosen = Selection(authorities=frozenset({authority_id}))
    tongue = Tongue(language(), say)
    try:
        book = make_book(session, view, owner, chosen, actor=actor(), tongue=tongue, cache=reading_cache())
    except Invalid:
        return None
    return book_name(book, "xlsx"), xlsx_of(book, config().secret_key, say=say, owner_name=name_of(view, owner))


make_sheet: SheetMaker | None = sheet_of
"""Makes an authority's workbook; None: letters have no attachment, and say nothing of one."""
