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
from app.review.models import Seal
from app.review.queries.records import SealRecord, SubmissionRecord
from app.review.queries.submissions import list_under_hash
from app.review.recomputing import Agreement, agreement_of
from app.review.sealing import matches, read_snapshot

_HASH = re.compile(r"[0-9a-f]{64}")
_DEEDS = ("review:submission:submitted", "review:submission:signed")


@dataclass(frozen=True)
class SealVerdict:
    """`matches`: what is kept has the hash. `trail_agrees`: the audit trail names it for each of the submissions.

    `figures`: whether the sums in it are those that its items give.
    """

    seal: SealRecord
    submissions: tuple[SubmissionRecord, ...]
    matches: bool
    trail_agrees: bool
    figures: Agreement

    @property
    def holds(self) -> bool:
        """Whether it is what it was; figures of another rule do not speak against it."""
        return self.matches and self.trail_agrees and self.figures is not Agreement.DIFFERS


def verify_seal(session: Session, digest: str, actor: Actor) -> SealVerdict:
    """Look at what was sealed under a hash (64 hexadecimal digits). Two statements.

    Raises NotFound where nothing that the actor may read was sealed under it.
    """
    wanted = digest.strip().lower()
    if _HASH.fullmatch(wanted) is None:
        raise NotFound(message("Nothing that you may read was sealed under this hash."))
    seal, submissions = list_under_hash(session, wanted, actor)
    ids = {one.submission_id for one in submissions}
    trail_agrees = ids <= _told(session, ids, wanted)
    figures = agreement_of(read_snapshot(seal.content))
    return SealVerdict(seal, tuple(submissions), matches(seal.content, wanted), trail_agrees, figures)


def list_hashes(session: Session) -> list[str]:
    """Every hash under which something was sealed, the oldest first."""
    return list(session.execute(select(Seal.hash).order_by(Seal.sealed_at, Seal.hash)).scalars())


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
