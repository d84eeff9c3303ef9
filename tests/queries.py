"""How many statements a page asks the database: lists and dashboards state their number.

    with queries(app, at_most=8):
        browser.get("/countries/IE")

Counted are the statements on the tracker's database besides those that read who asks. The volatile store (sessions,
limits) has connections of its own and is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from app.http.context import services

_OF_THE_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET|SHOW)\b", re.IGNORECASE)
_OF_THE_PERSON = re.compile(r"\bFROM\s+(user_account|role_grant\w*)\b(?!\s+AS\s+given)", re.IGNORECASE)
"""Who asks; not in which role somebody recorded what another statement reads (`role_then`)."""


@dataclass
class Asked:
    """The statements asked so far."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.statements)


@contextmanager
def queries(of: Flask | Engine, *, at_most: int | None = None, exactly: int | None = None) -> Iterator[Asked]:
    """Count the statements within the block; fail, showing them, when there are more than stated."""
    engine = of if isinstance(of, Engine) else services(of).database.engine
    asked = Asked()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not _OF_THE_TRANSACTION.match(statement) and not _OF_THE_PERSON.search(statement):
            asked.statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
    listed = "\n\n".join(f"{number}. {statement[:400]}" for number, statement in enumerate(asked.statements, 1))
    if at_most is not None:
        assert asked.count <= at_most, f"{asked.count} statements, at most {at_most} stated:\n{listed}"
    if exactly is not None:
        assert asked.count == exactly, f"{asked.count} statements, {exactly} stated:\n{listed}"
