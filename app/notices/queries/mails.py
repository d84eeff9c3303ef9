"""What people have chosen, and the mails on their way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.notices.models import NoticeMail, NoticeSetting
from app.notices.records import Addressee, Choice, MailRecord
from app.notices.states import Kind, Mailing


def read_choice(session: Session, user_id: int | None) -> Choice:
    """What a person has chosen. One statement."""
    return choice_of(session.get(NoticeSetting, user_id or 0))


def choice_of(setting: NoticeSetting | None) -> Choice:
    """A row as a record; without one what holds for those who chose nothing."""
    if setting is None:
        return Choice()
    muted = frozenset(Kind(kind) for kind in setting.muted.split(",") if kind)
    return Choice(Mailing(setting.mailing), muted, setting.seen_at, setting.mailed_until)


def hold_setting(session: Session, user_id: int) -> NoticeSetting | None:
    """The row of what a person has chosen, as it is now; the person's row is held, so that one at a time makes it."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    query = select(NoticeSetting).where(NoticeSetting.user_id == user_id)
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def list_addressees(session: Session, user_id: int | None = None) -> list[Addressee]:
    """Who can be mailed, or whether a person can: those who came in and whose account is open, of no demonstration.
    One statement."""
    query = (
        select(User.id, NoticeSetting)
        .outerjoin(NoticeSetting, NoticeSetting.user_id == User.id)
        .where(User.is_active, User.is_demonstration.is_(False), User.password_hash.is_not(None))
        .order_by(User.id)
    )
    if user_id is not None:
        query = query.where(User.id == user_id)
    return [Addressee(key, choice_of(setting)) for key, setting in session.execute(query)]


def list_due(session: Session, now: datetime) -> list[int]:
    """Keys of the mails that are to be sent, or sent again, the oldest first."""
    query = select(NoticeMail.id).where(NoticeMail.next_try_at <= now).order_by(NoticeMail.id)
    return list(session.execute(query).scalars())


def find_mail(session: Session, mail_id: int) -> NoticeMail | None:
    """A mail with its row held, as it is now."""
    query = select(NoticeMail).where(NoticeMail.id == mail_id).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def list_mails(session: Session, limit: int = 500) -> list[MailRecord]:
    """Mails, the latest first."""
    query = (
        select(NoticeMail, User.email)
        .join(User, User.id == NoticeMail.user_id)
        .order_by(NoticeMail.id.desc())
        .limit(limit)
    )
    return [
        MailRecord(
            mail.id,
            mail.user_id,
            email,
            mail.made_at,
            len(mail.lines),
            mail.attempts,
            mail.tried_at,
            mail.next_try_at,
            mail.sent_at,
            mail.set_aside_at,
            mail.last_error,
        )
        for mail, email in session.execute(query)
    ]


def count_in_trouble(session: Session, since: datetime) -> tuple[int, int]:
    """How many mails made since an instant were tried in vain and wait to be sent again, and how many were given up."""
    unsent = (
        NoticeMail.sent_at.is_(None),
        NoticeMail.set_aside_at.is_(None),
        NoticeMail.attempts > 0,
        NoticeMail.made_at > since,
    )
    waits, given_up = (
        select(func.count()).where(*unsent, condition).scalar_subquery()
        for condition in (NoticeMail.next_try_at.is_not(None), NoticeMail.next_try_at.is_(None))
    )
    row: Any = session.execute(select(waits, given_up)).one()
    return int(row[0]), int(row[1])


def take(session: Session, mail_id: int, *, seen_attempts: int, now: datetime, next_try_at: datetime | None) -> bool:
    """Claim a mail for sending; no where another sender was faster."""
    done: Any = session.execute(
        update(NoticeMail)
        .where(
            NoticeMail.id == mail_id,
            NoticeMail.attempts == seen_attempts,
            NoticeMail.next_try_at <= now,
        )
        .values(attempts=seen_attempts + 1, tried_at=now, next_try_at=next_try_at)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount == 1)


def sweep(session: Session, before: datetime) -> int:
    """Remove mails made before an instant that nobody tries any more; returns how many."""
    done: Any = session.execute(
        delete(NoticeMail)
        .where(NoticeMail.made_at < before, NoticeMail.next_try_at.is_(None))
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)


def remove_of(session: Session, user_id: int) -> None:
    """Remove what a person has chosen, and their mails."""
    for table in (NoticeMail, NoticeSetting):
        session.execute(delete(table).where(table.user_id == user_id).execution_options(synchronize_session=False))
