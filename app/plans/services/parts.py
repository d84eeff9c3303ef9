"""The parts of a target by authority: divided by who keeps the milestone, reported by each authority for itself.

Parts are saved one by one: what two people save of different parts never conflicts, and the milestone's target and
value are their sums (`app/plans/parts.py`), so that nothing above has to know of parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.plans import policy
from app.plans.history import change, state_of
from app.plans.models import Milestone
from app.plans.parts import TargetPart, change_of, parts_of
from app.plans.policy import PlanSubject
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import MilestoneRecord
from app.plans.rules import milestones as rules
from app.plans.rules.values import clean_count, clean_past_day, clean_reason
from app.plans.services.access import Place, find_milestone, one, require_authority
from app.plans.states import Measure


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one authority's part; no target: it has none.

    `was` is the part's text as the page showed it, empty for none; None where nothing was shown.
    """

    authority_id: int
    target: int | None
    value: int | None = None
    value_on: date | None = None
    was: str | None = None


def save_parts(
    session: Session,
    owner: str,
    reference: str,
    parts: Iterable[Said],
    *,
    actor: Actor,
    reason: str = "",
    keeps_reason: bool = False,
) -> MilestoneRecord:
    """Divide a target among authorities, or report parts, as of today; parts that say what stands change nothing.

    Who may update the milestone divides it; an authority's own people report its part. `keeps_reason`: the reason
    stays within the country. Raises NotFound, NotAllowed,
    WrongState (cancelled, not measured by a target), Conflict (somebody else has changed the same part; `theirs`
    holds its text by the key of the authority), Invalid with the field `target-12`, `value-12`, `value_on-12`, or
    `reason` where a target is first divided and its parts hold less than was reported.
    """
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.READ_WORKING, PlanSubject(owner))
    _check_measured(milestone)
    held = parts_of(milestone.parts)
    changed: dict[int, TargetPart | None] = {}
    for said in parts:
        now = held.get(said.authority_id)
        part = _cleaned(said, now)
        if not _is_meant(said, part, now):
            continue
        _require_right(place, milestone, now, part, said.authority_id, actor)
        _check_unchanged(milestone, now, said)
        if now is None:
            require_authority(session, place.plan, said.authority_id, f"target-{said.authority_id}")
        changed[said.authority_id] = part
    if changed:
        why = clean_reason(reason)
        if not held and not why:
            _check_kept(milestone, changed.values())
        said_of_them = ";".join(change_of(key, part) for key, part in changed.items())
        change(
            session,
            milestone,
            {"parts": said_of_them, "confirmed_on": clock.today()},
            actor=actor,
            effective_on=clock.today(),
            reason=why,
            is_internal=keeps_reason and bool(why),
            deed="plans:part:reported",
            check=rules.check_fit,
        )
    return milestone_record(milestone)


def _check_measured(milestone: Milestone) -> None:
    rules.check_open(state_of(milestone))
    if milestone.is_closing or milestone.measured_by != Measure.TARGET.value:
        raise WrongState(message("Only a milestone that is measured by a target has parts by authority."))


def _check_kept(milestone: Milestone, parts: Iterable[TargetPart | None]) -> None:
    """What was reported of the whole is not lost by dividing it, unless somebody says why."""
    held = sum(part.value or 0 for part in parts if part is not None)
    if milestone.value is not None and held < milestone.value:
        raise Invalid(
            message(
                "%(value)s were reported of the whole, and the values of the parts add up to %(held)s. Divide what was"
                " reported too, or say in a line why it is less."
            ),
            field="reason",
            value=f"{milestone.value:,}",
            held=f"{held:,}",
        )


def _cleaned(said: Said, now: TargetPart | None) -> TargetPart | None:
    key = said.authority_id
    target = clean_count(said.target, f"target-{key}")
    value = clean_count(said.value, f"value-{key}")
    day = clean_past_day(said.value_on, f"value_on-{key}")
    if target is None:
        if value is not None:
            raise Invalid(message("Enter the target of this part."), field=f"target-{key}")
        return None
    if value is None and day is not None and (now is None or day != now.value_on):
        raise Invalid(message("Enter the value that held on this day."), field=f"value-{key}")
    if value is not None and day is None:
        day = now.value_on if now is not None and now.value == value else clock.today()
    return TargetPart(key, target, value, day)


def _is_meant(said: Said, part: TargetPart | None, now: TargetPart | None) -> bool:
    """Whether a part is to be another one: what was left as the page showed it is not said anew."""
    return (part.text if part else "") != said.was and part != now


def _check_unchanged(milestone: Milestone, now: TargetPart | None, said: Said) -> None:
    text = now.text if now else ""
    if said.was is not None and said.was != text:
        raise Conflict(
            message("Somebody else has changed this part in the meantime."),
            theirs={str(said.authority_id): text},
            current_version=milestone.version,
        )


def _require_right(
    place: Place, milestone: Milestone, now: TargetPart | None, part: TargetPart | None, key: int, actor: Actor
) -> None:
    if allows(actor, policy.UPDATE_MILESTONE, place.subject(one(milestone.authority_id))):
        return
    is_divided_anew = now is None or part is None or now.target != part.target
    if is_divided_anew or not allows(actor, policy.REPORT_PART, place.subject(one(key))):
        raise NotAllowed(message("You may report the parts of your own authorities, and not divide the target."))
