"""Mails are received whole, once, by those who want them; what a server refuses is kept and sent later."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import User
from app.accounts.services import Scope, disable_user
from app.accounts.states import Role
from app.audit.services import commit
from app.catalogue.queries import view_in_force
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.storage import LocalStore
from app.http.context import services
from app.notices import words
from app.notices.cadence import next_try, window_due
from app.notices.letters import Sender, letter_of
from app.notices.models import NoticeMail, NoticeSetting
from app.notices.queries.mails import list_due
from app.notices.records import Notice
from app.notices.services import outbox
from app.notices.services.choosing import choose, forget_leaver
from app.notices.states import Kind, Mailing
from app.plans.services.roles import give_role
from config import MailServer
from tests.comments.people import talk_of
from tests.factories import plans as factory
from tests.flags.test_flags import sent
from tests.web.browsing import keep, writing
from tests.web.countries.conftest import World
from tests.web.countries.conftest import world as world
from tests.web.flags.test_pages import flagged

CANARY = "Canary"


class Received:
    """A mail server of the test's own, and what it took."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def received() -> Iterator[Received]:
    taken = Received()
    controller = Controller(taken, hostname="127.0.0.1", port=taken.port)
    controller.start()
    yield taken
    controller.stop()


@pytest.fixture
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=True) as coordinates:
        yield coordinates


class Post:
    """Ireland's coordinator, who is mailed at once, in a world in which all others are invented."""

    def __init__(self, clock_at: time_machine.Traveller, world: World) -> None:
        self.clock_at, self.world = clock_at, world
        self.ireland = "ireland@ministry.example.org"
        with world.app.app_context():
            session = writing(world.app)
            session.execute(update(User).where(User.email == self.ireland).values(is_demonstration=False))
            self.person = session.scalars(select(User).where(User.email == self.ireland)).one()
            actor = Actor(self.person.id, self.person.name, self.ireland)
            choose(session, actor=actor, mailing="at_once", kinds=["flags", "mentions"], offered=tuple(Kind))
            keep(world.app, session)

    def goes_to(self, port: int) -> None:
        """Name the server to send to."""
        held = services(self.world.app)
        server = MailServer("127.0.0.1", port, "none", "tracker@example.eu")
        held.config = replace(held.config, mail_server=server, public_url="https://tracker.example.eu")

    def flag(self) -> None:
        """A reviewer flags something, and some minutes pass."""
        flagged(self.world.sign_in("reviewer"), asked=CANARY, severity_reason=CANARY)
        self.clock_at.shift(timedelta(minutes=2))

    def run(self, *arguments: str) -> str:
        """A command; what it printed."""
        done = self.world.app.test_cli_runner().invoke(args=["mail", *arguments])
        assert done.exit_code == 0, done.output
        return str(done.stdout)

    def listed(self) -> list[dict[str, Any]]:
        """The mails there are."""
        found: list[dict[str, Any]] = json.loads(self.run("list", "--json"))
        return found

    def writes(self, deed: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do something in a transaction of its own."""
        with self.world.app.app_context():
            session = writing(self.world.app)
            done = deed(session, *args, **named)
            keep(self.world.app, session)
        return done


@pytest.fixture
def post(clock_at: time_machine.Traveller, world: World) -> Post:
    return Post(clock_at, world)


def test_a_mail_names_what_happened_leads_to_it_and_comes_once(post: Post, received: Received) -> None:
    post.goes_to(received.port)
    post.flag()
    assert "1 mails to make" in post.run("send", "--dry-run")
    assert post.listed() == []
    for _ in range(2):
        post.run("send")
    (letter,) = received.letters
    assert (letter["To"], letter["From"]) == (
        f"Ireland <{post.ireland}>",
        "Pact implementation tracker <tracker@example.eu>",
    )
    assert letter["Subject"] == "Pact implementation tracker: 1 notice (Ireland)"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@example.eu>")
    text = letter.get_content()
    assert letter.get_content_type() == "text/plain"
    assert "The Commission sent flag IE-1, to be answered by" in text
    assert "https://tracker.example.eu/flags/IE-1" in text
    assert "Not a legal assessment" in text
    assert CANARY not in letter.as_string()
    assert [(mail["standing"], mail["attempts"]) for mail in post.listed()] == [("sent", 1)]


def test_without_a_server_nothing_is_made_and_it_is_said(post: Post) -> None:
    post.flag()
    done = post.world.app.test_cli_runner().invoke(args=["mail", "send"])
    assert (done.exit_code, "No mail server is configured" in done.stderr) == (1, True)
    assert post.listed() == []


def test_what_a_server_did_not_take_is_kept_told_and_sent_once_later(post: Post, received: Received) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        post.goes_to(silent.getsockname()[1])  # bound, and listens not
        post.flag()
        assert "0 sent, 1 not taken" in post.run("send")
        assert "0 sent, 0 not taken" in post.run("send"), "it is not tried again at once"
    (mail,) = post.listed()
    assert (mail["standing"], mail["attempts"], bool(mail["last_error"])) == ("waiting", 1, True)
    assert "1 not taken by the server" in post.world.sign_in("admin").get("/admin/health").text
    post.goes_to(received.port)
    post.clock_at.shift(timedelta(minutes=5))
    for _ in range(2):
        post.run("send")
    assert (len(received.letters), post.listed()[0]["standing"]) == (1, "sent")


def test_of_two_senders_one_makes_a_mail_and_one_takes_it(post: Post) -> None:
    post.flag()
    now = clock.now()

    def made(session: Any) -> int:
        return outbox.make_mail(session, view_in_force(session, clock.today()), post.person.id, now=now)

    assert [post.writes(made) for _ in range(2)] == [1, 0]
    (mail_id,) = post.writes(list_due, now)

    def taken(session: Any) -> bool:
        return outbox.claim(session, view_in_force(session, clock.today()), mail_id, now=now) is not None

    assert [post.writes(taken) for _ in range(2)] == [True, False]
    post.clock_at.shift(timedelta(minutes=6))  # the sender died before it could say that it was sent
    now = clock.now()
    assert post.writes(taken)


def test_a_mail_is_made_anew_when_rights_change_and_set_aside_when_somebody_leaves(
    post: Post, received: Received
) -> None:
    post.goes_to(1)
    post.flag()
    post.run("send")
    desk = Scope(desk=frozenset({"FR"}))
    post.writes(lambda session: give_role(session, user_of(session, post), Role.REVIEWER, desk, actor=SYSTEM))
    post.goes_to(received.port)
    post.clock_at.shift(timedelta(minutes=5))
    for _ in range(2):
        post.run("send")
    assert [mail["standing"] for mail in post.listed()] == ["sent", "set_aside"]
    post.goes_to(1)
    post.flag()
    post.run("send")

    def leaves(session: Any) -> None:
        disable_user(session, user_of(session, post), actor=SYSTEM)

    post.writes(leaves)
    post.goes_to(received.port)
    post.clock_at.shift(timedelta(minutes=5))
    post.run("send")
    assert (post.listed()[0]["standing"], len(received.letters)) == ("set_aside", 1)
    post.writes(lambda session: forget_leaver(session, user_of(session, post), actor=SYSTEM))
    assert post.listed() == []


def user_of(session: Any, post: Post) -> User:
    found: User = session.get(User, post.person.id)
    return found


def test_choices_and_mails_come_back_from_a_backup(committed: Database, empty: Database, tmp_path: Path) -> None:
    with time_machine.travel(factory.NOON, tick=True) as clock_at, committed.writing() as session:
        talk = talk_of(session, factory.opened(session))
        user_id = talk.ireland.user_id or 0
        session.execute(update(User).where(User.id == user_id).values(password_hash="some"))
        choose(session, actor=talk.ireland, mailing="weekly", kinds=["flags"], offered=tuple(Kind))
        sent(talk)
        clock_at.shift(timedelta(minutes=2))
        assert outbox.make_mail(session, talk.view, user_id, now=clock.now()) == 1
        commit(session, tmp_path / "head")
    make_backup(committed, LocalStore(tmp_path / "files"), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    told = []
    for database in (committed, empty):
        with database.reading() as session:
            (mail,), (setting,) = session.scalars(select(NoticeMail)), session.scalars(select(NoticeSetting))
            told.append((mail.lines, mail.since, setting.mailing, setting.muted, setting.mailed_until))
    assert told[0] == told[1]
    assert told[0][2] == "weekly"


MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""Seven o'clock in Brussels."""


@pytest.mark.parametrize(
    ("mailing", "last", "now", "is_turn"),
    [
        (Mailing.NEVER, None, MONDAY, False),
        (Mailing.AT_ONCE, MONDAY, MONDAY + timedelta(minutes=3), True),
        (Mailing.DAILY, None, MONDAY, True),
        (Mailing.DAILY, MONDAY - timedelta(days=1), MONDAY - timedelta(minutes=1), False),
        (Mailing.DAILY, MONDAY - timedelta(days=1), MONDAY + timedelta(seconds=1), True),
        (Mailing.DAILY, MONDAY - timedelta(seconds=30), MONDAY + timedelta(hours=1), False),
        (Mailing.DAILY, MONDAY, MONDAY + timedelta(hours=23), False),
        (Mailing.WEEKLY, MONDAY, MONDAY + timedelta(days=6, hours=23), False),
        (Mailing.WEEKLY, MONDAY, MONDAY + timedelta(days=7, seconds=1), True),
        (Mailing.WEEKLY, MONDAY - timedelta(days=3), MONDAY + timedelta(days=2), True),
    ],
)
def test_whose_turn_it_is(mailing: Mailing, last: datetime | None, now: datetime, is_turn: bool) -> None:
    assert (window_due(mailing, last, now) is not None) == is_turn


def test_nothing_falls_between_two_mails_and_nothing_is_older_than_the_page_tells() -> None:
    first = window_due(Mailing.AT_ONCE, None, MONDAY)
    assert first is not None
    second = window_due(Mailing.AT_ONCE, first.until, MONDAY + timedelta(minutes=5))
    assert second is not None
    assert second.since == first.until
    long_ago = window_due(Mailing.WEEKLY, MONDAY - timedelta(days=400), MONDAY)
    assert long_ago is not None
    assert long_ago.until - long_ago.since == timedelta(days=30)


def test_a_mail_is_tried_ever_less_often_and_then_given_up() -> None:
    waits = []
    at = MONDAY
    for attempts in range(1, 40):
        again = next_try(MONDAY, attempts, at)
        if again is None:
            break
        waits.append(again - at)
        at = again
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert (max(waits), at <= MONDAY + timedelta(days=4)) == (timedelta(hours=12), True)


def test_no_name_or_title_adds_a_line_to_the_head_of_a_mail(small: CatalogueView) -> None:
    hostile = "Round\r\nBcc: other@example.org\r\n\r\nBody\u2028x"
    notice = Notice(Kind.ROUNDS, MONDAY, words.CLOSED, "/rounds/1", owner="IE", by="EU", name=hostile)
    sender = Sender(hostile, "tracker@example.eu", "https://tracker.example.eu", "Disclaimer")
    person = Actor(1, hostile, "mary@example.eu")
    letter = message_from_bytes(bytes(letter_of(sender, small, person, 1, MONDAY, [notice])), policy=default)
    assert letter["Bcc"] is None
    assert [one.addr_spec for one in letter["To"].addresses] == ["mary@example.eu"]
    assert "\nBcc" not in letter.get_content()
    for address in ("a@example.eu\r\nBcc: other@example.org", "a@example.eu, other@example.org", "@", "a@[", ""):
        with pytest.raises(ValueError, match="no plain address"):
            letter_of(sender, small, replace(person, email=address), 1, MONDAY, [notice])


@pytest.fixture
def small(session: Any) -> CatalogueView:
    return factory.opened(session)
