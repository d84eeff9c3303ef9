"""What stands beside blocks and items as it is read: sources, actors, funds, dates, support, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import ActorGroup, CallKind, Confidence
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
class GivenView:
    """What is public of the support that a Member State had from a call. `blocks`: their keys."""

    country: str
    blocks: tuple[str, ...]
    focus: Text | None
    outputs: Text | None
    note: Text | None
    beneficiaries: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether anything is public beyond the Member State's name, and sure enough to be shown."""
        return self.confidence not in (Confidence.NONE, Confidence.LOW)


@dataclass(frozen=True, slots=True)
class CallView:
    """A call for technical support, or support that the Commission names as earlier. `sources`: their codes."""

    key: str
    position: int
    kind: CallKind
    title: Text
    aim: Text | None
    run_by: str | None
    opens_on: date | None
    closes_on: date | None
    announced_on: date | None
    starts_on: date | None
    ends_on: date | None
    period: Text | None
    note: Text | None
    confidence: Confidence
    sources: tuple[str, ...]
    given: tuple[GivenView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A word of the programme by language; `confidence` where it is not high."""

    key: str
    title: Text
    confidence: Mapping[str, Confidence]
