"""Findings by year, of one Member State with their history and form, and as a file. Never coloured, no readiness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.core import clock
from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import allows, require
from app.governance.services import first_year
from app.governance.solidarity.findings import Finding, Findings, conditions_laid, findings_of
from app.governance.solidarity.overlay import items_on
from app.governance.solidarity.policy import RECORD_FINDING
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.records import FindingRecord
from app.governance.solidarity.services.findings import check_findings, record_finding
from app.http.caching import is_demonstration
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import version_shown
from app.web.export import Cell, csv_answer, file_name
from app.web.findings.forms import FindingForm
from app.web.frame import country_name, day_url, in_language
from app.web.kept_pages import kept_page
from app.web.tongue import gettext
from app.web.unknowns import refuse_unknown

area = Blueprint("findings", __name__, url_prefix="/governance/findings")

Answer = Redirect | str | tuple[str, int]

HEAD = (
    "cycle",
    "country",
    "finding",
    "reference",
    "link",
    "decided_on",
    "valid_from",
    "valid_until",
    "source",
    "confidence",
    "recorded_on",
    "recorded_by",
    "note",
)


@area.get("")
@signed_in
@kept_page
def list_findings() -> str:
    """The findings of a year: every bound Member State with its label verbatim, or that no finding is known."""
    found, years = _found(), _years()
    asked = request.args.get("year", type=int)
    year = asked if asked in years else found.year_on(read_viewpoint().as_of) or years[0]
    return render_template(
        "findings/list_findings.html",
        view=catalogue(),
        year=year,
        years=years,
        by_country=found.of_year(year),
        kinds=catalogue().finding_kinds.values(),
        not_bound=[code for code in catalogue().countries if code not in found.bound],
        is_recorded=any(one.year == year and one.is_recorded for one in found.found),
    )


@area.get("/findings.csv")
@signed_in
def download_findings() -> Response:
    """A year (`?year=2026`) or all years as a file, a line a finding; a Member State without one in a year has a line
    that names none. Raises NotFound for a year without a cycle."""
    found, asked = _found(), request.args.get("year")
    every = sorted({*_years(), *found.years})
    years = every if asked is None else [one for one in every if str(one) == asked]
    refuse_unknown([] if years else ["year"])
    is_recorded = any(one.is_recorded for one in found.found if one.year in years)
    stem = "findings" if asked is None else f"findings-{asked}"
    name = file_name(stem, "csv", is_invented=is_demonstration() and is_recorded)
    return csv_answer(name, HEAD, _rows(found, years))


@area.get("/<code>")
@signed_in
def show_country(code: str) -> str:
    """All findings on one Member State, what follows from them, what was recorded, and the form."""
    return _country_page(code)


@area.post("/<code>")
@signed_in
@writes
def record(code: str) -> Answer:
    """Record, replace or withdraw a finding."""
    view = catalogue()
    check_findings(view, actor(), code)
    require(actor(), RECORD_FINDING, code)
    form = _form()
    if not form.validate():
        return _country_page(code, form), 422
    cell, shown = (form.year.data, code, form.kind.data), version_shown()
    seen = [one.entry_id for one in list_finding_records(session(), code) if one.cell == cell and one.entry_id <= shown]
    try:
        made = record_finding(session(), view, cell, form.values(), actor=actor(), seen=max(seen, default=None))
    except Invalid as error:
        put_beside(form, error)
        return _country_page(code, form), 422
    except (Conflict, WrongState) as refusal:
        form.form_errors.append(spoken(refusal))
        return _country_page(code, form), status_of(refusal)
    told = gettext("Recorded. What was recorded before stays in the history.")
    flash(gettext("This is what was recorded already: nothing has changed.") if made in seen else told, "success")
    return redirect(url_for("findings.show_country", code=code), 303)


def _found(code: str | None = None) -> Findings:
    """What is known on the day that is looked at. Raises NotFound."""
    seen, view = read_viewpoint(), catalogue()
    check_findings(view, actor(), code)
    known = clock.end_of(seen.known) if seen.known else None
    return findings_of(view, list_finding_records(session(), code), seen.as_of, known)


def _years() -> list[int]:
    """The years of cycles up to the day that is looked at, the latest first."""
    last = read_viewpoint().as_of.year
    return list(range(last, (first_year(catalogue()) or last) - 1, -1)) or [last]


def _form(**options: object) -> FindingForm:
    kinds = {key: in_language(kind.title) for key, kind in catalogue().finding_kinds.items()}
    return FindingForm(kinds, **options)


def _country_page(code: str, form: FindingForm | None = None) -> str:
    found, seen, view = _found(code), read_viewpoint(), catalogue()
    known = clock.end_of(seen.known) if seen.known else None
    records = [
        one
        for one in reversed(list_finding_records(session(), code))
        if one.decided_on <= seen.as_of and (known is None or one.said_at <= known)
    ]
    own = found.of_country(code)
    laid = {one.cell: conditions_laid(view, one) for one in own}
    keeps = not seen.is_past and allows(actor(), RECORD_FINDING, code)
    standing = {one.cell: one for one in reversed(records)}
    fresh = _fresh(standing.values(), seen.today.year) if keeps and form is None else form
    return render_template(
        "findings/show_findings.html",
        view=view,
        code=code,
        name=country_name(code),
        found=own,
        day=seen.as_of,
        laid=laid,
        hanging={one.cell: items_on(view, laid[one.cell], code) for one in own},
        records=records,
        last={one.entry_id for one in standing.values()},
        version=max((one.entry_id for one in records), default=0),
        form=fresh if keeps else None,
        back=day_url("findings.list_findings"),
    )


def _fresh(standing: Iterable[FindingRecord], year: int) -> FindingForm:
    """An empty form, or (`?entry=`) what holds of a finding, to be corrected or withdrawn with a reason."""
    wanted = request.args.get("entry", type=int)
    held = next((one for one in standing if one.entry_id == wanted), None)
    if held is None:
        return _form(formdata=None, data={"year": year})
    names = ("year", "kind", "reference", "url", "decided_on", "valid_from", "valid_until")
    return _form(formdata=None, data={name: getattr(held, name) for name in names})


def _rows(found: Findings, years: Iterable[int]) -> Iterator[tuple[Cell, ...]]:
    for year in years:
        for code, findings in found.of_year(year).items():
            if not findings:
                yield (year, code, "", *[""] * (len(HEAD) - 3))
            for one in findings:
                yield _row(one)


def _row(one: Finding) -> tuple[Cell, ...]:
    return (
        one.year,
        one.country,
        in_language(one.kind.title),
        one.reference,
        one.url,
        one.decided_on,
        one.valid_from,
        one.valid_until,
        one.source or "",
        one.confidence.value if one.confidence else "",
        clock.day_of(one.recorded_at) if one.recorded_at else "",
        one.recorder.value if one.recorder else "",
        one.note if isinstance(one.note, str) else in_language(one.note),
    )
