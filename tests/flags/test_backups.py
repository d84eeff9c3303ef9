"""What was said on a flag comes back from a backup."""

from __future__ import annotations

from pathlib import Path

import time_machine
from sqlalchemy import select

from app.audit.services import commit
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.storage import LocalStore
from app.flags.models import FlagMention
from app.flags.queries.flags import get_flag
from app.flags.queries.notes import list_notes
from app.flags.services.notes import write_note
from app.flags.states import State
from tests.comments.people import talk_of
from tests.factories import plans as factory
from tests.flags.test_flags import answered, drafted, sent


def test_flags_come_back_from_a_backup_with_their_exchange(
    committed: Database, empty: Database, tmp_path: Path
) -> None:
    with time_machine.travel(factory.NOON, tick=True), committed.writing() as session:
        talk = talk_of(session, factory.opened(session))
        drafted(talk)
        answered(talk, sent(talk))
        flag = get_flag(session, "IE", 1, talk.ireland)
        write_note(session, flag, "See page 4", "own", actor=talk.ireland, mentions=[talk.helper.user_id or 0])
        notes = list_notes(session, flag, talk.ireland)
        commit(session, tmp_path / "head")
    make_backup(committed, LocalStore(tmp_path / "files"), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with empty.reading() as session:
        again = get_flag(session, "IE", 1, talk.ireland)
        assert (again, again.state) == (flag, State.ANSWERED)
        assert list_notes(session, again, talk.ireland) == notes
        assert len(list(session.scalars(select(FlagMention)))) == 1
