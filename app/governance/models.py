"""What is recorded of the yearly cycle and of its pools. Rows are only added: the last one says what holds."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.states import Solidarity
from app.core.db import Base, Key, bounded, one_of
from app.governance.limits import MOST_TURNS, NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.governance.states import LedgerKind


class CycleEntry(Base):
    """What somebody recorded of a step in the cycle of a year: all that holds of it from then on.

    `country` or `body` (an actor of the catalogue): whose it is where each does the step for itself (`is_own`), or whom
    an event concerns; both empty for all. A row that says nothing takes back what was recorded before.
    """

    __tablename__ = "cycle_entry"

    id: Mapped[Key]
    year: Mapped[int]
    step_key: Mapped[str]
    turn: Mapped[int]
    country: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    is_own: Mapped[bool] = mapped_column(Boolean, default=False)
    follows: Mapped[int]  # the entry before it on the same occurrence, 0 for the first: two never follow the same
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    happened_on: Mapped[date | None] = mapped_column(Date)
    planned_on: Mapped[date | None] = mapped_column(Date)
    is_nothing_found: Mapped[bool] = mapped_column(Boolean, default=False)
    reference: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        bounded("step_key", 120),
        bounded("country", 2),
        bounded("body", 40),
        bounded("reference", REFERENCE_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("note", NOTE_LIMIT),
        CheckConstraint(f"turn >= 1 AND turn <= {MOST_TURNS}", name="turn_range"),
        CheckConstraint("country = '' OR body = ''", name="one_owner"),
        CheckConstraint("NOT is_own OR country <> '' OR body <> ''", name="own_has_owner"),
        CheckConstraint("NOT is_nothing_found OR happened_on IS NULL", name="nothing_found_is_nothing"),
        UniqueConstraint("year", "step_key", "turn", "country", "body", "follows", name="uq_cycle_entry_follows"),
        Index("ix_cycle_entry_year", "year", "id"),
    )


class PoolEntry(Base):
    """A line of the ledger of a year's pool: how much of one kind and type there is, as at a day.

    `amount` in persons or cents, as the type is counted; None takes back what was recorded before: it is unknown again.
    `reference`: of the published document that says it; of the reference numbers the Council act. `country` is empty
    for reference numbers alone.
    """

    __tablename__ = "pool_entry"

    id: Mapped[Key]
    year: Mapped[int]
    kind: Mapped[str]
    type: Mapped[str]
    country: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    as_at: Mapped[date] = mapped_column(Date)
    follows: Mapped[int]
    reference: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("kind", LedgerKind),
        one_of("type", Solidarity),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("(kind = 'reference') = (country = '')", name="whose"),
        CheckConstraint("length(reference) > 0", name="reference_given"),
        bounded("country", 2),
        bounded("reference", REFERENCE_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("note", NOTE_LIMIT),
        UniqueConstraint("year", "kind", "type", "country", "follows", name="uq_pool_entry_follows"),
        Index("ix_pool_entry_year", "year", "id"),
    )
