"""Taking back a version of a file asks the seals first: what one rests on stays, for those who read its submission."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.plans.services import taking_back
from app.review.queries.sealed_files import rests_on


def take_back_version(
    session: Session, owner: str, file_id: int, *, actor: Actor, reason: str, before_counts: bool = False
) -> None:
    """Take a version back, with a reason; `before_counts`: the version before it counts again from today on.

    Its bytes go with the next sweep unless a seal of the plan rests on them. Raises NotFound, NotAllowed, WrongState,
    Invalid.
    """
    plan, evidence, file = taking_back.hold_version(session, owner, file_id, actor=actor)
    taking_back.take_back(
        session,
        evidence,
        file,
        actor=actor,
        reason=reason,
        before_counts=before_counts,
        is_sealed=rests_on(session, plan.id, file.content_hash),
    )
