"""A reading, item by item: where one stands, each item with what changed since, one's own mark on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from app.catalogue.states import Level
from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.core.errors import Invalid, NotFound
from app.core.policy import allows
from app.http.commits import writes
from app.http.context import actor, catalogue, session, viewpoint
from app.http.doors import put_beside, signed_in
from app.plans.policy import PlanSubject
from app.plans.services.access import NO_ITEM
from app.plans.states import EU
from app.reading.course import Course
from app.reading.policy import LEAD_SECOND
from app.reading.services.marking import mark_item as mark
from app.reading.services.marking import unmark_item as unmark
from app.reading.states import LINE_LIMIT, MarkState
from app.web.countries.area import block_of, name_of
from app.web.countries.deeds.common import item_of
from app.web.countries.forms_versions import VersionForm
from app.web.countries.views import KINDS
from app.web.flagging.shown import flagging_of
from app.web.reading.area import area
from app.web.reading.shown import changes_of, course_of, plan_to_read, reading_of, shown_item
from app.web.served import served_on
from app.web.stated import stated_on
from app.web.talking import talk_of
from app.web.tongue import gettext

NONE = "none"
"""The button that takes a mark away."""


class MarkForm(VersionForm):
    """A line of one's own to a mark."""

    line = StringField(_("My line, which nobody else is shown"), [Length(max=LINE_LIMIT)])


@dataclass(frozen=True)
class Way:
    """Which part of a plan is read, and whether single keys press what is on the page; addresses carry both on."""

    code: str
    block: BlockView | None
    has_keys: bool

    def to(self, item: ItemView | None = None, **changes: str | None) -> str:
        """The page of an item, or the list of them all."""
        values: dict[str, Any] = {
            "code": self.code,
            "block": self.block.code if self.block else None,
            "keys": None if self.has_keys else "off",
            **changes,
        }
        if item is None:
            return url_for("reading.show_reading", **values)
        return url_for("reading.read_item", key=item.key, **values)


def way_here(view: CatalogueView, code: str) -> Way:
    """As the address says. Raises NotFound for a block that is none."""
    number = request.args.get("block", "")
    return Way(code, block_of(view, number) if number else None, request.args.get("keys") != "off")


@area.get("/countries/<code>/reading")
@signed_in
def show_reading(code: str) -> str:
    """Where the reader stands in a plan or a block of it: every item with their mark, and where to go on."""
    view = catalogue()
    way = way_here(view, code)
    plan, eu = plan_to_read(code)
    course = course_of(view, plan, actor(), way.block)
    return render_template(
        "reading/show_reading.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        way=way,
        course=course,
        reading=reading_of(view, plan, eu, viewpoint()),
        go_on=_item(view, course.next_to_read(course.last)),
        states=MarkState,
        leads=allows(actor(), LEAD_SECOND, PlanSubject(code)),
    )


@area.get("/countries/<code>/reading/<key>")
@signed_in
def read_item(code: str, key: str) -> str:
    """An item with all that is said of it in what was shared, and what of it changed since it was read."""
    view = catalogue()
    return _page(view, code, _item_of(view, code, key), None)


@area.post("/countries/<code>/reading/<key>")
@signed_in
@writes
def mark_item(code: str, key: str) -> Response | tuple[str, int]:
    """Mark an item as read or to come back to and go on, or take the mark away and stay."""
    view = catalogue()
    form = MarkForm()
    asked = request.form.get("state", "")
    way = way_here(view, code)
    if asked == NONE:
        unmark(session(), view, code, key, actor=actor())
        return redirect(way.to(_item_of(view, code, key)), 303)
    if form.validate():
        try:
            mark(session(), view, code, key, asked, form.line.data or "", known_at=_known_sent(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            return _on_from(view, way, item_of(view, key))
    return _page(view, code, _item_of(view, code, key), form), 422


def _on_from(view: CatalogueView, way: Way, item: ItemView) -> Response:
    plan, _eu = plan_to_read(way.code)
    course = course_of(view, plan, actor(), way.block if way.block and way.block.key == item.block_key else None)
    following = _item(view, course.next_to_read(item.item_id))
    if following is None:
        flash(gettext("You have read all of it as it is now shared."), "success")
    return redirect(way.to(following), 303)


def _page(view: CatalogueView, code: str, item: ItemView, form: MarkForm | None) -> str:
    way = way_here(view, code)
    if way.block is not None and way.block.key != item.block_key:
        raise NotFound(NO_ITEM)
    plan, eu = plan_to_read(code)
    course = course_of(view, plan, actor(), way.block)
    seen = viewpoint()
    shown = shown_item(view, plan, eu, item, seen)
    held = course.marks.get(item.item_id)
    shared_at = plan.head.blocks.get(item.block_key)
    return render_template(
        "reading/read_item.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        way=way,
        item=item,
        block=view.blocks[item.block_key],
        course=course,
        card=shown.card,
        assessed=shown.assessed,
        mark=held,
        changed=changes_of(view, plan, item, course, seen),
        shared_at=shared_at,
        known=shared_at.isoformat() if shared_at else "",
        form=form or MarkForm(formdata=None, line=held.line if held else ""),
        near=_near(view, course, item),
        states=MarkState,
        kinds=KINDS,
        flagging=flagging_of(plan, seen),
        talk=talk_of(plan, seen),
        stated=stated_on(plan, seen),
        served=served_on(plan, seen, {item.item_id}),
        none=NONE,
    )


@dataclass(frozen=True)
class Near:
    """The items around one: before it, after it, and the next that is to be read."""

    before: ItemView | None
    after: ItemView | None
    to_read: ItemView | None


def _near(view: CatalogueView, course: Course, item: ItemView) -> Near:
    key = item.item_id
    return Near(*(_item(view, one) for one in (course.before(key), course.after(key), course.next_to_read(key))))


def _item(view: CatalogueView, item_id: int | None) -> ItemView | None:
    return view.items_by_id[item_id] if item_id is not None else None


def _item_of(view: CatalogueView, code: str, key: str) -> ItemView:
    """An item that the plan answers. Raises NotFound."""
    item = item_of(view, key)
    if (item.level is Level.EU) != (code == EU):
        raise NotFound(NO_ITEM)
    return item


def _known_sent() -> datetime | None:
    """Up to which release the page that is answered showed the item; None for none, and for what cannot be read."""
    try:
        sent = datetime.fromisoformat(request.form.get("known", ""))
    except ValueError:
        return None
    return sent if sent.tzinfo is not None else None
