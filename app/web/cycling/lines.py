"""Whose an occurrence is, and by which place it is recorded."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.core.policy import allows
from app.governance.cycle import Cycle, Line
from app.governance.policy import RECORD, StepSubject
from app.governance.services import Place


def subject_of(line: Line, cycle: Cycle) -> StepSubject:
    """What rights on an occurrence depend on."""
    owner, is_own = line.occurrence.owner, line.step.is_by_each
    is_country = owner in cycle.view.countries
    return StepSubject(owner if is_country else "", "" if is_country else owner, is_own=is_own)


def place_of(line: Line, cycle: Cycle) -> Place:
    """The place of an occurrence, by which it is recorded."""
    subject = subject_of(line, cycle)
    return Place(cycle.year, line.step.key, line.occurrence.turn, subject.country, subject.body)


def may_record(line: Line, cycle: Cycle, actor: Actor) -> bool:
    """Whether the reader keeps this occurrence."""
    return allows(actor, RECORD, subject_of(line, cycle))
