"""The parts of a target by authority, as the milestone's page shows and takes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.core.errors import Invalid
from app.core.labels import message
from app.core.policy import allows
from app.http.context import actor
from app.plans import policy
from app.plans.parts import TargetPart, parts_of, sums_of
from app.plans.policy import WorkSubject
from app.plans.queries.records import MilestoneRecord
from app.plans.services.parts import Said
from app.plans.states import Measure

FIELDS = ("target", "value", "value_on")
LONGEST_NUMBER = 15


@dataclass(frozen=True)
class PartRow:
    """One authority's part with what its fields hold, as text; `was` is what the page shows, `errors` by field.

    `is_near`: it has a part or is involved in the item; `is_lead`: it leads the item.
    """

    authority_id: int
    name: str
    part: TargetPart | None
    was: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    may_divide: bool
    may_report: bool
    is_near: bool = True
    is_lead: bool = False

    @property
    def is_typed(self) -> bool:
        """Whether its fields hold anything."""
        return any(self.typed.values())


def is_divisible(record: MilestoneRecord) -> bool:
    """Whether a milestone can have parts."""
    return record.measured_by == Measure.TARGET.value and not record.is_closing and not record.is_cancelled


def rows_of(
    record: MilestoneRecord,
    names: Mapping[int, str],
    *,
    block_key: str,
    owner: str,
    may_divide: bool,
    is_past: bool = False,
    others: Mapping[int, str] | None = None,
    lead: int | None = None,
    involved: Collection[int] = (),
) -> list[PartRow]:
    """The parts by name of their authority; with `others`, also those authorities that have none yet.

    `lead`, `involved`: the authorities of the item.
    """
    parts = parts_of(record.parts)
    keys = sorted({*parts, *(others or {})}, key=lambda key: ((names.get(key) or (others or {}).get(key, "")), key))
    may_write = not is_past and is_divisible(record)
    return [
        PartRow(
            authority_id=key,
            name=names.get(key) or (others or {}).get(key, "–"),
            part=parts.get(key),
            was=parts[key].text if key in parts else "",
            typed=typed_of(parts.get(key)),
            errors={},
            may_divide=may_write and may_divide,
            may_report=may_write
            and (may_divide or allows(actor(), policy.REPORT_PART, WorkSubject(owner, block_key, frozenset({key})))),
            is_near=key in parts or key == lead or key in involved,
            is_lead=key == lead,
        )
        for key in keys
    ]


def typed_of(part: TargetPart | None) -> dict[str, str]:
    """What the fields of a part hold before anybody types: no day, so that a new value is as at today unless one is
    said."""
    if part is None:
        return dict.fromkeys(FIELDS, "")
    return {
        "target": str(part.target),
        "value": "" if part.value is None else str(part.value),
        "value_on": "",
    }


def reported(record: MilestoneRecord) -> tuple[int, int] | None:
    """How many of how many authorities have reported a value; None without parts."""
    sums = sums_of(record.parts, record.target_base)
    return (sums.reported, sums.count) if sums else None


@dataclass(frozen=True, slots=True)
class Targets:
    """What the targets of the parts add up to, as typed or as they stand; None where no part has one."""

    total: int | None
    target: int | None

    @property
    def more(self) -> int:
        """By how much the sum lies above the target, negative for below; nothing where there is no target yet."""
        return (self.total or 0) - self.target if self.target is not None else 0


def targets_of(rows: list[PartRow], record: MilestoneRecord) -> Targets | None:
    """The sum of the targets that the fields hold, beside the target of the milestone; None where one is no number."""
    try:
        found = [_number(row.typed["target"], "target") for row in rows]
    except Invalid:
        return None
    known = [target for target in found if target is not None]
    return Targets(sum(known) if known else None, record.target_value)


def said_in(form: Mapping[str, str]) -> list[Said]:
    """What a form says of parts: those whose `was-12` it holds. Raises Invalid with the field of what is no number.

    A field that the form does not have says what the page showed.
    """
    said = []
    for name in form:
        key = name.removeprefix("was-")
        if key == name or not key.isdecimal() or len(key) > 9:
            continue
        was = form[name]
        shown = typed_of(_part_shown(was, int(key)))
        typed = {field: form.get(f"{field}-{key}", shown[field]).strip() for field in FIELDS}
        day = _day(typed["value_on"], f"value_on-{key}")
        target, value = (_number(typed[field], f"{field}-{key}") for field in ("target", "value"))
        said.append(Said(int(key), target, value, day, was))
    return said


def with_typed(rows: list[PartRow], form: Mapping[str, str], error: Invalid | None = None) -> list[PartRow]:
    """The rows with what was typed in the form, and what is wrong beside its field."""
    kept = []
    for row in rows:
        key = row.authority_id
        if f"was-{key}" in form:
            row = replace(
                row,
                typed={field: form.get(f"{field}-{key}", row.typed[field]) for field in FIELDS},
                was=form[f"was-{key}"],
                errors={field: "" for field in FIELDS if error and error.field == f"{field}-{key}"},
            )
        kept.append(row)
    return kept


def _part_shown(was: str, key: int) -> TargetPart | None:
    try:
        return parts_of(was).get(key)
    except ValueError:
        return None


def _number(text: str, field: str) -> int | None:
    plain = text.replace(",", "").replace(" ", "").replace("\u202f", "")
    if not plain:
        return None
    if not plain.removeprefix("-").isdecimal() or not plain.isascii() or len(plain) > LONGEST_NUMBER:
        raise Invalid(message("A whole number is expected here."), field=field)
    return int(plain)


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(message("A date is expected here."), field=field) from None
