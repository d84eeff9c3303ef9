"""What the people of the estate would be mailed: after some more deeds, of which nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import User
from app.accounts.queries import load_actor
from app.comments.queries.places import item_place
from app.comments.services.comments import write_comment
from app.core import clock
from app.fiches.services.checking import return_check
from app.flags.queries.flags import get_flag
from app.flags.services.notes import write_note
from app.notices.letters import Sender, letter_of
from app.notices.models import NoticeMail, NoticeSetting
from app.notices.records import Notice
from app.notices.services import outbox
from app.notices.states import SHOWN, Kind, Mailing
from app.review.services.extending import extend_round
from app.review.services.rounds import open_round
from tests.security.estate import AGENCYS_ITEM, ASKED, KEPT, PEOPLE, Estate, canary
from tests.web.browsing import writing

SENDER = Sender("Tracker", "tracker@example.eu", "https://tracker.example.eu", "Disclaimer")


@dataclass(frozen=True)
class Mailed:
    """A mail, and the notices in it."""

    letter: EmailMessage
    notices: tuple[Notice, ...]

    @property
    def text(self) -> str:
        """All that leaves the tracker, and all that waits in the outbox."""
        kept = " ".join(str(one.as_data()) for one in self.notices)
        return f"{self.letter} {self.letter.get_content()} {kept}"

    @property
    def kinds(self) -> set[Kind]:
        """What it tells of."""
        return {one.kind for one in self.notices}


def mails_of(estate: Estate) -> Mapping[str, Mailed]:
    """Name of a person → what they would be mailed of the last 30 days; nothing for those who get no mail."""
    with estate.app.app_context():
        session = writing(estate.app)
        try:
            session.execute(update(User).values(is_demonstration=False))
            people = _people(session)
            _do(session, estate, people)
            return {name: mail for name, person in people.items() if (mail := _mail(session, estate, person))}
        finally:
            session.rollback()
            session.close()


def _people(session: Session) -> dict[str, Actor]:
    keys = {email.partition("@")[0]: key for key, email in session.execute(select(User.id, User.email))}
    return {name: load_actor(session, keys[name]) or SYSTEM for name in PEOPLE}


def _do(session: Session, estate: Estate, people: Mapping[str, Actor]) -> None:
    """What the estate has not: a round with a later cut-off, a check that was returned, messages and mentions."""
    ireland, view = people["ireland"], estate.view
    values = {"title": "First plans", "asked": canary("IE", ASKED, "round"), "cut_off_on": date(2026, 12, 20)}
    round_id = open_round(session, view, values, actor=people["lead"])
    reason = canary("IE", KEPT, "later")
    extend_round(session, round_id, "IE", date(2026, 12, 30), reason, actor=people["lead"])
    return_check(session, "IE-1", actor=ireland)
    flag = get_flag(session, "IE", 1, ireland)
    write_note(session, flag, canary("IE", ASKED, "flag-note"), "both", actor=ireland)
    place = item_place(session, view, "IE", AGENCYS_ITEM, ireland)
    mentioned = [people["contributor"].user_id or 0]
    write_comment(session, place, canary("IE", KEPT, "comment"), "internal", actor=ireland, mentions=mentioned)


def _mail(session: Session, estate: Estate, person: Actor) -> Mailed | None:
    now, key = clock.now() + timedelta(minutes=2), person.user_id or 0
    since = now - SHOWN
    session.add(NoticeSetting(user_id=key, mailing=Mailing.DAILY.value, muted="", seen_at=None, mailed_until=since))
    session.flush()
    outbox.make_mail(session, estate.view, key, now=now)
    mail = session.scalars(select(NoticeMail).where(NoticeMail.user_id == key)).one_or_none()
    if mail is None:
        return None
    notices = tuple(map(Notice.from_data, mail.lines))
    return Mailed(letter_of(SENDER, estate.view, person, mail.id, mail.made_at, notices), notices)
