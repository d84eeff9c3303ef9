"""Every SELECT on findings that were recorded, and on the own preparation of pledges."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.catalogue.states import Solidarity
from app.governance.queries import recorder_in, recorder_of
from app.governance.solidarity.models import FindingEntry, PledgeDue, PledgePreparation
from app.governance.solidarity.records import FindingRecord, PreparationRecord

PREPARED = (
    *("country", "year", "version", "decides", "decide_by", "authorities", "steps", "questions", "is_checked", "act"),
    *("relocations", "offsets", "financial", "alternative", "salt", "said_at"),
)
"""Columns of a preparation that are read as they stand."""

JOINED = ","
"""Between the types that a preparation considers."""


def list_finding_records(session: Session, country: str | None = None) -> list[FindingRecord]:
    """All that was recorded of findings, or of those on one Member State, in the order in which it was said."""
    entry = FindingEntry
    wanted: Select[*tuple[Any, ...]] = select(
        entry.id,
        entry.year,
        entry.country,
        entry.kind,
        entry.is_withdrawn,
        entry.reference,
        entry.url,
        entry.decided_on,
        entry.valid_from,
        entry.valid_until,
        entry.note,
        entry.said_at,
        User.name,
        entry.author_id,
        recorder_of(entry.author_id, entry.said_at),
    ).outerjoin(User, User.id == entry.author_id)
    if country is not None:
        wanted = wanted.where(entry.country == country)
    rows = session.execute(wanted.order_by(entry.id))
    return [FindingRecord(*[*row[:-1], recorder_in(row[-1])]) for row in rows]


def list_preparations(session: Session, country: str, year: int) -> list[PreparationRecord]:
    """All versions of a country's preparation for the pool of a year, the first one first. Two statements."""
    made = PledgePreparation
    wanted: Select[*tuple[Any, ...]] = (
        select(
            made.id,
            made.country,
            made.year,
            made.version,
            made.considered,
            made.decides,
            made.decide_by,
            made.authorities,
            made.steps,
            made.questions,
            made.is_checked,
            made.act,
            made.relocations,
            made.offsets,
            made.financial,
            made.alternative,
            made.salt,
            made.said_at,
            User.name,
        )
        .outerjoin(User, User.id == made.author_id)
        .where(made.country == country, made.year == year)
        .order_by(made.version)
    )
    rows = session.execute(wanted).all()
    dues = _dues(session, [row.id for row in rows])
    return [_preparation(row, tuple(dues.get(row.id, ()))) for row in rows]


def _preparation(row: Row[Any], dues: tuple[tuple[date, str], ...]) -> PreparationRecord:
    said = row._mapping
    named = {name: said[name] for name in PREPARED}
    return PreparationRecord(row.id, considered=_types(row.considered), author=row.name, dues=dues, **named)


def last_version(session: Session, country: str, year: int) -> int:
    """The number of the last version; 0 while the preparation is not begun."""
    made = PledgePreparation
    wanted = select(func.max(made.version)).where(made.country == country, made.year == year)
    return session.execute(wanted).scalar_one() or 0


def _dues(session: Session, preparations: list[int]) -> dict[int, list[tuple[date, str]]]:
    due = PledgeDue
    wanted = (
        select(due.preparation_id, due.on_day, due.what)
        .where(due.preparation_id.in_(preparations))
        .order_by(due.preparation_id, due.position)
    )
    found: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for preparation_id, day, what in session.execute(wanted):
        found[preparation_id].append((day, what))
    return found


def _types(joined: str) -> tuple[Solidarity, ...]:
    return tuple(Solidarity(one) for one in joined.split(JOINED) if one)
