"""A state with its reasons in words, as documents say it: without signs, which fonts for print do not have. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.readiness.states import State
from app.readiness.words import Sentence
from app.reports.tongue import Tongue

_TOLD_BY_REASON = frozenset({State.IN_PLACE, State.PAST_LEGAL_DATE, State.WAITS_FOR_EU, State.NOT_APPLICABLE})
"""States whose reason begins with their name, or says it better."""


def stated(state: State, reasons: Sequence[Sentence], tongue: Tongue) -> str:
    """“on plan: …”, and each thing once: “waits for the template, expected on 1 March 2026”."""
    said = "; ".join(map(tongue.sentence, reasons)) if state is not State.NO_INFORMATION else ""
    if not said:
        return tongue.say(state.label)
    return said if state in _TOLD_BY_REASON else f"{tongue.say(state.label)}: {said}"
