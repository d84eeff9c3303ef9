"""The story is a function of catalogue, seed and moment; a longer one begins with a shorter one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from app.catalogue.views import CatalogueView
from app.core.clock import day_of, end_of
from app.demo import deeds
from app.demo.chance import at_work, lot, working_day
from app.demo.parts import Part
from app.demo.profiles import Sharing, deal_profiles
from app.demo.story import Story, begins_at
from app.plans.states import EU
from tests.demo.conftest import FIXED_DAY

EARLIER = date(2025, 9, 14)
OWNERS = (EU, "IE", "FR")
_OF_MILESTONES = (
    deeds.UpdateMilestone,
    deeds.ReportParts,
    deeds.ConfirmMilestone,
    deeds.CancelMilestone,
    deeds.Link,
)


def test_the_same_seed_and_day_tell_the_same_story(detached: CatalogueView) -> None:
    until = end_of(EARLIER)
    assert Story(detached, 7).deeds(until, OWNERS) == Story(detached, 7).deeds(until, OWNERS)
    assert Story(detached, 7).deeds(until, OWNERS) != Story(detached, 8).deeds(until, OWNERS)


def test_a_longer_story_begins_with_the_shorter_one(story: Story) -> None:
    until = end_of(EARLIER)
    longer = story.deeds(end_of(FIXED_DAY), OWNERS)
    assert [deed for deed in longer if deed.at <= until] == story.deeds(until, OWNERS)
    assert story.deeds(until, OWNERS)


def test_owners_do_not_depend_on_each_other(story: Story) -> None:
    until = end_of(EARLIER)
    of_ireland = [deed for deed in story.deeds(until, OWNERS) if deed.owner == "IE"]
    assert story.of("IE", until) == of_ireland


def test_nothing_is_said_of_the_future_or_before_the_programme(story: Story) -> None:
    told = story.deeds(end_of(FIXED_DAY), OWNERS)
    assert min(deed.at for deed in told) >= begins_at(story.view)
    for deed in told:
        day = getattr(deed, "day", None)
        if day is not None:
            assert story.view.starts_on <= day <= day_of(deed.at), deed
    dated_back = [d for d in told if isinstance(d, deeds.UpdateMilestone) and d.day < day_of(d.at)]
    assert dated_back


def test_deeds_are_in_the_order_of_time_and_every_subject_is_there_before_it_changes(story: Story) -> None:
    told = story.deeds(end_of(FIXED_DAY), OWNERS)
    assert [deed.at for deed in told] == sorted(deed.at for deed in told)
    added: set[tuple[str, str, int]] = set()
    for deed in told:
        if isinstance(deed, deeds.DescribeItem):
            added.add((deed.owner, deed.item, deeds.CLOSING))
        elif isinstance(deed, deeds.AddMilestone):
            added.add((deed.owner, deed.item, deed.number))
        elif isinstance(deed, _OF_MILESTONES):
            assert (deed.owner, deed.item, deed.number) in added


def test_plans_have_about_as_many_milestones_as_meant(story: Story) -> None:
    full = [code for code, p in story.profiles.items() if p.coverage > 0.85 and code not in (EU, "DK")]
    assert len(full) >= 23
    for code in full[::4]:
        assert 300 <= _count_milestones(story, code) <= 500
    assert _count_milestones(story, "DK") < 250


def _count_milestones(story: Story, owner: str) -> int:
    """Ordinary and closing ones."""
    told = story.of(owner, end_of(FIXED_DAY))
    return sum(isinstance(deed, deeds.AddMilestone | deeds.DescribeItem) for deed in told)


def test_known_outcomes_of_the_eu_level_have_their_real_day_and_reference(story: Story) -> None:
    told = story.of(EU, end_of(FIXED_DAY))
    known = {
        item.key: item.outcome
        for item in story.view.items_of(EU)
        if item.outcome is not None and item.outcome.on is not None and item.outcome.on <= FIXED_DAY
    }
    assert known
    done = {
        deed.item: deed.values["actual_on"]
        for deed in told
        if isinstance(deed, deeds.UpdateMilestone) and deed.number == deeds.CLOSING and "actual_on" in deed.values
    }
    shown = {deed.item: deed.values.get("reference") for deed in told if isinstance(deed, deeds.AttachEvidence)}
    covered = [key for key in known if key in done]
    assert covered
    for key in covered:
        outcome = known[key]
        assert done[key] == outcome.on
        assert shown[key] == (outcome.reference or str(outcome.text)[:500])


def test_one_distribution_is_dealt_out_by_the_seed() -> None:
    codes = [f"{a}{b}" for a in "ABC" for b in "ABCDEFGHI"]
    first, second = deal_profiles(1, codes), deal_profiles(2, codes)
    for profiles in (first, second):
        sharing = Counter(profiles[code].sharing for code in codes)
        assert sharing == {Sharing.OFTEN: 18, Sharing.SELDOM: 3, Sharing.LITTLE: 3, Sharing.NOTHING: 3}
        assert sum(profiles[code].shares_row for code in codes) == 2
    paces = [sorted(round(profiles[code].pace, 6) for code in codes) for profiles in (first, second)]
    assert paces[0] == paces[1]
    assert first != second


def test_people_work_on_working_days() -> None:
    saturday = date(2025, 3, 8)
    assert working_day(saturday) == saturday + timedelta(days=2)
    assert at_work(lot(1, "x"), saturday).weekday() == 0


def test_targets_of_several_authorities_are_divided_and_their_parts_add_up(story: Story) -> None:
    told = [deed for deed in story.of("IE", end_of(FIXED_DAY)) if isinstance(deed, deeds.ReportParts)]
    goals = {
        (deed.item, deed.number): deed.values["target_value"]
        for deed in story.of("IE", end_of(FIXED_DAY))
        if isinstance(deed, deeds.AddMilestone) and "target_value" in deed.values
    }
    stands: dict[tuple[str, int], dict[str, Part]] = {}
    for deed in told:
        held = stands.setdefault((deed.item, deed.number), {})
        assert all((held[code].value or 0) <= (part.value or 0) for code, part in deed.parts.items() if code in held)
        held.update(deed.parts)
    assert 10 <= len(stands) < len(goals)
    for key, parts in stands.items():
        assert len(parts) > 1
        assert sum(part.target for part in parts.values()) == goals[key]
    assert any(part.value != part.target for parts in stands.values() for part in parts.values())


def test_some_milestones_cost_something_and_not_all_of_it_is_covered(story: Story) -> None:
    """As plans then stand: most is covered, some in part, some not at all."""
    held: dict[tuple[str, str, int], dict[str, int]] = {}
    for code in ("DE", "ES", "FR", "IE"):
        for deed in story.of(code, end_of(FIXED_DAY)):
            if isinstance(deed, deeds.AddMilestone | deeds.UpdateMilestone):
                said = {k: v for k, v in deed.values.items() if k == "budget" or k.startswith("funding-")}
                held.setdefault((code, deed.item, deed.number), {}).update(said)
    costed = [paid for paid in held.values() if "budget" in paid]
    planned = [sum(cents for name, cents in paid.items() if name.endswith("-planned")) for paid in costed]
    short = [(paid["budget"] > cents, cents) for paid, cents in zip(costed, planned, strict=True)]
    assert 50 <= len(costed) < len(held) / 2
    assert sum(not is_short for is_short, _cents in short) > len(costed) / 2
    assert any(is_short and cents for is_short, cents in short)
    assert any(is_short and not cents for is_short, cents in short)
    assert any(name.endswith("-spent") for paid in costed for name in paid)
