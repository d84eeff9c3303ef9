"""Bring a workbook back: read it, show what it would change, and change it through the services of plans."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import mark, record, return_to
from app.core import clock
from app.core.errors import Busy, DomainError, Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.exchange import policy
from app.exchange.book.base import unpacked
from app.exchange.models import WorkbookImport
from app.exchange.proposal import Proposal, ProposedRow
from app.exchange.reading.csv import read_csv
from app.exchange.reading.process import Sheet, read_workbook
from app.exchange.reading.rows import base_pieces, read_edits
from app.exchange.services.looking import look_again, preview, put
from app.exchange.services.merging import propose, refusal_of, write
from app.exchange.states import Choice, FileKind, ImportState
from app.files.depot import Depot
from app.files.services.receiving import Examined, Upload, examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.queries.records import PlanInScope
from app.plans.services.access import find_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

OTHER_PLAN = message("This workbook is of another plan: %(owner)s. Upload it there.")
CLOSED = message("This import has been brought in or set aside already.")
SAVE_AS_XLSX = message("Workbooks of this kind are not read. Save yours as .xlsx, without macros, and upload it again.")
NOTHING = message("There is nothing to bring in.")
TOO_MUCH = message(
    "The file changes more than %(limit)s rows. Bring it in in parts: remove sheets and upload it again."
)
MOST_ROWS = 500
"""Rows that one import may change: others who write wait meanwhile."""


@dataclass(frozen=True)
class Received:
    """A file as somebody sent it."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class ReadFile:
    """A file with its sheets."""

    received: Received
    kind: FileKind
    sheets: list[Sheet] = field(repr=False)


class Result(Enum):
    """What became of applying."""

    APPLIED = auto()
    CHANGED_SINCE = auto()
    """Something was changed or refused since the preview: nothing was written, and there is a new preview."""


def read_file(received: Received) -> ReadFile:
    """The sheets of a file; no database is needed, and none should be held meanwhile. Raises Invalid, Busy."""
    name = received.name.lower()
    if name.endswith((".xlsm", ".xlsb", ".xltx", ".xltm")):
        raise Invalid(SAVE_AS_XLSX, field="file")
    if name.endswith((".csv", ".txt")):
        return ReadFile(received, FileKind.CSV, read_csv(received.content))
    return ReadFile(received, FileKind.WORKBOOK, read_workbook(received.content))


@contextmanager
def examined_file(file: ReadFile, depot: Depot) -> Iterator[Examined]:
    """A file that was read, examined as every upload is, to be kept; no database is needed.

    It is used at once, so where a scanner is configured and does not answer, it is refused. Raises Invalid, Busy.
    """
    with examined(Upload(file.received.name, io.BytesIO(file.received.content)), depot) as found:
        if found.is_held_back:
            raise Busy(message("The virus scanner does not answer. Please try again later; nothing was kept."))
        yield found


def read_proposal(
    session: Session, view: CatalogueView, owner: str, file: ReadFile, *, actor: Actor, secrets: Sequence[str]
) -> Proposal:
    """What a file would change in a plan, as the actor; nothing is kept. The session may write.

    Raises NotFound, NotAllowed, Invalid (the file is of another plan, its base is missing or was altered).
    """
    find_plan(session, owner, actor)
    plan = get_plan(session, owner, actor)
    require(actor, policy.IMPORT, PlanSubject(owner))
    base = unpacked(base_pieces(file.sheets), secrets)
    if base.owner != owner:
        raise Invalid(OTHER_PLAN, field="file", owner=base.owner)
    edits = read_edits(file.sheets, base, frozenset(item.key for item in view.items_of(owner)))
    if len(edits.rows) > MOST_ROWS:
        raise Invalid(TOO_MUCH, field="file", limit=MOST_ROWS)
    found = propose(session, view, plan, edits, actor=actor)
    return replace(found, downloaded_at=base.at, downloaded_by=base.by)


def receive(
    session: Session,
    view: CatalogueView,
    owner: str,
    file: ReadFile,
    *,
    actor: Actor,
    secrets: Sequence[str],
    found: Examined,
) -> int:
    """Keep a file with what it would change; returns the key of the import. Nothing of the plan changes.

    `found`: the same file, examined (`examined_file`). Raises what `read_proposal` raises, and Invalid beyond the
    country's room for files; then nothing is kept.
    """
    proposal = read_proposal(session, view, owner, file, actor=actor, secrets=secrets)
    plan = get_plan(session, owner, actor)
    refuse_beyond_quota(session, found.depot, owner, found.size)
    note_file(session, found, country=owner, actor=actor)
    sent = sent_now(plan.plan_id, file.kind.value, found.name, found.content_hash, found.size, actor)
    made = WorkbookImport(**sent, proposal="")
    session.add(made)
    put(made, proposal)
    session.flush()
    keep_bytes(session, found)
    return made.id


def sent_now(plan_id: int, kind: str, name: str, digest: str, size: int, actor: Actor) -> dict[str, Any]:
    """What the row of an import, or of a spreadsheet, says of its file and of who sent it; size in bytes."""
    return {
        "plan_id": plan_id,
        "kind": kind,
        "file_name": name,
        "file_hash": digest,
        "file_size": size,
        "uploaded_at": clock.now(),
        "uploaded_by_id": actor.user_id,
    }


def apply(
    session: Session,
    view: CatalogueView,
    owner: str,
    import_id: int,
    *,
    actor: Actor,
    choices: Mapping[str, Choice],
    for_columns: Mapping[str, Choice],
    shown: str = "",
) -> Result:
    """Write what an import would change, all of it or nothing, with conflicts decided as chosen.

    `shown` marks the preview in which was chosen (`Proposal.shown`): where the actor would see another one by now,
    nothing is written. Rows that the preview showed as refused are left out. Where anything else is refused now, or a
    row was changed since the preview, nothing is written and the preview is made anew. Raises NotFound, NotAllowed,
    WrongState.
    """
    find_plan(session, owner, actor)
    found, proposal = preview(session, owner, import_id, actor=actor)
    if found.state != ImportState.PREVIEWED.value:
        raise WrongState(CLOSED)
    if shown and shown != proposal.shown:
        look_again(session, view, owner, import_id, actor=actor)
        found, proposal = preview(session, owner, import_id, actor=actor)
        if shown != proposal.shown:
            return Result.CHANGED_SINCE
    plan = get_plan(session, owner, actor)
    decided = proposal.chosen(choices, for_columns)
    if not decided.changes:
        raise WrongState(NOTHING)
    refused = _write_all(session, view, owner, decided, actor)
    if refused is not None:
        renewed = propose(session, view, plan, proposal.edits, actor=actor, before=_with_refusal(decided, refused))
        put(found, renewed)
        session.flush()
        return Result.CHANGED_SINCE
    _close(session, found, owner, decided, actor)
    return Result.APPLIED


def _write_all(
    session: Session, view: CatalogueView, owner: str, proposal: Proposal, actor: Actor
) -> ProposedRow | None:
    """Write all rows, or none: then the row that was refused is returned, with its refusal."""
    noted = mark(session)
    row: ProposedRow | None = None
    try:
        with session.begin_nested():
            for row in proposal.applied():
                write(session, view, owner, row, actor=actor)
    except DomainError as error:
        return_to(session, noted)
        session.expire_all()
        return replace(row, refusal=refusal_of(row, error)) if row else None
    return None


def _with_refusal(proposal: Proposal, refused: ProposedRow) -> Proposal:
    return replace(proposal, rows=tuple(refused if row.key == refused.key else row for row in proposal.rows))


def apply_at_once(
    session: Session, view: CatalogueView, owner: str, found: Examined, proposal: Proposal, *, actor: Actor
) -> None:
    """Write a proposal that was read just now, without keeping the file: for the command line."""
    plan = get_plan(session, owner, actor)
    refused = _write_all(session, view, owner, proposal, actor)
    if refused is not None and refused.refusal is not None:
        raise Invalid(refused.refusal.sentence, **refused.refusal.values)
    _record(session, plan, owner, None, found.content_hash, found.name, proposal, actor)


def set_aside(session: Session, owner: str, import_id: int, *, actor: Actor) -> None:
    """Say of an import that it is not brought in. Raises NotFound, NotAllowed, WrongState."""
    find_plan(session, owner, actor)
    found, _proposal = preview(session, owner, import_id, actor=actor)
    if found.state != ImportState.PREVIEWED.value:
        raise WrongState(CLOSED)
    found.state, found.closed_at, found.closed_by_id = ImportState.REFUSED.value, clock.now(), actor.user_id
    session.flush()


def _close(session: Session, found: WorkbookImport, owner: str, proposal: Proposal, actor: Actor) -> None:
    put(found, proposal)
    found.state, found.closed_at, found.closed_by_id = ImportState.APPLIED.value, clock.now(), actor.user_id
    session.flush()
    plan = get_plan(session, owner, actor)
    _record(session, plan, owner, found.id, found.file_hash, found.file_name, proposal, actor)


def _record(
    session: Session,
    plan: PlanInScope,
    owner: str,
    import_id: int | None,
    digest: str,
    name: str,
    proposal: Proposal,
    actor: Actor,
) -> None:
    record(
        session,
        actor=actor,
        deed="plans:workbook:imported",
        subject_kind="workbook_import" if import_id else "plan",
        subject_id=import_id or plan.plan_id,
        country=owner,
        changes={
            "file": [None, name],
            "sha256": [None, digest],
            "rows": [None, sum(1 for _ in proposal.applied())],
            "cells": [None, proposal.changes],
        },
    )
