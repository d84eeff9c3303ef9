"""The database's schema: brought to the head revision, compared with the models.

Alembic is imported by what changes or compares a schema. A server only asks which revision there is, and does without:
it starts sooner and takes less memory.
"""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, MetaData, inspect, text

from app.core import whole
from app.core.errors import NotFound
from app.core.labels import message

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

_REVISION = re.compile(r'^revision\b[^=\n]*= "(\w+)"', re.MULTILINE)
_BEFORE = re.compile(r'^down_revision\b[^=\n]*= "(\w+)"', re.MULTILINE)
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
WHOLE = MIGRATIONS / "whole" / "sqlite.sql"
"""What the migrations make of an empty SQLite database, in one piece; `made_whole` says what is to stand there."""
_LOCK = 7_245_001  # any number of our own: two processes that migrate at once, one waits


def _config() -> AlembicConfig:
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def alembic_config(engine: Engine) -> AlembicConfig:
    """Alembic's settings for this engine."""
    config = _config()
    config.attributes["engine"] = engine.execution_options(immediate=True)
    return config


@cache
def _revisions() -> dict[str, str | None]:
    """Every revision in the tree with the one before it."""
    found: dict[str, str | None] = {}
    for file in sorted((MIGRATIONS / "versions").glob("*.py")):
        content = file.read_text(encoding="utf-8")
        before = _BEFORE.search(content)
        found[_REVISION.findall(content)[0]] = before.group(1) if before else None
    return found


def head_revision() -> str | None:
    """The newest revision in the tree."""
    heads = set(_revisions()) - set(_revisions().values())
    assert len(heads) < 2, "the migrations have more than one head"
    return heads.pop() if heads else None


def known_revisions() -> set[str]:
    """All revisions in the tree."""
    return set(_revisions())


def revisions_up_to(revision: str | None) -> list[str]:
    """The revisions from the first one to this one; none for an empty database. Raises NotFound."""
    path: list[str] = []
    while revision is not None:
        if revision not in _revisions():
            raise NotFound(
                message("There is no revision %(revision)s; there are: %(known)s."),
                revision=revision,
                known=", ".join(sorted(_revisions())),
            )
        path.append(revision)
        revision = _revisions()[revision]
    return path[::-1]


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def is_empty(engine: Engine) -> bool:
    """Whether nobody's tables stand in the database; sessions and limits, which may be lost, do not count."""
    names = inspect(engine).get_table_names()
    return all(name.startswith("volatile_") or name == "alembic_version" for name in names)


def clear(engine: Engine) -> None:
    """Drop every table that `is_empty` counts, of a database that was empty before a restore that failed."""
    tables = MetaData()
    tables.reflect(engine, only=lambda name, _: not name.startswith("volatile_"))
    tables.drop_all(engine)


def create(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision: an empty SQLite database in one piece where `WHOLE` is of that revision, which
    takes a twentieth of the time; any other by its migrations."""
    if engine.dialect.name == "sqlite":
        script = kept_whole()
        wanted = head_revision() if revision == "head" else revision
        if whole.revision_of(script) == wanted and whole.lay_in(engine, script):
            return
    upgrade(engine, revision)


def kept_whole() -> str:
    """The text of `WHOLE`; nothing where there is no such file, and every database is migrated."""
    return WHOLE.read_text(encoding="utf-8") if WHOLE.exists() else ""


def made_whole(engine: Engine) -> str:
    """What `WHOLE` is to say, from an empty SQLite database, which is brought to the head by the migrations."""
    upgrade(engine)
    return whole.script_of(engine, str(head_revision()))


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision by the migrations that lie between; a second process that does the same waits."""
    from alembic import command

    if engine.dialect.name == "postgresql":
        with engine.connect() as lock:
            lock.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            try:
                command.upgrade(alembic_config(engine), revision)
            finally:
                lock.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
    else:
        command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to a revision."""
    from alembic import command

    command.downgrade(alembic_config(engine), revision)


def check(engine: Engine) -> None:
    """Raise alembic.util.AutogenerateDiffsDetected where models and schema differ."""
    from alembic import command

    settings = alembic_config(engine)
    settings.stdout = StringIO()  # what it would say is said by who asks
    command.check(settings)
