"""The letter to an authority, ready to send: what is due, how to answer, until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from flask import url_for

from app.catalogue.views import CatalogueView
from app.core.labels import message
from app.desk.states import Deed, Kind
from app.desk.tasks import Line, Task
from app.web.frame import country_name
from app.web.tongue import day_in_full, gettext, language
from app.web.words import sentence

REQUESTS: Mapping[Deed, str] = {
    Deed.FORECAST: message("Please give a forecast, with its cause, or report it in place with what shows it."),
    Deed.REPORT: message("Please report it in place with what shows it, or say what is missing."),
    Deed.UPDATE: message("Please say where it stands, and when it will be done."),
    Deed.NEW_FORECAST: message(
        "The day it was forecast for has passed. Please give a new one, with its cause, "
        "or report it in place with what shows it."
    ),
    Deed.CHANGE_FORECAST: message("Please bring the forecast forward, or say what would make that possible."),
    Deed.SHOW: message("Please add what shows it, as its closing condition asks."),
    Deed.RENEW: message("Please renew what shows it, or add what replaces it."),
    Deed.CONFIRM: message("Please confirm that it is still true, or change it."),
}
"""What is asked of an authority about a line."""


class Draft(NamedTuple):
    """A letter before anybody has touched it, and the milestones it asks about."""

    subject: str
    body: str
    references: tuple[str, ...]


Asked = tuple[Task, Line]


def draft_of(
    view: CatalogueView,
    owner: str,
    authority: str,
    asked: Iterable[Asked],
    *,
    is_reminder: bool,
    sheet_of: int | None,
    is_invented: bool,
) -> Draft:
    """The letter that the desk proposes; its end, with the day and the name, is `ending`.

    `sheet_of`: the key of the authority whose workbook goes with it, which holds its own milestones alone.
    """
    lines = [(task, line) for task, line in asked if line.milestone is not None]
    country = country_name(owner)
    parts = [gettext("INVENTED DATA · demonstration")] if is_invented else []
    parts += [gettext("Dear colleagues,"), _opening(country, authority, is_reminder)]
    parts += [_paragraph(view, number, task, line) for number, (task, line) in enumerate(lines, 1)]
    parts += [_how_to_answer(owner, lines, sheet_of)]
    return Draft(_subject(country, authority, is_reminder), "\n\n".join(parts), _references(line for _, line in lines))


def _references(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.milestone.reference for line in lines if line.milestone))


def ending(owner: str, reply_by: date, name: str) -> str:
    """How every letter ends: by which day an answer is asked for, and who asks."""
    said = gettext("Please answer by %(date)s.") % {"date": day_in_full(reply_by)}
    signed = (
        gettext("With thanks")
        + f"\n{name}\n"
        + gettext("National coordination, %(country)s") % {"country": country_name(owner)}
    )
    return f"{said}\n\n{signed}"


def _subject(country: str, authority: str, is_reminder: bool) -> str:
    text = (
        message("Reminder: plan of %(country)s for the Pact on Migration and Asylum, still open at %(authority)s")
        if is_reminder
        else message("Plan of %(country)s for the Pact on Migration and Asylum: what is due from %(authority)s")
    )
    said: str = gettext(text) % {"country": country, "authority": authority}
    return said[:200]


def _opening(country: str, authority: str, is_reminder: bool) -> str:
    text = (
        message("we have asked before, and the following is still open at %(authority)s in the plan of %(country)s:")
        if is_reminder
        else message("in the plan of %(country)s the following is due from %(authority)s:")
    )
    said: str = gettext(text) % {"country": country, "authority": authority}
    return said


def _paragraph(view: CatalogueView, number: int, task: Task, line: Line) -> str:
    """One milestone: its reference and title, the item it belongs to, when, and what is asked."""
    item = view.items_by_id[task.item_id]
    block = view.blocks[item.block_key]
    milestone = line.milestone
    assert milestone is not None
    title, named = item.title.in_(language()), {"number": block.code, "block": block.title.in_(language())}
    is_whole = milestone.facts.is_closing
    if is_whole:
        where = gettext("Block %(number)s, %(block)s") % named
    else:
        where = gettext("Item: %(title)s (block %(number)s, %(block)s)") % {"title": title, **named}
    said = sentence(line.said)
    when = f"{gettext(task.kind.label)} {said}" if task.kind is Kind.PAST_LEGAL_DATE else said[:1].upper() + said[1:]
    parts = (
        f"{milestone.reference}  {title if is_whole else milestone.title}",
        where,
        when,
        gettext(REQUESTS[line.deed]),
    )
    return f"{number}. " + "\n   ".join(parts)


def _how_to_answer(owner: str, asked: Iterable[Asked], sheet_of: int | None) -> str:
    address = url_for("countries.show_country", code=owner, _external=True)
    ways = [
        gettext("How to answer"),
        "- " + gettext("In the tracker, if you have an account: %(address)s") % {"address": address},
        "- " + gettext("Or by answering this message: for each reference where it stands, when it is done, and why."),
    ]
    if sheet_of is not None:
        ways.append("- " + gettext("Or in the attached workbook: fill it in and send it back."))
        others = (line for _, line in asked if line.milestone and line.milestone.authority_id != sheet_of)
        if elsewhere := _references(others):
            said = gettext("Items as a whole are not in it. Please answer this message on %(references)s.")
            ways.append("  " + said % {"references": ", ".join(elsewhere)})
    ways += [
        gettext("If nothing has changed, please say so: that too is recorded."),
        gettext("No data on persons and no classified information, please."),
    ]
    return "\n".join(ways)
