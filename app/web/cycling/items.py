"""The dated occurrences of an item that is a recurring duty: its steps in the cycles that run."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.views import EU, ItemView, Text
from app.core.policy import allows
from app.governance.policy import READ
from app.http.context import actor, catalogue, viewpoint
from app.readiness.words import Sentence
from app.web.cycling.lines import address_of_line, subject_of
from app.web.cycling.reading import running_cycles
from app.web.cycling.wording import said


@dataclass(frozen=True)
class OccurrenceShown:
    """An occurrence with where it stands in words; `address`: of its own page."""

    year: int
    title: Text
    sentence: Sentence
    address: str


def occurrences_on(owner: str, item: ItemView) -> list[OccurrenceShown]:
    """Those of an item in an owner's plan that the reader may read, by cycle and step; none for most items.

    Of a step that each does for itself it is the owner's own; others are the same on all plans.
    """
    view = catalogue()
    steps = {step.key: step for step in view.cycle}
    if not view.steps_of(item.key):
        return []
    found = []
    for year, cycle in running_cycles(viewpoint()).items():
        for line in cycle.lines:
            whose = line.occurrence.owner
            is_here = whose == owner or (not line.step.is_by_each and (not whose or owner == EU))
            if item.key in line.step.items and is_here and allows(actor(), READ, subject_of(line, cycle)):
                address = address_of_line(line, cycle)
                found.append(OccurrenceShown(year, line.step.title, said(line, steps), address))
    return found
