"""The rows of the demonstration, written in bulk in an order in which each finds what it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, insert, text, update
from sqlalchemy.orm import Session

from app.accounts.models import GrantAuthority
from app.audit.models import AuditEntry, AuditHead
from app.audit.services import chained
from app.core.db import Base
from app.demo.book import Book, Row
from app.demo.queries import audit_head, is_named_nowhere
from app.files.models import StoredFile
from app.meetings.models import AgendaLink
from app.plans import models
from app.plans.history import FIELDS
from app.plans.history.bulk import rows_for
from app.plans.history.fields import table_of
from app.plans.states import Scope, SubjectKind

CHUNK = 10_000

_SUBJECTS = (SubjectKind.PLAN_ITEM, SubjectKind.MILESTONE, SubjectKind.EVIDENCE, SubjectKind.PROSE)
_AUTHORITIES, _REVISIONS, _TOUCHES = table_of(models.Authority), table_of(models.Revision), table_of(models.PlanTouch)
_BESIDE = (
    table_of(models.PlanItemAuthority),
    table_of(models.Predecessor),
    table_of(models.PlanRelease),
    table_of(models.PlanReleaseBlock),
)

KEYED = (_AUTHORITIES, *(table_of(FIELDS[kind].subject) for kind in _SUBJECTS), *_BESIDE, _REVISIONS)
"""Tables whose keys are given here."""

SUBMITTED = ("review_", "fiche")
"""Rounds, submissions and their seals, fiches: the database refuses to change or delete what was submitted or sent."""

Say = Callable[[str], None]


def write_books(session: Session, books: Sequence[Book], created_at: datetime, say: Say) -> None:
    """Write all plans. `created_at`: when they are said to have been opened."""
    for table, rows in _tables(books):
        _insert(session, table, rows)
        say(f"{len(rows):,} rows of {table.name}")
    for book in books:
        _update_plan(session, book, created_at)
    if session.get_bind().dialect.name == "postgresql":
        _move_sequences(session)


def _tables(books: Sequence[Book]) -> Iterator[tuple[Table, list[Row]]]:
    """Tables with their rows, those referred to first."""
    released = {block_id: instants for book in books for block_id, instants in book.released.items()}
    subjects = [subject for book in books for kind in _SUBJECTS for subject in book.bulk_subjects(kind)]
    made = rows_for(subjects, released, first_revision_id=books[0].keys.first("revision") if books else 1)
    yield _AUTHORITIES, _beside(books, _AUTHORITIES)
    for kind in _SUBJECTS:
        yield table_of(FIELDS[kind].subject), made.subjects.get(kind, [])
    for table in _BESIDE:
        yield table, _beside(books, table)
    yield _REVISIONS, made.revisions
    for kind in _SUBJECTS:
        yield table_of(FIELDS[kind].span), made.spans.get(kind, [])
    yield _TOUCHES, [row for book in books for row in _touches(book)]


def _beside(books: Sequence[Book], table: Table) -> list[Row]:
    return [row for book in books for row in book.rows[table.name]]


def _touches(book: Book) -> Iterator[Row]:
    for scope, stamps in book.stamps.items():
        for day, stamp in stamps.touches:
            yield {"plan_id": book.plan_id, "scope": scope.value, "from_day": day, "stamp": stamp}


def _insert(session: Session, table: Table, rows: list[Row]) -> None:
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(table), rows[start : start + CHUNK])


def _update_plan(session: Session, book: Book, created_at: datetime) -> None:
    plan, block = table_of(models.Plan), table_of(models.PlanBlock)
    session.execute(
        update(plan)
        .where(plan.c.id == book.plan_id)
        .values(
            is_demonstration=True,
            shares_row=book.shares_row,
            shares_continuously=False,
            last_reference=book.last_reference,
            working_stamp=book.stamps[Scope.WORKING].stamp,
            shared_stamp=book.stamps[Scope.SHARED].stamp,
            version=book.version,
            created_at=created_at,
        )
    )
    for held in book.blocks.values():
        session.execute(update(block).where(block.c.id == held.id).values(shared_at=held.shared_at))


def _move_sequences(session: Session) -> None:
    """Keys were given here: PostgreSQL's own counters go on behind them."""
    moved = ", ".join(
        f"setval(pg_get_serial_sequence('{table.name}', 'id'), GREATEST((SELECT max(id) FROM {table.name}), 1))"  # noqa: S608
        for table in KEYED
    )
    session.execute(text(f"SELECT {moved}"))


def delete_books(session: Session) -> None:
    """Delete whatever belongs to a plan, and rows of files that nothing names any more.

    Plans, blocks, the audit trail and what was submitted stay: nobody takes back a submission. People keep their
    grants: what these were for is given back by `restore_granted`. Bytes of files go with `flask files sweep`.
    """
    links = table_of(AgendaLink)  # of meetings, which stay: those to flags alone are of a plan
    session.execute(delete(links).where(links.c.flag_id.is_not(None)))
    gone = [table for table in _of_plans() if table is not links]
    for table in reversed(gone):
        session.execute(delete(table))
    session.execute(delete(table_of(StoredFile)).where(is_named_nowhere(gone)))
    session.expire_all()


def _of_plans() -> list[Table]:
    """Tables whose rows belong to a plan, through whichever others; those referred to first."""
    ordered = Base.metadata.sorted_tables
    kept = {table_of(models.Plan), table_of(models.PlanBlock)}
    kept |= {table for table in ordered if table.name.startswith(SUBMITTED)}
    found = set(kept)
    for table in ordered:
        if any(key.column.table in found for key in table.foreign_keys):
            found.add(table)
    return [table for table in ordered if table in found - kept]


def restore_granted(
    session: Session, granted: Sequence[tuple[int, str, str]], authorities: Mapping[tuple[str, str], int]
) -> None:
    """Give grants the new keys of the authorities they were for, by owner and actor's code."""
    rows = [
        {"grant_id": grant_id, "authority_id": authorities[owner, code]}
        for grant_id, owner, code in granted
        if (owner, code) in authorities
    ]
    if rows:
        session.execute(insert(table_of(GrantAuthority)), rows)


def write_audit(session: Session, entries: Sequence[Mapping[str, Any]]) -> None:
    """Append the deeds of the story to the audit trail, with the instants of the story."""
    count, last_hash = audit_head(session)
    rows = chained(entries, count, last_hash)
    if rows:
        _insert(session, table_of(AuditEntry), rows)
        session.execute(update(AuditHead).values(entries=rows[-1]["id"], hash=rows[-1]["hash"]))
