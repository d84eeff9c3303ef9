"""The parts of a target by authority, and their sums: pure, the same for services, replay and pages.

A milestone holds its parts as one text, `12:100:40:2025-02-01;15:80::`: the key of the authority, its target, its value
and the day on which the value held. A change of history holds the parts that it changed and no others; `12` alone says
that the authority has none. So what two authorities report never meets, also where one of them is dated back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TargetPart:
    """What of a target is one authority's: to be reached, reached so far, and as at which day."""

    authority_id: int
    target: int
    value: int | None = None
    value_on: date | None = None

    @property
    def text(self) -> str:
        """The part as it is written; what a page shows is told by it from what stands now."""
        value = "" if self.value is None else str(self.value)
        return f"{self.authority_id}:{self.target}:{value}:{self.value_on or ''}"


@dataclass(frozen=True, slots=True)
class Sums:
    """What parts add up to. `value_on` is the oldest day of a value; `reported` of `count` parts have a value."""

    target: int
    value: int | None
    value_on: date | None
    reported: int
    count: int


def parts_of(text: str | None) -> dict[int, TargetPart]:
    """The parts that a text says, by authority; what it says not to be there is left out."""
    return {key: part for key, part in _read(text) if part is not None}


def written(parts: Iterable[TargetPart]) -> str | None:
    """Parts as one text, in the order of their authorities; None for no parts."""
    return ";".join(part.text for part in sorted(parts, key=lambda part: part.authority_id)) or None


def change_of(authority_id: int, part: TargetPart | None) -> str:
    """The text that says of one authority what its part is, or that it has none."""
    return str(authority_id) if part is None else part.text


def merged(held: str | None, said: str | None) -> str | None:
    """The parts after a change said something of some of them."""
    if not said:
        return held
    parts: dict[int, TargetPart | None] = dict(_read(held))
    parts.update(_read(said))
    return written(part for part in parts.values() if part is not None)


def difference(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Of two states what differs, as a change says it: each side names the same authorities."""
    before, after = parts_of(old), parts_of(new)
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    if not keys:
        return None, None
    return (
        ";".join(change_of(key, before.get(key)) for key in keys),
        ";".join(change_of(key, after.get(key)) for key in keys),
    )


def sums_of(text: str | None, base: int | None) -> Sums | None:
    """What the parts of a text add up to; None for no parts. `base` is the milestone's value at the start.

    A part without a value adds nothing. Where the target lies below the base, nothing would be more than is known:
    there the sum has no value until all have reported.
    """
    parts = parts_of(text).values()
    if not parts:
        return None
    target = sum(part.target for part in parts)
    values = [part.value for part in parts if part.value is not None]
    days = [part.value_on for part in parts if part.value is not None and part.value_on is not None]
    is_known = bool(values) and (target >= (base or 0) or len(values) == len(parts))
    return Sums(
        target,
        sum(values) if is_known else None,
        min(days, default=None) if is_known else None,
        len(values),
        len(parts),
    )


def named(text: str | None, names: Mapping[int, str]) -> str:
    """Parts as a line with the names of their authorities: `Agency: 40 / 100 (2025-02-01); Ministry: – / 80`."""
    listed = sorted(parts_of(text).values(), key=lambda part: (names.get(part.authority_id, ""), part.authority_id))
    return "; ".join(
        f"{names.get(part.authority_id, '–')}: {'–' if part.value is None else part.value} / {part.target}"
        + (f" ({part.value_on})" if part.value_on else "")
        for part in listed
    )


def _read(text: str | None) -> list[tuple[int, TargetPart | None]]:
    found: list[tuple[int, TargetPart | None]] = []
    for piece in (text or "").split(";"):
        if not piece:
            continue
        key, *rest = piece.split(":")
        if not rest:
            found.append((int(key), None))
            continue
        target, value, day = rest
        part = TargetPart(
            int(key), int(target), int(value) if value else None, date.fromisoformat(day) if day else None
        )
        found.append((int(key), part))
    return found
