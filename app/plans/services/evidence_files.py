"""The versions of a file that is evidence: which there are, and that their bytes are kept with their rows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.files.services.receiving import Examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.history import recording_instant
from app.plans.history.spans import block_of
from app.plans.models import Evidence, EvidenceFile
from app.plans.services.access import Place


def note_version(session: Session, place: Place, file: Examined, actor: Actor) -> int:
    """The key of the row of a new version. Raises Invalid beyond the country's quota; the plan's row is held."""
    country = place.plan.owner
    refuse_beyond_quota(session, file.depot, country, file.size)
    return note_file(session, file, country=country, actor=actor).id


def keep_version(session: Session, evidence: Evidence, file_id: int, file: Examined) -> None:
    """Make a file a version that stays, and put its bytes into the store: the last step of a deed."""
    instant = recording_instant(block_of(session, evidence))
    session.add(EvidenceFile(evidence_id=evidence.id, file_id=file_id, created_at=instant))
    session.flush()
    keep_bytes(session, file)
