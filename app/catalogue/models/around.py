"""What stands beside the tree: empowerments, linkages, deadlines, support, terms."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class Empowerment(OfRelease, Base):
    """An implementing or delegated act that an act foresees."""

    __tablename__ = "empowerment"

    position: Mapped[int]
    code: Mapped[str]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]
    kind: Mapped[str]
    adopted_by_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_actor.id"))
    subject_id: Mapped[int] = phrase_key()
    status_id: Mapped[int | None] = phrase_or_none()
    adopted_as: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "code"),)


class Linkage(OfRelease, Base):
    """Two blocks that depend on each other."""

    __tablename__ = "linkage"

    position: Mapped[int]
    from_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("node.id"))
    reason_id: Mapped[int] = phrase_key()


class Deadline(OfRelease, Base):
    """A date of the horizontal timeline, with what came of it."""

    __tablename__ = "deadline"

    position: Mapped[int]
    due_on: Mapped[date] = mapped_column(Date)
    title_id: Mapped[int] = phrase_key()
    kind: Mapped[str]
    done_on: Mapped[date | None] = mapped_column(Date)
    done_id: Mapped[int | None] = phrase_or_none()


class DeadlineReference(OfRelease, Base):
    __tablename__ = "deadline_reference"

    position: Mapped[int]
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class SupportMeasure(OfRelease, Base):
    """One of the measures of technical support, by the Commission's own name."""

    __tablename__ = "support_measure"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    description_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class SupportTheme(OfRelease, Base):
    __tablename__ = "support_theme"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class SupportCall(OfRelease, Base):
    """A call for technical support, or support that the Commission names as earlier: a public fact with its sources.

    `sources`: codes, joined. Days are as far as they are known; `period_id` says in words what is known less exactly.
    """

    __tablename__ = "support_call"

    position: Mapped[int]
    key: Mapped[str]
    kind: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    aim_id: Mapped[int | None] = phrase_or_none()
    run_by: Mapped[str | None]
    opens_on: Mapped[date | None] = mapped_column(Date)
    closes_on: Mapped[date | None] = mapped_column(Date)
    announced_on: Mapped[date | None] = mapped_column(Date)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    period_id: Mapped[int | None] = phrase_or_none()
    note_id: Mapped[int | None] = phrase_or_none()
    confidence: Mapped[str]
    sources: Mapped[str]
    __table_args__ = (
        UniqueConstraint("release_id", "key"),
        one_of("kind", states.CallKind),
        one_of("confidence", states.Confidence),
    )


class SupportGiven(OfRelease, Base):
    """What is public of the support that a Member State had from a call. Confidence `none`: no public information was
    found beyond the Member State's name. `blocks`: their keys, `beneficiaries`: their names, joined."""

    __tablename__ = "support_given"

    position: Mapped[int]
    call_id: Mapped[int] = mapped_column(ForeignKey("support_call.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    focus_id: Mapped[int | None] = phrase_or_none()
    outputs_id: Mapped[int | None] = phrase_or_none()
    note_id: Mapped[int | None] = phrase_or_none()
    blocks: Mapped[str]
    beneficiaries: Mapped[str]
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    confidence: Mapped[str]
    sources: Mapped[str]
    __table_args__ = (UniqueConstraint("call_id", "country_id"), one_of("confidence", states.Confidence))


class Term(OfRelease, Base):
    """A word of the programme with its official names by language."""

    __tablename__ = "term"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class TermConfidence(Base):
    """How sure a term's name in a language is, where it is not high."""

    __tablename__ = "term_confidence"

    term_id: Mapped[int] = mapped_column(ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    confidence: Mapped[str]
    __table_args__ = (one_of("confidence", states.Confidence),)
