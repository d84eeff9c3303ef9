"""The list of flags, one flag with its exchange, and the file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, render_template, request, url_for

from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.policy import allows
from app.flags.moves import deeds_of
from app.flags.policy import NOTE, circle_of, sides_of
from app.flags.queries.flags import get_flag, list_flags
from app.flags.queries.notes import list_notes, list_people
from app.flags.records import FlagRecord
from app.flags.states import Deed, Severity, Side
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.export import Cell, csv_answer, file_name
from app.web.flagging.listing import Filters, Listed, Row, address_of, asker_of, filters_of, listed
from app.web.flagging.rights import may_ask, reviews_plans
from app.web.flagging.waiting import flags_waiting
from app.web.flags.area import area
from app.web.flags.forms import NoteForm, StepForm
from app.web.frame import in_language, spoken
from app.web.unknowns import refuse_unknown

HEAD = (
    "flag",
    "asked_by",
    "plan",
    "about",
    "severity",
    "category",
    "asked",
    "sent",
    "state",
    "since",
    "turn",
    "answer_by",
    "late",
)


area.add_app_template_global(flags_waiting)  # for the menu, which knows nothing of flags


@area.app_template_global("flag_subject")
def subject_here(flag: FlagRecord) -> str:
    """What a flag points at, for templates."""
    return subject_in_words(catalogue(), flag)


def subject_in_words(view: CatalogueView, flag: FlagRecord) -> str:
    """What a flag points at, as a list names it."""
    item = view.items_by_id.get(flag.item_id or 0)
    if item is not None:
        title = in_language(item.title)
        return f"{flag.reference}, {title}" if flag.reference else title
    block = view.blocks.get(flag.block_key)
    return f"{block.code} {in_language(block.title)}" if block else spoken(flag.about)


def found(view: CatalogueView, seen: Viewpoint, filters: Filters) -> Listed:
    """The flags that pass, in their places."""
    item = view.items.get(filters.item)
    flags = list_flags(
        session(),
        actor(),
        owners=[filters.country] if filters.country else None,
        item_ids=[item.item_id] if item else None,
    )
    wanted = [flag for flag in flags if filters.severity in ("", flag.severity.value)]
    return listed(wanted, actor(), min(seen.as_of, seen.known or seen.as_of))


@area.get("/flags")
@signed_in
def show_flags() -> str:
    """Flags by whose turn it is."""
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = filters_of(request.args, view)
    all_flags = found(view, seen, filters)
    drafts = [] if seen.is_past else list_flags(session(), actor(), drafts=True)
    return render_template(
        "flags/list_flags.html",
        view=view,
        filters=filters,
        unknown=unknown,
        listed=all_flags,
        severities=tuple(Severity),
        drafts=len(drafts),
        may_ask=not seen.is_past and may_ask(),
        reviews=reviews_plans(),
        address_of=lambda row: address_of(row.flag),
    )


@area.get("/flags.csv")
@signed_in
def download_flags() -> Response:
    """The flags that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = filters_of(request.args, view)
    refuse_unknown(unknown)
    name = file_name("flags", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, HEAD, _rows(view, found(view, seen, filters)))


def _rows(view: CatalogueView, all_flags: Listed) -> Iterator[tuple[Cell, ...]]:
    for row in (*all_flags.mine, *all_flags.theirs, *all_flags.resting, *all_flags.ended):
        yield _line(view, row)


def _line(view: CatalogueView, row: Row) -> tuple[Cell, ...]:
    flag, standing = row.flag, row.standing
    return (
        flag.name,
        asker_of(flag),
        flag.owner,
        subject_in_words(view, flag),
        spoken(flag.severity),
        spoken(flag.category),
        flag.asked,
        clock.day_of(flag.sent_at) if flag.sent_at else None,
        spoken(standing.state),
        standing.since,
        spoken(standing.turn) if standing.turn else "",
        standing.due_on,
        standing.late,
    )


@area.get("/flags/<code>-<int:number>")
@signed_in
def show_flag(code: str, number: int) -> str:
    """A flag and the exchange on it."""
    return flag_page(get_flag(session(), code.upper(), number, actor()))


def flag_page(flag: FlagRecord, step: StepForm | None = None, note: NoteForm | None = None) -> str:
    """The page of a flag; the forms may hold what was typed and what was wrong."""
    view, subject = catalogue(), flag.subject
    own = circle_of(actor(), subject)
    sides = sides_of(actor(), subject)
    standing = flag.standing(clock.today())
    may_note = allows(actor(), NOTE, subject) and bool(own)
    deeds = [deed for deed in deeds_of(standing.state, sides) if deed is not Deed.SEND] if standing else []
    return render_template(
        "flags/show_flag.html",
        view=view,
        flag=flag,
        item=view.items_by_id.get(flag.item_id or 0),
        standing=standing,
        positions=flag.positions,
        subject=subject_in_words(view, flag),
        asker=asker_of(flag),
        side=next(iter(sides), None) if sides else None,
        Side=Side,
        deeds=deeds,
        step=step or StepForm(formdata=None),
        note=(note or NoteForm(list_people(session(), flag), own, formdata=None)) if may_note else None,
        notes=list_notes(session(), flag, actor()),
        own=own,
        withdraw_note_url=lambda key: url_for("flags.withdraw_note", code=flag.owner, number=flag.number, note_id=key),
    )
