"""The state of an item: the first of seven that applies, and its reasons in words."""

from __future__ import annotations

from app.core.labels import message
from app.plans.states import CLOSING_TITLE
from app.readiness.behind import is_behind, why_behind
from app.readiness.cases import Case, level_of
from app.readiness.counting import has_binding_date
from app.readiness.facts import EuPredecessor
from app.readiness.network import usable_from
from app.readiness.requirements import TextLike
from app.readiness.states import NOT_APPLICABLE, Counting, State
from app.readiness.words import Sentence


def is_past_legal_date(case: Case) -> bool:
    """Needed-by is legal, the act binds, the confidence is high, and the day has passed; the day itself has not."""
    return case.day > case.item.needed_by and case.counting is Counting.COUNTED and has_binding_date(case.item)


def settled_state(case: Case) -> State | None:
    """The state as far as no other item of the plan matters: None where only *behind plan* or *on plan* is left."""
    if case.counting in NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    if case.facts.sums.in_place_on is not None:
        return State.IN_PLACE
    if not case.facts.has_information:
        return State.NO_INFORMATION
    if case.awaited:
        return State.WAITS_FOR_EU
    if is_past_legal_date(case):
        return State.PAST_LEGAL_DATE
    return None


def state_of(case: Case) -> State:
    """The first state that applies. `case.late_before` has to be known."""
    return settled_state(case) or unsettled_state(case)


def unsettled_state(case: Case) -> State:
    """The state of a case that `settled_state` left open. `case.late_before` has to be known."""
    return State.BEHIND_PLAN if is_behind(case) else State.ON_PLAN


def awaited_title(case: Case, predecessor: EuPredecessor) -> str | TextLike:
    """What is awaited: a milestone by its own title, an item, or the milestone that closes it, by the item's."""
    if predecessor.title and predecessor.title != CLOSING_TITLE:
        return predecessor.title
    return case.view.items_by_id[predecessor.item_id].title


def _why_waits(case: Case, predecessor: EuPredecessor) -> Sentence:
    title = awaited_title(case, predecessor)
    if predecessor.delivered_on is not None:
        return Sentence(
            message("%(title)s was delivered on %(date)s; the time to put it to use ends on %(until)s"),
            {"title": title, "date": predecessor.delivered_on, "until": usable_from(predecessor)},
        )
    if predecessor.expected_on is not None:
        return Sentence(
            message("waits for %(title)s, expected on %(date)s"),
            {"title": title, "date": predecessor.expected_on},
        )
    return Sentence(message("waits for %(title)s, for which no date is given"), {"title": title})


def _why_in_place(case: Case) -> Sentence:
    level = level_of(case.item, case.facts)
    return Sentence(message("in place: %(level)s, on %(date)s"), {"level": level, "date": case.facts.sums.in_place_on})


def since_legal_date(case: Case) -> Sentence:
    """Since when a case is past its legal date, with the article that gives the day where one is named."""
    needed, anchor = case.item.needed_by, case.item.needed_by_anchor
    values = {"date": needed, "days": (case.day - needed).days}
    if not anchor:
        return Sentence(message("past its legal date since %(date)s (%(days)s days)"), values)
    text = message("past its legal date since %(date)s (%(days)s days; %(anchor)s)")
    return Sentence(text, {**values, "anchor": anchor})


def _why_on_plan(case: Case) -> Sentence:
    if case.facts.sums.ordinary == 0:
        return Sentence(message("no milestones yet"))
    return Sentence(message("nothing speaks against its date, %(date)s"), {"date": case.item.needed_by})


def why(case: Case, state: State) -> tuple[Sentence, ...]:
    """The reasons for a state that `state_of` gave, in words; never empty."""
    if state is State.WAITS_FOR_EU:
        said = [_why_waits(case, predecessor) for predecessor in case.awaited]
        return tuple(one for number, one in enumerate(said) if one not in said[:number])
    if state is State.BEHIND_PLAN:
        return why_behind(case)
    if state is State.NOT_APPLICABLE:
        return (Sentence(case.counting.label),)
    if state is State.NO_INFORMATION:
        return (Sentence(message("no information shared")),)
    single = {State.IN_PLACE: _why_in_place, State.PAST_LEGAL_DATE: since_legal_date, State.ON_PLAN: _why_on_plan}
    return (single[state](case),)
