"""The notices of the reader: of the last 30 days, and how many are new; one line of it on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import g, render_template
from markupsafe import Markup

from app.catalogue.views import Text
from app.core import clock
from app.http.context import actor, catalogue, data_version, session
from app.notices.policy import kinds_for
from app.notices.queries.gathering import gather
from app.notices.queries.mails import read_choice
from app.notices.records import Choice, Notice, Window
from app.notices.states import SHOWN
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.web.frame import country_name, full_date, in_language
from app.web.kept_pages import NEWS
from app.web.tongue import gettext

_heard: Recent[Heard] = Recent(200)


@dataclass(frozen=True)
class Heard:
    """What the reader was told up to an instant, the latest first, and what they have chosen."""

    notices: tuple[Notice, ...]
    upto: datetime
    choice: Choice

    @property
    def new(self) -> int:
        """How many they have not seen."""
        return sum(map(self.is_new, self.notices))

    def is_new(self, notice: Notice) -> bool:
        """Whether the reader has not seen it."""
        return self.choice.seen_at is None or notice.at > self.choice.seen_at

    @property
    def since(self) -> date:
        """Since which day what is new is new."""
        return clock.day_of(max(self.choice.seen_at or self.upto - SHOWN, self.upto - SHOWN))


class Spoken:
    """How pages say a notice: in the reader's language."""

    def say(self, text: str) -> str:
        """A message, its places unfilled."""
        return gettext(text)

    def text(self, text: Text) -> str:
        """A text of the catalogue."""
        return str(in_language(text))

    def day(self, day: date) -> str:
        """A day in full."""
        return full_date(day)

    def country(self, code: str) -> str:
        """The name of a country."""
        return country_name(code)


def heard() -> Heard:
    """The reader's notices of the last 30 days, asked once while the data stand: every deed moves their mark."""
    person, today = actor(), clock.today()
    key = (database_of(session()), data_version().mark, today, person.user_id, person.held)
    return _heard.get_or_make(key, _ask)


def _ask() -> Heard:
    now = clock.now()
    found = gather(session(), catalogue(), actor(), Window(now - SHOWN, now))
    return Heard(tuple(found), now, read_choice(session(), actor().user_id))


def news_here() -> str:
    """For pages of desks: the line that says how many notices are new, or the mark where it will be put in."""
    return NEWS if g.get("leaves_person_out") else news_now()


def news_now() -> Markup:
    """The line for the reader; empty where nothing is new, and for those who are told nothing."""
    told = heard() if kinds_for(actor()) else None
    return Markup(render_template("notices/_news.html", told=told))  # noqa: S704 - rendered
