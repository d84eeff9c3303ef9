"""Record what is planned and what happened of a step of the yearly cycle. What was said stays; the last word holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import StepDueKind
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.governance.limits import MOST_TURNS, NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT, YEARS_AHEAD
from app.governance.models import CycleEntry
from app.governance.owing import countries_of, institutions_of
from app.governance.policy import READ, RECORD, StepSubject
from app.governance.queries import last_entry_id, list_entries
from app.governance.records import EntryRecord
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_day, clean_past_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, CycleStepView

NO_STEP = message("There is no such step in this year, or none that you may see.")


@dataclass(frozen=True, slots=True)
class Place:
    """Which occurrence something is recorded of: step, year of the report, turn, whose it is or whom it concerns."""

    year: int
    step: str
    turn: int = 1
    country: str = ""
    body: str = ""


def first_year(view: CatalogueView) -> int | None:
    """The first year that has a cycle; None for a catalogue without steps."""
    return min((step.from_year for step in view.cycle), default=None)


def step_at(view: CatalogueView, place: Place) -> CycleStepView:
    """The step of a place. Raises NotFound for a year, a step, a turn or an owner that there is not."""
    step = next((step for step in view.cycle if step.key == place.step), None)
    if step is None or not step.from_year <= place.year <= clock.today().year + YEARS_AHEAD:
        raise NotFound(NO_STEP)
    if not 1 <= place.turn <= MOST_TURNS or (place.country and place.body):
        raise NotFound(NO_STEP)
    if step.is_by_each:
        is_owed = place.country in countries_of(view, step) or place.body in institutions_of(view, step)
        if place.turn != 1 or not is_owed:
            raise NotFound(NO_STEP)
    elif place.body or (place.country and (place.country not in view.countries or not is_on_event(view, step))):
        raise NotFound(NO_STEP)
    return step


def is_on_event(view: CatalogueView, step: CycleStepView) -> bool:
    """Whether a step is an event or hangs on one: such steps can come more than once, each time for one country."""
    steps = {one.key: one for one in view.cycle}
    return step.due.kind is StepDueKind.EVENT or any(is_on_event(view, steps[key]) for key in step.due.of)


def subject_of(view: CatalogueView, place: Place) -> StepSubject:
    """What rights on an occurrence depend on. Raises NotFound."""
    return StepSubject(place.country, place.body, is_own=step_at(view, place).is_by_each)


def entries_of(session: Session, view: CatalogueView, place: Place, *, actor: Actor) -> list[EntryRecord]:
    """All that was recorded of an occurrence, the latest first. Raises NotFound for those who may not read it."""
    if not allows(actor, READ, subject_of(view, place)):
        raise NotFound(NO_STEP)
    wanted = (place.step, place.turn, place.country, place.body)
    found = list_entries(session, actor, [place.year])
    return [one for one in reversed(found) if (one.step, one.turn, one.country, one.body) == wanted]


def record_step(
    session: Session,
    view: CatalogueView,
    place: Place,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    seen: int | None,
) -> int:
    """Record all that holds of an occurrence from now on; returns the key of the entry.

    `values`: `happened_on` (a day up to today), `planned_on`, `is_nothing_found`, `reference`, `url`, `note`; all left
    out takes back what was recorded. `seen`: the last entry that the actor has seen, None where there was none. What
    the last entry says already is not said again. Raises NotFound, NotAllowed, Invalid, Conflict.
    """
    step = step_at(view, place)
    subject = StepSubject(place.country, place.body, is_own=step.is_by_each)
    if not allows(actor, READ, subject):
        raise NotFound(NO_STEP)
    require(actor, RECORD, subject)
    said = _cleaned(values)
    if place.country and not step.is_by_each and any(said.values()) and not (said["reference"] or said["url"]):
        raise Invalid(
            message("What concerns one Member State is recorded with the public document that says it."),
            field="reference",
        )
    last = last_entry_id(session, place.year, place.step, place.turn, place.country, place.body)
    if last != seen:
        raise Conflict(current_version=last or 0)
    before = session.get(CycleEntry, last) if last is not None else None
    if before is not None and all(getattr(before, name) == value for name, value in said.items()):
        return before.id
    if before is None and not any(said.values()):
        raise Invalid(message("Enter a day, or that nothing public was found."), field="happened_on")
    made = CycleEntry(
        year=place.year,
        step_key=place.step,
        turn=place.turn,
        country=place.country,
        body=place.body,
        is_own=step.is_by_each,
        follows=last or 0,
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
    _record(session, made, before, actor)
    return made.id


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    check_url(url)
    said = {
        "happened_on": clean_past_day(values.get("happened_on"), "happened_on"),
        "planned_on": clean_day(values.get("planned_on"), "planned_on"),
        "is_nothing_found": bool(values.get("is_nothing_found")),
        "reference": clean_line(values.get("reference"), "reference", REFERENCE_LIMIT),
        "url": url,
        "note": clean_text(values.get("note"), "note", NOTE_LIMIT),
    }
    if said["is_nothing_found"] and (said["happened_on"] or said["planned_on"] or said["reference"] or url):
        raise Invalid(
            message("Either nothing public was found, or there is a day or a document."), field="is_nothing_found"
        )
    return said


def _record(session: Session, made: CycleEntry, before: CycleEntry | None, actor: Actor) -> None:
    """What each does for itself is told the trail as a digest: administrators read it, and no plans."""
    changes: dict[str, Any] = {"year": [None, made.year], "step": [None, made.step_key], "turn": [None, made.turn]}
    if made.country or made.body:
        changes["owner"] = [None, made.country or made.body]
    if made.is_own:
        changes["said"] = [_digest(before), _digest(made)]
    else:
        for name in ("happened_on", "planned_on", "is_nothing_found", "reference", "url"):
            old, new = getattr(before, name, None), getattr(made, name)
            if old != new:
                changes[name] = [old, new]
        changes["note"] = [_digest(before), _digest(made)]
    record(
        session,
        actor=actor,
        deed="governance:cycle:recorded",
        subject_kind="cycle_entry",
        subject_id=made.id,
        country=made.country or "EU",
        changes=changes,
    )


def _digest(entry: CycleEntry | None) -> str | None:
    """Vouches for the words without telling them."""
    if entry is None:
        return None
    said = (entry.happened_on, entry.planned_on, entry.is_nothing_found, entry.reference, entry.url, entry.note)
    return f"sha256:{hashlib.sha256(repr(said).encode()).hexdigest()}"
