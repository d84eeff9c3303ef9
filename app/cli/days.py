"""`--as-of`: the day a command shows, in Brussels; refused where no page would show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from app.catalogue.queries import earliest_day, list_releases
from app.cli.edge import fail
from app.core import clock

C = TypeVar("C", bound=Callable[..., object])


def as_of_option(command: C) -> C:
    """Hang `--as-of` on a command."""
    return click.option(
        "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), help="The day to show, as known now; left out: today."
    )(command)


def day_asked(session: Session, asked: datetime | None) -> date:
    """The day asked for, or today. Ends the command with status 1 for a future day or one before the programme."""
    today = clock.today()
    day = asked.date() if asked else today
    first = earliest_day(list_releases(session)) or today
    if day > today:
        fail(f"{day} is in the future. The tracker shows what is known up to today, {today}.")
    if day < first:
        fail(f"{day} is before the programme began on {first}.")
    return day
