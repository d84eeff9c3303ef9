"""Submissions as their readers may see them, and their seals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.files.models import StoredFile
from app.files.states import ScanState
from app.plans.models import Plan
from app.review.models import FourEyes, OfficialFile, Round, Seal, Submission
from app.review.policy import seen_by
from app.review.queries.extensions import cut_off_for
from app.review.queries.records import DocumentFile, OfficialDocument, SealRecord, SubmissionRecord
from app.review.queries.rounds import keys_of
from app.review.states import SubmissionKind

NO_SUBMISSION = message("There is no such submission.")
AT_MOST = 500

_preparer, _signer = aliased(User), aliased(User)
_DOCUMENT = (
    Submission.document_title,
    Submission.document_number,
    Submission.document_url,
    Submission.document_language,
    Submission.document_on,
    Submission.document_is_public,
)
_DOCUMENT_FILE = (
    StoredFile.id,
    StoredFile.name.label("file_name"),
    StoredFile.size.label("file_size"),
    StoredFile.content_hash,
    StoredFile.scan_state,
)
_SEAL = (Seal.hash, Seal.content, Seal.size, Seal.sealed_at)


def list_submissions(
    session: Session, actor: Actor, *, plan_id: int | None = None, round_ids: Collection[int] | None = None
) -> list[SubmissionRecord]:
    """Submissions of a plan, or to some rounds, as the actor may see them; newest first."""
    query = _submissions().where(seen_by(actor))
    if plan_id is not None:
        query = query.where(Submission.plan_id == plan_id)
    if round_ids is not None:
        query = query.where(Submission.round_id.in_(sorted(round_ids)))
    query = query.order_by(func.coalesce(Submission.submitted_at, Submission.prepared_at).desc(), Submission.id.desc())
    return _records(session.execute(query.limit(AT_MOST)))


def find_with_document(session: Session, plan_id: int, actor: Actor) -> SubmissionRecord | None:
    """The newest submission of a plan that counts and names its official document, as the actor may see it."""
    named = or_(Submission.document_title != "", StoredFile.id.is_not(None))
    query = _submissions().where(seen_by(actor), Submission.plan_id == plan_id, named)
    query = query.where(Submission.submitted_at.is_not(None))
    found = _records(session.execute(query.order_by(Submission.submitted_at.desc(), Submission.id.desc()).limit(1)))
    return found[0] if found else None


def get_submission(session: Session, owner: str, submission_id: int, actor: Actor) -> SubmissionRecord:
    """A submission of a plan. Raises NotFound."""
    query = _submissions().where(seen_by(actor), Plan.owner == owner, Submission.id == submission_id)
    found = _records(session.execute(query))
    if not found:
        raise NotFound(NO_SUBMISSION)
    return found[0]


def list_with_seals(
    session: Session, owner: str, wanted: Collection[int], actor: Actor
) -> tuple[list[SubmissionRecord], dict[int, SealRecord]]:
    """The submissions of a plan that count, newest first, and what was sealed with some of them; one statement."""
    query = (
        _submissions()
        .add_columns(*_SEAL)
        .outerjoin(Seal, and_(Seal.hash == Submission.seal_hash, Submission.id.in_(sorted(wanted))))
        .where(seen_by(actor), Plan.owner == owner, Submission.submitted_at.is_not(None))
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
        .limit(AT_MOST)
    )
    rows, width = session.execute(query).all(), len(_SEAL)
    seals = {row[0]: SealRecord(*row[-width:]) for row in rows if row[-width] is not None}
    return [_record(row[:-width]) for row in rows], seals


def list_under_hash(session: Session, digest: str, actor: Actor) -> tuple[SealRecord, list[SubmissionRecord]]:
    """What is kept under a hash, and the submissions that refer to it, as the actor may see them.

    Raises NotFound where there is none that the actor may see.
    """
    query = (
        _submissions()
        .add_columns(*_SEAL)
        .join(Seal, Seal.hash == Submission.seal_hash)
        .where(seen_by(actor), Seal.hash == digest)
        .order_by(Submission.id)
    )
    rows = session.execute(query).all()
    if not rows:
        raise NotFound(message("Nothing that you may read was sealed under this hash."))
    width = len(_SEAL)
    return SealRecord(*rows[0][-width:]), [_record(row[:-width]) for row in rows]


def find_seal(session: Session, digest: str | None) -> SealRecord | None:
    """What is kept under a hash; the caller has asked whether it may be seen."""
    row = session.execute(select(*_SEAL).where(Seal.hash == digest)).one_or_none()
    return SealRecord(*row) if row else None


def find_seal_hash(session: Session, digest: str) -> str | None:
    """The hash, where something is kept under it."""
    return session.execute(select(Seal.hash).where(Seal.hash == digest)).scalar_one_or_none()


def find_waiting(session: Session, plan_id: int) -> Submission | None:
    """The submission of a plan that waits for its second signature; who changes it holds the plan's row."""
    query = select(Submission).where(
        Submission.plan_id == plan_id, Submission.submitted_at.is_(None), Submission.set_aside_at.is_(None)
    )
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def wants_four_eyes(session: Session, plan_id: int) -> bool:
    """Whether a second coordinator signs what is submitted of a plan."""
    query = select(FourEyes.is_on).where(FourEyes.plan_id == plan_id)
    return session.execute(query).scalar_one_or_none() or False


def _submissions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Submission.id,
            Plan.owner,
            Submission.plan_id,
            Submission.kind,
            Submission.block_keys,
            Submission.note,
            *_DOCUMENT,
            *_DOCUMENT_FILE,
            Submission.round_id,
            Round.title,
            cut_off_for(Submission.plan_id),
            Submission.needs_signature,
            Submission.prepared_at,
            Submission.prepared_by_id,
            _preparer.name,
            Submission.prepared_stamp,
            _signer.name,
            Submission.submitted_at,
            Submission.seal_hash,
            Submission.set_aside_at,
        )
        .join(Plan, Plan.id == Submission.plan_id)
        .outerjoin(Round, Round.id == Submission.round_id)
        .outerjoin(_preparer, _preparer.id == Submission.prepared_by_id)
        .outerjoin(_signer, _signer.id == Submission.signed_by_id)
        .outerjoin(OfficialFile, OfficialFile.submission_id == Submission.id)
        .outerjoin(StoredFile, StoredFile.id == OfficialFile.file_id)
    )


def document_file(held: Sequence[Any]) -> DocumentFile | None:
    """The file of a row, where it has one."""
    file_id, name, size, content_hash, scan_state = held
    return DocumentFile(file_id, name, size, content_hash, ScanState(scan_state)) if file_id is not None else None


def find_document_file(session: Session, submission_id: int) -> DocumentFile | None:
    """The file of a submission's official document; the caller has asked whether it may be seen."""
    query = (
        select(*_DOCUMENT_FILE)
        .join(OfficialFile, OfficialFile.file_id == StoredFile.id)
        .where(OfficialFile.submission_id == submission_id)
    )
    row = session.execute(query).one_or_none()
    return document_file(row) if row else None


def _records(rows: Iterable[Any]) -> list[SubmissionRecord]:
    return [_record(row) for row in rows]


def _record(row: Any) -> SubmissionRecord:
    submission_id, owner, plan_id, kind, block_keys, note, *rest = row
    named, rest = rest[: len(_DOCUMENT)], rest[len(_DOCUMENT) :]
    held, rest = rest[: len(_DOCUMENT_FILE)], rest[len(_DOCUMENT_FILE) :]
    title, number, url, language, on, is_public = named
    document = OfficialDocument(title, number, url, language, on, is_public, document_file(held))
    return SubmissionRecord(
        submission_id, owner, plan_id, SubmissionKind(kind), keys_of(block_keys), note, document, *rest
    )
