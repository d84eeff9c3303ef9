"""The items an agency is an actor of; what is stated of an item, by whom, and what of it was withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.catalogue.states import Level
from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans.policy import scope_for
from app.plans.queries.heads import find_head, list_authorities, list_plans
from app.plans.services.access import NO_ITEM
from app.plans.states import EU, Scope
from app.readiness import display
from app.readiness.cases import ItemReading
from app.readiness.plan import PlanReading
from app.readiness.states import State
from app.statements.policy import READ, WITHDRAW, WRITE, ItemSubject, agencies_of, subject_of, writes_for_an_agency
from app.statements.queries import NO_STATEMENT, as_of, get_statement, list_statements
from app.statements.records import StatementRecord
from app.statements.services import state, withdraw
from app.web.countries.area import country_of
from app.web.countries.deeds.common import item_of, version_shown
from app.web.frame import country_name, day_url
from app.web.kept_pages import kept_page
from app.web.readings import full_readings
from app.web.stated import acting_here, bodies_here
from app.web.statements.forms import StatementForm, WithdrawForm
from app.web.tongue import gettext

area = Blueprint("statements", __name__)

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Row:
    """An item in a country's plan. `statements`: how many stand, of whichever agency."""

    item: ItemView
    block: BlockView
    reading: ItemReading
    statements: int

    @property
    def progress(self) -> int | None:
        """Whole per cent as shown."""
        reading = self.reading
        return display.percent(
            reading.progress, has_begun=bool(reading.progress), is_complete=reading.state is State.IN_PLACE
        )


@area.get("/statements")
@signed_in
@kept_page
def list_items() -> str:
    """The items of all Member States' plans that the person reads for an agency, country by country."""
    if not writes_for_an_agency(actor()):
        raise NotFound(NO_ITEM)
    seen, view = read_viewpoint(), catalogue()
    acting = acting_here()
    items = [item for item in view.items.values() if item.item_id in acting]
    heads = [head for head in list_plans(session()) if head.owner in view.countries] if items else []
    asked = [(head, Scope.SHARED) for head in heads]
    readings = full_readings(session(), view, seen, asked)
    found = as_of(
        list_statements(session(), actor(), acting, item_ids=acting) if items else (),
        seen.as_of,
        clock.end_of(seen.known) if seen.known else None,
    )
    number = Counter((one.owner, one.item_id) for one in found if one.stands)
    countries = {
        head.owner: list(_rows(view, items, head.owner, readings[head.plan_id, Scope.SHARED], number)) for head in heads
    }
    shown = {owner: rows for owner, rows in countries.items() if rows}
    return render_template(
        "statements/list_items.html", countries=shown, jumps=[(country_name(code), f"of-{code}") for code in shown]
    )


def _rows(
    view: CatalogueView, items: Sequence[ItemView], owner: str, reading: PlanReading, number: Counter[tuple[str, int]]
) -> Iterator[Row]:
    for item in items:
        if item.item_id in reading.items:
            block = view.blocks[item.block_key]
            yield Row(item, block, reading.items[item.item_id], number[owner, item.item_id])


@area.get("/countries/<code>/items/<key>/statements")
@signed_in
def show_statements(code: str, key: str) -> str:
    """What is stated of an item, the latest first, and for agencies that are actors of it the form of another one."""
    read_viewpoint()
    return _page(code, item_of(catalogue(), key))


@area.post("/countries/<code>/items/<key>/statements")
@signed_in
@writes
def make_statement(code: str, key: str) -> Answer:
    """State something of an item."""
    view = catalogue()
    item = item_of(view, key)
    subject = _subject(code, item)
    require(actor(), WRITE, subject)
    form = StatementForm(_agencies(subject))
    if form.validate():
        try:
            state(session(), view, code, key, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The statement is made; the country and those who read the item see it."), "success")
            return redirect(url_for("statements.show_statements", code=code, key=key), 303)
    return _page(code, item, form), 422


@area.post("/countries/<code>/statements/<int:statement_id>/withdraw")
@signed_in
@writes
def withdraw_statement(code: str, statement_id: int) -> Answer:
    """Withdraw a statement of one's agency."""
    view, form = catalogue(), WithdrawForm()
    found = get_statement(session(), code, statement_id, actor(), acting_here())
    item = view.items_by_id.get(found.item_id)
    if item is None:
        raise NotFound(NO_STATEMENT)
    try:
        withdraw(
            session(),
            view,
            code,
            statement_id,
            form.reason.data or "",
            actor=actor(),
            expected_version=version_shown(),
        )
    except Invalid as error:
        put_beside(form, error)
        return _page(code, item, refused={statement_id: form}), 422
    except (WrongState, Conflict) as refusal:
        form.form_errors.append(spoken(refusal))
        return _page(code, item, refused={statement_id: form}), status_of(refusal)
    flash(gettext("The statement is withdrawn."), "success")
    return redirect(url_for("statements.show_statements", code=code, key=item.key), 303)


def _subject(code: str, item: ItemView) -> ItemSubject:
    """What rights here depend on. Raises NotFound for those who may not read what is stated here."""
    if code == EU or item.level is Level.EU:
        raise NotFound(NO_ITEM)
    subject = subject_of(catalogue(), code, item, bodies_here())
    if not allows(actor(), READ, subject):
        raise NotFound(NO_ITEM)
    return subject


def _agencies(subject: ItemSubject) -> dict[int, str]:
    """The agencies for which the person can state something, with their names; no statement for nobody."""
    mine = agencies_of(actor(), subject)
    head = find_head(session(), EU) if mine else None
    listed = list_authorities(session(), head.plan_id, Scope.SHARED) if head else []
    return {one.authority_id: one.short_name or one.name for one in listed if one.authority_id in mine}


def _page(
    code: str, item: ItemView, form: StatementForm | None = None, refused: dict[int, WithdrawForm] | None = None
) -> str:
    seen, view = read_viewpoint(), catalogue()
    country_of(view, code)
    subject = _subject(code, item)
    if find_head(session(), code) is None:
        raise NotFound(NO_ITEM)
    known = clock.end_of(seen.known) if seen.known else None
    listed = list_statements(session(), actor(), acting_here(), owner=code, item_ids=[item.item_id])
    found = as_of(listed, seen.as_of, known)
    may_state = not seen.is_past and allows(actor(), WRITE, subject)
    return render_template(
        "statements/show_statements.html",
        owner=code,
        view=view,
        item=item,
        found=found,
        form=(form or StatementForm(_agencies(subject), formdata=None)) if may_state else None,
        withdrawing={} if seen.is_past else _withdrawing(code, item, found, refused or {}),
        opens_plan=scope_for(actor(), code) is not None,
        back=day_url("countries.show_cell", code=code, number=view.blocks[item.block_key].code)
        + f"#item-{item.item_id}",
    )


def _withdrawing(
    code: str, item: ItemView, found: Sequence[StatementRecord], refused: dict[int, WithdrawForm]
) -> dict[int, WithdrawForm]:
    """By statement that the person can withdraw, the form of it."""
    forms = {}
    for one in found:
        subject = ItemSubject(code, block_key=item.block_key, bodies=frozenset({one.authority_id}))
        if one.statement_id in refused or (one.stands and allows(actor(), WITHDRAW, subject)):
            form = refused.get(one.statement_id) or WithdrawForm(formdata=None)
            form.reason.id = f"reason-{one.statement_id}"
            forms[one.statement_id] = form
    return forms
