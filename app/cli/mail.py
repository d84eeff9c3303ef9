"""`flask mail …`: notices put into mails and sent; the mails listed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.catalogue.queries import view_in_force
from app.cli.edge import deed, dry_run_option, fail, json_option, look, refusals, say_json
from app.core import clock
from app.core.errors import DomainError
from app.exchange.book.instructions import DISCLAIMER
from app.http.context import config
from app.http.queries import read_data_version
from app.notices.letters import Sender, letter_of
from app.notices.posting import NotTaken, post
from app.notices.queries.mails import list_addressees, list_due, list_mails
from app.notices.services import outbox
from config import MailServer

group = AppGroup("mail", help="Notices as mails.")
NO_SERVER = "No mail server is configured: set SMTP_HOST. Notices are seen on the pages alone."


@group.command("send")
@click.option("--every", type=click.IntRange(10, 86_400), help="Go on, looking again after so many seconds.")
@dry_run_option
@refusals
def send(every: int | None, dry_run: bool) -> None:
    """Make the mails whose turn it is, and send what waits. Several may run at once."""
    server = config().mail_server
    if server is None:
        fail(NO_SERVER)
    if dry_run:
        _try_out()
        return
    if every is None:
        _run(server)
        return
    with _asked_to_end() as ends:
        while not ends.is_set():
            try:
                _run(server)
            except (DomainError, OperationalError) as error:
                click.echo(f"Not this time: {type(error).__name__}.", err=True)
            ends.wait(every)


@group.command("list")
@json_option
@refusals
def list_all(as_json: bool) -> None:
    """List the mails of the last months, the latest first: to whom, how many notices, what became of them."""
    if config().mail_server is None:
        click.echo(NO_SERVER, err=True)
    with look() as session:
        found = list_mails(session)
    if as_json:
        say_json([{**asdict(mail), "standing": mail.standing} for mail in found])
        return
    for mail in found:
        why = f" ({mail.last_error})" if mail.last_error else ""
        click.echo(
            f"{mail.mail_id}  {mail.made_at:%Y-%m-%d %H:%M}Z  {mail.email}  {mail.notices} notices,"
            f" {mail.attempts} attempts, {mail.standing.label}{why}"
        )


def _run(server: MailServer) -> None:
    made = _make()
    sent = refused = 0
    with look() as session:
        waiting = list_due(session, clock.now())
        invented = read_data_version(session).is_demonstration
    sender = Sender(config().operator_name, server.sender, config().public_url, DISCLAIMER, invented)
    for mail_id in waiting:
        took = _send_one(server, sender, mail_id)
        sent += took is True
        refused += took is False
    with deed() as session:
        outbox.sweep(session, now=clock.now())
    click.echo(f"{made} mails made, {sent} sent, {refused} not taken by the server.")


def _make() -> int:
    with look() as session:
        addressees = list_addressees(session)
    made = 0
    for user_id, choice in addressees:
        now = clock.now()
        if not outbox.is_turn(choice, now):
            continue
        with deed() as session:
            made += outbox.make_mail(session, view_in_force(session, clock.today()), user_id, now=now) > 0
    return made


def _send_one(server: MailServer, sender: Sender, mail_id: int) -> bool | None:
    """Whether the server took it; None: it was not to be sent, or another sender has it."""
    with deed() as session:
        view = view_in_force(session, clock.today())
        claimed = outbox.claim(session, view, mail_id, now=clock.now())
    if claimed is None:
        return None
    try:
        letter = letter_of(sender, view, claimed.person, mail_id, claimed.made_at, claimed.notices)
        post(server, letter)
    except (NotTaken, ValueError) as error:
        why = str(error) if isinstance(error, NotTaken) else "the address can be none"
        click.echo(f"Mail {mail_id} was not taken: {why}.", err=True)
        with deed() as session:
            outbox.mark_refused(session, mail_id, why)
        return False
    with deed() as session:
        outbox.mark_sent(session, mail_id, now=clock.now())
    return True


def _try_out() -> None:
    made = 0
    with deed(dry_run=True) as session:
        now, view = clock.now(), view_in_force(session, clock.today())
        for user_id, choice in list_addressees(session):
            if outbox.is_turn(choice, now):
                made += outbox.make_mail(session, view, user_id, now=now) > 0
        click.echo(f"{made} mails to make, {len(list_due(session, now))} to send.")


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """Set when the process is asked to end: the present round is finished first."""
    ends = threading.Event()
    former = {kind: signal.signal(kind, lambda *_: ends.set()) for kind in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ends
    finally:
        for kind, handler in former.items():
            signal.signal(kind, handler)


commands = (group,)
