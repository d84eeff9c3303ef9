"""Versions, files and steps of a deliverable."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.files.queries import NO_FILE, FileRecord, get_file, list_files
from app.support.deliverables.models import DeliverableFile, DeliverableStep, DeliverableVersion
from app.support.deliverables.records import DeliverableRecord, StepRecord, VersionRecord
from app.support.deliverables.states import Act, Hand, Standing


def list_versions(session: Session, deliverable_id: int, *, with_open: bool) -> list[VersionRecord]:
    """The versions with their files, the latest first; one that is being put together only where asked for.

    For callers that ask for rights themselves.
    """
    query = select(DeliverableVersion).where(DeliverableVersion.deliverable_id == deliverable_id)
    if not with_open:
        query = query.where(DeliverableVersion.submitted_at.is_not(None))
    versions = list(session.execute(query.order_by(DeliverableVersion.number.desc())).scalars())
    held: dict[int, list[int]] = defaultdict(list)
    files = select(DeliverableFile.version_id, DeliverableFile.file_id).where(
        DeliverableFile.version_id.in_([one.id for one in versions]), DeliverableFile.removed_at.is_(None)
    )
    for version_id, file_id in session.execute(files.order_by(DeliverableFile.id)):
        held[version_id].append(file_id)
    found = list_files(session, [key for keys in held.values() for key in keys])
    return [
        VersionRecord(one.number, one.created_at, one.submitted_at, tuple(found[key] for key in held[one.id]))
        for one in versions
    ]


def get_deliverable_file(session: Session, deliverable: DeliverableRecord, file_id: int, actor: Actor) -> FileRecord:
    """A file of a deliverable that the actor reads; of a version that is being put together its author alone has one.

    Raises NotFound.
    """
    query = (
        select(DeliverableVersion.submitted_at)
        .join(DeliverableFile, DeliverableFile.version_id == DeliverableVersion.id)
        .where(
            DeliverableVersion.deliverable_id == deliverable.deliverable_id,
            DeliverableFile.file_id == file_id,
            DeliverableFile.removed_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    is_authors = actor.user_id is not None and deliverable.author_id == actor.user_id
    if row is None or (row[0] is None and not is_authors):
        raise NotFound(NO_FILE)
    return get_file(session, file_id)


def list_steps(session: Session, deliverable_id: int) -> list[StepRecord]:
    """The steps taken, the first first."""
    query = (
        select(DeliverableStep, User.name)
        .outerjoin(User, User.id == DeliverableStep.author_id)
        .where(DeliverableStep.deliverable_id == deliverable_id)
        .order_by(DeliverableStep.position)
    )
    return [
        StepRecord(
            Act(row.act),
            Hand(row.hand),
            Standing(row.state),
            row.version_number,
            row.on_day,
            row.text,
            row.taken_at,
            row.author_id,
            name,
        )
        for row, name in session.execute(query)
    ]


def find_open_version(session: Session, deliverable_id: int) -> DeliverableVersion | None:
    """The version that is being put together."""
    query = select(DeliverableVersion).where(
        DeliverableVersion.deliverable_id == deliverable_id, DeliverableVersion.submitted_at.is_(None)
    )
    return session.execute(query).scalar_one_or_none()


def find_file_row(session: Session, version_id: int, file_id: int) -> DeliverableFile | None:
    """A file of a version, not taken out."""
    query = select(DeliverableFile).where(
        DeliverableFile.version_id == version_id,
        DeliverableFile.file_id == file_id,
        DeliverableFile.removed_at.is_(None),
    )
    return session.execute(query).scalar_one_or_none()


def list_file_rows(session: Session, version_id: int) -> list[DeliverableFile]:
    """The files of a version, not those taken out."""
    query = select(DeliverableFile).where(
        DeliverableFile.version_id == version_id, DeliverableFile.removed_at.is_(None)
    )
    return list(session.execute(query.order_by(DeliverableFile.id)).scalars())
