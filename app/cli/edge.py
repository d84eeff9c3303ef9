"""What commands share: a session with the one commit, refusals on standard error, JSON on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.audit.canonical import plain
from app.audit.services import commit
from app.core import schema
from app.core.engine import Database, why
from app.core.errors import DomainError
from app.http.context import services

P = ParamSpec("P")
R = TypeVar("R")


dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@contextmanager
def deed(*, dry_run: bool = False) -> Iterator[Session]:
    """A writing session: committed at the end of the block, or rolled back and said so with `dry_run`."""
    held = services()
    with _database_at_head().writing() as session:
        session.info["request_id"] = "command-line"
        yield session
        if dry_run:
            session.rollback()
            say_dry()
        else:
            commit(session, held.config.audit_head_file)


@contextmanager
def look() -> Iterator[Session]:
    """A session to read from."""
    with _database_at_head().reading() as session:
        yield session


def _database_at_head() -> Database:
    """The database, or the end of the command where it cannot be read or its tables are not those of this tree."""
    database = services().database
    try:
        revision = schema.current_revision(database.engine)
    except DBAPIError as error:
        fail(f"The database cannot be read: {why(error)}.")
    if revision != schema.head_revision():
        fail("The database is not up to date. First run: .venv/bin/flask --app wsgi setup")
    return database


def say_dry(sentence: str = "") -> None:
    """Say what a dry run would have done, and on standard error that it has not."""
    if sentence:
        click.echo(sentence)
    click.echo("Dry run: nothing was changed.", err=True)


def fail(sentence: str) -> NoReturn:
    """Say what is wrong on standard error and end with status 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def refusals(command: Callable[P, R]) -> Callable[P, R]:
    """A refusal from below, or a database that is away, becomes a sentence and status 1, never a traceback."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DomainError as error:
            fail(str(error))
        except OperationalError as error:
            fail(f"The database cannot be reached: {why(error)}.")
        except DatabaseError as error:
            if type(error) is not DatabaseError:  # its kinds are faults of ours; itself, it is a file that is damaged
                raise
            fail(f"The database cannot be read: {why(error)}.")

    return wrapped


def say_json(value: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
