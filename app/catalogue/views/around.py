"""What stands beside blocks and items as it is read: sources, actors, funds, dates, support, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import ActorGroup, Confidence
from app.catalogue.views.law import LegalView
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class DocumentView:
    reference: str
    celex: str | None
    dated_on: date | None
    note: Text | None
    url: str | None


@dataclass(frozen=True, slots=True)
class PlanSectionView:
    """A piece of prose that a plan needs for each block."""

    key: str
    title: Text
    hint: Text | None


@dataclass(frozen=True, slots=True)
class SourceView:
    code: str
    title: str
    url: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class ActorView:
    code: str
    title: Text
    group: ActorGroup
    role: Text | None


@dataclass(frozen=True, slots=True)
class FundView:
    code: str
    title: Text
    act: str | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class EmpowermentView:
    code: str
    legal: LegalView
    kind: str
    adopted_by: str | None
    subject: Text
    status: Text | None
    adopted_as: str | None


@dataclass(frozen=True, slots=True)
class LinkageView:
    from_block: str
    to_block: str
    reason: Text


@dataclass(frozen=True, slots=True)
class DeadlineView:
    on: date
    title: Text
    kind: str
    legal: tuple[LegalView, ...]
    done_on: date | None
    done: Text | None


@dataclass(frozen=True, slots=True)
class MeasureView:
    key: str
    position: int
    title: Text
    description: Text | None


@dataclass(frozen=True, slots=True)
class ThemeView:
    key: str
    position: int
    title: Text


@dataclass(frozen=True, slots=True)
class TermView:
    """A word of the programme by language; `confidence` where it is not high."""

    key: str
    title: Text
    confidence: Mapping[str, Confidence]
