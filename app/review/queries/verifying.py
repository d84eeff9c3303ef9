"""Whether what was sealed is still what it was: its hash computed anew, and what the audit trail says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.models import AuditEntry
from app.core.errors import NotFound
from app.core.labels import message
from app.review.queries.records import SealRecord, SubmissionRecord
from app.review.queries.submissions import list_under_hash
from app.review.sealing import matches

_HASH = re.compile(r"[0-9a-f]{64}")
_DEEDS = ("review:submission:submitted", "review:submission:signed")


@dataclass(frozen=True)
class SealVerdict:
    """`matches`: what is kept has the hash. `trail_agrees`: the audit trail names it for each of the submissions."""

    seal: SealRecord
    submissions: tuple[SubmissionRecord, ...]
    matches: bool
    trail_agrees: bool

    @property
    def holds(self) -> bool:
        """Whether both hold."""
        return self.matches and self.trail_agrees


def verify_seal(session: Session, digest: str, actor: Actor) -> SealVerdict:
    """Look at what was sealed under a hash (64 hexadecimal digits). Two statements.

    Raises NotFound where nothing that the actor may read was sealed under it.
    """
    wanted = digest.strip().lower()
    if _HASH.fullmatch(wanted) is None:
        raise NotFound(message("Nothing that you may read was sealed under this hash."))
    seal, submissions = list_under_hash(session, wanted, actor)
    ids = {one.submission_id for one in submissions}
    return SealVerdict(seal, tuple(submissions), matches(seal.content, wanted), ids <= _told(session, ids, wanted))


def _told(session: Session, submission_ids: set[int], digest: str) -> set[int]:
    """The submissions of which the audit trail says that they were sealed under this hash."""
    query = (
        select(AuditEntry.subject_id, AuditEntry.changes)
        .where(
            AuditEntry.subject_kind == "review_submission",
            AuditEntry.subject_id.in_(sorted(submission_ids)),
            AuditEntry.deed.in_(_DEEDS),
        )
        .order_by(AuditEntry.id)
    )
    return {key for key, changes in session.execute(query) if changes.get("seal_hash", [None, None])[1] == digest}
