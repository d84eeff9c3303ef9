"""The page on which a country prepares its pledge to the pool of a year. It is read by that country alone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from app.catalogue.states import Solidarity
from app.core import clock
from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import allows, require
from app.governance.contribution import Offer
from app.governance.ledger import Ledger, ledger_of
from app.governance.queries import list_pool_records
from app.governance.solidarity.policy import WRITE_PLEDGE
from app.governance.solidarity.records import PreparationRecord
from app.governance.solidarity.services.pledges import check_pledge, preparations_of, prepare_pledge
from app.governance.solidarity.share import fair_share
from app.governance.states import LedgerKind
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import version_shown
from app.web.frame import country_name
from app.web.pledging.forms import PledgeForm
from app.web.tongue import gettext

area = Blueprint("pledging", __name__, url_prefix="/countries")

Answer = Redirect | str | tuple[str, int]


@area.get("/<code>/pledge/<int:year>")
@signed_in
def show_pledge(code: str, year: int) -> str:
    """How the pledge to the pool of a year is prepared, beside the fair share once the Council act is published."""
    return _page(code, year)


@area.post("/<code>/pledge/<int:year>")
@signed_in
@writes
def prepare(code: str, year: int) -> Answer:
    """Write down a new version."""
    check_pledge(catalogue(), code, year, actor())
    require(actor(), WRITE_PLEDGE, code)
    form = PledgeForm()
    if not form.validate():
        return _page(code, year, form), 422
    try:
        said = form.values(is_open=_ledger(year).is_open)
        prepare_pledge(session(), catalogue(), code, year, said, actor=actor(), seen=version_shown())
    except Invalid as error:
        put_beside(form, error)
        return _page(code, year, form), 422
    except (Conflict, WrongState) as refusal:
        form.form_errors.append(spoken(refusal))
        return _page(code, year, form), status_of(refusal)
    flash(gettext("Saved. What was written before stays among the versions."), "success")
    return redirect(url_for("pledging.show_pledge", code=code, year=year), 303)


def _ledger(year: int) -> Ledger:
    """The pool as it is read on the day that is looked at."""
    seen = read_viewpoint()
    known = clock.end_of(seen.known) if seen.known else None
    return ledger_of(year, catalogue().pools.get(year), list_pool_records(session(), year), seen.as_of, known)


def _page(code: str, year: int, form: PledgeForm | None = None) -> str:
    seen, view = read_viewpoint(), catalogue()
    until = clock.end_of(seen.known or seen.as_of)
    versions = [one for one in preparations_of(session(), view, code, year, actor=actor()) if one.said_at <= until]
    last: PreparationRecord | None = versions[-1] if versions else None
    ledger = _ledger(year)
    keeps = not seen.is_past and allows(actor(), WRITE_PLEDGE, code)
    return render_template(
        "pledging/show_pledge.html",
        view=view,
        code=code,
        name=country_name(code),
        year=year,
        ledger=ledger,
        last=last,
        versions=versions[::-1],
        types=tuple(Solidarity),
        share=fair_share(view, ledger, code, last.offer if last else Offer()),
        pledge=LedgerKind.PLEDGE,
        has_key=year in view.reference_keys,
        form=(form or PledgeForm(last, formdata=None)) if keeps else None,
        version=last.version if last else 0,
    )
