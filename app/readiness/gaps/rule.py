"""What a gap is, and how a rule is written: one function that returns its sentence's values, or None."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.readiness.cases import Case
from app.readiness.states import Severity
from app.readiness.words import Sentence

Values = Mapping[str, Any]


class Finding(NamedTuple):
    """What a rule found, in other words than its usual ones; None: the usual ones (message ids)."""

    values: Values
    sentence: str | None = None
    remedy: str | None = None


Find = Callable[[Case], Values | Finding | None]


@dataclass(frozen=True)
class Rule:
    """`title` names the rule in lists, `sentence` says what was found, `remedy` what closes it (message ids).

    `of_open`: asked of items that are not in place; the others are asked of items reported in place.
    """

    code: str
    title: str
    severity: Severity
    sentence: str
    remedy: str
    of_open: bool
    find: Find

    def look(self, case: Case) -> Finding | None:
        """What the rule finds in a case."""
        found = self.find(case)
        return found if found is None or isinstance(found, Finding) else Finding(found)


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between an item and its date, and the remedy that closes it.

    `roots`: the open items at the head of what it waits for.
    """

    rule: Rule
    owner: str
    item_id: int
    block_key: str
    is_key: bool
    sentence: Sentence
    remedy: Sentence
    roots: tuple[int, ...]

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity


def rule(
    code: str, *, title: str, severity: Severity, sentence: str, remedy: str, of_open: bool = True
) -> Callable[[Find], Rule]:
    """Make a rule of a function."""

    def made(find: Find) -> Rule:
        return Rule(code, title, severity, sentence, remedy, of_open, find)

    return made
