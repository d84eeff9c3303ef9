"""Requests for technical support, their steps, projects, assignments, suggestions. Steps are only ever added.

`SupportRequest` 1–1 `SupportProject` (from its selection on) 1–n `SupportArea` (of the signed support plan),
`SupportAssignment` (a person for a time, by a grant of the role of expert) and `SupportSuggestion`. Deliverables hang
on `SupportProject`. Where a request or project stands is one word, `SupportRequest.state`, moved by
`app/support/life.py`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.support.states import LINE_LIMIT, TEXT_LIMIT, Deed, LinkKind, PartKind, Side, State, SuggestionState


class SupportRequest(Versioned, Base):
    """What a country asks for, for one of its authorities. `number`: within the plan, from 1 on, never reused.

    `call_key`: a call of the catalogue. `starts_on`, `ends_on`: the period that is asked for. The version is raised
    with every change of the row and with every step.
    """

    __tablename__ = "support_request"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int] = mapped_column(Integer)
    call_key: Mapped[str]
    title: Mapped[str]
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    need: Mapped[str]
    expected_results: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    requested_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("state", State),
        bounded("call_key", 120),
        bounded("title", LINE_LIMIT),
        bounded("need", TEXT_LIMIT),
        bounded("expected_results", TEXT_LIMIT),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
        UniqueConstraint("plan_id", "number"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class SupportPart(Base):
    """A block, item, measure or theme of a request. `key`: of the block, measure or theme in the catalogue."""

    __tablename__ = "support_part"

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    kind: Mapped[str]
    key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))

    __table_args__ = (
        one_of("kind", PartKind),
        bounded("key", 120),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="items_by_number"),
        UniqueConstraint("request_id", "kind", "key"),
    )


class SupportLink(Base):
    """What complements a request: an action of a fund or an operation of an agency, in words with a reference."""

    __tablename__ = "support_link"

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    reference: Mapped[str]
    url: Mapped[str]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("kind", LinkKind),
        bounded("text", LINE_LIMIT),
        bounded("reference", LINE_LIMIT),
        bounded("url", 1000),
        CheckConstraint("length(text) > 0", name="text_given"),
    )


class SupportStep(Base):
    """A step in the life of a request or project, with what was said. `on_day`: when it happened. It never changes."""

    __tablename__ = "support_step"

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"))
    position: Mapped[int] = mapped_column(Integer)
    deed: Mapped[str]
    side: Mapped[str]
    state: Mapped[str]
    on_day: Mapped[date] = mapped_column(Date)
    text: Mapped[str]
    taken_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("deed", Deed),
        one_of("side", Side),
        one_of("state", State),
        bounded("text", TEXT_LIMIT),
        UniqueConstraint("request_id", "position"),
    )


class SupportProject(Base):
    """A request that was selected. `signed_on`: the cooperation and support plan; `starts_on`, `ends_on`: its period;
    `reported_on`: the final report. Deliverables belong to a project."""

    __tablename__ = "support_project"

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("support_request.id"), unique=True)
    signed_on: Mapped[date | None] = mapped_column(Date)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    reported_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "(signed_on IS NULL) = (starts_on IS NULL) AND (signed_on IS NULL) = (ends_on IS NULL)",
            name="period_when_signed",
        ),
        CheckConstraint("ends_on >= starts_on", name="period_in_order"),
    )


class SupportArea(Base):
    """A block, or a single item, of the country's plan that a signed support plan covers: what support is about, and
    the most that can be opened to those who give it."""

    __tablename__ = "support_area"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("support_project.id"))
    block_key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))  # empty: the whole block

    __table_args__ = (
        bounded("block_key", 120),
        UniqueConstraint("project_id", "block_key", "item_id"),
    )


class SupportAssignment(Base):
    """A person who works on a project as an expert: by a grant of that role, which has the days, blocks and items, and
    whether the country opened what it has not shared. An end before its last day is the grant's revocation."""

    __tablename__ = "support_assignment"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("support_project.id"), index=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id"), unique=True)
    task: Mapped[str]
    end_reason: Mapped[str]

    __table_args__ = (bounded("task", LINE_LIMIT), bounded("end_reason", TEXT_LIMIT))


class SupportSuggestion(Versioned, Base):
    """A change of a milestone that an expert suggests. `wanted`: field → [as the expert saw it, as suggested], as JSON
    text; `done`: what the coordinator changed instead, where that differs. Nothing moves until it is accepted."""

    __tablename__ = "support_suggestion"

    id: Mapped[Key]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("support_assignment.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    wanted: Mapped[str]
    done: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    made_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str]

    __table_args__ = (
        one_of("state", SuggestionState),
        bounded("wanted", 20000),
        bounded("done", 20000),
        bounded("reason", TEXT_LIMIT),
        bounded("answer", TEXT_LIMIT),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="dated_when_decided"),
        CheckConstraint("state <> 'declined' OR length(answer) > 0", name="declined_with_reason"),
        Index("ix_support_suggestion_plan_state", "plan_id", "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}
