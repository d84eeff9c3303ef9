"""Which fields of which subject have a history: read off the mapped classes, so that it cannot drift."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Date, Table

from app.plans import funding, models, parts
from app.plans.progress import settle
from app.plans.states import SubjectKind

State = dict[str, Any]
"""All fields of a subject that count, as Python values."""

Subject = models.Prose | models.PlanItem | models.Milestone | models.Evidence


@dataclass(frozen=True)
class InParts:
    """How a field is kept of which a change says some parts: the state after it, and what it says of two states."""

    merged: Callable[[str | None, str | None], str | None]
    difference: Callable[[str | None, str | None], tuple[str | None, str | None]]


@dataclass(frozen=True)
class SubjectFields:
    """What the history has to know of a kind of subject.

    `blank` is the state before anything is said. `naming` fields are what the subject cannot be without: they
    hold from its first day on, also where a change is dated back behind its making. `together` fields are
    written together when one of them changes, so that a back-dated change never mixes with a later one.
    `copied` columns stand on the subject and are repeated on its spans. `beside`: rows beside the fields that one
    form shows and saves together with them, and which therefore raise the subject's version as the fields do.
    Of fields `in_parts` a change says the parts it changes and no others.
    """

    kind: SubjectKind
    subject: type[Any]
    span: type[Any]
    blank: Mapping[str, Any]
    days: frozenset[str]
    naming: tuple[str, ...]
    together: frozenset[str]
    copied: tuple[str, ...]
    beside: frozenset[str] = frozenset()
    in_parts: Mapping[str, InParts] = field(default_factory=dict)
    settle: Callable[[State, date], None] | None = None

    def after(self, field: str, held: Any, said: Any) -> Any:
        """What a field holds after something, as Python holds it, was said of it."""
        return self.in_parts[field].merged(held, said) if field in self.in_parts else said

    def pair(self, field: str, old: Any, new: Any) -> list[Any]:
        """What a change of a field says, as JSON holds it: [old, new]."""
        if field in self.in_parts:
            return list(self.in_parts[field].difference(old, new))
        return [self.encoded(field, old), self.encoded(field, new)]

    def raises_version(self, names: Iterable[str]) -> bool:
        """Whether a change of rows beside the fields counts as one of the subject itself."""
        return not self.beside.isdisjoint(names)

    def encoded(self, field: str, value: Any) -> Any:
        """A value as JSON holds it."""
        return value.isoformat() if field in self.days and value is not None else value

    def decoded(self, field: str, value: Any) -> Any:
        """A value as Python holds it."""
        return date.fromisoformat(value) if field in self.days and value is not None else value


def table_of(mapped: type[Any]) -> Table:
    """The table of a mapped class, for statements that go past the unit of work."""
    return cast(Table, mapped.__table__)


def _blank(subject: type[Any], name: str) -> Any:
    column = table_of(subject).c[name]
    if column.nullable:
        return None
    default = getattr(column.default, "arg", None)
    return "" if default is None else default


def _fields(
    kind: SubjectKind,
    subject: type[Any],
    span: type[Any],
    mixin: type[Any],
    *,
    copied: tuple[str, ...],
    naming: tuple[str, ...] = (),
    together: frozenset[str] = frozenset(),
    beside: frozenset[str] = frozenset(),
    in_parts: Mapping[str, InParts] | None = None,
    settle: Callable[[State, date], None] | None = None,
) -> SubjectFields:
    names = tuple(mixin.__annotations__)
    return SubjectFields(
        kind=kind,
        subject=subject,
        span=span,
        blank={name: _blank(subject, name) for name in names},
        days=frozenset(name for name in names if isinstance(table_of(subject).c[name].type, Date)),
        naming=naming,
        together=together,
        copied=copied,
        beside=beside,
        in_parts=in_parts or {},
        settle=settle,
    )


FIELDS: dict[SubjectKind, SubjectFields] = {
    SubjectKind.PROSE: _fields(
        SubjectKind.PROSE,
        models.Prose,
        models.ProseSpan,
        models.ProseFields,
        copied=("plan_id",),
        naming=("language",),
    ),
    SubjectKind.PLAN_ITEM: _fields(
        SubjectKind.PLAN_ITEM,
        models.PlanItem,
        models.PlanItemSpan,
        models.PlanItemFields,
        copied=("plan_id", "item_id"),
        beside=frozenset({"contributing"}),
    ),
    SubjectKind.MILESTONE: _fields(
        SubjectKind.MILESTONE,
        models.Milestone,
        models.MilestoneSpan,
        models.MilestoneFields,
        copied=("plan_id", "item_id", "is_closing"),
        naming=("title", "workstream_key", "measured_by"),
        together=frozenset({"workstream_key", "measured_by", "step_key", "progress"}),
        in_parts={
            "parts": InParts(parts.merged, parts.difference),
            "funding": InParts(funding.merged, funding.difference),
        },
        settle=settle,
    ),
    SubjectKind.EVIDENCE: _fields(
        SubjectKind.EVIDENCE,
        models.Evidence,
        models.EvidenceSpan,
        models.EvidenceFields,
        copied=("plan_id", "item_id"),
        naming=("kind", "title", "file_id"),
        together=frozenset({"kind", "file_id"}),
        beside=frozenset({"milestones"}),
    ),
}

_BY_CLASS = {fields.subject: fields for fields in FIELDS.values()}


def fields_of(subject: Subject) -> SubjectFields:
    """The description of a subject's kind."""
    return _BY_CLASS[type(subject)]


def state_of(subject: Subject) -> State:
    """The fields of a current row."""
    return {name: getattr(subject, name) for name in fields_of(subject).blank}
