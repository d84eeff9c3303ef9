"""Two snapshots of a plan compared: what was added, changed, cancelled and moved, and the figures. Pure.

Snapshots are taken as JSON gives them: days as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.labels import LabelledEnum, message

Snapshot = Mapping[str, Any]

DATES = frozenset({"start_on", "baseline_on", "forecast_on", "actual_on"})
"""Days of a milestone: one that was there before and after has moved."""

UNTOLD = frozenset({"progress", "confirmed_on", "is_cancelled", "cancel_reason", "reference", "is_closing"})
"""Fields that follow from others, are told otherwise, or say only when something was looked at."""


class Deed(LabelledEnum):
    """What happened to something between two versions."""

    ADDED = "added", message("added")
    CHANGED = "changed", message("changed")
    CANCELLED = "cancelled", message("cancelled")
    MOVED = "moved", message("moved")
    GONE = "gone", message("no longer there")


class Of(LabelledEnum):
    """What a change is of."""

    ITEM = "item", message("item")
    MILESTONE = "milestone", message("milestone")
    EVIDENCE = "evidence", message("evidence")
    PROSE = "prose", message("prose of a block")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one subject. `name`: a milestone's reference, or a section's key; `days`: later is positive."""

    deed: Deed
    of: Of
    block_key: str
    item_key: str
    name: str
    title: str
    field: str = ""
    old: Any = None
    new: Any = None
    days: int | None = None
    workstreams: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a block, or of the plan (`key` empty), in both versions; empty where one did not know the block."""

    key: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def difference(self) -> int | None:
        """Of the shown percentages, in points; None where one is a dash."""
        old, new = self.old.get("shown_progress"), self.new.get("shown_progress")
        return None if old is None or new is None else new - old


@dataclass(frozen=True)
class Comparison:
    """From one version to another. `same_rule`: both figures were computed by the same version of the rule."""

    changes: tuple[Change, ...]
    total: Figures
    blocks: tuple[Figures, ...]
    same_rule: bool

    def count(self, deed: Deed) -> int:
        """How many subjects it happened to; a subject with several changed fields counts once."""
        return len({(c.of, c.block_key, c.item_key, c.name, c.title) for c in self.changes if c.deed is deed})

    @property
    def latest_move(self) -> int:
        """The largest number of days by which something moved later; 0 where nothing did."""
        return max((change.days or 0 for change in self.changes), default=0)


def compare(old: Snapshot, new: Snapshot, block_order: Sequence[str]) -> Comparison:
    """What became of the first version in the second; changes by block, then as the snapshot holds them."""
    order = {key: number for number, key in enumerate(block_order)}
    changes = [*_items(old.get("items", {}), new.get("items", {})), *_prose(old.get("prose", {}), new.get("prose", {}))]
    before, after = old.get("figures", {}), new.get("figures", {})
    blocks = [
        Figures(key, before.get("blocks", {}).get(key, {}), after.get("blocks", {}).get(key, {}))
        for key in block_order
        if key in before.get("blocks", {}) or key in after.get("blocks", {})
    ]
    return Comparison(
        changes=tuple(sorted(changes, key=lambda change: order.get(change.block_key, len(order)))),
        total=Figures("", before.get("total", {}), after.get("total", {})),
        blocks=tuple(blocks),
        same_rule=old.get("rule_version") == new.get("rule_version"),
    )


def _items(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in (*new, *(key for key in old if key not in new)):
        before, after = old.get(key, {}), new.get(key, {})
        place = (after or before)["block"], key
        yield from _of_item(place, before, after)
        yield from _milestones(place, before.get("milestones", {}), after.get("milestones", {}))
        yield from _evidence(place, before.get("evidence", []), after.get("evidence", []))


Place = tuple[str, str]
"""A block's and an item's key."""


def _of_item(place: Place, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """What is said of the item as a whole, and the state that follows from everything said of it."""
    for name, old, new in _differences(before.get("said", {}), after.get("said", {})):
        if old or new:
            yield Change(Deed.CHANGED, Of.ITEM, *place, "", "", name, old, new)
    figures, later = before.get("figures", {}), after.get("figures", {})
    for name in ("state", "level"):
        if figures and later and figures.get(name) != later.get(name):
            yield Change(Deed.CHANGED, Of.ITEM, *place, "", "", name, figures.get(name), later.get(name))


def _milestones(place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for reference, step in new.items():
        if reference not in old:
            yield Change(Deed.ADDED, Of.MILESTONE, *place, reference, step["title"])
        else:
            yield from _of_milestone(place, reference, old[reference], step)
    for reference, step in old.items():
        if reference not in new:
            yield Change(Deed.GONE, Of.MILESTONE, *place, reference, step["title"])


def _of_milestone(place: Place, reference: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    subject = (Of.MILESTONE, *place, reference, new["title"])
    if old["is_cancelled"] != new["is_cancelled"]:
        if new["is_cancelled"]:
            yield Change(Deed.CANCELLED, *subject, "cancel_reason", None, new["cancel_reason"])
        else:
            yield Change(Deed.CHANGED, *subject, "is_cancelled", True, False)
    streams = old.get("workstream_key"), new.get("workstream_key")
    for name, before, after in _differences(old, new):
        if name in UNTOLD:
            continue
        if name in DATES and before and after:
            days = (date.fromisoformat(after) - date.fromisoformat(before)).days
            yield Change(Deed.MOVED, *subject, name, before, after, days)
        else:
            yield Change(Deed.CHANGED, *subject, name, before, after, None, streams)


def _evidence(place: Place, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """Evidence has no number of its own: the same kind and title are the same piece, in their order."""
    left = list(old)
    for piece in new:
        twin = next((one for one in left if _named(one) == _named(piece)), None)
        subject = (Of.EVIDENCE, *place, "", piece["title"])
        if twin is None:
            yield Change(Deed.ADDED, *subject)
            continue
        left.remove(twin)
        for name, before, after in _differences(twin, piece):
            yield Change(Deed.CHANGED, *subject, name, before, after)
    for piece in left:
        yield Change(Deed.GONE, Of.EVIDENCE, *place, "", piece["title"])


def _named(piece: Mapping[str, Any]) -> tuple[Any, Any]:
    return piece["kind"], piece["title"]


def _prose(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for block_key in (*new, *(key for key in old if key not in new)):
        before, after = old.get(block_key, {}), new.get(block_key, {})
        for section in (*after, *(key for key in before if key not in after)):
            for name, one, other in _differences(before.get(section, {}), after.get(section, {})):
                yield Change(Deed.CHANGED, Of.PROSE, block_key, "", section, "", name, one, other)


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in (*new, *(name for name in old if name not in new)):
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)
