"""What a gap is, and how a rule is written: one function that returns its sentence's values, or None."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.plans.noted import NotedGap
from app.readiness.cases import Case
from app.readiness.states import Severity
from app.readiness.words import Sentence

Values = Mapping[str, Any]
_MARK = 12


class Finding(NamedTuple):
    """What a rule found, in other words than its usual ones; None: the usual ones (message ids)."""

    values: Values
    sentence: str | None = None
    remedy: str | None = None


Find = Callable[[Case], Values | Finding | None]


@dataclass(frozen=True)
class Rule:
    """`title` names the rule in lists, `sentence` says what was found, `remedy` what closes it (message ids).

    `of_open`: asked of items that are not in place; the others are asked of items reported in place. `aside`: values
    of the sentence that change without the gap becoming another one: days that go by, titles.
    """

    code: str
    title: str
    severity: Severity
    sentence: str
    remedy: str
    of_open: bool
    find: Find
    aside: tuple[str, ...] = ()

    def look(self, case: Case) -> Finding | None:
        """What the rule finds in a case."""
        found = self.find(case)
        return found if found is None or isinstance(found, Finding) else Finding(found)

    def substance(self, values: Values) -> str:
        """What a finding is about, as a short mark: the same as long as nothing but time goes by."""
        said = "\n".join(f"{name}={values[name]}" for name in sorted(values) if name not in self.aside)
        return hashlib.sha256(said.encode()).hexdigest()[:_MARK]


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between an item and its date, and the remedy that closes it.

    `roots`: the open items at the head of what it waits for. `noted`: that it is known and accepted until a day,
    where the plan says so and the gap is still the one of which it was said.
    """

    rule: Rule
    owner: str
    item_id: int
    block_key: str
    is_key: bool
    sentence: Sentence
    remedy: Sentence
    roots: tuple[int, ...]
    noted: NotedGap | None = None

    @property
    def substance(self) -> str:
        """What it is about, as a short mark."""
        return self.rule.substance(self.sentence.values)

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """The rule's severity."""
        return self.rule.severity


def rule(
    code: str,
    *,
    title: str,
    severity: Severity,
    sentence: str,
    remedy: str,
    of_open: bool = True,
    aside: tuple[str, ...] = (),
) -> Callable[[Find], Rule]:
    """Make a rule of a function."""

    def made(find: Find) -> Rule:
        return Rule(code, title, severity, sentence, remedy, of_open, find, aside)

    return made
