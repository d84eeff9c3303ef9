"""Findings as they were recorded, and the own preparation of pledges. Rows are only added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded
from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.governance.solidarity.limits import DUE_WORDS_LIMIT, MOST_DUES, WORDS_LIMIT


class FindingEntry(Base):
    """What a published decision of the Commission says of one Member State, in the cycle of the year of a report.

    `kind`: the key of the label in the catalogue. The last row on the same year, country and kind holds; one that
    follows another says in `note` why, and one that is withdrawn says that there is no such finding.
    """

    __tablename__ = "finding_entry"

    id: Mapped[Key]
    year: Mapped[int]
    country: Mapped[str]
    kind: Mapped[str]
    follows: Mapped[int]  # the entry before it on the same finding, 0 for the first: two never follow the same
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
    reference: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    note: Mapped[str] = mapped_column(default="")
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("country", 2),
        bounded("kind", 120),
        bounded("reference", REFERENCE_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("note", NOTE_LIMIT),
        CheckConstraint("length(country) > 0", name="whose"),
        CheckConstraint("length(reference) > 0", name="reference_given"),
        CheckConstraint("valid_from <= valid_until", name="period"),
        CheckConstraint("follows = 0 OR length(note) > 0", name="changed_with_reason"),
        CheckConstraint("NOT is_withdrawn OR follows > 0", name="withdrawn_was_said"),
        UniqueConstraint("year", "country", "kind", "follows", name="uq_finding_entry_follows"),
        Index("ix_finding_entry_country", "country", "id"),
    )


class PledgePreparation(Base):
    """One version of how a country prepares its pledge to the pool of a year: all that it says from then on.

    Words alone before the Council act is published; amounts only with the act under whose publication they stand:
    persons for relocations and offsets, cents for the other two. `salt`: drawn at random, so that the digest in the
    audit trail cannot be found by trying what might have been said.
    """

    __tablename__ = "pledge_preparation"

    id: Mapped[Key]
    country: Mapped[str]
    year: Mapped[int]
    version: Mapped[int]
    considered: Mapped[str] = mapped_column(default="")  # types, joined by commas
    decides: Mapped[str] = mapped_column(default="")
    decide_by: Mapped[date | None] = mapped_column(Date)
    authorities: Mapped[str] = mapped_column(default="")
    steps: Mapped[str] = mapped_column(default="")
    questions: Mapped[str] = mapped_column(default="")
    is_checked: Mapped[bool] = mapped_column(Boolean, default=False)  # what looked like figures was confirmed as none
    act: Mapped[str] = mapped_column(default="")
    relocations: Mapped[int | None] = mapped_column(BigInteger)
    offsets: Mapped[int | None] = mapped_column(BigInteger)
    financial: Mapped[int | None] = mapped_column(BigInteger)
    alternative: Mapped[int | None] = mapped_column(BigInteger)
    salt: Mapped[str]
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("country", 2),
        bounded("considered", 100),
        bounded("decides", WORDS_LIMIT),
        bounded("authorities", WORDS_LIMIT),
        bounded("steps", WORDS_LIMIT),
        bounded("questions", WORDS_LIMIT),
        bounded("act", REFERENCE_LIMIT),
        CheckConstraint(
            "relocations >= 0 AND offsets >= 0 AND financial >= 0 AND alternative >= 0", name="amounts_not_negative"
        ),
        CheckConstraint(
            "length(act) > 0 OR "
            "(relocations IS NULL AND offsets IS NULL AND financial IS NULL AND alternative IS NULL)",
            name="amounts_with_act",
        ),
        CheckConstraint("version >= 1", name="version_from_one"),
        UniqueConstraint("country", "year", "version", name="uq_pledge_preparation_version"),
    )


class PledgeDue(Base):
    """A day that a country set itself in one version of its preparation."""

    __tablename__ = "pledge_due"

    id: Mapped[Key]
    preparation_id: Mapped[int] = mapped_column(ForeignKey("pledge_preparation.id"))
    position: Mapped[int]
    on_day: Mapped[date] = mapped_column(Date)
    what: Mapped[str]

    __table_args__ = (
        bounded("what", DUE_WORDS_LIMIT),
        CheckConstraint("length(what) > 0", name="what_given"),
        CheckConstraint(f"position >= 0 AND position < {MOST_DUES}", name="position_range"),
        UniqueConstraint("preparation_id", "position", name="uq_pledge_due_position"),
    )
