"""Choose what is mailed and how often; say that notices are seen. Both are deeds in the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.queries import get_user
from app.accounts.services import pseudonymise_user
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.policy import require
from app.notices.models import NoticeSetting
from app.notices.policy import CHOOSE, READ
from app.notices.queries.mails import hold_setting, remove_of
from app.notices.states import Kind, Mailing


def choose(session: Session, *, actor: Actor, mailing: str, kinds: Collection[str], offered: Collection[Kind]) -> None:
    """Keep how often the actor is mailed, and about which of the kinds that were offered.

    A kind that was not offered stays as it was chosen before. Raises NotAllowed, Invalid.
    """
    user = get_user(session, actor.user_id or 0)
    require(actor, CHOOSE, user)
    try:
        wanted, often = {Kind(kind) for kind in kinds}, Mailing(mailing)
    except ValueError:
        raise Invalid(message("Choose one of the list."), field="mailing") from None
    setting = made_setting(session, user.id)
    before = {Kind(kind) for kind in setting.muted.split(",") if kind}
    muted = (before - set(offered)) | (set(offered) - wanted)
    listed = ",".join(kind.value for kind in Kind if kind in muted)
    changed = [
        name
        for name, is_other in (("mailing", setting.mailing != often), ("muted", setting.muted != listed))
        if is_other
    ]
    if not changed:
        return
    if setting.mailing == Mailing.NEVER:
        setting.mailed_until = clock.now()  # what happened while no mails were wanted is not mailed afterwards
    setting.mailing, setting.muted = often.value, listed
    session.flush()
    _record(session, actor, "notices:setting:chosen", changed)


def mark_seen(session: Session, upto: datetime, *, actor: Actor) -> None:
    """Say that the actor has seen what they were told up to an instant. Raises NotAllowed."""
    require(actor, READ)
    setting = made_setting(session, actor.user_id or 0)
    upto = min(upto, clock.now())
    if setting.seen_at is not None and setting.seen_at >= upto:
        return
    setting.seen_at = upto
    session.flush()
    _record(session, actor, "notices:notice:seen", ["seen_at"])


def made_setting(session: Session, user_id: int) -> NoticeSetting:
    """The row of what a person has chosen, held; made where there is none."""
    setting = hold_setting(session, user_id)
    if setting is None:
        setting = NoticeSetting(user_id=user_id, mailing=Mailing.DAILY.value, muted="", seen_at=None, mailed_until=None)
        session.add(setting)
        session.flush()
    return setting


def forget_leaver(session: Session, user: User, *, actor: Actor) -> None:
    """Replace the name and the address of somebody who left, and remove their mails and what they had chosen of them.

    Raises what `pseudonymise_user` raises.
    """
    pseudonymise_user(session, user, actor=actor)
    remove_of(session, user.id)


def _record(session: Session, actor: Actor, deed: str, fields: list[str]) -> None:
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="user",
        subject_id=actor.user_id,
        changes={"fields": [[], fields]},
    )
