"""Meetings, their agenda, what was concluded and who acts on it. What was said is only added to.

`Meeting` 1–n `MeetingCountry` (who takes part, or who is consulted), `AgendaPoint` 1–n `AgendaLink` and
`FormerPoint` (its words before they were changed); `Conclusion` (versions: the last one holds); `Action` 1–n
`ActionEntry` (versions likewise).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.meetings.states import LINE_LIMIT, MOST, TEXT_LIMIT, ActionState, Body, LinkKind, Reach


class Meeting(Versioned, Base):
    """A meeting, or a consultation of a Member State concerned.

    `name`: of a group that is none of the others. `year`: of the cycle it belongs to, by the year of its report.
    `chair`: of a High-Level Forum the Member State that holds the Presidency on its first day, as the catalogue said
    when it was last written; else empty.
    """

    __tablename__ = "meeting"

    id: Mapped[Key]
    body: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(default="")
    is_online: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    year: Mapped[int]
    step_key: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    reach: Mapped[str]
    made_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("body", Body),
        one_of("reach", Reach),
        bounded("name", LINE_LIMIT),
        bounded("title", LINE_LIMIT),
        bounded("place", LINE_LIMIT),
        bounded("step_key", 120),
        bounded("chair", 2),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("ends_on >= starts_on", name="in_order"),
        CheckConstraint("(body = 'other') = (length(name) > 0)", name="other_is_named"),
        CheckConstraint("(body = 'consultation') = (reach = 'country')", name="consultation_of_one"),
        CheckConstraint("chair = '' OR body = 'high_level'", name="chair_of_forum"),
        Index("ix_meeting_starts_on", "starts_on", "id"),
        Index("ix_meeting_year", "year"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class MeetingCountry(Base):
    """A Member State that takes part in a meeting, where these are listed, or that is consulted."""

    __tablename__ = "meeting_country"

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    country: Mapped[str]

    __table_args__ = (bounded("country", 2), UniqueConstraint("meeting_id", "country"))


class AgendaPoint(Versioned, Base):
    """A point of an agenda; `position`: where it stands. `removed_at`: taken off, before anything was concluded."""

    __tablename__ = "agenda_point"

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        bounded("title", LINE_LIMIT),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint(f"position >= 1 AND position <= {MOST}", name="position_range"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class FormerPoint(Base):
    """How a point of an agenda was worded before it was changed, at `replaced_at`. Rows are only added.

    The database refuses to change or delete any. `version`: the one of the point that was worded so.
    """

    __tablename__ = "agenda_former_point"

    id: Mapped[Key]
    point_id: Mapped[int] = mapped_column(ForeignKey("agenda_point.id"))
    version: Mapped[int]
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("title", LINE_LIMIT),
        bounded("text", TEXT_LIMIT),
        UniqueConstraint("point_id", "version"),
    )


class AgendaLink(Base):
    """What a point of an agenda is about, from one instant until another. `key`: of the block, item or step; of a flag
    its key as a number."""

    __tablename__ = "agenda_link"

    id: Mapped[Key]
    point_id: Mapped[int] = mapped_column(ForeignKey("agenda_point.id"))
    kind: Mapped[str]
    key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    flag_id: Mapped[int | None] = mapped_column(ForeignKey("flag.id"), index=True)
    put_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("kind", LinkKind),
        bounded("key", 120),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="items_by_number"),
        CheckConstraint("(kind = 'flag') = (flag_id IS NOT NULL)", name="flags_by_number"),
        Index(
            "uq_agenda_link_standing",
            *("point_id", "kind", "key"),
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_agenda_link_key", "kind", "key"),
    )


class Conclusion(Base):
    """What was concluded of a meeting, or of a point of its agenda. Rows are only added: one that follows another one
    corrects it, and the database refuses to change or delete any.

    `place`: the key of the point, 0 for the meeting as a whole.
    """

    __tablename__ = "meeting_conclusion"

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    place: Mapped[int]
    follows: Mapped[int]  # the version before it, 0 for the first: two never follow the same
    text: Mapped[str]
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(text) > 0", name="text_given"),
        UniqueConstraint("meeting_id", "place", "follows", name="uq_meeting_conclusion_follows"),
    )


class Action(Base):
    """What somebody is to do after a meeting. `owner`: a Member State, `EU`, or the code of an agency of the catalogue.

    `number`: within the meeting. What it is, by when, and what became of it say its entries.
    """

    __tablename__ = "meeting_action"

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_point.id"), index=True)
    number: Mapped[int]
    owner: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("owner", 40),
        CheckConstraint("length(owner) > 0", name="owner_given"),
        CheckConstraint(f"number >= 1 AND number <= {MOST}", name="number_range"),
        UniqueConstraint("meeting_id", "number"),
        Index("ix_meeting_action_owner", "owner"),
        Index("ix_meeting_action_given_at", "given_at"),
    )


class ActionEntry(Base):
    """All that holds of an action from then on. Rows are only added, and the database refuses to change or delete any.

    `ended_on`: on which day it was done or withdrawn.
    """

    __tablename__ = "meeting_action_entry"

    id: Mapped[Key]
    action_id: Mapped[int] = mapped_column(ForeignKey("meeting_action.id"))
    follows: Mapped[int]
    what: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    ended_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(default="")
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("state", ActionState),
        bounded("what", TEXT_LIMIT),
        bounded("note", TEXT_LIMIT),
        CheckConstraint("length(what) > 0", name="what_given"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="dated_when_ended"),
        UniqueConstraint("action_id", "follows", name="uq_meeting_action_entry_follows"),
    )
