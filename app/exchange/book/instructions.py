"""What the first sheet of a workbook, and the head of each other one, tell the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.core.labels import message
from app.exchange.book.columns import COLUMNS, EDITABLE
from app.exchange.book.content import Book

Say = Callable[[str], str]

SHEET = message("Instructions")
INVENTED = message("Invented data")
DISCLAIMER = message(
    "Computed from information shared by Member States. Not a legal assessment by the Commission and without"
    " prejudice to Article 258 TFEU. That an item is not yet shown does not mean that it is not in place."
)
NOT_SECRET = message(
    "Not for EU classified information, and not for figures of the solidarity pool before the Council act."
)
HOW = (
    message(
        "Change what is white; what is grey is locked. Save the file as .xlsx, in any program, and upload it again."
    ),
    message("Dates are real dates; a date written as 31.12.2026, 2026-12-31 or 31 December 2026 is read too."),
    message("To add a milestone, write its title into an empty row under its item."),
    message(
        "Where a target is divided among authorities, each part has a row of its own below it: change its value and the"
        " day it is as at. Parts are added and taken away on the milestone's page."
    ),
    message(
        "Below a milestone with a budget, each instrument has a row of its own: enter what it has planned, committed"
        " and spent, as 1250000.50. Further instruments are added on the milestone's page."
    ),
    message("A row you remove stays in the plan. To cancel a milestone, open its page."),
    message("Formulas, merged cells and macros are not read."),
    message("Before anything is changed you see what would change, and decide where others changed the same cell."),
)
CHANGE, KEEP = message("may be changed"), message("leave as it is")


def title_of(book: Book, say: Say, owner_name: str) -> str:
    """The head line: whose plan, of which instant, taken by whom."""
    when = book.at.strftime("%Y-%m-%d %H:%M UTC")
    said = say(message("Plan of %(owner)s as of %(when)s, downloaded by %(who)s"))
    return said % {"owner": owner_name, "when": when, "who": book.by or "–"}


def lines_of(book: Book, say: Say, owner_name: str) -> Iterator[tuple[str, str]]:
    """The lines of the instructions: a word and what it means, or a sentence alone."""
    yield title_of(book, say, owner_name), ""
    if book.is_invented:
        yield say(INVENTED), ""
    yield say(DISCLAIMER), ""
    yield say(NOT_SECRET), ""
    yield "", ""
    yield from ((say(sentence), "") for sentence in HOW)
    yield "", ""
    for column in COLUMNS:
        may = say(CHANGE) if column.key in EDITABLE else say(KEEP)
        yield book.heads[column.key], f"{say(column.hint)} ({may})"
