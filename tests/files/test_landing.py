"""Uploads in pieces: continued where they stopped, handed over whole, nobody else's, forgotten after a day."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Busy, Invalid, NotFound
from app.core.locks import lock_file
from app.core.storage import NO_ROOM
from app.files.landing import PIECE, Announced, Arriving, Landing
from app.files.services import landing as landing_service
from app.files.services.landing import (
    arrived_upload,
    begin_upload,
    forget_upload,
    get_arriving,
    list_arriving,
    receive_piece,
    sweep_landing,
)
from tests.factories.files import depot_in

CONTENT = bytes(range(256)) * (10 * 1024)
ME, OTHER = Actor(user_id=1), Actor(user_id=2)


def announced(content: bytes = CONTENT, **changed: Any) -> Announced:
    hashes = (hashlib.sha256(content[at : at + PIECE]).digest() for at in range(0, len(content), PIECE))
    whole = hashlib.sha256(b"".join(hashes)).hexdigest()
    return replace(Announced("IE", "evidence", "item", "a.txt", len(content), whole), **changed)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "pieces")


@pytest.fixture
def begun(session: Session, landing: Landing, tmp_path: Path) -> Arriving:
    return begin_upload(session, landing, depot_in(tmp_path), announced(), ME)


def send(landing: Landing, upload_id: str, offset: int, content: bytes = CONTENT, actor: Actor = ME) -> Arriving:
    piece = content[offset : offset + PIECE]
    return receive_piece(landing, upload_id, offset, piece, hashlib.sha256(piece).hexdigest(), actor=actor)


def test_a_file_arrives_and_goes_on_where_it_stopped(
    session: Session, landing: Landing, begun: Arriving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, depot = begun.upload_id, depot_in(tmp_path)
    assert send(landing, key, 0).received == PIECE
    assert send(landing, key, 0).received == PIECE
    assert send(landing, key, 2 * PIECE).received == PIECE
    with pytest.raises(Busy, match="as it was sent"):
        receive_piece(landing, key, PIECE, CONTENT[PIECE : PIECE + 5], "0" * 64, actor=ME)
    with pytest.raises(Invalid, match="larger than was said"):
        receive_piece(landing, key, PIECE, bytes(2 * PIECE), "0" * 64, actor=ME)
    with pytest.raises(Invalid, match="not arrived whole"), arrived_upload(landing, key, ME):
        pass

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Busy, match=NO_ROOM):
        send(landing, key, PIECE)
    monkeypatch.undo()
    again = begin_upload(session, landing, depot, announced(), ME)
    assert (again.upload_id, again.received, again.percent) == (key, PIECE, 40)
    assert begin_upload(session, landing, depot, announced(target="other"), ME).received == 0
    while not again.is_whole:
        again = send(landing, key, again.received)
    with arrived_upload(landing, key, ME) as upload:
        assert (upload.name, upload.stream.read()) == ("a.txt", CONTENT)
    forget_upload(landing, key, ME)
    with pytest.raises(Invalid, match="no longer here"), arrived_upload(landing, key, ME):
        pass


def test_it_is_the_person_s_alone_and_no_name_becomes_a_path(landing: Landing, begun: Arriving) -> None:
    for asked in (begun.upload_id, "..", "../" * 8, f"../{begun.upload_id}", "half.x", "a" * 24):
        with pytest.raises(NotFound):
            get_arriving(landing, asked, OTHER)
    with pytest.raises(NotFound):
        send(landing, begun.upload_id, 0, actor=OTHER)
    forget_upload(landing, begun.upload_id, OTHER)
    assert [one.upload_id for one in list_arriving(landing, ME)] == [begun.upload_id]
    assert list_arriving(landing, OTHER) == []
    assert (landing.folder / begun.upload_id).stat().st_mode & 0o777 == 0o700


def test_names_are_clean_from_the_first_and_what_another_version_laid_down_is_none(
    session: Session, landing: Landing, begun: Arriving, tmp_path: Path
) -> None:
    odd = announced(name="C:\\a\u202etxt.exe_\u202c.txt")
    first, again = (begin_upload(session, landing, depot_in(tmp_path), odd, ME) for _ in range(2))
    assert (first.upload_id, first.announced.name) == (again.upload_id, "atxt.exe_.txt")
    (landing.folder / begun.upload_id / "told.json").write_text('{"person": 1, "announced": {"size": 5}}')
    assert list_arriving(landing, ME) == [again]
    with pytest.raises(NotFound):
        send(landing, begun.upload_id, 0)


def test_what_is_not_what_was_announced_is_not_handed_over(landing: Landing, begun: Arriving) -> None:
    other = CONTENT[::-1]
    for offset in range(0, len(CONTENT), PIECE):
        send(landing, begun.upload_id, offset, other)
    with pytest.raises(Invalid, match="has changed"), arrived_upload(landing, begun.upload_id, ME):
        pass


def test_limits_of_a_file_a_country_and_a_person(session: Session, landing: Landing, tmp_path: Path) -> None:
    landing = replace(landing, of_person=3)
    depot = replace(depot_in(tmp_path), file_limit=10 * PIECE, country_limit=25 * PIECE)
    for wrong, says in (
        (announced(size=11 * PIECE), "larger than 10 MB"),
        (announced(size=0), "empty"),
        (announced(fingerprint="x"), "empty"),
        (announced(name="plan.exe"), "kind|exe|taken"),
    ):
        with pytest.raises(Invalid, match=says):
            begin_upload(session, landing, depot, wrong, ME)
    first = begin_upload(session, landing, depot, announced(size=10 * PIECE), ME)
    begin_upload(session, landing, depot, announced(size=10 * PIECE), OTHER)
    with pytest.raises(Invalid, match="25 MB together"):
        begin_upload(session, landing, depot, announced(size=6 * PIECE), ME)
    begin_upload(session, landing, depot, announced(size=6 * PIECE, country="FR"), ME)
    stamp = (clock.now() - timedelta(minutes=1)).timestamp()
    os.utime(landing.folder / first.upload_id / "content", (stamp, stamp))
    for number in range(2):
        begin_upload(session, landing, depot, announced(country="FR", target=str(number)), ME)
    assert len(list_arriving(landing, ME)) == landing.of_person
    with pytest.raises(NotFound):
        get_arriving(landing, first.upload_id, ME)
    left = list_arriving(landing, ME)
    full = replace(depot, country_limit=12 * PIECE)
    with pytest.raises(Invalid, match="12 MB together"):
        begin_upload(session, landing, full, announced(size=10 * PIECE, country="FR"), ME)
    assert list_arriving(landing, ME) == left


def test_what_is_forgotten_from_another_window_is_gone_and_one_window_sends_at_a_time(
    landing: Landing, begun: Arriving, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = begun.upload_id
    sending = lock_file(landing.folder / key / "lock")
    assert sending is not None
    with pytest.raises(Busy, match="another window"):
        send(landing, key, 0)
    os.close(sending)
    get = landing_service.get_arriving

    def then_forgotten(*asked: Any) -> Arriving:
        found = get(*asked)
        shutil.rmtree(landing.folder / key)
        return found

    monkeypatch.setattr(landing_service, "get_arriving", then_forgotten)
    with pytest.raises(NotFound, match="no longer here"):
        send(landing, key, 0)


def test_it_is_forgotten_a_day_after_its_last_piece(landing: Landing, begun: Arriving) -> None:
    (landing.folder / "half.of-a-process-that-died").mkdir()
    for hours, left in ((23, 0), (25, 1)):
        stamp = (clock.now() - timedelta(hours=hours)).timestamp()
        os.utime(landing.folder / begun.upload_id / "content", (stamp, stamp))
        assert sweep_landing(landing, dry_run=True) == left
    with pytest.raises(NotFound):
        get_arriving(landing, begun.upload_id, ME)
    assert sweep_landing(landing) == 1
    assert [path.name for path in landing.folder.iterdir()] == ["half.of-a-process-that-died"]
