"""Record what a published decision of the Commission says of a Member State, replace it, or withdraw it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT, YEARS_AHEAD
from app.governance.services import first_year
from app.governance.solidarity.findings import bound_countries, known_in_catalogue
from app.governance.solidarity.models import FindingEntry
from app.governance.solidarity.policy import READ_FINDINGS, RECORD_FINDING
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.records import FindingCell, FindingRecord
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_day, clean_past_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_FINDINGS = message("There is nothing of this kind to be found of this country, or nothing that you may see.")
TOLD = ("is_withdrawn", "reference", "url", "decided_on", "valid_from", "valid_until")


def check_findings(view: CatalogueView, actor: Actor, country: str | None = None) -> None:
    """Raise NotFound for those who may not read findings, and for a country that the Commission decides nothing on."""
    bound = bound_countries(view)
    if not bound or (country is not None and country not in bound) or not allows(actor, READ_FINDINGS):
        raise NotFound(NO_FINDINGS)


def record_finding(
    session: Session,
    view: CatalogueView,
    cell: FindingCell,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    seen: int | None,
) -> int:
    """Record all that holds of a finding from now on; returns the key of the entry.

    `values`: `reference` of the published decision, `url`, `decided_on` (up to today), `valid_from`, `valid_until`,
    `note`, and `is_withdrawn` for one that there is not; the latter keeps reference and days. What follows another
    entry says in `note` why. `seen`: the last entry on this finding that the actor has seen. Of what the catalogue
    knows nothing is recorded; what was, and counts on days of an earlier release, can be withdrawn. Legal basis: AMMR
    Art. 11 and 59(4). Raises NotFound, NotAllowed, Invalid, Conflict, WrongState.
    """
    year, country, kind = cell
    _check(view, cell, actor, is_withdrawn=bool(values.get("is_withdrawn")))
    before = max(
        (one for one in list_finding_records(session, country) if one.cell == cell),
        key=lambda one: one.entry_id,
        default=None,
    )
    last = before.entry_id if before else None
    if last != seen:
        raise Conflict(current_version=last or 0)
    said = _withdrawn(before) if values.get("is_withdrawn") else _cleaned(values)
    note = clean_text(values.get("note"), "note", NOTE_LIMIT)
    if before is not None and note == before.note and all(getattr(before, name) == said[name] for name in TOLD):
        return before.entry_id
    if before is not None and not note:
        raise Invalid(message("Say why this was replaced or withdrawn."), field="note")
    made = FindingEntry(
        year=year,
        country=country,
        kind=kind,
        follows=last or 0,
        note=note,
        said_at=clock.now(),
        author_id=actor.user_id,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:  # somebody followed the same entry at the same moment
        raise Conflict(current_version=last or 0) from error
    changes: dict[str, Any] = {"year": [None, year], "finding": [None, kind]}
    for name in TOLD:
        old, new = getattr(before, name, None), said[name]
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
    record(
        session,
        actor=actor,
        deed="governance:finding:recorded",
        subject_kind="finding_entry",
        subject_id=made.id,
        country=country,
        changes=changes,
    )
    return made.id


def _check(view: CatalogueView, cell: FindingCell, actor: Actor, *, is_withdrawn: bool) -> None:
    """Whether the actor may record this finding, and whether there can be one to record."""
    year, country, kind = cell
    check_findings(view, actor, country)
    require(actor, RECORD_FINDING, country)
    first = first_year(view)
    if first is None or not first <= year <= clock.today().year + YEARS_AHEAD:
        raise Invalid(message("There is no cycle of this year."), field="year")
    if kind not in view.finding_kinds:
        raise Invalid(message("Choose one of the list."), field="kind")
    if cell in known_in_catalogue(view) and not is_withdrawn:
        raise WrongState(
            message("The catalogue knows this finding. What is wrong there is put right in its next release.")
        )


def _withdrawn(before: FindingRecord | None) -> dict[str, Any]:
    """What was said, as withdrawn. Raises Invalid where nothing was."""
    if before is None or before.is_withdrawn:
        raise Invalid(message("Only what was recorded can be withdrawn."), field="is_withdrawn")
    return {name: getattr(before, name) for name in TOLD} | {"is_withdrawn": True}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    check_url(url)
    decided_on = clean_past_day(values.get("decided_on"), "decided_on")
    valid_from = clean_day(values.get("valid_from"), "valid_from") or decided_on
    valid_until = clean_day(values.get("valid_until"), "valid_until")
    if decided_on is None:
        raise Invalid(message("Enter the day."), field="decided_on")
    if valid_until is None:
        raise Invalid(message("Enter the day."), field="valid_until")
    if valid_from is None or valid_until < valid_from:
        raise Invalid(message("The last day lies before the first."), field="valid_until")
    return {
        "is_withdrawn": False,
        "reference": clean_line(values.get("reference"), "reference", REFERENCE_LIMIT, required=True),
        "url": url,
        "decided_on": decided_on,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
