"""Uploads in pieces: begun, continued after a break, handed over whole, forgotten after a day.

Nothing of it is in the database: until it is handed over a file is nobody's statement. Its person alone reaches it, and
the door asks for every piece whether they may still send it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Busy, Invalid, NotFound
from app.core.labels import message
from app.core.locks import lock_file
from app.core.storage import says_no_room
from app.files.depot import Depot
from app.files.landing import PIECE, Announced, Arriving, Landing
from app.files.names import FIELD, clean_name
from app.files.services.receiving import Upload, refuse_beyond_quota, refuse_too_large

GONE = message("What had arrived of this file is no longer here. Please choose it again.")
CONTENT, TOLD, LOCK = "content", "told.json", "lock"
_ID = re.compile(r"[A-Za-z0-9_-]{24}")
_HASH = re.compile(r"[0-9a-f]{64}")


def begin_upload(session: Session, landing: Landing, depot: Depot, announced: Announced, actor: Actor) -> Arriving:
    """The upload of a person under way, with what has arrived of it before, or a new one; the caller has asked whether
    they may send it there. Where they have too many under way the oldest is forgotten.

    Raises Invalid with `field` file, Busy where there is no room.
    """
    if announced.size < 1 or not _HASH.fullmatch(announced.fingerprint):
        raise Invalid(message("The file is empty."), field=FIELD)
    announced = replace(announced, name=clean_name(announced.name)[0])
    refuse_too_large(depot, announced.size)
    sweep_landing(landing)
    mine = list_arriving(landing, actor)
    for one in mine:
        if one.announced == announced:
            return one
    forgotten = mine[: max(len(mine) - landing.of_person + 1, 0)]
    under_way = sum(
        one.announced.size
        for one in _all(landing)
        if one.announced.country == announced.country and one not in forgotten
    )
    refuse_beyond_quota(session, depot, announced.country, under_way + announced.size)
    for one in forgotten:
        _remove(landing, one.upload_id)
    with says_no_room():
        return _laid(landing, announced, actor.user_id or 0)


def receive_piece(
    landing: Landing, upload_id: str, offset: int, piece: bytes, digest: str, *, actor: Actor
) -> Arriving:
    """Keep a piece that begins where the last one ended, safe on the disk; one that begins elsewhere is left out, and
    the answer says where to go on. Raises NotFound, Invalid for more than was announced, Busy also for a piece that is
    not as it was sent.
    """
    get_arriving(landing, upload_id, actor)
    with _says_gone():
        lock = lock_file(landing.folder / upload_id / LOCK)
    if lock is None:
        raise Busy(message("This file is being sent from another window. Please try again in a moment."))
    try:
        found = get_arriving(landing, upload_id, actor)
        if offset != found.received or not piece:
            return found
        if offset + len(piece) > found.announced.size:
            raise Invalid(message("The file is larger than was said at first. Please choose it again."), field=FIELD)
        if hashlib.sha256(piece).hexdigest() != digest:
            raise Busy(message("A part of the file did not arrive as it was sent. Please resume."))
        with says_no_room(), _says_gone():
            _append(landing.folder / upload_id / CONTENT, offset, piece)
        return replace(found, received=offset + len(piece), last_at=clock.now())
    finally:
        os.close(lock)


@contextmanager
def arrived_upload(landing: Landing, upload_id: str, actor: Actor) -> Iterator[Upload]:
    """A file that has arrived whole, to be examined as any other. It stays until `forget_upload`.

    Raises Invalid with `field` file where it is gone, not whole or not as it was announced; then it is gone, too.
    """
    try:
        found = get_arriving(landing, upload_id, actor)
        with _says_gone():
            content = (landing.folder / upload_id / CONTENT).open("rb")
    except NotFound as error:
        raise Invalid(GONE, field=FIELD) from error
    with content as stream:
        if not found.is_whole:
            raise Invalid(message("The file has not arrived whole. Please choose it again to go on."), field=FIELD)
        whole = hashlib.sha256()
        while piece := stream.read(PIECE):
            whole.update(hashlib.sha256(piece).digest())
        if whole.hexdigest() != found.announced.fingerprint:
            _remove(landing, upload_id)
            raise Invalid(message("The file has changed while it was read. Please upload it again."), field=FIELD)
        stream.seek(0)
        yield Upload(found.announced.name, stream)


def forget_upload(landing: Landing, upload_id: str, actor: Actor) -> None:
    """Forget what has arrived; nothing happens where it is gone already, or is somebody else's."""
    try:
        get_arriving(landing, upload_id, actor)
    except NotFound:
        return
    _remove(landing, upload_id)


def get_arriving(landing: Landing, upload_id: str, actor: Actor) -> Arriving:
    """An upload of the person under way. Raises NotFound, also for somebody else's."""
    found = _read(landing, upload_id)
    if found is None or actor.user_id is None or found.person != actor.user_id:
        raise NotFound(GONE)
    return found


def list_arriving(landing: Landing, actor: Actor) -> list[Arriving]:
    """What a person has under way, the oldest first."""
    mine = [one for one in _all(landing) if one.person == actor.user_id]
    return sorted(mine, key=lambda one: (one.last_at, one.upload_id))


def sweep_landing(landing: Landing, *, dry_run: bool = False) -> int:
    """Forget what nobody has gone on with for so long; returns how many."""
    if not landing.folder.is_dir():
        return 0
    before = clock.now() - landing.lasting
    old = [path.name for path in landing.folder.iterdir() if _last_at(path) < before]
    for name in () if dry_run else old:
        _remove(landing, name)
    return len(old)


def _all(landing: Landing) -> Iterator[Arriving]:
    """What is under way and has not run out."""
    for path in landing.folder.iterdir() if landing.folder.is_dir() else ():
        found = _read(landing, path.name)
        if found is not None:
            yield found


def _read(landing: Landing, upload_id: str) -> Arriving | None:
    """No name from outside becomes a path; what has run out is gone, swept or not."""
    if not _ID.fullmatch(upload_id):
        return None
    folder = landing.folder / upload_id
    try:
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        size = (folder / CONTENT).stat().st_size
        last_at = _last_at(folder)
        found = Arriving(upload_id, told["person"], Announced(**told["announced"]), size, last_at)
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # also what another version of the tracker laid down
        return None
    return None if last_at < clock.now() - landing.lasting else found


def _laid(landing: Landing, announced: Announced, person: int) -> Arriving:
    """The folder of a new upload, named last in one step: nobody sees half of it."""
    upload_id = secrets.token_urlsafe(18)
    half = landing.folder / f"half.{upload_id}"
    half.mkdir(parents=True, mode=0o700)
    try:
        (half / CONTENT).touch(0o600)
        _stamp(half / CONTENT)
        told = {"person": person, "announced": asdict(announced)}
        (half / TOLD).write_text(json.dumps(told), encoding="utf-8")
        half.rename(landing.folder / upload_id)
    except OSError:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return Arriving(upload_id, person, announced, 0, clock.now())


@contextmanager
def _says_gone() -> Iterator[None]:
    """Raise NotFound where an upload is forgotten meanwhile."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(GONE) from error


def _append(path: Path, offset: int, piece: bytes) -> None:
    """All of a piece or nothing of it. Raises OSError."""
    with path.open("r+b") as content:
        try:
            content.seek(offset)
            content.write(piece)
            content.flush()
            os.fsync(content.fileno())
        except OSError:
            os.truncate(path, offset)
            raise
    _stamp(path)


def _stamp(content: Path) -> None:
    """Written now, by the tracker's clock."""
    now = clock.now().timestamp()
    os.utime(content, (now, now))


def _last_at(folder: Path) -> datetime:
    """When the last piece came; for what is no upload, when it was made."""
    content = folder / CONTENT
    try:
        found = (content if content.exists() else folder).stat()
    except FileNotFoundError:  # forgotten meanwhile
        return clock.now()
    return datetime.fromtimestamp(found.st_mtime, UTC)


def _remove(landing: Landing, upload_id: str) -> None:
    shutil.rmtree(landing.folder / upload_id, ignore_errors=True)
