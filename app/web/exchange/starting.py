"""Begin a plan from a spreadsheet: upload it, say its columns and words, look at what it brings."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import require
from app.exchange import policy, queries
from app.exchange.foreign.guessing import guess_on
from app.exchange.foreign.layout import Order, Target
from app.exchange.foreign.meanings import Meanings
from app.exchange.foreign.table import offered
from app.exchange.reading.limits import LARGEST_FILE
from app.exchange.reading.process import Sheet
from app.exchange.services import importing, starting
from app.exchange.services.starting import Begun
from app.http.commits import writes
from app.http.context import actor, catalogue, close_session, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.http.uploads import depot, sent_uploads, takes_files
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.web.arriving import ground, pieces_for
from app.web.countries.area import country_of, name_of
from app.web.countries.deeds.common import version_shown
from app.web.exchange.area import area
from app.web.exchange.forms import SpreadsheetForm
from app.web.exchange.words import (
    Chosen,
    Option,
    WordShower,
    chosen_in,
    columns_shown,
    dates_found,
    first_rows,
    table_heads,
)
from app.web.exchange.workbooks import about_the_file, key_of, received
from app.web.tongue import gettext as say

Answer = Response | str | tuple[str, int]


@area.get("/<code>/spreadsheets")
@signed_in
def list_spreadsheets(code: str) -> Answer:
    """Upload a spreadsheet to begin with, and those that were uploaded before."""
    return _list_page(code, SpreadsheetForm(formdata=None))


def _list_page(code: str, form: SpreadsheetForm) -> str:
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    require(actor(), policy.START, PlanSubject(code))
    return render_template(
        "exchange/list_spreadsheets.html",
        owner=code,
        name=name_of(view, code),
        form=form,
        pieces=pieces_for("spreadsheet", code),
        most_rows=importing.MOST_ROWS,
        spreadsheets=queries.list_spreadsheets(session(), plan.plan_id),
        layouts=queries.list_layouts(session(), plan.plan_id),
    )


@ground("spreadsheet", LARGEST_FILE)
def may_send_spreadsheet(code: str, _target: str) -> None:
    """Whether the person may begin a country's plan from a spreadsheet. Raises NotFound, NotAllowed."""
    get_plan(session(), code, actor())
    require(actor(), policy.START, PlanSubject(code))


@area.post("/<code>/spreadsheets")
@signed_in
@writes
@takes_files
def upload_spreadsheet(code: str) -> Answer:
    """Read a spreadsheet and keep it with a first idea of its columns; nothing of the plan changes."""
    may_send_spreadsheet(code, "")
    form = SpreadsheetForm()
    try:
        with sent_uploads(form.file) as sent, about_the_file():
            if not sent:
                raise Invalid(gettext("Choose a file."), field="file")
            taken = received(sent[0])
            close_session()  # reading takes time, and nobody else should wait for it
            file = importing.read_file(taken)
            with importing.examined_file(file, depot()) as found:
                key = starting.begin(session(), code, file, actor=actor(), found=found)
    except Invalid as error:
        put_beside(form, error)
        return _list_page(code, form), 422
    return redirect(url_for("exchange.show_spreadsheet", code=code, spreadsheet_id=key), 303)


@area.post("/<code>/spreadsheets/layouts/<layout_id>/delete")
@signed_in
@writes
def delete_layout(code: str, layout_id: str) -> Answer:
    """Delete columns that were kept under a name."""
    name = starting.forget_layout(session(), code, key_of(layout_id), actor=actor())
    flash(gettext("Deleted: the columns kept as “%(name)s”.", name=name), "success")
    return redirect(url_for("exchange.list_spreadsheets", code=code), 303)


@area.get("/<code>/spreadsheets/<spreadsheet_id>")
@signed_in
def show_spreadsheet(code: str, spreadsheet_id: str) -> Answer:
    """The columns and words of a spreadsheet, as they are read so far."""
    begun = starting.get_begun(session(), code, key_of(spreadsheet_id), actor=actor())
    return _page(code, begun, _sheets(begun), Chosen(begun.layout), begun.version)


def _sheets(begun: Begun) -> list[Sheet]:
    close_session()  # reading takes time, and nobody else should wait for it
    return starting.read_again(begun, depot())


def _page(
    code: str, begun: Begun, sheets: Sequence[Sheet], chosen: Chosen, version: int, kept_as: str | None = None
) -> str:
    view = catalogue()
    plan = get_plan(session(), code, actor())
    table = starting.table_on(sheets, chosen.layout)
    rows = starting.rows_of(session(), view, plan, table, chosen.layout)
    shower = WordShower(view, rows, chosen)
    written, unclear = dates_found(sheets, chosen.layout)
    return render_template(
        "exchange/show_spreadsheet.html",
        owner=code,
        name=name_of(view, code),
        begun=begun,
        version=version,
        errors=chosen.errors,
        sheets=[
            Option(one.name, say("%(name)s (hidden)", name=one.name) if one.is_hidden else one.name, one is table.sheet)
            for one in offered(sheets)
        ],
        head=chosen.layout.head + 1,
        heads=table_heads(table),
        first_rows=first_rows(table.sheet, table.head),
        columns=list(columns_shown(table_heads(table), chosen.layout)),
        orders=[Option(one.value, say(one.label), one.value == chosen.layout.order) for one in Order],
        dates=written,
        unclear=unclear,
        groups=shower.all(),
        items=[(key, shower.item_in_words(item)) for key, item in rows.meanings.items.items()],
        kept_as=begun.kept_as if kept_as is None else kept_as,
        most_rows=importing.MOST_ROWS,
    )


@area.post("/<code>/spreadsheets/<spreadsheet_id>")
@signed_in
@writes
def read_spreadsheet(code: str, spreadsheet_id: str) -> Answer:
    """Keep what was said of columns and words; then look again, or at what the spreadsheet brings."""
    key = key_of(spreadsheet_id)
    begun = starting.get_begun(session(), code, key, actor=actor())
    sheets = _sheets(begun)
    view = catalogue()
    plan = get_plan(session(), code, actor())
    authorities = tuple(one for one in list_authorities(session(), plan.plan_id) if one.is_active)
    chosen = chosen_in(request.form, begun.layout, Meanings(view, code, authorities))
    kept_as, version = request.form.get("kept_as", ""), version_shown()
    here = redirect(url_for("exchange.show_spreadsheet", code=code, spreadsheet_id=key), 303)
    try:
        starting.table_on(sheets, chosen.layout)
        is_other = (chosen.layout.sheet, chosen.layout.head) != (begun.layout.sheet, begun.layout.head)
        if is_other and not chosen.errors:
            layout = guess_on(sheets, chosen.layout.sheet, chosen.layout.head).with_words_of(chosen.layout)
            starting.set_layout(session(), code, key, layout, actor=actor(), kept_as="", expected_version=version)
            flash(gettext("The columns of this sheet were proposed anew. Look at them."), "info")
            return here
        is_preview = request.form.get("do") == "preview"
        chosen.errors.update(_missing(chosen, sheets) if is_preview else {})
        if chosen.errors:
            return _page(code, begun, sheets, chosen, version, kept_as), 422
        starting.set_layout(
            session(), code, key, chosen.layout, actor=actor(), kept_as=kept_as, expected_version=version
        )
        if not is_preview:
            flash(gettext("Kept. Nothing of the plan has changed."), "success")
            return here
        if starting.rows_of(session(), view, plan, starting.table_on(sheets, chosen.layout), chosen.layout).is_silent():
            flash(gettext("There are words now that you have not seen yet. Look at them first."), "warning")
            return here
        import_id = starting.preview_start(session(), view, code, key, sheets, actor=actor())
    except Conflict as conflict:
        chosen.errors["version"] = spoken(conflict)
        return _page(code, begun, sheets, chosen, conflict.current_version, kept_as), 409
    except (Invalid, WrongState) as error:
        field = getattr(error, "field", None) or "sheet"
        chosen = Chosen(begun.layout) if field == "sheet" and isinstance(error, WrongState) else chosen
        chosen.errors[field] = spoken(error)
        return _page(code, begun, sheets, chosen, version, kept_as), 422
    return redirect(url_for("exchange.show_import", code=code, import_id=import_id), 303)


def _missing(chosen: Chosen, sheets: Sequence[Sheet]) -> dict[str, str]:
    """What has to be said before anything can be looked at, by the name of the field."""
    found = {}
    if Target.TITLE.value not in chosen.layout.columns:
        found[f"column|{Target.TITLE.value}"] = say(starting.NO_TITLES)
    if not chosen.layout.order and dates_found(sheets, chosen.layout)[1]:
        found["order"] = gettext("Some dates can be two days. Choose how they are written.")
    return found
