"""A recorded finding counts: its conditions hold on its days, as known now and then, and nothing said before moves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app.accounts.actor import SYSTEM, Actor, Held
from app.accounts.states import Role
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.states import Holds
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import WrongState
from app.fiches.queries.fiches import get_fiche
from app.fiches.services.writing import begin_fiche
from app.governance.cycle import Cycle
from app.governance.duties import duties_of
from app.governance.solidarity.findings import conditions_laid, findings_of
from app.governance.solidarity.law import law_of, law_on
from app.governance.solidarity.overlay import laid_over, release_alone
from app.governance.solidarity.records import FindingRecord
from app.plans.queries.heads import list_plans
from app.plans.queries.records import PlanInScope, PlanState
from app.plans.services.plans import open_plans
from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.plan import PlanReading
from app.readiness.queries import read_known, read_matrix, read_summaries, read_trend
from app.readiness.queries.reading import read_one
from app.readiness.states import Counting
from app.review.queries.snapshots import read_snapshot_of
from app.review.recomputing import Agreement, agreement_of
from app.review.sealing import canonical_text, read_snapshot, seal
from app.web.countries.cell import put_together
from tests.factories.catalogue import HANGS_ON_PRESSURE, tiny_catalogue_folder
from tests.governance.conftest import TODAY, World
from tests.governance.test_findings import told

FIRST, LAST = date(2026, 11, 20), date(2027, 12, 31)
BEFORE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)
ITEM, CONDITION = "borders.land-crossings", "under-pressure"
PUBLISHED = (
    "{year: 2026, kind: pressure, countries: [FR], reference: (EU) 2026/7, on: 2026-11-20, from: 2026-11-20,"
    " until: 2027-06-30, source: oj}"
)
STATED = "{country: FR, holds: true, from: 2026-11-20, until: 2027-06-30, basis: {en: Published}, source: oj}"
PRESSED = FindingRecord(
    *(1, 2026, "FR", "pressure", False, "(EU) 2026/7", "", FIRST, FIRST, LAST, ""),
    datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
    None,
)


class Texts(dict[str, str]):
    """A store beside the process."""

    def get_many(self, keys: Iterable[str], /) -> Mapping[str, str]:
        return {key: self[key] for key in keys if key in self}

    def put_many(self, values: Mapping[str, str], /) -> None:
        self.update(values)


def holds(view: CatalogueView, day: date = TODAY, country: str = "FR", key: str = CONDITION) -> Holds:
    return view.condition_holds(key, country, day)


def changed(**values: Any) -> FindingRecord:
    return replace(PRESSED, **{"entry_id": 2, "said_at": PRESSED.said_at + timedelta(days=3), **values})


def test_a_recorded_finding_holds_from_its_first_day_to_its_last(world: World) -> None:
    law = laid_over(world.view, [PRESSED])
    found = [holds(law, day) for day in (BEFORE, FIRST, LAST, AFTER)]
    assert found == [Holds.TO_BE_CONFIRMED, Holds.TRUE, Holds.TRUE, Holds.TO_BE_CONFIRMED]
    assert holds(law, country="BE", day=AFTER) is Holds.TO_BE_CONFIRMED, "of nobody else"
    stated = law.statement_on(CONDITION, "FR", TODAY)
    assert stated is not None
    assert stated.laid is not None
    assert (stated.laid.reference, stated.laid.recorded_at) == ("(EU) 2026/7", PRESSED.said_at)
    assert law.laid_on(law.items[ITEM], "FR", TODAY) == stated
    assert law.why_not_counted("FR", law.items[ITEM].item_id, TODAY) is None
    assert (law.law, world.view.law) == (f"{world.view.law}+{law.laid}", str(world.view.release_id))

    denied = laid_over(world.view, [replace(PRESSED, country="BE", kind="situation")])
    assert holds(denied, country="BE", key="in-a-situation") is Holds.TRUE, "the release denied it without knowing"
    assert holds(denied, date(2026, 11, 19), "BE", "in-a-situation") is Holds.FALSE


def test_what_does_not_count_leaves_the_very_same_release(world: World) -> None:
    assert law_of(world.view, []) is world.view
    for one in (
        replace(PRESSED, country="DK"),  # Article 11 does not bind it
        replace(PRESSED, kind="of-a-later-release"),
        replace(PRESSED, year=2025, country="BE"),  # the release knows it, and stands before
        replace(PRESSED, is_withdrawn=True),
    ):
        assert laid_over(world.view, [one]) is world.view, one
    assert laid_over(world.view, [PRESSED, changed(is_withdrawn=True, note="By mistake")]) is world.view
    assert laid_over(world.view, [PRESSED], PRESSED.said_at - timedelta(seconds=1)) is world.view


def test_what_was_replaced_holds_as_it_was_known_then(world: World) -> None:
    records = [PRESSED, changed(valid_until=date(2027, 6, 30), note="Corrigendum")]
    now, then = law_of(world.view, records), law_of(world.view, records, PRESSED.said_at)
    later = date(2027, 7, 1)
    assert (holds(now, later), holds(then, later)) == (Holds.TO_BE_CONFIRMED, Holds.TRUE)
    assert now.law != then.law
    assert law_of(world.view, records) is now, "the same object, so that what is kept by it stays"
    assert law_of(world.view, [PRESSED]) is then, "it says the same"
    assert laid_over(now, [PRESSED]).law == then.law, "what was laid before is taken off"
    assert release_alone(now).law == world.view.law


def test_of_what_was_replaced_no_day_says_that_it_still_makes_conditions_hold(world: World) -> None:
    """On days before the later decision the earlier one is read, with days of its own, by which nothing counts now."""
    later = FIRST + timedelta(days=3)
    records = [PRESSED, changed(decided_on=later, valid_from=later, note="Decided anew")]
    law = law_of(world.view, records)
    (now,), (then,) = (findings_of(law, records, day).of_country("FR") for day in (later, FIRST))
    assert (now.valid_from, conditions_laid(law, now)) == (later, (CONDITION,))
    assert holds(law, FIRST) is Holds.TO_BE_CONFIRMED
    assert (then.valid_from, conditions_laid(law, then)) == (FIRST, ())
    records.append(replace(records[-1], entry_id=3, is_withdrawn=True, note="By mistake"))
    for day in (later, FIRST):
        assert findings_of(world.view, records, day).of_country("FR") == (), "what was withdrawn is none on any day"


def test_who_reads_no_findings_is_not_told_by_which_one_an_item_counts(world: World) -> None:
    """Experts read items that were opened to them, and administrators the catalogue."""
    open_plans(world.session, world.view, actor=SYSTEM)
    told(world)
    law = law_on(world.session, TODAY)
    head = next(head for head in list_plans(world.session) if head.owner == "FR")
    read = read_one(world.session, law, (head, Scope.SHARED), None, TODAY, ReadingCache())
    block, nothing = law.blocks[law.items[ITEM].block_key], PlanState((), (), (), ())
    for person, named in ((world.france, ["(EU) 2026/7"]), (Actor(None, "expert", held=(Held(Role.EXPERT),)), [])):
        page = put_together(law, block, *read, nothing, (), (), {}, (), person, is_past=False)
        assert [card.laid.laid.reference for card in page.cards if card.laid and card.laid.laid] == named


def figures(world: World, law: CatalogueView, cache: ReadingCache, day: date = TODAY) -> dict[str, int]:
    """How many items count, by plan."""
    asked = [(head, Scope.SHARED) for head in list_plans(world.session)]
    found = read_summaries(world.session, law, asked, day, cache)
    return {reading.owner: reading.total.counted for reading in found.values()}


def full(world: World, law: CatalogueView, known: datetime | None = None) -> PlanReading:
    """France's plan with every item."""
    head = next(head for head in list_plans(world.session) if head.owner == "FR")
    asked = [(head, Scope.SHARED)]
    if known is None:
        return read_matrix(world.session, law, asked, TODAY, ReadingCache())[head.plan_id, Scope.SHARED]
    return read_known(world.session, law, asked, TODAY, known, ReadingCache())[head.plan_id, Scope.SHARED]


def test_readiness_follows_what_is_recorded_and_what_was_kept_before_stays(
    world: World, moment: time_machine.Coordinates
) -> None:
    open_plans(world.session, world.view, actor=SYSTEM)
    item_id, cache, store = world.view.items[ITEM].item_id, ReadingCache(Texts()), Texts()
    cache.store = store
    before = figures(world, law_on(world.session, TODAY), cache)
    name = begin_fiche(world.session, world.view, "FR", actor=world.reviewer, day=TODAY)
    kept, texts = get_fiche(world.session, name, world.reviewer), len(store)

    moment.shift(timedelta(hours=1))
    told(world)
    law = law_on(world.session, TODAY)
    after = figures(world, law, cache)
    assert {owner: after[owner] - before[owner] for owner in after if after[owner] != before[owner]} == {"FR": 1}
    assert len(store) > texts, "keys in the store tell the two apart"
    assert figures(world, law, ReadingCache(store)) == after, "as another process reads them"
    assert figures(world, release_alone(law), ReadingCache(store)) == before
    assert figures(world, law_on(world.session, BEFORE), cache, BEFORE)["FR"] == before["FR"]

    reading = full(world, law)
    assert reading.items[item_id].counting is Counting.COUNTED
    then = clock.now() - timedelta(minutes=30)
    known = law_on(world.session, TODAY, then)
    assert full(world, known, then).items[item_id].counting is Counting.TO_BE_CONFIRMED
    assert get_fiche(world.session, name, world.reviewer).figures == kept.figures, "a fiche keeps its figures"
    again = get_fiche(
        world.session, begin_fiche(world.session, law, "FR", actor=world.reviewer, day=TODAY), world.reviewer
    )
    first, second = json.loads(kept.figures), json.loads(again.figures)
    assert second["total"]["counted"] == first["total"]["counted"] + 1
    assert [one["reference"] for one in second["findings"]] == ["(EU) 2026/7"]
    assert "findings" not in first
    past = get_fiche(
        world.session, begin_fiche(world.session, law, "FR", actor=world.reviewer, day=BEFORE), world.reviewer
    )
    assert "findings" not in json.loads(past.figures), "on that day nothing counted by it"

    head = next(head for head in list_plans(world.session) if head.owner == "FR")
    snapshot = read_snapshot_of(world.session, law, PlanInScope(head, Scope.SHARED), TODAY, reading)
    sealed = read_snapshot(seal(snapshot).content)
    assert agreement_of(sealed) is Agreement.AGREES
    assert sealed["findings"][0]["condition"] == CONDITION
    bare = read_snapshot_of(
        world.session, release_alone(law), PlanInScope(head, Scope.SHARED), TODAY, full(world, release_alone(law))
    )
    assert '"findings"' not in canonical_text(bare)

    asked = [(head, Scope.SHARED)]
    with_it = read_trend(world.session, lambda _day: law, asked, TODAY, cache)["FR"][-1]
    without = read_trend(world.session, lambda _day: release_alone(law), asked, TODAY, cache)["FR"][-1]
    assert with_it.counted == without.counted + 1


def test_a_duty_is_lifted_by_what_is_recorded(world: World) -> None:
    """The tiny catalogue frees from sending information who is under pressure, by a finding of the same cycle."""
    day = date(2027, 5, 20)

    def owed() -> list[str]:
        cycle = Cycle(law_on(world.session, day), 2027, [], day)
        return [duty.line.step.key for duty in duties_of([cycle], "FR")]

    assert "information-sent" in owed()
    told(world)
    assert "information-sent" in owed(), "what was found in one year frees of nothing that is owed in another"
    told(world, (2027, "FR", "pressure"), valid_until=date(2027, 3, 1))
    assert "information-sent" in owed(), "nor one that has ended before the day"
    told(world, (2027, "FR", "pressure"), note="Prolonged")
    assert "information-sent" not in owed()


def test_the_next_release_stands_before_what_was_recorded_of_the_same_finding(world: World, tmp_path: Path) -> None:
    told(world)
    folder = tiny_catalogue_folder(
        tmp_path / "second",
        HANGS_ON_PRESSURE,
        ("catalogue.yaml", 'version: "1"', 'version: "2"'),
        ("catalogue.yaml", "in_force_from: 2024-06-12", "in_force_from: 2026-11-22"),
        ("findings.yaml", "findings:\n", f"findings:\n  - {PUBLISHED}\n"),
        ("conditions.yaml", "otherwise: to_be_confirmed}", f"otherwise: to_be_confirmed, holds: [{STATED}]}}"),
    )
    load_release(world.session, read_catalogue(folder), actor=SYSTEM)
    first, second = (law_on(world.session, day) for day in (date(2026, 11, 21), date(2026, 11, 22)))
    assert first.laid, "days of the earlier release keep what was recorded"
    assert (second.laid, second.version) == ("", "2")
    assert holds(first, date(2026, 11, 21)) is holds(second, date(2026, 11, 22)) is Holds.TRUE
    assert holds(second, date(2027, 7, 1)) is Holds.TO_BE_CONFIRMED, "by the days of the release"

    world = replace(world, view=second)
    with pytest.raises(WrongState, match="catalogue knows"):
        told(world, valid_until=date(2027, 6, 30), note="Corrigendum")
    told(world, is_withdrawn=True, note="By mistake")
    assert law_on(world.session, date(2026, 11, 21)).laid == "", "a mistake is taken out of days of the earlier release"
