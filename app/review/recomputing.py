"""The figures of a snapshot computed anew from its items, by the rule that they were computed by. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.audit.canonical import plain
from app.core.labels import LabelledEnum, message
from app.readiness.cells import Reading, Tally
from app.readiness.states import RULE_VERSION, Counting, InPlace, State

COMPARED = (
    "state",
    "counted",
    "informed",
    "progress",
    "done",
    "required",
    "key_total",
    "key_reported",
    "key_shown",
    "key_confirmed",
    "by_state",
    "past",
    "past_key",
    "level",
)
"""Figures of a block that follow from its items alone."""


class Agreement(LabelledEnum):
    """Whether the sealed figures are those that the sealed items give."""

    AGREES = "agrees", message("The figures of the blocks and of the plan, computed anew from the sealed items, agree.")
    DIFFERS = "differs", message("The figures of the blocks or of the plan are others than the sealed items give.")
    NOT_KNOWN = "not_known", message("The figures cannot be computed anew: another version of the rule made them.")


@dataclass(frozen=True, slots=True)
class SealedItem:
    """An item as it was sealed, as far as sums ask for it. Figures in 1/100 %."""

    item_id: int
    counting: Counting
    is_key: bool
    weight: int
    state: State
    level: InPlace | None
    progress: int | None
    expected_own: int | None
    required: int


def agreement_of(snapshot: Mapping[str, Any]) -> Agreement:
    """Compare every block's figures, and the plan's where the snapshot says which blocks are in its sum."""
    if snapshot.get("rule_version") != RULE_VERSION:
        return Agreement.NOT_KNOWN
    try:
        agrees = _agrees(snapshot)
    except (KeyError, ValueError, TypeError, AttributeError):
        return Agreement.DIFFERS
    return Agreement.AGREES if agrees else Agreement.DIFFERS


def _agrees(snapshot: Mapping[str, Any]) -> bool:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number, item in enumerate(snapshot["items"].values()):
        tallies[item["block"]].add(_item(number, item["figures"]))
    figures = snapshot["figures"]
    in_sum = snapshot.get("blocks_in_sum", ())
    total = Tally()
    for key in in_sum:
        total.merge(tallies[key])
    told = [(figures["blocks"][key], tallies[key]) for key in figures["blocks"]]
    if in_sum:
        told.append((figures["total"], total))
    return all(_same(held, made.reading(with_expected=True)) for held, made in told)


def _item(number: int, held: Mapping[str, Any]) -> SealedItem:
    return SealedItem(
        number,
        Counting(held["counting"]),
        held["is_key"],
        held["weight"],
        State(held["state"]),
        InPlace(held["level"]) if held["level"] else None,
        held["progress"],
        held["expected_own"],
        held["required"],
    )


def _same(held: Mapping[str, Any], made: Reading) -> bool:
    return all(held[name] == plain({name: getattr(made, name)})[name] for name in COMPARED)
