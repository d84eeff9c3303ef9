"""What the desk needs of a plan's working state today, beside its reading: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from app.catalogue.states import EvidenceKind
from app.readiness.facts import MilestoneFacts


class DeskMilestone(NamedTuple):
    """An open milestone, or the closing one of an item."""

    facts: MilestoneFacts
    reference: str
    version: int
    title: str
    authority_id: int | None


class Running(NamedTuple):
    """A piece of valid evidence of an item of which something runs out soon."""

    kind: EvidenceKind
    expires_on: date | None


class DeskFacts(NamedTuple):
    """By item: its milestones, its lead authority, all its authorities, evidence where some runs out soon.

    `foreign`: keys of milestones that wait for another country.
    """

    milestones: Mapping[int, tuple[DeskMilestone, ...]]
    leads: Mapping[int, int]
    authorities: Mapping[int, frozenset[int]]
    running: Mapping[int, tuple[Running, ...]]
    foreign: frozenset[int]
