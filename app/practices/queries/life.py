"""The acts on a practice, and the files of one that is a deliverable."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.policy import allows
from app.files.queries import NO_FILE, FileRecord, list_files
from app.practices.models import PracticeAct, PracticeText
from app.practices.policy import READ_FILES, READ_LIFE
from app.practices.records import ActRecord, FormerText, PracticeRecord
from app.practices.states import LIFE, Act, Reach, Side
from app.support.deliverables.models import DeliverableFile, DeliverableStep, DeliverableVersion
from app.support.deliverables.states import Act as DeliverableAct


def list_life(session: Session, practice: PracticeRecord, actor: Actor) -> list[ActRecord]:
    """The acts on a practice itself, the first first; nothing for who may not read them."""
    if not allows(actor, READ_LIFE, practice.subject):
        return []
    query = (
        select(PracticeAct)
        .where(PracticeAct.practice_id == practice.practice_id, PracticeAct.act.in_(sorted(act.value for act in LIFE)))
        .order_by(PracticeAct.position)
    )
    return [
        ActRecord(
            Act(row.act),
            Side(row.side),
            row.country,
            row.on_day,
            Reach(row.reach) if row.reach else None,
            tuple(row.countries.split(",")) if row.countries else (),
            row.with_files,
            row.text,
            row.taken_at,
        )
        for row in session.execute(query).scalars()
    ]


def list_former_texts(session: Session, practice: PracticeRecord, actor: Actor) -> list[FormerText]:
    """What a practice said before, the latest first; nothing for who may not read its acts."""
    if not allows(actor, READ_LIFE, practice.subject):
        return []
    row = PracticeText
    query = (
        select(row.until, row.title, row.what_done, row.needed, row.came_of_it, row.contact_role)
        .where(row.practice_id == practice.practice_id)
        .order_by(row.id.desc())
    )
    return [FormerText(*found) for found in session.execute(query)]


def last_position(session: Session, practice_id: int) -> int:
    """The position of the last act; 0 before the first."""
    query = select(func.max(PracticeAct.position)).where(PracticeAct.practice_id == practice_id)
    return session.execute(query).scalar_one() or 0


def list_practice_files(session: Session, practice: PracticeRecord, actor: Actor) -> list[FileRecord]:
    """The files of the version that is the practice, for who may have them; none for others and for ways of working."""
    if practice.deliverable_id is None or not allows(actor, READ_FILES, practice.subject):
        return []
    query = (
        select(DeliverableFile.file_id)
        .join(DeliverableVersion, DeliverableVersion.id == DeliverableFile.version_id)
        .where(
            DeliverableVersion.deliverable_id == practice.deliverable_id,
            DeliverableVersion.number == practice.deliverable_version,
            DeliverableVersion.submitted_at.is_not(None),
            DeliverableFile.removed_at.is_(None),
        )
        .order_by(DeliverableFile.id)
    )
    keys = list(session.execute(query).scalars())
    found = list_files(session, keys)
    return [found[key] for key in keys if key in found]


def get_practice_file(session: Session, practice: PracticeRecord, file_id: int, actor: Actor) -> FileRecord:
    """One of them. Raises NotFound."""
    for file in list_practice_files(session, practice, actor):
        if file.file_id == file_id:
            return file
    raise NotFound(NO_FILE)


def accepted_versions(session: Session, deliverable_id: int) -> list[int]:
    """The versions of a deliverable that its country accepted, the latest first."""
    query = select(DeliverableStep.version_number).where(
        DeliverableStep.deliverable_id == deliverable_id, DeliverableStep.act == DeliverableAct.ACCEPT.value
    )
    return sorted(set(session.execute(query).scalars()), reverse=True)


def names_of(countries: Collection[str]) -> str:
    """Countries as an act keeps them."""
    return ",".join(sorted(countries))
