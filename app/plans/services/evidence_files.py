"""The versions of a file that is evidence: which there are, and that their bytes are kept with their rows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.files.services.receiving import Examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.history import recording_instant
from app.plans.models import Evidence, EvidenceFile
from app.plans.services.access import Place


class Noted(NamedTuple):
    """A file with its row, and since when others may have it: before the change that names it is recorded."""

    file_id: int
    at: datetime
    file: Examined


def note_version(session: Session, place: Place, file: Examined | None, actor: Actor) -> Noted | None:
    """The row of a new version, where there is one; the plan's row is held. Raises Invalid beyond the quota."""
    if file is None:
        return None
    country = place.plan.owner
    refuse_beyond_quota(session, file.depot, country, file.size)
    at = recording_instant(place.block)
    return Noted(note_file(session, file, country=country, actor=actor).id, at, file)


def keep_version(session: Session, evidence: Evidence, noted: Noted | None) -> None:
    """Make a file a version that stays, and put its bytes into the store: the last step of a deed."""
    if noted is None:
        return
    session.add(EvidenceFile(evidence_id=evidence.id, file_id=noted.file_id, created_at=noted.at))
    session.flush()
    keep_bytes(session, noted.file)
