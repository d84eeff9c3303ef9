"""Fiches come back from a backup with their check, and what was sealed still has its hash."""

from __future__ import annotations

from pathlib import Path

import time_machine
from sqlalchemy import select

from app.accounts.states import Role
from app.audit.services import commit
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.storage import LocalStore
from app.fiches.models import FicheText
from app.fiches.queries.contents import read_said
from app.fiches.queries.fiches import get_fiche, list_comments, list_fiches
from app.fiches.services.checking import return_check
from app.fiches.services.writing import finish_fiche
from app.review.sealing import matches
from tests.comments.people import somebody, talk_of
from tests.factories import plans as factory
from tests.fiches.test_fiches import commented, drafted, sent, settle_comment


def test_fiches_come_back_from_a_backup(committed: Database, empty: Database, tmp_path: Path) -> None:
    with time_machine.travel(factory.NOON, tick=True), committed.writing() as session:
        talk = talk_of(session, factory.opened(session))
        lead = somebody(session, "lead", Role.LEAD_REVIEWER)
        drafted(talk)
        name = sent(talk)
        comment = commented(talk, name)
        return_check(session, name, actor=talk.ireland)
        settle_comment(session, name, comment, "taken_over", "", actor=lead)
        finish_fiche(session, talk.view, name, actor=lead, expected_version=None)
        before = read_said(session, talk.view, get_fiche(session, name, lead), lead)
        commit(session, tmp_path / "head")
    make_backup(committed, LocalStore(tmp_path / "files"), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with empty.reading() as session:
        again = get_fiche(session, name, lead)
        assert read_said(session, talk.view, again, lead) == before
        assert [one.text for one in list_comments(session, again, lead)] == ["canary-comment"]
        assert len(list_fiches(session, lead)) == 2
        assert all(matches(one.content, one.hash) for one in session.scalars(select(FicheText)))
