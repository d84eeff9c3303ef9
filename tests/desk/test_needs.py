"""What needs a hand, by kind: at its edge, for whom, nothing said twice, and as the list of gaps says it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.catalogue.states import EvidenceKind, Obligation, Standing
from app.desk.facts import DeskFacts, DeskMilestone, Running
from app.desk.needs import looked_at, needs_of, sharing_task
from app.desk.rights import OfAuthority
from app.desk.states import Deed, Kind
from app.desk.tasks import Line, Needs
from app.desk.waiting import awaited_from_eu, work_of
from app.plans.queries.records import PlanHead
from app.readiness.facts import Before, EuPredecessor, EvidenceFacts, ItemFacts, MilestoneFacts
from app.readiness.states import State
from tests.readiness.builders import (
    APPLIES,
    SPRING,
    a_milestone,
    a_view,
    an_item,
    around,
    closing,
    facts_of,
    in_place,
    read,
)

MINISTRY, AGENCY = 7, 8
LAW = EvidenceKind.LEGAL_REFERENCE


class Coordinator:
    """May do everything."""

    coordinates = True

    def may_update(self, *_: Any) -> bool:
        return True

    def may_show(self, *_: Any) -> bool:
        return True


class Told:
    """Items with what a plan says of them; each is looked at on a day by somebody."""

    def __init__(self, day: date = SPRING) -> None:
        self.day = day
        self.items: list[Any] = []
        self.facts: dict[int, ItemFacts] = {}
        self.milestones: dict[int, tuple[DeskMilestone, ...]] = {}
        self.leads: dict[int, int] = {}
        self.running: dict[int, tuple[Running, ...]] = {}
        self.standings: dict[tuple[str, int], Standing] = {}

    def tell(self, *told: MilestoneFacts, authority: int = MINISTRY, lead: int | None = None, **item: Any) -> Told:
        """One more item with milestones of an authority; a closing one is made beside them where there is none."""
        number = len(self.items) + 1
        self.items.append(an_item(number, f"item-{number}", **item))
        if not any(milestone.is_closing for milestone in told):
            told = (*told, closing())
        told = tuple(m._replace(item_id=number, milestone_id=100 * number + at) for at, m in enumerate(told))
        self.facts.setdefault(number, facts_of(*told, day=self.day))
        self.milestones[number] = tuple(
            DeskMilestone(m, f"IE-{m.milestone_id:04}", 1, "a step", None if m.is_closing else authority) for m in told
        )
        if lead is not None:
            self.leads[number] = lead
        return self

    def needs(self, rights: Any = None) -> Needs:
        """What the desk says."""
        return needs_of(self.looked(), rights or Coordinator())

    def looked(self) -> Any:
        """The items as the desk looks at them."""
        view = a_view(self.items, standings=self.standings)
        authorities = {item: frozenset({lead}) for item, lead in self.leads.items()}
        desk = DeskFacts(self.milestones, self.leads, authorities, self.running, frozenset())
        return looked_at(around(view, self.day), read(view, self.facts, self.day), desk)


def kinds(needs: Needs) -> dict[Kind, list[int]]:
    """Kind → the items of its tasks."""
    return {kind: [task.item_id for task in tasks] for kind, tasks in needs.tasks.items()}


def lines(needs: Needs, kind: Kind) -> list[Line]:
    return [line for task in needs.tasks[kind] for line in task.lines]


def test_nothing_needs_a_hand_and_what_comes_next_is_named() -> None:
    needs = Told().tell(a_milestone(baseline_on=SPRING + timedelta(days=30))).needs()
    assert needs.total == 0
    assert needs.coming is not None
    assert (needs.coming.milestone.reference, needs.coming.on) == ("IE-0100", SPRING + timedelta(days=30))


@pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (14, True), (15, False)])
def test_due_is_what_falls_in_the_next_fourteen_days_or_has_passed(days: int, is_due: bool) -> None:
    needs = Told().tell(a_milestone(baseline_on=SPRING + timedelta(days=days))).needs()
    assert kinds(needs) == ({Kind.DUE: [1]} if is_due else {})


def test_the_forecast_is_the_date_that_counts() -> None:
    late, soon = SPRING + timedelta(days=40), SPRING + timedelta(days=3)
    assert kinds(Told().tell(a_milestone(baseline_on=soon, forecast_on=late)).needs()) == {}
    assert kinds(Told().tell(a_milestone(baseline_on=late, forecast_on=soon)).needs()) == {Kind.DUE: [1]}


def test_past_its_legal_date_asks_for_a_forecast_and_with_one_for_the_report() -> None:
    day = APPLIES + timedelta(days=1)
    bare = Told(day).tell(a_milestone(progress=10_000, changed_on=day)).needs()
    assert kinds(bare) == {Kind.PAST_LEGAL_DATE: [1]}
    assert [line.deed for line in lines(bare, Kind.PAST_LEGAL_DATE)] == [Deed.FORECAST]
    ahead = Told(day).tell(closing(forecast_on=day + timedelta(days=40))).needs()
    assert [line.deed for line in lines(ahead, Kind.PAST_LEGAL_DATE)] == [Deed.REPORT]
    passed = Told(day).tell(closing(forecast_on=day - timedelta(days=40))).needs()
    assert [line.deed for line in lines(passed, Kind.PAST_LEGAL_DATE)] == [Deed.NEW_FORECAST]


def test_the_legal_date_itself_is_not_past() -> None:
    assert Kind.PAST_LEGAL_DATE not in Told(APPLIES).tell().needs().tasks


def test_a_milestone_stands_under_its_most_urgent_kind_alone_and_is_counted_under_both() -> None:
    day = APPLIES + timedelta(days=10)
    needs = Told(day).tell(closing(forecast_on=day + timedelta(days=5))).needs()
    assert kinds(needs) == {Kind.PAST_LEGAL_DATE: [1]}
    assert needs.found[Kind.FORECAST_AFTER] == 1
    assert needs.above(Kind.FORECAST_AFTER) == 1
    assert needs.above(Kind.PAST_LEGAL_DATE) == 0


def test_several_milestones_of_an_item_are_one_task_with_a_line_each() -> None:
    soon = SPRING + timedelta(days=2)
    needs = Told().tell(a_milestone(baseline_on=soon), a_milestone(baseline_on=SPRING)).needs()
    assert kinds(needs) == {Kind.DUE: [1]}
    assert [line.on for line in lines(needs, Kind.DUE)] == [SPRING, soon]


def test_key_items_come_first_then_the_oldest() -> None:
    told = Told()
    for days, is_key in ((5, False), (1, False), (9, True)):
        told.tell(a_milestone(baseline_on=SPRING + timedelta(days=days)), is_key=is_key)
    assert kinds(told.needs()) == {Kind.DUE: [3, 2, 1]}


def test_forecast_after_needed_by_leads_to_the_milestone_that_gives_it() -> None:
    late = APPLIES + timedelta(days=30)
    by_closing = Told().tell(a_milestone(baseline_on=SPRING + timedelta(days=60)), closing(forecast_on=late)).needs()
    assert [line.milestone and line.milestone.facts.is_closing for line in lines(by_closing, Kind.FORECAST_AFTER)] == [
        True
    ]
    by_step = Told().tell(a_milestone(forecast_on=late)).needs()
    assert [line.milestone and line.milestone.facts.is_closing for line in lines(by_step, Kind.FORECAST_AFTER)] == [
        False
    ]


def test_reported_in_place_and_not_shown() -> None:
    told = Told()
    told.facts[1] = in_place(SPRING)
    needs = told.tell(closing(actual_on=SPRING, progress=10_000)).needs()
    assert kinds(needs) == {Kind.NOT_SHOWN: [1]}
    assert [line.deed for line in lines(needs, Kind.NOT_SHOWN)] == [Deed.SHOW]


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, True), (14, True), (15, False)])
def test_evidence_that_has_run_out_or_will_within_fourteen_days(days: int, is_told: bool) -> None:
    ends = SPRING + timedelta(days=days)
    told = Told()
    told.facts[1] = in_place(SPRING, evidence=[EvidenceFacts(1, LAW, SPRING, ends)])
    told.running[1] = (Running(LAW, ends),) if days >= 0 else ()
    needs = told.tell(closing(actual_on=SPRING, progress=10_000)).needs()
    assert kinds(needs) == ({Kind.EXPIRED: [1]} if is_told else {})


def test_evidence_about_to_expire_beside_one_that_stays_needs_nothing() -> None:
    told = Told()
    pieces = [EvidenceFacts(1, LAW, SPRING, SPRING), EvidenceFacts(1, LAW, SPRING, None)]
    told.facts[1] = in_place(SPRING, evidence=pieces)
    told.running[1] = (Running(LAW, SPRING), Running(LAW, None))
    assert told.tell(closing(actual_on=SPRING, progress=10_000)).needs().total == 0


def test_to_decide_is_what_is_to_be_confirmed_and_nothing_was_said_of_for_coordinators() -> None:
    told = Told()
    told.items.append(an_item(1, "item-1", obligation=Obligation.SHALL))
    told.standings["IE", 1] = Standing.TO_BE_CONFIRMED
    assert kinds(told.needs()) == {Kind.TO_DECIDE: [1]}
    assert told.needs(OfAuthority(MINISTRY)).total == 0
    told.facts[1] = facts_of()
    assert told.needs().total == 0


@pytest.mark.parametrize(("days", "is_old"), [(60, False), (61, True)])
def test_to_be_confirmed_after_sixty_days_if_it_runs_or_is_due_within_ninety(days: int, is_old: bool) -> None:
    changed = SPRING - timedelta(days=days)
    runs = a_milestone(progress=2500, changed_on=changed)
    ahead = a_milestone(baseline_on=SPRING + timedelta(days=90), changed_on=changed)
    far = a_milestone(baseline_on=SPRING + timedelta(days=91), changed_on=changed)
    needs = Told().tell(runs).tell(ahead).tell(far).needs()
    assert kinds(needs) == ({Kind.TO_CONFIRM: [1, 2]} if is_old else {})


def test_an_authority_is_asked_about_its_own_milestones_and_what_it_leads() -> None:
    day = APPLIES + timedelta(days=1)
    due = a_milestone(baseline_on=day)
    told = Told(day).tell(due, authority=MINISTRY, lead=AGENCY).tell(due, authority=AGENCY)
    ministry, agency = told.needs(OfAuthority(MINISTRY)), told.needs(OfAuthority(AGENCY))
    assert kinds(ministry) == {Kind.DUE: [1]}
    assert kinds(agency) == {Kind.PAST_LEGAL_DATE: [1], Kind.DUE: [2]}
    assert [line.deed for line in lines(agency, Kind.PAST_LEGAL_DATE)] == [Deed.REPORT]
    work = work_of(told.looked(), [MINISTRY, AGENCY, 9])
    assert [(one.authority_id, one.open, one.due, one.to_ask) for one in work] == [
        (MINISTRY, 1, 1, 1),
        (AGENCY, 1, 1, 2),
    ]


def test_the_desk_counts_as_the_list_of_gaps_and_the_cells_do() -> None:
    day = APPLIES + timedelta(days=100)
    told = Told(day)
    old = day - timedelta(days=80)
    told.tell(a_milestone(progress=2500, changed_on=old)).tell(closing(forecast_on=day + timedelta(days=20)))
    told.tell(a_milestone(progress=2500, changed_on=old), a_milestone(baseline_on=day, changed_on=old), is_key=True)
    number = len(told.items) + 1
    told.facts[number] = in_place(day)
    told.tell(closing(actual_on=day, progress=10_000))
    needs = told.needs()
    reading = read(a_view(told.items), told.facts, day)
    gaps = reading.gap_counts
    assert needs.found[Kind.PAST_LEGAL_DATE] == gaps["past-legal-date"] == reading.total.by_state[State.PAST_LEGAL_DATE]
    assert needs.found[Kind.FORECAST_AFTER] == gaps["forecast-after-needed-by"]
    assert needs.found[Kind.NOT_SHOWN] == gaps["not-yet-shown"]
    assert needs.found[Kind.TO_CONFIRM] == gaps["not-confirmed"]


def test_what_waits_for_the_eu_level_is_named_once_with_how_much_waits() -> None:
    awaited = EuPredecessor(1, 5, "System ready", None, date(2026, 5, 1), 60)
    told = Told()
    for number in (1, 2):
        told.facts[number] = facts_of(a_milestone(), before=Before(eu=(awaited,)))
        told.tell(a_milestone())
    found = awaited_from_eu(told.looked(), Coordinator())
    assert [(one.title, one.expected_on, len(one.items)) for one in found] == [("System ready", date(2026, 5, 1), 2)]
    assert awaited_from_eu(told.looked(), OfAuthority(MINISTRY)) == ()


def test_sharing_is_asked_for_unless_every_change_is_shared_at_once() -> None:
    head = PlanHead(1, "IE", False, False, False, 1, 1, {}, {})
    task = sharing_task(head, {"reception": 12}, SPRING)
    assert task is not None
    assert task.lines[0].said.values == {"number": 12}
    assert sharing_task(head, {}, SPRING) is None
    assert sharing_task(PlanHead(1, "IE", False, True, False, 1, 1, {}, {}), {"reception": 12}, SPRING) is None
    told = Told().tell(a_milestone())
    assert kinds(needs_of(told.looked(), Coordinator(), task)) == {Kind.UNSHARED: [0]}
    assert needs_of(told.looked(), OfAuthority(MINISTRY), task).total == 0
