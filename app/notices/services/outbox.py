"""Mails: made with what happened, claimed before they are sent, marked afterwards. Nothing here speaks to a server.

Each verb is a transaction of its own, which its caller commits. A sender that dies between claiming and marking leaves
a mail that is sent again after a while: at least once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import load_actor
from app.catalogue.views import CatalogueView
from app.notices.cadence import KEPT, next_try, window_due
from app.notices.models import NoticeMail
from app.notices.policy import rights_of
from app.notices.queries import mails
from app.notices.queries.gathering import gather
from app.notices.records import Choice, Notice, Window
from app.notices.services.choosing import made_setting
from app.notices.states import Mailing

IDLE = timedelta(hours=1)
"""Somebody who is mailed at once and of whom nothing is to be told has no row written at every look."""


@dataclass(frozen=True)
class Claimed:
    """A mail to be sent now, to whom, and which attempt it is."""

    mail_id: int
    person: Actor
    made_at: datetime
    notices: tuple[Notice, ...]


def make_mail(session: Session, view: CatalogueView, user_id: int, *, now: datetime) -> int:
    """Put what happened since a person's last mail into one, where it is their turn; returns how many notices."""
    setting = made_setting(session, user_id)
    choice = mails.choice_of(setting)
    window = window_due(choice.mailing, choice.mailed_until, now)
    person = _person(session, user_id)
    if window is None or person is None:
        return 0
    number = _put(session, view, person, choice, window, now)
    if number or choice.mailing is not Mailing.AT_ONCE or window.until - window.since > IDLE:
        setting.mailed_until = window.until
        session.flush()
    return number


def is_turn(choice: Choice, now: datetime) -> bool:
    """Whether a mail is to be made for somebody."""
    return window_due(choice.mailing, choice.mailed_until, now) is not None


def claim(session: Session, view: CatalogueView, mail_id: int, *, now: datetime) -> Claimed | None:
    """Take a mail for sending; it is tried again later unless it is marked as sent. None: nothing to send.

    A person who left, or wants no mails, gets none; of somebody whose rights have changed the mail is set aside, and
    made anew of what they may read now.
    """
    mail = mails.find_mail(session, mail_id)
    if mail is None or mail.next_try_at is None or mail.next_try_at > now:
        return None
    person, choice = _person(session, mail.user_id), mails.read_choice(session, mail.user_id)
    if person is None or choice.mailing is Mailing.NEVER or mail.rights != rights_of(person):
        mail.set_aside_at, mail.next_try_at = now, None
        if person is not None and choice.mailing is not Mailing.NEVER:
            _put(session, view, person, choice, Window(mail.since, mail.until), now)
        session.flush()
        return None
    again_at = next_try(mail.made_at, mail.attempts + 1, now)
    if not mails.take(session, mail_id, seen_attempts=mail.attempts, now=now, next_try_at=again_at):
        return None
    return Claimed(mail_id, person, mail.made_at, tuple(map(Notice.from_data, mail.lines)))


def mark_sent(session: Session, mail_id: int, *, now: datetime) -> None:
    """Say that a mail was taken by the server."""
    mail = mails.find_mail(session, mail_id)
    if mail is not None and mail.sent_at is None and mail.set_aside_at is None:
        mail.sent_at, mail.next_try_at, mail.last_error = now, None, ""


def mark_refused(session: Session, mail_id: int, why: str) -> None:
    """Say why a mail was not taken."""
    mail = mails.find_mail(session, mail_id)
    if mail is not None:
        mail.last_error = why[:300]


def sweep(session: Session, *, now: datetime) -> int:
    """Remove old mails that nobody tries any more; returns how many."""
    return mails.sweep(session, now - KEPT)


def _person(session: Session, user_id: int) -> Actor | None:
    """Somebody who can be mailed now, with the rights of now."""
    return load_actor(session, user_id) if mails.list_addressees(session, user_id) else None


def _put(session: Session, view: CatalogueView, person: Actor, choice: Choice, window: Window, now: datetime) -> int:
    notices = [one for one in gather(session, view, person, window) if one.kind not in choice.muted]
    if notices:
        session.add(
            NoticeMail(
                user_id=person.user_id,
                since=window.since,
                until=window.until,
                lines=[notice.as_data() for notice in notices],
                rights=rights_of(person),
                made_at=now,
                next_try_at=now,
                tried_at=None,
                attempts=0,
                sent_at=None,
                set_aside_at=None,
                last_error="",
            )
        )
    session.flush()
    return len(notices)
