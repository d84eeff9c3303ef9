"""The reference key of a year's pool, with its inputs, and a calculator for one's own country."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template

from app.catalogue.views import ReferenceKeyView
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.core.money import read_amount, written
from app.core.policy import allows
from app.governance.contribution import Offer, Pool, Reckoning, by_official_share, reckon
from app.governance.key_table import KeyTable, key_table
from app.governance.pools import read_ledger
from app.governance.solidarity.policy import READ_PLEDGE
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.plans.policy import reads_plans
from app.web.export import csv_answer, file_name
from app.web.frame import country_name, in_language
from app.web.governance.area import area
from app.web.governance.forms import CalculatorForm
from app.web.tongue import gettext

Answer = str | tuple[str, int]

NO_KEY = message("The catalogue has no inputs of a reference key for the pool of %(year)s.")
HEAD = ("pool", "country", "population", "gdp", "computed_share", "official_share", "official_source")


@dataclass(frozen=True)
class Reckoned:
    """A calculation: for whom, by which share, and where one is public what the official one comes to."""

    country: str
    pool: Pool
    offer: Offer
    found: Reckoning
    official: tuple[int, int] | None

    @property
    def beyond(self) -> int:
        """Cents that are offered beyond the share."""
        return max(-self.found.remains, 0)


@area.get("/<int:year>/key")
@signed_in
def show_key(year: int) -> str:
    """The key of the pool that the report of a year prepares, share by share, and the calculator."""
    table = _table(year)
    return _page(year, table, _form(table, formdata=None))


@area.post("/<int:year>/key")
@signed_in
def calculate(year: int) -> Answer:
    """Reckon an offer against a share. Asked by POST so that no address holds it; nothing is kept or logged."""
    table = _table(year)
    form = _form(table)
    if form.validate():
        try:
            return _page(year, table, form, _reckoned(table, form))
        except Invalid as error:
            put_beside(form, error)
    return _page(year, table, form), 422


@area.get("/<int:year>/key.csv")
@signed_in
def download_key(year: int) -> Response:
    """Inputs and shares as a file; shares in per cent."""
    table = _table(year)
    rows = (
        (
            table.key.year,
            row.country,
            row.member.population,
            row.member.gdp,
            shown(row.share),
            shown(row.official.share) if row.official else "",
            row.official.source if row.official else "",
        )
        for row in table.rows
    )
    return csv_answer(file_name(f"reference-key-{table.key.year}", "csv"), HEAD, rows)


def shown(share: int) -> str:
    """Ten-thousandths of a per cent as per cent: 160021 is 16.0021."""
    return f"{share // 10_000}.{share % 10_000:04}"


def _table(year: int) -> KeyTable:
    """The key of the pool of the year after. Raises NotFound."""
    read_viewpoint()
    view = catalogue()
    key: ReferenceKeyView | None = view.reference_keys.get(year + 1)
    if key is None or not reads_plans(actor(), None):
        raise NotFound(NO_KEY, year=year + 1)
    return key_table(view, key)


def _form(table: KeyTable, **options: object) -> CalculatorForm:
    """The form, with the numbers of the pool where they are published, and the reader's own country chosen."""
    form = CalculatorForm({row.country: country_name(row.country) for row in table.rows}, **options)
    own = [code for code in sorted(actor().countries) if code in table.shares]
    if form.country.data is None and own:
        form.country.data = own[0]
    pool = read_ledger(session(), catalogue(), table.key.year, actor=actor()).pool if "formdata" in options else None
    if pool is not None:
        form.relocations.data, form.money.data = pool.relocations, written(pool.money).removesuffix(".00")
    return form


def _reckoned(table: KeyTable, form: CalculatorForm) -> Reckoned:
    """The calculation that the form asks for. Raises Invalid naming the field."""
    country = form.country.data
    rows = {row.country: row for row in table.rows}
    if country not in rows:
        raise Invalid(message("Choose a Member State."), field="country")
    pool = Pool(form.relocations.data, read_amount(form.money.data or "", "money") or 0)
    offer = Offer(
        relocations=form.own_relocations.data or 0,
        offsets=form.own_offsets.data or 0,
        money=read_amount(form.own_money.data or "", "own_money") or 0,
        alternative=read_amount(form.own_alternative.data or "", "own_alternative") or 0,
    )
    deduction = read_amount(form.deduction.data or "", "deduction") or 0
    found = reckon(pool, table.shares, country, offer, deduction=deduction)
    official = rows[country].official
    return Reckoned(country, pool, offer, found, by_official_share(pool, official.share) if official else None)


def _page(year: int, table: KeyTable, form: CalculatorForm, reckoned: Reckoned | None = None) -> str:
    view = catalogue()
    return render_template(
        "governance/show_key.html",
        year=year,
        table_of_key=table,
        view=view,
        form=form,
        reckoned=reckoned,
        shown=shown,
        own=[code for code in table.shares if allows(actor(), READ_PLEDGE, code)],
        basis={code: _basis(code) for code in table.not_counted},
        member_states=gettext("Member States counted: %(number)s", number=len(table.rows)),
    )


def _basis(code: str) -> str:
    """Why a country is not counted, in the words of the catalogue's statement on its participation."""
    view = catalogue()
    statement = view.participation.get((code, "AMMR"))
    return in_language(statement.basis) if statement else ""
