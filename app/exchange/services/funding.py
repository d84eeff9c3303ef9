"""What an instrument pays as a row of a workbook: what it says, what becomes of it here, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Conflict, NotFound
from app.core.labels import message
from app.exchange import queries
from app.exchange.book.columns import FIELDS, OF_FUNDING, Kind
from app.exchange.book.content import Value
from app.exchange.book.references import instrument_named
from app.exchange.edits import RowEdit
from app.exchange.proposal import ProposedRow, merged_cells
from app.plans.funding import STAGES, Funding, OtherInstrument, rows_of
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.rules.funding import field_of
from app.plans.services.milestones import update_milestone

if TYPE_CHECKING:
    from app.catalogue.views import BlockView, CatalogueView

CHANGED = message("Somebody else has changed what this instrument pays in the meantime.")


def rows_offered(one: MilestoneRecord, block: BlockView) -> list[Funding]:
    """The instruments that have a row: those that pay; of what has a budget also those of its block, and the nation's.

    What is done or cancelled has those that pay alone.
    """
    held = {} if one.is_cancelled or one.is_closing else rows_of(one.funding)
    is_costed = bool(one.budget) and not (one.is_cancelled or one.is_closing or one.is_complete)
    more = [*block.funds, OtherInstrument.NATIONAL.value] if is_costed else []
    return [*held.values(), *(Funding(key) for key in more if key not in held)]


def values_of_funding(row: Funding, title: str) -> dict[str, Value]:
    """The fields of an instrument's row: its title, and the amounts that are not nothing."""
    blank: dict[str, Value] = {field.key: "" if field.kind in (Kind.LINE, Kind.TEXT) else None for field in FIELDS}
    return {**blank, "title": title, **{stage: getattr(row, stage) or None for stage in STAGES}}


def merged_funding(
    session: Session, plan: PlanInScope, edit: RowEdit, record: MilestoneRecord, instrument: str
) -> ProposedRow | None:
    """An instrument's row merged with what it pays now; None where nothing of it is left to change."""
    row = rows_of(record.funding).get(instrument, Funding(instrument))
    cells = merged_cells(
        edit.cells,
        values_of_funding(row, ""),
        lambda field: queries.last_change_of_funding(session, plan, record.milestone_id, instrument, field),
    )
    keeps = bool(edit.keeps_cause)
    return ProposedRow(edit, record.title, record.version, cells, None, keeps, row.text) if cells else None


def write_funding(
    session: Session, view: CatalogueView, owner: str, row: ProposedRow, *, actor: Actor
) -> MilestoneRecord:
    """Write an instrument's row; what is not taken stays. Raises what `update_milestone` raises."""
    named = instrument_named(row.edit.reference)
    if named is None:
        raise NotFound(message("There is no such row."))
    reference, instrument = named
    _plan, record = get_milestone(session, owner, reference, actor)
    held = rows_of(record.funding).get(instrument, Funding(instrument))
    if held.text != row.was:
        raise Conflict(CHANGED, theirs={instrument: held.text}, current_version=record.version)
    return update_milestone(
        session,
        view,
        owner,
        reference,
        {field_of(instrument, stage): cents for stage, cents in row.taken.items() if stage in OF_FUNDING},
        actor=actor,
        expected_version=record.version,
        reason=row.edit.reason,
        keeps_cause=row.keeps_cause,
    )
