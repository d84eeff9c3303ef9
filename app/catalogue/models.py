"""The catalogue's tables: releases, the tree of requirements, the law behind it, who is bound by what.

Every row but `Item` belongs to one release and is never changed. `Item` is the identity that plans hang on:
its key in words stays the same across releases. Texts in several languages are rows of `phrase_text`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.core.db import Base, Key, bounded, one_of


class Release(Base):
    """One immutable edition of a catalogue."""

    __tablename__ = "catalogue_release"

    id: Mapped[Key]
    catalogue: Mapped[str]
    version: Mapped[str]
    title_id: Mapped[int]
    notice_id: Mapped[int]
    language: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    applies_from: Mapped[date] = mapped_column(Date)
    in_force_from: Mapped[date] = mapped_column(Date)
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("catalogue", "version"),
        bounded("catalogue", 100),
        bounded("version", 50),
        CheckConstraint("starts_on <= applies_from", name="programme_in_order"),
    )


class _OfRelease:
    """Rows of one release."""

    id: Mapped[Key]
    release_id: Mapped[int] = mapped_column(ForeignKey("catalogue_release.id", ondelete="CASCADE"), index=True)


class Phrase(_OfRelease, Base):
    """One text in as many languages as it has."""

    __tablename__ = "phrase"


class PhraseText(Base):
    """A phrase in one language."""

    __tablename__ = "phrase_text"

    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]

    __table_args__ = (bounded("language", 5), bounded("text", 8000))


def _phrase() -> Mapped[int]:
    return mapped_column(ForeignKey("phrase.id"))


def _phrase_or_none() -> Mapped[int | None]:
    return mapped_column(ForeignKey("phrase.id"))


class Document(_OfRelease, Base):
    """What the catalogue is drawn from."""

    __tablename__ = "catalogue_document"

    position: Mapped[int]
    reference: Mapped[str]
    celex: Mapped[str | None]
    dated_on: Mapped[date | None] = mapped_column(Date)
    note_id: Mapped[int | None] = _phrase_or_none()


class PlanSection(_OfRelease, Base):
    """A piece of prose a plan needs for each block."""

    __tablename__ = "plan_section"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    hint_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class Source(_OfRelease, Base):
    __tablename__ = "catalogue_source"

    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    seen: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "code"),)


class Act(_OfRelease, Base):
    """A legal act with its dates as they stand and as first printed."""

    __tablename__ = "act"

    position: Mapped[int]
    code: Mapped[str]
    celex: Mapped[str | None]
    number: Mapped[str]
    act_group: Mapped[str]
    kind: Mapped[str]
    title_id: Mapped[int] = _phrase()
    subject_id: Mapped[int | None] = _phrase_or_none()
    published_on: Mapped[date | None] = mapped_column(Date)
    in_force_on: Mapped[date | None] = mapped_column(Date)
    applies_from: Mapped[date | None] = mapped_column(Date)
    applies_from_printed: Mapped[date | None] = mapped_column(Date)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    confidence: Mapped[str]
    note_id: Mapped[int | None] = _phrase_or_none()

    __table_args__ = (
        UniqueConstraint("release_id", "code"),
        one_of("act_group", states.ActGroup),
        one_of("kind", states.ActKind),
        one_of("confidence", states.Confidence),
    )


class ActException(_OfRelease, Base):
    """Articles of an act that apply from another day than the act."""

    __tablename__ = "act_exception"

    position: Mapped[int]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    articles: Mapped[str]  # "7-15"
    applies_from: Mapped[date] = mapped_column(Date)


class Article(_OfRelease, Base):
    """An article's heading and how many paragraphs it has."""

    __tablename__ = "article"

    position: Mapped[int]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    number: Mapped[str]
    heading_id: Mapped[int] = _phrase()
    paragraphs: Mapped[int | None]
    __table_args__ = (UniqueConstraint("act_id", "number"),)


class CatalogueActor(_OfRelease, Base):
    """An institution, agency, kind of authority or partner that has something to do."""

    __tablename__ = "catalogue_actor"

    position: Mapped[int]
    code: Mapped[str]
    title_id: Mapped[int] = _phrase()
    actor_group: Mapped[str]
    role_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"), one_of("actor_group", states.ActorGroup))


class Fund(_OfRelease, Base):
    __tablename__ = "fund"

    position: Mapped[int]
    code: Mapped[str]
    title_id: Mapped[int] = _phrase()
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    note_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"),)


class Country(_OfRelease, Base):
    """A Member State, in protocol order (`position`)."""

    __tablename__ = "country"

    position: Mapped[int]
    code: Mapped[str]  # as the EU writes it: EL for Greece
    iso2: Mapped[str]
    iso3: Mapped[str]
    title_id: Mapped[int] = _phrase()
    native: Mapped[str]  # names in its own languages, parted by " / "
    schengen: Mapped[str | None]
    has_external_land_border: Mapped[bool] = mapped_column(Boolean)
    has_sea_border: Mapped[bool] = mapped_column(Boolean)
    has_air_border: Mapped[bool] = mapped_column(Boolean)
    neighbours: Mapped[str]
    border_note_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"), UniqueConstraint("release_id", "position"))


class Participation(_OfRelease, Base):
    """How far an act binds a country, where it is not simply bound."""

    __tablename__ = "participation"

    position: Mapped[int]
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    bound: Mapped[str]
    articles: Mapped[str]  # "16-55, 72-80": those that bind, with `part`
    basis_id: Mapped[int] = _phrase()
    confidence: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    __table_args__ = (
        UniqueConstraint("country_id", "act_id"),
        one_of("bound", states.Bound),
        one_of("confidence", states.Confidence),
    )


class Condition(_OfRelease, Base):
    """A situation or choice on which a duty hangs."""

    __tablename__ = "condition"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    description_id: Mapped[int | None] = _phrase_or_none()
    otherwise: Mapped[str]  # what holds for a country not named
    __table_args__ = (UniqueConstraint("release_id", "key"), one_of("otherwise", states.Holds))


class ConditionReference(_OfRelease, Base):
    __tablename__ = "condition_reference"

    position: Mapped[int]
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class ConditionHolds(_OfRelease, Base):
    """Whether a condition holds for a country, from a day until a day (inclusive)."""

    __tablename__ = "condition_holds"

    position: Mapped[int]
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    holds: Mapped[str]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    basis_id: Mapped[int | None] = _phrase_or_none()
    source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    __table_args__ = (one_of("holds", states.Holds),)


class Workstream(_OfRelease, Base):
    """A kind of work, and how the progress of its milestones is measured by default."""

    __tablename__ = "workstream"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    measured_by: Mapped[str]
    __table_args__ = (UniqueConstraint("release_id", "key"), one_of("measured_by", states.Measure))


class LadderStep(_OfRelease, Base):
    """A step on a workstream's ladder; `value` in whole per cent."""

    __tablename__ = "ladder_step"

    position: Mapped[int]
    workstream_id: Mapped[int] = mapped_column(ForeignKey("workstream.id"))
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    value: Mapped[int]
    __table_args__ = (
        UniqueConstraint("workstream_id", "key"),
        UniqueConstraint("workstream_id", "value"),
        CheckConstraint("value > 0 AND value <= 100", name="value_per_cent"),
    )


class Item(Base):
    """The identity of something that can be answered; plans hang on it across releases."""

    __tablename__ = "item"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    __table_args__ = (bounded("key", 120),)


class Node(_OfRelease, Base):
    """A place in the catalogue's tree: a block, a section, or an item with its attributes in `requirement`."""

    __tablename__ = "node"

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))
    block_id: Mapped[int | None] = mapped_column(ForeignKey("node.id"))  # the top node above; empty for a block
    kind: Mapped[str]
    key: Mapped[str]
    code: Mapped[str | None]
    position: Mapped[int]  # order over the whole release, depth first
    title_id: Mapped[int] = _phrase()
    description_id: Mapped[int | None] = _phrase_or_none()
    is_in_sum: Mapped[bool] = mapped_column(Boolean, default=True)
    __table_args__ = (
        UniqueConstraint("release_id", "key"),
        UniqueConstraint("release_id", "position"),
        one_of("kind", states.NodeKind),
        CheckConstraint("(kind = 'block') = (parent_id IS NULL)", name="blocks_on_top"),
        bounded("key", 120),
        bounded("code", 20),
    )


class BlockObjective(_OfRelease, Base):
    __tablename__ = "block_objective"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    text_id: Mapped[int] = _phrase()


class BlockAct(_OfRelease, Base):
    """Legal basis of a block."""

    __tablename__ = "block_act"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))


class BlockFund(_OfRelease, Base):
    __tablename__ = "block_fund"

    position: Mapped[int]
    block_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))


class Requirement(_OfRelease, Base):
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
    due_from_id: Mapped[int | None] = _phrase_or_none()
    due_note_id: Mapped[int | None] = _phrase_or_none()

    needed_by: Mapped[date] = mapped_column(Date)
    needed_by_kind: Mapped[str]
    needed_by_anchor: Mapped[str]
    is_later_duty: Mapped[bool] = mapped_column(Boolean, default=False)

    closing_kind: Mapped[str]
    closing_text_id: Mapped[int] = _phrase()
    closing_unit_id: Mapped[int | None] = _phrase_or_none()
    closes_by_product: Mapped[bool] = mapped_column(Boolean, default=False)

    outcome_id: Mapped[int | None] = _phrase_or_none()
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


class RequirementActor(_OfRelease, Base):
    __tablename__ = "requirement_actor"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("catalogue_actor.id"))


class LegalReference(_OfRelease, Base):
    """An article an item rests on; position 0 is the primary one, which decides who is bound."""

    __tablename__ = "legal_reference"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]
    __table_args__ = (UniqueConstraint("requirement_id", "position"),)


class Dependency(_OfRelease, Base):
    """An item that another item waits for."""

    __tablename__ = "dependency"

    position: Mapped[int]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    on_requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    __table_args__ = (
        UniqueConstraint("requirement_id", "on_requirement_id"),
        CheckConstraint("requirement_id <> on_requirement_id", name="not_itself"),
    )


class ClosingProof(_OfRelease, Base):
    """One kind of evidence that satisfies one group of an item's closing condition; all groups are needed."""

    __tablename__ = "closing_proof"

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    group_number: Mapped[int]
    evidence_kind: Mapped[str]
    __table_args__ = (
        UniqueConstraint("requirement_id", "group_number", "evidence_kind"),
        one_of("evidence_kind", states.EvidenceKind),
    )


class Duty(_OfRelease, Base):
    """What an item is for one plan, by law: computed when the release is loaded, one row a plan and item.

    `owner` is a country's code, or EU for the EU-level plan.
    """

    __tablename__ = "duty"

    owner: Mapped[str]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    standing: Mapped[str]
    basis_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (
        UniqueConstraint("release_id", "owner", "item_id"),
        one_of("standing", states.Standing),
        bounded("owner", 2),
    )


class Empowerment(_OfRelease, Base):
    """An implementing or delegated act that an act foresees."""

    __tablename__ = "empowerment"

    position: Mapped[int]
    code: Mapped[str]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]
    kind: Mapped[str]
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_actor.id"))
    subject_id: Mapped[int] = _phrase()
    status_id: Mapped[int | None] = _phrase_or_none()
    adopted_as: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "code"),)


class Linkage(_OfRelease, Base):
    """Two blocks that depend on each other."""

    __tablename__ = "linkage"

    position: Mapped[int]
    from_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    reason_id: Mapped[int] = _phrase()


class Deadline(_OfRelease, Base):
    """A date of the horizontal timeline, with what came of it."""

    __tablename__ = "deadline"

    position: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    title_id: Mapped[int] = _phrase()
    kind: Mapped[str]
    done_on: Mapped[date | None] = mapped_column(Date)
    done_id: Mapped[int | None] = _phrase_or_none()


class DeadlineReference(_OfRelease, Base):
    __tablename__ = "deadline_reference"

    position: Mapped[int]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class CycleStep(_OfRelease, Base):
    """A step of the annual cycle."""

    __tablename__ = "cycle_step"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    when_id: Mapped[int] = _phrase()
    month_day: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class CycleActor(_OfRelease, Base):
    __tablename__ = "cycle_actor"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("catalogue_actor.id"))


class CycleReference(_OfRelease, Base):
    __tablename__ = "cycle_reference"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class SupportMeasure(_OfRelease, Base):
    """One of the measures of technical support, by the Commission's own name."""

    __tablename__ = "support_measure"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    description_id: Mapped[int | None] = _phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class SupportTheme(_OfRelease, Base):
    __tablename__ = "support_theme"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class Term(_OfRelease, Base):
    """A word of the programme with its official names by language."""

    __tablename__ = "term"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = _phrase()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class TermConfidence(Base):
    """How sure a term's name in a language is, where it is not high."""

    __tablename__ = "term_confidence"

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    confidence: Mapped[str]
    __table_args__ = (one_of("confidence", states.Confidence),)
