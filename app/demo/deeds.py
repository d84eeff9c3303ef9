"""What people do in the story, in the order in which they did it. Authorities are named by their actor's code.

A milestone is named by its item and its number there: 0 is the closing milestone, which the system makes. Every deed
can be played through the services and, much faster, in memory (`app/demo/book.py`); a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.demo.parts import Part
from app.plans.states import Applicability, Cause

CLOSING = 0
"""The number of an item's closing milestone."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`at`: the instant at which it was recorded; `owner`: in whose plan."""

    at: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class NameAuthority(Deed):
    """A body of the country is entered, with the code of the catalogue's actor that it is."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class ShareRow(Deed):
    """The country lets the other Member States see its row of the matrix."""


@dataclass(frozen=True, slots=True)
class Share(Deed):
    """A release, of the whole plan when `blocks` is empty."""

    blocks: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WriteProse(Deed):
    """A section of a block's prose is written."""

    block: str
    section: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class DescribeItem(Deed):
    """Lead authority (`authority`) and texts of an item."""

    item: str
    values: Mapping[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class StateApplicability(Deed):
    """The country says that an item does not apply to it, or that it does."""

    item: str
    applicability: Applicability
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class AddMilestone(Deed):
    """A milestone is added to an item."""

    item: str
    number: int
    values: Mapping[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class UpdateMilestone(Deed):
    """Fields of a milestone change; `actual_on` of the closing one reports the item in place."""

    item: str
    number: int
    values: Mapping[str, Any]
    day: date
    reason: str = ""
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class ReportParts(Deed):
    """A target is divided among authorities, by their codes, or some report their parts, as at the day of the deed."""

    item: str
    number: int
    parts: Mapping[str, Part]
    day: date


@dataclass(frozen=True, slots=True)
class ConfirmMilestone(Deed):
    """Somebody says that a milestone is still as it stands."""

    item: str
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class CancelMilestone(Deed):
    """A milestone is given up, with the reason."""

    item: str
    number: int
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class AttachEvidence(Deed):
    """A piece of evidence is added to an item."""

    item: str
    number: int
    values: Mapping[str, Any]
    day: date


@dataclass(frozen=True, slots=True)
class WithdrawEvidence(Deed):
    """A piece of evidence is taken back."""

    item: str
    number: int
    reason: str
    day: date


@dataclass(frozen=True, slots=True)
class Link(Deed):
    """A milestone waits for another one, of the same plan or of the EU-level plan."""

    item: str
    number: int
    before_owner: str
    before_item: str
    before_number: int
