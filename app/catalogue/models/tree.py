"""The tree of requirements: blocks, sections, items with their attributes, and what each is for a plan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, bounded, one_of


class Workstream(OfRelease, Base):
    """A kind of work, and how the progress of its milestones is measured by default."""

    __tablename__ = "workstream"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    measured_by: Mapped[str]
    __table_args__ = (UniqueConstraint("release_id", "key"), one_of("measured_by", states.Measure))


class LadderStep(OfRelease, Base):
    """A step on a workstream's ladder; `value` in whole per cent."""

    __tablename__ = "ladder_step"

    position: Mapped[int]
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    value: Mapped[int]
    __table_args__ = (
        UniqueConstraint("workstream_id", "key"),
        UniqueConstraint("workstream_id", "value"),
        CheckConstraint("value > 0 AND value <= 100", name="value_per_cent"),
    )


class Node(OfRelease, Base):
    """A place in the catalogue's tree: a block, a section, or an item with its attributes in `requirement`."""

    __tablename__ = "node"

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))
    block_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))  # the top node above; empty for a block
    kind: Mapped[str]
    key: Mapped[str]
    code: Mapped[str | None]
    position: Mapped[int]  # order over the whole release, depth first
    title_id: Mapped[int] = phrase_key()
    description_id: Mapped[int | None] = phrase_or_none()
    is_in_sum: Mapped[bool] = mapped_column(Boolean, default=True)
    __table_args__ = (
        UniqueConstraint("release_id", "key"),
        UniqueConstraint("release_id", "position"),
        one_of("kind", states.NodeKind),
        CheckConstraint("(kind = 'block') = (parent_id IS NULL)", name="blocks_on_top"),
        bounded("key", 120),
        bounded("code", 20),
    )


class BlockObjective(OfRelease, Base):
    __tablename__ = "block_objective"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    text_id: Mapped[int] = phrase_key()


class BlockAct(OfRelease, Base):
    """Legal basis of a block."""

    __tablename__ = "block_act"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))


class BlockFund(OfRelease, Base):
    __tablename__ = "block_fund"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))


class Requirement(OfRelease, Base):
    """What an item asks in one release. `needed_by` is computed when the release is loaded (docs/method.md)."""

    __tablename__ = "requirement"

    node_id: Mapped[int] = mapped_column(ForeignKey("node.id"), unique=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    origin: Mapped[str | None]
    level: Mapped[str]
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    obligation: Mapped[str]
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"))
    nature: Mapped[str]
    is_key: Mapped[bool] = mapped_column(Boolean, default=False)
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    provenance: Mapped[str]
    confidence: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    lead_time_days: Mapped[int] = mapped_column(Integer, default=60)

    due_kind: Mapped[str | None]
    due_on: Mapped[date | None] = mapped_column(Date)
    due_printed_on: Mapped[date | None] = mapped_column(Date)
    due_anchor: Mapped[str | None]
    due_every: Mapped[str | None]  # ISO 8601 duration
    due_day: Mapped[str | None]  # MM-DD
    due_within: Mapped[str | None]  # ISO 8601 duration
    due_from_id: Mapped[int | None] = phrase_or_none()
    due_note_id: Mapped[int | None] = phrase_or_none()

    needed_by: Mapped[date] = mapped_column(Date)
    needed_by_kind: Mapped[str]
    needed_by_anchor: Mapped[str]
    is_later_duty: Mapped[bool] = mapped_column(Boolean, default=False)

    closing_kind: Mapped[str]
    closing_text_id: Mapped[int] = phrase_key()
    closing_unit_id: Mapped[int | None] = phrase_or_none()
    closes_by_product: Mapped[bool] = mapped_column(Boolean, default=False)

    outcome_id: Mapped[int | None] = phrase_or_none()
    outcome_on: Mapped[date | None] = mapped_column(Date)
    outcome_reference: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("release_id", "item_id"),
        one_of("level", states.Level),
        one_of("obligation", states.Obligation),
        one_of("nature", states.Nature),
        one_of("provenance", states.Provenance),
        one_of("confidence", states.Confidence),
        one_of("due_kind", states.DueKind),
        one_of("needed_by_kind", states.NeededByKind),
        one_of("closing_kind", states.ClosingKind),
        CheckConstraint("(obligation = 'shall_if') = (condition_id IS NOT NULL)", name="condition_fits_obligation"),
        CheckConstraint("lead_time_days >= 0 AND lead_time_days <= 730", name="lead_time"),
        Index("ix_requirement_block", "block_id"),
    )


class RequirementActor(OfRelease, Base):
    __tablename__ = "requirement_actor"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("catalogue_actor.id"))


class LegalReference(OfRelease, Base):
    """An article an item rests on; position 0 is the primary one, which decides who is bound."""

    __tablename__ = "legal_reference"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]
    __table_args__ = (UniqueConstraint("requirement_id", "position"),)


class Dependency(OfRelease, Base):
    """An item that another item waits for."""

    __tablename__ = "dependency"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    on_requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    __table_args__ = (
        UniqueConstraint("requirement_id", "on_requirement_id"),
        CheckConstraint("requirement_id <> on_requirement_id", name="not_itself"),
    )


class ClosingProof(OfRelease, Base):
    """One kind of evidence that satisfies one group of an item's closing condition; all groups are needed."""

    __tablename__ = "closing_proof"

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    group_number: Mapped[int]
    evidence_kind: Mapped[str]
    __table_args__ = (
        UniqueConstraint("requirement_id", "group_number", "evidence_kind"),
        one_of("evidence_kind", states.EvidenceKind),
    )


class Duty(OfRelease, Base):
    """What an item is for one plan, by law: computed when the release is loaded, one row a plan and item.

    `owner` is a country's code, or EU for the EU-level plan.
    """

    __tablename__ = "duty"

    owner: Mapped[str]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    standing: Mapped[str]
    basis_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (
        UniqueConstraint("release_id", "owner", "item_id"),
        one_of("standing", states.Standing),
        bounded("owner", 2),
    )
