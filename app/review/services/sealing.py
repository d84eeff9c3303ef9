"""What makes a submission count: what it sends is shared, and the plan as others now know it is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import WrongState
from app.core.labels import message
from app.plans.models import Plan
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.records import PlanInScope
from app.plans.services.releases import share
from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.queries.reading import read_one
from app.review.models import Seal, Submission
from app.review.queries.rounds import keys_of
from app.review.queries.snapshots import read_snapshot_of
from app.review.queries.submissions import find_document_file, find_seal_hash
from app.review.sealing import seal
from app.review.states import SHARES_ALL, SubmissionKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def share_and_seal(session: Session, view: CatalogueView, plan: Plan, submission: Submission, *, actor: Actor) -> None:
    """Share what is submitted, seal what others then know, and let the submission count. The plan's row is held.

    Raises WrongState where a plan is sent of which nothing was ever said.
    """
    kind = SubmissionKind(submission.kind)
    blocks = None if kind in SHARES_ALL else list(keys_of(submission.block_keys))
    if blocks is None or blocks:
        _share(session, plan.owner, blocks, actor)
    digest = _seal(session, view, plan, submission, actor, needs_content=blocks is None or bool(blocks))
    submission.seal_hash = digest
    submission.submitted_at = clock.now()
    session.flush()


def _share(session: Session, owner: str, blocks: list[str] | None, actor: Actor) -> None:
    """A release; none where others know everything already."""
    try:
        share(session, owner, blocks, message("Submitted"), actor=actor)
    except WrongState:
        return


def _seal(
    session: Session, view: CatalogueView, plan: Plan, submission: Submission, actor: Actor, *, needs_content: bool
) -> str:
    """Keep the snapshot under its hash, once; returns the hash.

    The reading is made anew beside the process's cache: what is computed here may yet be rolled back.
    """
    session.flush()
    held, eu = get_plan_beside_eu(session, plan.owner, actor)
    if needs_content and held.head.last_shared_at is None:
        raise WrongState(message("Nothing has been said in this plan yet."))
    shared, day = PlanInScope(held.head, Scope.SHARED), clock.today()
    reading, _ = read_one(session, view, (shared.head, shared.scope), eu, day, ReadingCache())
    snapshot = read_snapshot_of(session, view, shared, day, reading)
    made = seal({**snapshot, "document": _document(session, submission)})
    if find_seal_hash(session, made.hash) is None:
        session.add(Seal(hash=made.hash, plan_id=plan.id, content=made.content, size=made.size, sealed_at=clock.now()))
        session.flush()
    return made.hash


def _document(session: Session, submission: Submission) -> dict[str, Any]:
    """The official document that goes with the plan, and the hash of its file."""
    file = find_document_file(session, submission.id)
    return {
        "title": submission.document_title,
        "number": submission.document_number,
        "url": submission.document_url,
        "language": submission.document_language,
        "on": submission.document_on,
        "is_public": submission.document_is_public,
        "file": {"name": file.name, "size": file.size, "hash": file.content_hash} if file else None,
    }
