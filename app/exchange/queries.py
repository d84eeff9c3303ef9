"""Imports of a plan, and who last changed what a workbook changes too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.exchange.models import Spreadsheet, SpreadsheetLayout, WorkbookImport
from app.exchange.states import FileKind, ImportState
from app.plans.funding import rows_of
from app.plans.models import Milestone, Plan, Revision
from app.plans.parts import parts_of
from app.plans.queries.history import list_history
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.states import SubjectKind

LAST_CHANGES = 30
"""So many changes of a milestone are looked through for the last one of a field."""


@dataclass(frozen=True)
class ImportRecord:
    """An import as pages show it."""

    import_id: int
    owner: str
    kind: FileKind
    file_name: str
    file_hash: str
    file_size: int
    state: ImportState
    uploaded_at: datetime
    uploaded_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    changes: int
    conflicts: int
    refusals: int


def list_imports(session: Session, plan_id: int, limit: int = 20) -> list[ImportRecord]:
    """The imports of a plan, newest first."""
    uploader, closer = aliased(User), aliased(User)
    query = (
        select(WorkbookImport, Plan.owner, uploader.name, closer.name)
        .join(Plan, Plan.id == WorkbookImport.plan_id)
        .outerjoin(uploader, uploader.id == WorkbookImport.uploaded_by_id)
        .outerjoin(closer, closer.id == WorkbookImport.closed_by_id)
        .where(WorkbookImport.plan_id == plan_id)
        .order_by(WorkbookImport.id.desc())
        .limit(limit)
    )
    return [_record(*row) for row in session.execute(query)]


def _record(row: WorkbookImport, owner: str, uploaded_by: str | None, closed_by: str | None) -> ImportRecord:
    return ImportRecord(
        import_id=row.id,
        owner=owner,
        kind=FileKind(row.kind),
        file_name=row.file_name,
        file_hash=row.file_hash,
        file_size=row.file_size,
        state=ImportState(row.state),
        uploaded_at=row.uploaded_at,
        uploaded_by=uploaded_by,
        closed_at=row.closed_at,
        closed_by=closed_by,
        changes=row.changes,
        conflicts=row.conflicts,
        refusals=row.refusals,
    )


def find_import(session: Session, plan_id: int, import_id: int) -> WorkbookImport | None:
    """An import of a plan."""
    query = select(WorkbookImport).where(WorkbookImport.plan_id == plan_id, WorkbookImport.id == import_id)
    return session.execute(query).scalar_one_or_none()


def find_applied(session: Session, plan_id: int, file_hash: str) -> WorkbookImport | None:
    """The import by which a file with this hash was brought into the plan, if it was."""
    query = select(WorkbookImport).where(
        WorkbookImport.plan_id == plan_id,
        WorkbookImport.file_hash == file_hash,
        WorkbookImport.state == ImportState.APPLIED.value,
    )
    return session.execute(query.order_by(WorkbookImport.id.desc()).limit(1)).scalar_one_or_none()


def find_user_name(session: Session, user_id: int | None) -> str | None:
    """What a person is called."""
    return None if user_id is None else session.execute(select(User.name).where(User.id == user_id)).scalar()


def list_current(session: Session, plan_id: int) -> Mapping[str, MilestoneRecord]:
    """The milestones of a plan as their rows stand, by reference."""
    query = select(Milestone).where(Milestone.plan_id == plan_id).order_by(Milestone.id)
    rows = session.execute(query.execution_options(populate_existing=True)).scalars()
    return {row.reference: milestone_record(row) for row in rows}


def last_change(session: Session, plan: PlanInScope, milestone_id: int, field: str) -> tuple[str, datetime] | None:
    """Who last changed a field of a milestone, and when; None where that is not known."""
    history = list_history(session, plan, subject=(SubjectKind.MILESTONE, milestone_id), limit=LAST_CHANGES)
    for entry in history:
        if any(change.field == field for change in entry.changes):
            return entry.author_name or "", entry.recorded_at
    return None


def last_change_of_part(
    session: Session, plan: PlanInScope, milestone_id: int, authority_id: int, field: str
) -> tuple[str, datetime] | None:
    """Who last changed a field of an authority's part of a target, and when; None where that is not known."""

    def held(text: str | None) -> object:
        return getattr(parts_of(text).get(authority_id), field, None)

    history = list_history(session, plan, subject=(SubjectKind.MILESTONE, milestone_id), limit=LAST_CHANGES)
    for entry in history:
        if any(change.field == "parts" and held(change.old) != held(change.new) for change in entry.changes):
            return entry.author_name or "", entry.recorded_at
    return None


def last_change_of_funding(
    session: Session, plan: PlanInScope, milestone_id: int, instrument: str, stage: str
) -> tuple[str, datetime] | None:
    """Who last changed an amount of an instrument, and when; None where that is not known."""

    def held(text: str | None) -> object:
        return getattr(rows_of(text).get(instrument), stage, None)

    history = list_history(session, plan, subject=(SubjectKind.MILESTONE, milestone_id), limit=LAST_CHANGES)
    for entry in history:
        if any(change.field == "funding" and held(change.old) != held(change.new) for change in entry.changes):
            return entry.author_name or "", entry.recorded_at
    return None


def list_kept(
    session: Session, plan_id: int, milestone_ids: Iterable[int], fields: Iterable[str]
) -> dict[int, frozenset[str]]:
    """By milestone, those of the fields whose last change has a cause that stays within the country.

    What was said of a milestone before it was moved to another item counts too.
    """
    earlier = _moved_from(session, plan_id)
    lines = {key: _line(key, earlier) for key in milestone_ids}
    query = select(Revision.subject_id, Revision.changes, Revision.is_internal).where(
        Revision.subject_kind == SubjectKind.MILESTONE.value,
        Revision.subject_id.in_({one for line in lines.values() for one in line}),
        ~Revision.is_automatic,
    )
    said: dict[int, list[tuple[Mapping[str, Any], bool]]] = {}
    for subject_id, changes, is_internal in session.execute(query.order_by(Revision.id.desc())):
        is_carried = subject_id in earlier and "comes_from" in changes
        if not is_carried:
            said.setdefault(subject_id, []).append((changes, is_internal))
    newest_first = {key: [told for one in line for told in said.get(one, ())] for key, line in lines.items()}
    return {key: frozenset(name for name in fields if _is_kept(told, name)) for key, told in newest_first.items()}


def _moved_from(session: Session, plan_id: int) -> dict[int, int]:
    """The key of each milestone that was moved → the key that it had where it came from."""
    query = select(Milestone.id, Milestone.reference, Milestone.continued_as).where(Milestone.plan_id == plan_id)
    moved = session.execute(query.where(or_(Milestone.comes_from.is_not(None), Milestone.continued_as.is_not(None))))
    rows = moved.all()
    keys = {reference: key for key, reference, _ in rows}
    return {keys[continued_as]: key for key, _, continued_as in rows if continued_as in keys}


def _line(key: int, earlier: Mapping[int, int]) -> list[int]:
    """A milestone and what it was before, the latest first."""
    line = [key]
    while line[-1] in earlier:
        line.append(earlier[line[-1]])
    return line


def _is_kept(newest_first: Iterable[tuple[Mapping[str, Any], bool]], field: str) -> bool:
    return next((is_internal for changes, is_internal in newest_first if field in changes), False)


def find_spreadsheet(session: Session, plan_id: int, spreadsheet_id: int) -> Spreadsheet | None:
    """A spreadsheet that was uploaded to begin a plan with."""
    query = select(Spreadsheet).where(Spreadsheet.plan_id == plan_id, Spreadsheet.id == spreadsheet_id)
    return session.execute(query).scalar_one_or_none()


def find_spreadsheet_of(session: Session, plan_id: int, import_id: int) -> int | None:
    """The key of the spreadsheet that an import is the preview of; None for a workbook that came back."""
    query = select(Spreadsheet.id).where(Spreadsheet.plan_id == plan_id, Spreadsheet.import_id == import_id)
    return session.execute(query.limit(1)).scalar()


def list_spreadsheets(session: Session, plan_id: int, limit: int = 20) -> list[tuple[int, str, datetime, str | None]]:
    """Key, file's name, when and by whom of the spreadsheets of a plan, newest first."""
    query = (
        select(Spreadsheet.id, Spreadsheet.file_name, Spreadsheet.uploaded_at, User.name)
        .outerjoin(User, User.id == Spreadsheet.uploaded_by_id)
        .where(Spreadsheet.plan_id == plan_id)
        .order_by(Spreadsheet.id.desc())
        .limit(limit)
    )
    return [(key, name, at, by) for key, name, at, by in session.execute(query)]


def list_layouts(session: Session, plan_id: int) -> list[SpreadsheetLayout]:
    """The layouts that a country has kept, the newest first."""
    query = select(SpreadsheetLayout).where(SpreadsheetLayout.plan_id == plan_id)
    order = (SpreadsheetLayout.kept_at.desc(), SpreadsheetLayout.id.desc())
    return list(session.execute(query.order_by(*order)).scalars())
