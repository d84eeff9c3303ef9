"""From what a workbook says differently to what it would change here now, and by which rules rows are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import DomainError, NotFound
from app.core.labels import message
from app.exchange import queries
from app.exchange.book.content import Value
from app.exchange.book.references import instrument_named, is_below, milestone_named, part_named
from app.exchange.edits import Edits, RowEdit
from app.exchange.proposal import Proposal, Proposed, ProposedRow, Refusal, merged_cells
from app.exchange.services.exporting import values_of
from app.exchange.services.funding import merged_funding, write_funding
from app.exchange.services.parts import merged_part, write_part
from app.plans.queries.heads import list_authorities
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.rules import funding
from app.plans.services import authorities, milestones
from app.plans.services.access import find_plan
from app.plans.services.trying import taken_back
from app.plans.states import Measure

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

GONE = message("There is no such milestone any more.")
NOT_THEIRS = message("This milestone has been given to another authority since; this workbook cannot change it.")
ALREADY_THERE = message(
    "A milestone with this title is already there: %(reference)s. Give it another title if another one is meant."
)
_MOVED = frozenset({"forecast_on", "baseline_on"})
"""Days that move with a cause."""
_OF_TARGET = frozenset({"target_unit", "target_value", "value", "value_on"})


def propose(
    session: Session,
    view: CatalogueView,
    plan: PlanInScope,
    edits: Edits,
    *,
    actor: Actor,
    before: Proposal | None = None,
) -> Proposal:
    """What the edits would change in the plan as it stands now; choices made in a proposal `before` are kept where the
    conflict is still the same.

    The rules are asked by doing it all and taking it back: what is shown is what applying would do. The caller holds
    a session that may write.
    """
    current = queries.list_current(session, plan.plan_id)
    titles = _titles(view, current.values())
    kept = _kept(session, plan, edits.rows, current)
    rows = [_merged(session, plan, edit, current, titles, edits.authorities, kept) for edit in edits.rows]
    proposal = Proposal(_parts_last(row for row in rows if row is not None), edits)
    if before is not None:
        proposal = replace(
            proposal.chosen_as(before), downloaded_at=before.downloaded_at, downloaded_by=before.downloaded_by
        )
    found = tuple(tried(session, view, plan.owner, proposal.rows, current, actor=actor))
    return replace(proposal, rows=found, as_of=state_of(view, plan, actor))


def state_of(view: CatalogueView, plan: PlanInScope, actor: Actor) -> str:
    """A mark of all that a proposal rests on: the plan as it stands, the catalogue, the day, and who looks."""
    head = plan.head
    return f"{head.working_stamp}-{head.shared_stamp}-{view.law}-{clock.today()}-{actor.user_id}"


def _parts_last(rows: Iterable[ProposedRow]) -> tuple[ProposedRow, ...]:
    """In their order, parts and instruments after milestones: who writes them raises the version of their milestone."""
    return tuple(sorted(rows, key=lambda row: is_below(row.edit.reference)))


def _titles(view: CatalogueView, current: Iterable[MilestoneRecord]) -> dict[tuple[str, str], str]:
    """(item's key, title) → reference of the milestones that stand."""
    return {
        (view.items_by_id[one.item_id].key, one.title): one.reference
        for one in current
        if not one.is_cancelled and one.item_id in view.items_by_id
    }


def _merged(
    session: Session,
    plan: PlanInScope,
    edit: RowEdit,
    current: Mapping[str, MilestoneRecord],
    titles: Mapping[tuple[str, str], str],
    own: Sequence[int] | None,
    kept: Mapping[int, frozenset[str]],
) -> ProposedRow | None:
    """A row merged with what stands here; None where nothing of it is left to change."""
    if edit.reference is None:
        cells = tuple(Proposed(cell.field, cell.cell, None, cell.theirs) for cell in edit.cells)
        title = next((str(cell.theirs) for cell in edit.cells if cell.field == "title"), "")
        there = titles.get((edit.item_key, title))
        refusal = Refusal(ALREADY_THERE, {"reference": there}) if there else None
        return ProposedRow(edit, title, None, cells, refusal, bool(edit.keeps_cause))
    part, instrument = part_named(edit.reference), instrument_named(edit.reference)
    record = current.get(milestone_named(edit.reference))
    if record is None:
        return ProposedRow(edit, "", None, (), Refusal(GONE))
    if part is not None:
        return merged_part(session, plan, edit, record, part[1])
    if own is not None and record.authority_id not in own:
        return ProposedRow(edit, record.title, record.version, (), Refusal(NOT_THEIRS))
    if instrument is not None:
        return merged_funding(session, plan, edit, record, instrument[1])
    ours = values_of(record)
    cells = merged_cells(edit.cells, ours, lambda field: queries.last_change(session, plan, record.milestone_id, field))
    if not cells:
        return None
    moved_as_kept = kept.get(record.milestone_id, frozenset()) & {cell.field for cell in cells}
    keeps = bool(moved_as_kept) if edit.keeps_cause is None else edit.keeps_cause
    return ProposedRow(edit, record.title, record.version, cells, keeps_cause=keeps)


def _kept(
    session: Session, plan: PlanInScope, rows: Iterable[RowEdit], current: Mapping[str, MilestoneRecord]
) -> dict[int, frozenset[str]]:
    """Of milestones whose row gives a reason and does not say who may read it: the days last moved for a kept one."""
    silent = [edit.reference or "" for edit in rows if edit.keeps_cause is None and (edit.cause or edit.reason)]
    keys = [current[reference].milestone_id for reference in silent if reference in current]
    return queries.list_kept(session, plan.plan_id, keys, _MOVED) if keys else {}


def tried(
    session: Session,
    view: CatalogueView,
    owner: str,
    rows: Sequence[ProposedRow],
    current: Mapping[str, MilestoneRecord],
    *,
    actor: Actor,
) -> Iterator[ProposedRow]:
    """The rows, each with the refusal that doing it meets, or what follows from doing it. Everything is taken back.

    `current`: the milestones of the plan as they stand, by reference.
    """
    found: list[ProposedRow] = []
    with taken_back(session):
        for row in rows:
            before = current.get(row.edit.reference or "")
            would = _follows_for_workbook(session, view, owner, row, before, actor=actor)
            done = _tried(session, view, owner, row, before, actor=actor)
            found.append(replace(done, would_follow=tuple(cell for cell in would if cell not in done.follows)))
    return iter(found)


def _tried(
    session: Session,
    view: CatalogueView,
    owner: str,
    row: ProposedRow,
    before: MilestoneRecord | None,
    *,
    actor: Actor,
) -> ProposedRow:
    if row.refusal is not None or not row.taken:
        return row
    try:
        with session.begin_nested():
            after = write(session, view, owner, row, actor=actor)
    except DomainError as error:
        return replace(row, refusal=refusal_of(row, error))
    return replace(row, follows=_following(row, before, after)) if before is not None else row


def _follows_for_workbook(
    session: Session,
    view: CatalogueView,
    owner: str,
    row: ProposedRow,
    before: MilestoneRecord | None,
    *,
    actor: Actor,
) -> tuple[Proposed, ...]:
    """What follows from a row with conflicts once they are decided for the workbook."""
    if before is None or row.refusal is not None or all(cell.is_taken for cell in row.cells):
        return ()
    with taken_back(session):
        return _tried(session, view, owner, row.for_workbook, before, actor=actor).follows


def _following(row: ProposedRow, before: MilestoneRecord, after: MilestoneRecord) -> tuple[Proposed, ...]:
    """The fields that the rules have changed beside what the row takes, or filled where it takes them as empty."""
    old, new = values_of(before), values_of(after)
    return tuple(
        Proposed(field, "", old[field], new[field])
        for field in old
        if old[field] != new[field] and row.taken.get(field) is None
    )


def refusal_of(row: ProposedRow, error: DomainError) -> Refusal:
    """A refusal of the rules, with the cell it is about."""
    field = getattr(error, "field", None) or ""
    _instrument, stage = funding.named_in(field) or ("", "")
    name = stage or field.partition("-")[0]
    cell = next((cell.cell for cell in row.cells if cell.field == name), "")
    return Refusal(error.message, dict(error.values), cell)


def write(session: Session, view: CatalogueView, owner: str, row: ProposedRow, *, actor: Actor) -> MilestoneRecord:
    """Write one row through the services of plans; returns the milestone. Raises what they raise."""
    edit = row.edit
    if instrument_named(edit.reference) is not None:
        return write_funding(session, view, owner, row, actor=actor)
    if row.was is not None:
        return write_part(session, owner, row, actor=actor)
    if edit.reference is None:
        values = _with_authority(session, owner, {cell.field: cell.theirs for cell in row.cells}, actor)
        if edit.item_key not in view.items:
            raise NotFound(message("There is no such item in this plan."))
        return milestones.add_milestone(
            session,
            view,
            owner,
            edit.item_key,
            {**values, **_measure(values)},
            actor=actor,
            reason=edit.reason,
            keeps_reason=row.keeps_cause,
        )
    return milestones.update_milestone(
        session,
        view,
        owner,
        edit.reference,
        _with_authority(session, owner, _with_day(row), actor),
        actor=actor,
        expected_version=row.version,
        reason=edit.reason,
        cause=edit.cause,
        keeps_cause=row.keeps_cause,
    )


def _with_day(row: ProposedRow) -> dict[str, Value]:
    """What is taken of a row; a value with the day that stands beside it, also where that was left as it was."""
    if row.taken.get("value") is None or "value_on" in row.taken:
        return row.taken
    kept_here = (cell.ours for cell in row.cells if cell.field == "value_on")
    return {**row.taken, "value_on": next(kept_here, row.edit.as_at)}


def _with_authority(session: Session, owner: str, values: dict[str, Value], actor: Actor) -> dict[str, Value]:
    """The values with the key of their authority: a spreadsheet from elsewhere names those that are new."""
    name = values.get("authority_id")
    if not isinstance(name, str):
        return values
    plan = find_plan(session, owner, actor)
    there = {one.name.casefold(): one.authority_id for one in list_authorities(session, plan.id)}
    key = there.get(name.casefold()) or authorities.add_authority(session, owner, name, actor=actor).authority_id
    return {**values, "authority_id": key}


def _measure(values: Mapping[str, Any]) -> dict[str, str]:
    """A new milestone of which a number is said is measured by a target, every other by steps."""
    is_target = not values.get("step_key") and _OF_TARGET & values.keys()
    return {"measured_by": (Measure.TARGET if is_target else Measure.STEPS).value}
