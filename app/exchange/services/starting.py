"""Begin a plan from a spreadsheet that somebody has: take it, say how it is read, and preview what it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line
from app.exchange import policy, queries
from app.exchange.book.places import BASE_SHEET
from app.exchange.edits import Edits
from app.exchange.foreign.edits import There, edits_of
from app.exchange.foreign.guessing import fits, guess
from app.exchange.foreign.layout import Layout, Target, from_text
from app.exchange.foreign.meanings import Meanings
from app.exchange.foreign.rows import ForeignRows
from app.exchange.foreign.table import Table, offered, table_of
from app.exchange.models import Spreadsheet, SpreadsheetLayout, WorkbookImport
from app.exchange.reading.process import Sheet
from app.exchange.services.exporting import values_of
from app.exchange.services.importing import MOST_ROWS, ReadFile, Received, read_file, sent_now
from app.exchange.services.looking import put
from app.exchange.services.merging import propose
from app.exchange.states import FileKind, ImportState
from app.files.depot import Depot
from app.files.services.receiving import Examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.records import PlanInScope
from app.plans.services.access import hold_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_SPREADSHEET = message("There is no such spreadsheet.")
OURS = message("This workbook was downloaded here. Bring it back on the page of the workbook.")
NOTHING_IN_IT = message("Nothing stands in this file.")
NO_TITLES = message("Choose the column in which the titles of the milestones stand.")
NO_LAYOUT = message("No columns are kept under this name any more.")
KEPT_OTHERWISE = message(
    "Somebody else keeps other columns or words under this name. Nothing was saved: choose another name, or delete what"
    " is kept on the page “Begin from a spreadsheet”."
)
SAID_SINCE = message(
    "Columns or words of this spreadsheet were changed since this page was opened. Nothing was saved, and what you"
    " chose stands below: save it again to replace the other, or open the page anew to see it."
)
NO_SHEET = message("There is no such sheet in the file.")
TOO_MANY = message(
    "The spreadsheet brings %(count)s rows; %(limit)s can be brought in at once, authorities beside them not counted."
    " Leave words out, or bring it in in parts."
)
LONGEST_NAME = 80


@dataclass(frozen=True)
class Begun:
    """A spreadsheet that was uploaded, and how it is read so far."""

    spreadsheet_id: int
    file_name: str
    file_hash: str
    kind: FileKind
    layout: Layout
    kept_as: str
    import_id: int | None
    version: int


def begin(session: Session, owner: str, file: ReadFile, *, actor: Actor, found: Examined) -> int:
    """Keep a spreadsheet with a first idea of how it is read; returns its key. Nothing of the plan changes.

    A layout that was kept is taken where all its heads stand in the file, the newest first. `found`: the same file,
    examined. Raises NotFound, NotAllowed, Invalid.
    """
    plan = hold_plan(session, owner, actor, policy.START)
    if any(sheet.name == BASE_SHEET and sheet.rows for sheet in file.sheets):
        raise Invalid(OURS, field="file")
    if not offered(file.sheets):
        raise Invalid(NOTHING_IN_IT, field="file")
    name, layout = _first_layout(session, plan.id, file.sheets)
    refuse_beyond_quota(session, found.depot, owner, found.size)
    note_file(session, found, country=owner, actor=actor)
    sent = sent_now(plan.id, file.kind.value, found.name, found.content_hash, found.size, actor)
    made = Spreadsheet(**sent, layout=layout.to_text(), kept_as=name)
    session.add(made)
    session.flush()
    keep_bytes(session, found)
    return made.id


def _first_layout(session: Session, plan_id: int, sheets: Sequence[Sheet]) -> tuple[str, Layout]:
    for kept in queries.list_layouts(session, plan_id):
        layout = fits(sheets, from_text(kept.layout))
        if layout is not None:
            return kept.name, layout
    return "", guess(sheets)


def get_begun(session: Session, owner: str, spreadsheet_id: int, *, actor: Actor) -> Begun:
    """A spreadsheet of a plan. Raises NotFound, NotAllowed."""
    plan = get_plan(session, owner, actor)
    require(actor, policy.START, PlanSubject(owner))
    found = queries.find_spreadsheet(session, plan.plan_id, spreadsheet_id)
    if found is None:
        raise NotFound(NO_SPREADSHEET)
    layout = from_text(found.layout)
    kind = FileKind(found.kind)
    return Begun(
        found.id, found.file_name, found.file_hash, kind, layout, found.kept_as, found.import_id, found.version
    )


def read_again(begun: Begun, depot: Depot) -> list[Sheet]:
    """The sheets of a spreadsheet that is kept; no database is needed. Raises NotFound, Invalid, Busy."""
    try:
        with depot.store.open(begun.file_hash) as stream:
            content = stream.read()
    except FileNotFoundError as error:
        raise NotFound(message("The bytes of this file are not there. Please tell the operator.")) from error
    name = "file.csv" if begun.kind is FileKind.CSV else "file.xlsx"
    return read_file(Received(name, content)).sheets


def rows_of(session: Session, view: CatalogueView, plan: PlanInScope, table: Table, layout: Layout) -> ForeignRows:
    """The rows of a table, with what their words can mean in a plan."""
    authorities = tuple(one for one in list_authorities(session, plan.plan_id) if one.is_active)
    return ForeignRows(table, layout, Meanings(view, plan.owner, authorities))


def set_layout(
    session: Session,
    owner: str,
    spreadsheet_id: int,
    layout: Layout,
    *,
    actor: Actor,
    kept_as: str,
    expected_version: int | None,
) -> None:
    """Say how a spreadsheet is read; with a name, the country keeps it under this for the next file.

    What somebody else keeps under the name is added to and never replaced. Raises NotFound, NotAllowed, Conflict (it
    has been said otherwise since `expected_version`), Invalid (the name is another's, or too long).
    """
    plan = hold_plan(session, owner, actor, policy.START)
    found = queries.find_spreadsheet(session, plan.id, spreadsheet_id)
    if found is None:
        raise NotFound(NO_SPREADSHEET)
    if expected_version is not None and found.version != expected_version:
        raise Conflict(SAID_SINCE, current_version=found.version)
    name = clean_line(kept_as, "kept_as", LONGEST_NAME)
    if name:
        _keep(session, plan.id, owner, name, layout, actor)
    found.layout, found.kept_as = layout.to_text(), name
    session.flush()


def _keep(session: Session, plan_id: int, owner: str, name: str, layout: Layout, actor: Actor) -> None:
    kept = next((one for one in queries.list_layouts(session, plan_id) if one.name == name), None)
    if kept is not None and kept.kept_by_id != actor.user_id and not layout.adds_to(from_text(kept.layout)):
        raise Invalid(KEPT_OTHERWISE, field="kept_as")
    if kept is None:
        kept = SpreadsheetLayout(plan_id=plan_id, name=name, layout="", kept_at=clock.now())
        session.add(kept)
    if kept.layout == layout.to_text():
        return
    kept.layout, kept.kept_at, kept.kept_by_id = layout.to_text(), clock.now(), actor.user_id
    session.flush()
    _record(session, kept, owner, actor, "plans:spreadsheet-layout:kept", [None, name])


def forget_layout(session: Session, owner: str, layout_id: int, *, actor: Actor) -> str:
    """Delete a layout that a country has kept; returns its name. Spreadsheets that were read with it stay as they are.

    Raises NotFound, NotAllowed.
    """
    plan = hold_plan(session, owner, actor, policy.FORGET)
    kept = next((one for one in queries.list_layouts(session, plan.id) if one.id == layout_id), None)
    if kept is None:
        raise NotFound(NO_LAYOUT)
    name = kept.name
    _record(session, kept, owner, actor, "plans:spreadsheet-layout:deleted", [name, None])
    session.delete(kept)
    session.flush()
    return name


def preview_start(
    session: Session, view: CatalogueView, owner: str, spreadsheet_id: int, sheets: Sequence[Sheet], *, actor: Actor
) -> int:
    """Make the preview of what a spreadsheet brings; returns the key of the import, which is looked at and brought in
    as every other. A preview that is still open is made anew. Nothing of the plan changes.

    Raises NotFound, NotAllowed, WrongState, Invalid (no column of titles, too many rows).
    """
    hold_plan(session, owner, actor, policy.START)
    plan = get_plan(session, owner, actor)
    found = queries.find_spreadsheet(session, plan.plan_id, spreadsheet_id)
    if found is None:
        raise NotFound(NO_SPREADSHEET)
    layout = from_text(found.layout)
    table = table_on(sheets, layout)
    if Target.TITLE not in table.at:
        raise Invalid(NO_TITLES, field=Target.TITLE.value)
    edits = edits_of(rows_of(session, view, plan, table, layout), _there(session, view, plan))
    if len(edits.rows) > MOST_ROWS:
        raise Invalid(TOO_MANY, field="sheet", count=len(edits.rows), limit=MOST_ROWS)
    made = _import_of(session, found, actor)
    _write(session, view, plan, made, edits, actor)
    found.import_id = made.id
    session.flush()
    return made.id


def _there(session: Session, view: CatalogueView, plan: PlanInScope) -> There:
    """What stands in the plan, without the milestones that close items: those are nobody's to bring."""
    current = {
        key: one
        for key, one in queries.list_current(session, plan.plan_id).items()
        if not one.is_closing and one.item_id in view.items_by_id
    }
    return There(
        {key: values_of(one) for key, one in current.items()},
        {key: view.items_by_id[one.item_id].key for key, one in current.items()},
    )


def _import_of(session: Session, found: Spreadsheet, actor: Actor) -> WorkbookImport:
    """The import of a spreadsheet that is still open, or a new one."""
    before = queries.find_import(session, found.plan_id, found.import_id) if found.import_id else None
    if before is not None and before.state == ImportState.PREVIEWED.value:
        return before
    sent = sent_now(found.plan_id, found.kind, found.file_name, found.file_hash, found.file_size, actor)
    return WorkbookImport(**sent, proposal="")


def _write(
    session: Session, view: CatalogueView, plan: PlanInScope, made: WorkbookImport, edits: Edits, actor: Actor
) -> None:
    put(made, propose(session, view, plan, edits, actor=actor))
    session.add(made)
    session.flush()


def table_on(sheets: Sequence[Sheet], layout: Layout) -> Table:
    """The table that a layout speaks of. Raises WrongState where the file has no such sheet."""
    table = table_of(sheets, layout)
    if table is None:
        raise WrongState(NO_SHEET)
    return table


def _record(
    session: Session, kept: SpreadsheetLayout, owner: str, actor: Actor, deed: str, name: list[str | None]
) -> None:
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="spreadsheet_layout",
        subject_id=kept.id,
        country=owner,
        changes={"name": name},
    )
