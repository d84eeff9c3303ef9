"""What was said about a plan comes back from a backup, answers with what they answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import time_machine
from sqlalchemy import select

from app.audit.services import commit
from app.comments.models import Comment, Consultation, Mention
from app.comments.services.comments import write_comment
from app.comments.services.consultations import record_consultation
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.storage import LocalStore
from tests.comments.people import talk_of
from tests.factories import plans as factory

CONSULTED = {"with_whom": "UNHCR", "held_on": date(2025, 1, 9), "what_changed": "A step more", "reach": "internal"}


def test_comments_and_consultations_come_back_from_a_backup(
    committed: Database, empty: Database, tmp_path: Path
) -> None:
    with time_machine.travel(factory.NOON, tick=True), committed.writing() as session:
        view = factory.opened(session)
        talk = talk_of(session, view)
        place = talk.place(talk.ireland)
        said = write_comment(session, place, "When?", "commission", actor=talk.ireland)
        mentioned = [talk.helper.user_id or 0]
        write_comment(session, place, "In May", "internal", actor=talk.ireland, answers=said, mentions=mentioned)
        record_consultation(session, view, "IE", None, CONSULTED, actor=talk.ireland)
        commit(session, tmp_path / "head")
    make_backup(committed, LocalStore(tmp_path / "files"), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with empty.reading() as session:
        assert list(session.scalars(select(Comment.text).order_by(Comment.id))) == ["When?", "In May"]
        assert session.scalars(select(Comment.answers_id).where(Comment.text == "In May")).one() == said
        assert len(list(session.scalars(select(Mention)))) == 1
        assert session.scalars(select(Consultation.with_whom)).one() == "UNHCR"
