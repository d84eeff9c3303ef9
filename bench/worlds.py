"""The worlds measured: the demonstration on a fixed day, and the same with ten or a hundred times its milestones.

A bigger world is the smaller one's database copied; then every milestone but the closing ones is copied as often as
needed, with its spans, revisions and predecessors, in bulk. Means stay what they were, so that the pages say the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.orm import Session

from app.core.engine import Database
from app.plans.models import Milestone, MilestoneSpan, Predecessor, Revision
from app.plans.states import SubjectKind
from bench.client import PASSWORD
from tools import places

DAY = "2026-11-20"
APPLICATION = "tools.fixed_day:app"


@dataclass(frozen=True)
class World:
    """A database with its settings. `factor`: how many times the demonstration's milestones it holds."""

    data_dir: Path
    factor: int
    milestones: int
    url: str = ""

    @property
    def address(self) -> str:
        """The database's URL."""
        return self.url or f"sqlite:///{self.data_dir / 'tracker.sqlite3'}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of the tracker's processes in this world."""
        return settings_of(self.data_dir, self.url)


def settings_of(data_dir: Path, url: str = "") -> dict[str, str]:
    """No setting of the person who measures reaches the world."""
    return {
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": url,
        "FIXED_DAY": DAY,
        "DEMO": "1",
        "DEMO_PASSWORD": PASSWORD,
        "ENV": "",
        "SECRET_KEY": "",
        "AUDIT_HEAD_FILE": "",
        "TRUSTED_HOSTS": "",
        "PUBLIC_URL": "",
        "PROXY_HOPS": "",
    }


def flask(settings: dict[str, str], *arguments: str, application: str = "tools.fixed_day") -> tuple[float, str]:
    """Run a command of the tracker; seconds and output. Raises RuntimeError with what it said when it fails."""
    began = time.monotonic()
    done = subprocess.run(
        [places.BIN / "flask", "--app", application, *arguments],
        env=places.environment(**settings),
        cwd=places.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"flask {' '.join(arguments)}: status {done.returncode}\n{done.stdout[-3000:]}")
    return time.monotonic() - began, done.stdout


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"  {text}", file=sys.stderr, flush=True)


def milestones_in(database: Database) -> int:
    """How many milestones there are."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Milestone)) or 0


def world_at(data_dir: Path, factor: int) -> World:
    """A world whose database is there."""
    database = Database(f"sqlite:///{data_dir / 'tracker.sqlite3'}")
    try:
        return World(data_dir, factor, milestones_in(database))
    finally:
        database.dispose()


def multiplied(world: World, factor: int, data_dir: Path) -> World:
    """A copy of a world with `factor` times its milestones (SQLite)."""
    began = time.monotonic()
    data_dir.mkdir(parents=True)
    for name in ("tracker.sqlite3", "tracker.sqlite3-wal", "volatile.sqlite3", "audit-head.log", "secret-key"):
        if (world.data_dir / name).exists():
            shutil.copy(world.data_dir / name, data_dir / name)
    database = Database(f"sqlite:///{data_dir / 'tracker.sqlite3'}")
    with database.engine.connect() as connection:
        # Copies of rows that are whole: nothing to check again, and nobody else looks.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        connection.exec_driver_sql(
            "PRAGMA journal_mode = OFF"
        )  # each row is written once, and not first beside the file
        connection.exec_driver_sql("PRAGMA cache_size = -512000")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _multiply(connection, factor)
        connection.commit()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    made = milestones_in(database)
    database.dispose()
    say(f"{made:,} milestones in {time.monotonic() - began:.0f} s")
    return World(data_dir, factor, made)


def _multiply(connection: Connection, factor: int) -> None:
    session = Session(connection)
    every = session.scalar(select(func.count()).select_from(Milestone)) or 0
    last = session.scalar(select(func.max(Milestone.id))) or 0
    ordinary = select(Milestone.id).where(~Milestone.is_closing, Milestone.id <= last)
    number = session.scalar(select(func.count()).select_from(ordinary.subquery())) or 1
    copies = round(every * (factor - 1) / number)
    steps = {
        table: (session.scalar(select(func.max(table.c.id))) or 0) + 1
        for table in _tables(Milestone, MilestoneSpan, Predecessor, Revision)
    }
    milestone, span, predecessor, revision = steps
    of_milestones = revision.c.subject_kind == SubjectKind.MILESTONE.value
    for copy in range(1, copies + 1):
        shift = copy * steps[milestone]
        for table, column, where in (
            (milestone, "id", milestone.c.id.in_(ordinary)),
            (span, "subject_id", span.c.subject_id.in_(ordinary)),
            (revision, "subject_id", of_milestones & revision.c.subject_id.in_(ordinary)),
            (predecessor, "milestone_id", predecessor.c.milestone_id.in_(ordinary)),
        ):
            changed: dict[str, Any] = {"id": table.c.id + copy * steps[table]}
            changed[column] = table.c[column] + shift
            if table is milestone:
                # “IE-0142” becomes “IE-c0142”: no reference of the plan's own has a letter after its dash.
                changed["reference"] = func.replace(table.c.reference, "-", f"-{chr(96 + copy % 26)}{copy}")
            original = table.c.id < steps[table]
            _copy(connection, table, changed, where & original)


def _tables(*models: Any) -> Sequence[Table]:
    return [model.__table__ for model in models]


def _copy(connection: Connection, table: Table, changed: dict[str, Any], where: Any) -> None:
    columns = [changed.get(column.name, column) for column in table.columns]
    connection.execute(insert(table).from_select(list(table.columns.keys()), select(*columns).where(where)))
