"""What the page on health says: the checks of `/readyz` in words, and how much there is. No paths, no secrets."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from flask_babel import format_decimal, gettext

from app.accounts.queries import count_users
from app.audit.queries import list_newest_entries, read_head
from app.audit.services import OutsideCopy, newest_outside
from app.catalogue.queries import list_releases, release_in_force
from app.core import clock, schema
from app.core.errors import NotFound
from app.files.queries import count_waiting
from app.http.caching import build_mark
from app.http.context import services, session
from app.http.health import Checks, Disk, check_health
from app.http.sessions import ServerSideSessions
from app.notices.queries.mails import count_in_trouble
from app.notices.states import SHOWN
from app.web.frame import full_date, full_instant

GIGABYTE = 1_000_000_000


@dataclass(frozen=True)
class Line:
    """One check: what is looked at, whether it is in order, what was found."""

    name: str
    is_good: bool
    found: str


@dataclass(frozen=True)
class Health:
    """All checks, and pairs of name and figure."""

    lines: list[Line]
    figures: list[tuple[str, str]]

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if not line.is_good]


def look_at_health() -> Health:
    """Ask everything anew."""
    held = services()
    head = read_head(session())
    newest = list_newest_entries(session(), at_most=1)
    outside = newest_outside(held.database, held.config.audit_head_file)
    sessions = current_app.session_interface
    assert isinstance(sessions, ServerSideSessions)
    figures = [
        (gettext("Release in force"), _release()),
        (gettext("Entries of the audit trail"), format_decimal(head.entries)),
        (gettext("Newest entry"), full_instant(newest[0].recorded_at if newest else None)),
        (gettext("Accounts"), format_decimal(count_users(session()))),
        (gettext("Open sessions"), format_decimal(sessions.count_open())),
        (gettext("Files waiting for the virus scan"), _waiting()),
        (gettext("Build"), build_mark()[:12]),
    ]
    serving = _of_serving(check_health(), is_sqlite=held.database.is_sqlite)
    return Health([*serving, _of_copy(outside), _of_mails()], figures)


def _of_serving(checks: Checks, *, is_sqlite: bool) -> list[Line]:
    return [
        Line(gettext("Database"), checks.database_is_there, "SQLite" if is_sqlite else "PostgreSQL"),
        Line(gettext("Schema"), checks.is_at_head, _revision(checks)),
        Line(
            gettext("Store of sessions"),
            checks.store_is_writable,
            gettext("can be written to") if checks.store_is_writable else gettext("cannot be written to"),
        ),
        Line(
            gettext("Folder of data"),
            checks.folder_is_writable,
            gettext("can be written to") if checks.folder_is_writable else gettext("cannot be written to"),
        ),
        Line(gettext("Store of files"), checks.files_are_there, _of_files(checks)),
        Line(gettext("Disk"), checks.disk.has_room, _room(checks.disk)),
    ]


def _of_files(checks: Checks) -> str:
    if not checks.files_are_there:
        return str(gettext("cannot be reached"))
    is_folder = services().config.bucket is None
    return str(gettext("in the folder of data") if is_folder else gettext("in the object store, which answers"))


def _of_mails() -> Line:
    if services().config.mail_server is None:
        return Line(gettext("Mails"), True, gettext("none are sent: SMTP_HOST is not set"))
    waits, given_up = count_in_trouble(session(), clock.now() - SHOWN)
    found = gettext(
        "%(waits)s not taken by the server and tried again, %(given_up)s given up: see “flask --app wsgi mail list”",
        waits=format_decimal(waits),
        given_up=format_decimal(given_up),
    )
    return Line(gettext("Mails"), not given_up, found if waits or given_up else gettext("none is held up"))


def _waiting() -> str:
    if services().depot.scanner is None:
        return str(gettext("files are not scanned: CLAMD_SOCKET is not set"))
    return str(format_decimal(count_waiting(session())))


def _revision(checks: Checks) -> str:
    if checks.is_at_head:
        return str(gettext("revision %(revision)s, the newest", revision=checks.revision))
    return str(
        gettext(
            "revision %(revision)s; this version needs %(head)s: run “flask --app wsgi setup”",
            revision=checks.revision or "–",
            head=schema.head_revision(),
        )
    )


def _room(disk: Disk) -> str:
    return str(
        gettext(
            "%(free)s GB of %(total)s GB free (%(percent)s %%); at least 5 %% are needed",
            free=format_decimal(disk.free // GIGABYTE),
            total=format_decimal(disk.total // GIGABYTE),
            percent=disk.free * 100 // disk.total,
        )
    )


def _of_copy(copy: OutsideCopy) -> Line:
    if copy.entries is None:
        found = gettext("there is none: nothing shows whether entries at the end were cut off")
    elif copy.agrees:
        found = gettext("its newest line, entry %(number)s, agrees", number=format_decimal(copy.entries))
    else:
        found = gettext("its newest line, entry %(number)s, is not in the trail", number=format_decimal(copy.entries))
    return Line(gettext("Copy of the audit trail’s head"), copy.agrees, str(found))


def _release() -> str:
    try:
        number = release_in_force(session(), clock.today())
    except NotFound:
        return str(gettext("none"))
    head = next(head for head in list_releases(session()) if head.release_id == number)
    return str(
        gettext(
            "%(catalogue)s %(version)s, since %(day)s",
            catalogue=head.catalogue,
            version=head.version,
            day=full_date(head.in_force_from),
        )
    )
