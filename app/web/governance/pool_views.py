"""The ledger of a published pool: reference numbers, contributions by Member State, the lines of one and their form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from app.catalogue.states import Solidarity
from app.catalogue.views import EU
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.money import read_amount
from app.core.policy import allows, require
from app.governance.key_table import KeyRow, key_table
from app.governance.ledger import Ledger, PoolRecord, ledger_of
from app.governance.policy import RECORD_POOL
from app.governance.pools import NO_POOL, LedgerCell, check_pool, is_counted, record_line
from app.governance.queries import list_pool_records
from app.governance.solidarity.policy import READ_PLEDGE
from app.governance.states import LedgerKind
from app.http.caching import is_demonstration
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import version_shown
from app.web.export import Cell, csv_answer, file_name
from app.web.frame import country_name, day_url, in_language
from app.web.governance.area import area
from app.web.governance.forms import PoolForm
from app.web.kept_pages import kept_page
from app.web.tongue import gettext

Answer = Redirect | str | tuple[str, int]

KINDS = (LedgerKind.PLEDGE, LedgerKind.DEDUCTION, LedgerKind.DELIVERED, LedgerKind.CONFIRMED)
HEAD = (
    "pool",
    "country",
    "kind",
    "type",
    "persons",
    "euro",
    "as_at",
    "reference",
    "link",
    "source",
    "confidence",
    "recorded_on",
    "recorded_by",
    "note",
)


@dataclass(frozen=True)
class PoolPage:
    """A pool as it is read on a day; `counted`: the Member States that have a part in it, `shares` of its key."""

    year: int
    ledger: Ledger
    counted: tuple[str, ...]
    shares: dict[str, KeyRow]

    def total(self, kind: LedgerKind) -> tuple[int, int]:
        """Whole cents of what is known of a kind, and of how many Member States it is known."""
        value, number = self.ledger.total(kind, self.counted)
        return whole(value), number


def whole(value: Fraction) -> int:
    """Whole cents, half up."""
    return int(value + Fraction(1, 2)) if value >= 0 else -int(-value + Fraction(1, 2))


@area.get("/<int:year>/pool")
@signed_in
@kept_page
def show_pool(year: int) -> str:
    """The pool that the report of a year prepares, Member State by Member State."""
    page = _page(year)
    seen = read_viewpoint()
    return render_template(
        "governance/show_pool.html",
        year=year,
        page=page,
        view=catalogue(),
        kinds=KINDS,
        types=tuple(Solidarity),
        reference=LedgerKind.REFERENCE,
        whole=whole,
        keeps=not seen.is_past and allows(actor(), RECORD_POOL),
        EU=EU,
    )


@area.get("/<int:year>/pool.csv")
@signed_in
def download_pool(year: int) -> Response:
    """All that is known of the pool as a file, a line a contribution; what is unknown is in no line."""
    page = _page(year)
    name = file_name(f"pool-{page.year}", "csv", is_invented=is_demonstration() and bool(page.ledger.records))
    return csv_answer(name, HEAD, _rows(page))


@area.get("/<int:year>/pool/<code>")
@signed_in
def show_contribution(year: int, code: str) -> str:
    """What is known of one Member State's contribution, or (EU) of the reference numbers, and what was recorded."""
    return _contribution(year, code)


@area.post("/<int:year>/pool/<code>")
@signed_in
@writes
def record_contribution(year: int, code: str) -> Answer:
    """Record a line."""
    view, pool_year = catalogue(), year + 1
    check_pool(view, pool_year, actor())
    require(actor(), RECORD_POOL)
    form = PoolForm(is_reference=code == EU)
    if not form.validate():
        return _contribution(year, code, form), 422
    try:
        cell = LedgerCell(pool_year, form.kind_chosen, form.type_chosen, "" if code == EU else code)
        shown = version_shown()
        lines = [one.entry_id for one in list_pool_records(session(), pool_year) if one.cell == _place(cell)]
        seen = max((key for key in lines if key <= shown), default=None)
        record_line(session(), view, cell, _values(form, cell), actor=actor(), seen=seen)
    except Invalid as error:
        put_beside(form, error)
        return _contribution(year, code, form), 422
    except (Conflict, WrongState) as refusal:
        form.form_errors.append(spoken(refusal))
        return _contribution(year, code, form), status_of(refusal)
    flash(gettext("Recorded. What was recorded before stays in the history."), "success")
    balance = _page(year).ledger.balance(code, cell.type)
    if balance is not None and balance < 0:
        flash(gettext("More is deducted or carried out than pledged. If a figure is wrong, record it anew."), "warning")
    return redirect(url_for("governance.show_contribution", year=year, code=code), 303)


def _place(cell: LedgerCell) -> tuple[LedgerKind, str, Solidarity]:
    return cell.kind, cell.country, cell.type


def _values(form: PoolForm, cell: LedgerCell) -> dict[str, object]:
    """What was typed; an amount in persons or in euro, as the type is counted. Raises Invalid."""
    typed = (form.amount.data or "").strip()
    amount: int | None = None
    if typed and cell.type.is_in_persons:
        digits = typed.replace(" ", "").replace(",", "")
        if not digits.isascii() or not digits.isdigit():
            raise Invalid(message("This is no whole number. Write digits alone, such as 400."), field="amount")
        amount = int(digits)
    elif typed:
        amount = read_amount(typed, "amount")
    return {
        "amount": amount,
        "as_at": form.as_at.data,
        "reference": form.reference.data,
        "url": form.url.data,
        "note": form.note.data,
    }


def _page(year: int) -> PoolPage:
    """The pool of the year after a report. Raises NotFound."""
    seen, view, pool_year = read_viewpoint(), catalogue(), year + 1
    check_pool(view, pool_year, actor())
    known = clock.end_of(seen.known) if seen.known else None
    ledger = ledger_of(pool_year, view.pools.get(pool_year), list_pool_records(session(), pool_year), seen.as_of, known)
    key = view.reference_keys.get(pool_year)
    table = key_table(view, key) if key else None
    counted = tuple(code for code in view.countries if is_counted(view, code))
    return PoolPage(pool_year, ledger, counted, {row.country: row for row in table.rows} if table else {})


def _contribution(year: int, code: str, form: PoolForm | None = None) -> str:
    page, seen = _page(year), read_viewpoint()
    if code != EU and code not in page.counted:
        raise NotFound(NO_POOL)
    country = "" if code == EU else code
    records: list[PoolRecord] = [one for one in reversed(page.ledger.records) if one.country == country]
    keeps = not seen.is_past and allows(actor(), RECORD_POOL)
    return render_template(
        "governance/show_contribution.html",
        year=year,
        page=page,
        code=code,
        country=country,
        name=gettext("Reference numbers") if code == EU else country_name(code),
        kinds=(LedgerKind.REFERENCE,) if code == EU else KINDS,
        types=tuple(Solidarity),
        view=catalogue(),
        records=records,
        version=max((one.entry_id for one in page.ledger.records), default=0),
        form=(form or PoolForm(is_reference=code == EU, formdata=None)) if keeps else None,
        reads_pledge=bool(country) and allows(actor(), READ_PLEDGE, country),
        back=day_url("governance.show_pool", year=year),
        whole=whole,
    )


def _rows(page: PoolPage) -> Iterator[tuple[Cell, ...]]:
    order = {code: number for number, code in enumerate(("", *page.counted))}
    kinds, types = list(LedgerKind), list(Solidarity)
    cells = sorted(page.ledger.cells, key=lambda c: (order.get(c[1], 0), kinds.index(c[0]), types.index(c[2])))
    for kind, country, measure in cells:
        known = page.ledger.cells[kind, country, measure]
        in_persons = measure.is_in_persons
        yield (
            page.year,
            country,
            kind.value,
            measure.value,
            known.amount if in_persons else "",
            "" if in_persons else f"{known.amount // 100}.{known.amount % 100:02}",
            known.as_at,
            known.reference,
            known.url,
            known.source or "",
            known.confidence.value if known.confidence else "",
            clock.day_of(known.recorded_at) if known.recorded_at else "",
            known.recorder.value if known.recorder else "",
            known.note if isinstance(known.note, str) else in_language(known.note),
        )
