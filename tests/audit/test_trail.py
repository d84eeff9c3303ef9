"""The audit trail: one chain, append-only, and every tampering is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.audit.services import commit, record, verify


def say(session: Session, *deeds: str, head_file: Path | None = None) -> None:
    for deed in deeds:
        record(
            session,
            actor=SYSTEM,
            deed=deed,
            subject_kind="thing",
            subject_id=1,
            country="IE",
            changes={"field": [None, "ä “quoted” \n value"], "number": [1, 2]},
            reason="because",
        )
    commit(session, head_file)


def unlock(session: Session) -> None:
    """What somebody with the database's own password could do."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))


def test_an_untouched_trail_is_whole(session: Session, tmp_path: Path) -> None:
    say(session, "a", "b", head_file=tmp_path / "head")
    say(session, "c", head_file=tmp_path / "head")
    verdict = verify(session, tmp_path / "head")
    assert verdict.is_whole
    assert (verdict.entries, verdict.newer) == (3, 0)


def test_an_entry_that_was_never_committed_is_nowhere(session: Session) -> None:
    record(session, actor=SYSTEM, deed="lost", subject_kind="thing", subject_id=1)
    session.rollback()
    session.info.clear()
    assert verify(session, None).entries == 0


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET deed = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_changes(session: Session, statement: str) -> None:
    say(session, "a")
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit_entry SET deed = 'x' WHERE id = 1", 1),
        ("UPDATE audit_entry SET actor_id = 7 WHERE id = 2", 2),
        ("UPDATE audit_entry SET recorded_at = '2020-01-01 00:00:00.000000' WHERE id = 2", 2),
        ("UPDATE audit_entry SET recorded_at = 'infinity' WHERE id = 3", 3),  # not a day that can be read
        ("UPDATE audit_entry SET subject_kind = 'other' WHERE id = 3", 3),
        ("UPDATE audit_entry SET subject_id = 9 WHERE id = 3", 3),
        ("UPDATE audit_entry SET country = 'FR' WHERE id = 2", 2),
        ("UPDATE audit_entry SET changes = '{}' WHERE id = 2", 2),
        ("UPDATE audit_entry SET reason = '' WHERE id = 2", 2),
        ("UPDATE audit_entry SET request_id = 'x' WHERE id = 2", 2),
        ("UPDATE audit_entry SET previous_hash = hash WHERE id = 2", 2),
        ("DELETE FROM audit_entry WHERE id = 1", 1),
        ("DELETE FROM audit_entry WHERE id = 2", 2),
        ("DELETE FROM audit_entry WHERE id = 4", 4),
        ("UPDATE audit_head SET entries = 3", 5),
        ("UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE id = 1)", 5),
    ],
)
def test_tampering_is_found_and_named(session: Session, statement: str, first_bad: int) -> None:
    say(session, "a", "b", "c", "d")
    unlock(session)
    session.execute(text(statement))
    verdict = verify(session, None)
    assert not verdict.is_whole
    assert verdict.first_bad == first_bad


def test_a_tail_cut_off_with_its_head_is_found_by_the_outside_copy(session: Session, tmp_path: Path) -> None:
    head = tmp_path / "head"
    say(session, "a", "b", "c", head_file=head)
    unlock(session)
    session.execute(text("DELETE FROM audit_entry WHERE id = 3"))
    session.execute(text("UPDATE audit_head SET entries = 2, hash = (SELECT hash FROM audit_entry WHERE id = 2)"))
    assert verify(session, None).is_whole
    verdict = verify(session, head)
    assert not verdict.is_whole
    assert verdict.first_bad == 3


def test_a_rewritten_chain_is_found_by_the_outside_copy(session: Session, tmp_path: Path) -> None:
    head = tmp_path / "head"
    say(session, "a", head_file=head)
    head.write_text("1 " + "f" * 64 + "\n", encoding="utf-8")
    assert verify(session, head).first_bad == 1


def test_an_outside_copy_that_was_scribbled_on_is_still_read(session: Session, tmp_path: Path) -> None:
    head = tmp_path / "head"
    say(session, "a", "b", head_file=head)
    head.write_bytes(head.read_bytes() + b"\xff\xfe\x00\n")
    verdict = verify(session, head)
    assert (verdict.is_whole, verdict.newer) == (True, 0)


def test_an_outside_copy_that_was_emptied_is_a_fault_and_one_that_is_not_there_is_told(
    session: Session, tmp_path: Path
) -> None:
    head = tmp_path / "head"
    say(session, "a", "b", head_file=head)
    assert verify(session, head).is_compared
    for left in (b"", b"scribble\n"):
        head.write_bytes(left)
        verdict = verify(session, head)
        assert not verdict.is_whole
        assert str(head) in verdict.problem
    head.unlink()
    verdict = verify(session, head)
    assert (verdict.is_whole, verdict.is_compared) == (True, False)
