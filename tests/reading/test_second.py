"""Second readings: blind until both have spoken on all; then settled by the lead; the country sees the assessment."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.assessments.queries import list_assessments
from app.assessments.states import Verdict
from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.heads import find_head
from app.plans.services.closing import report_in_place
from app.plans.services.releases import share
from app.reading.queries.second import get_second, list_seconds
from app.reading.second import SecondRecord, sample
from app.reading.services.second import end_second, give_verdict, make_assessment, open_second, settle_item
from tests.comments.people import somebody
from tests.factories import plans as factory


@dataclass
class Room:
    """Ireland has shared two items reported in place; two reviewers and a lead read them."""

    session: Session
    view: CatalogueView
    lead: Actor
    one: Actor
    other: Actor
    outside: Actor
    ireland: Actor
    items: tuple[int, int]
    reading_id: int = 0

    def say(self, actor: Actor, number: int, verdict: str, reason: str = "Read it") -> bool:
        return give_verdict(self.session, self.reading_id, self.items[number], verdict, reason, actor=actor)

    def seen_by(self, actor: Actor) -> SecondRecord:
        return get_second(self.session, self.reading_id, actor)

    def verdicts_seen_by(self, actor: Actor) -> int:
        return sum((item.first is not None) + (item.second is not None) for item in self.seen_by(actor).items)

    def readers(self) -> list[int]:
        return [actor.user_id or 0 for actor in (self.one, self.other)]


@pytest.fixture
def room(session: Session, view: CatalogueView, clock_at: time_machine.Traveller) -> Room:
    ireland = factory.coordinator(session, "IE")
    keys = [item.key for item in view.items_of("IE")][:2]
    for key in keys:
        report_in_place(session, view, "IE", key, actor=ireland, expected_version=None)
    share(session, "IE", actor=ireland)
    made = Room(
        session,
        view,
        somebody(session, "lead", Role.LEAD_REVIEWER),
        somebody(session, "one", Role.REVIEWER, desk=frozenset({"IE"})),
        somebody(session, "other", Role.REVIEWER),
        somebody(session, "outside", Role.REVIEWER),
        ireland,
        (view.items[keys[0]].item_id, view.items[keys[1]].item_id),
    )
    made.reading_id = open_second(session, view, "IE", made.readers(), item_keys=keys, actor=made.lead)
    return made


def test_nobody_is_told_a_verdict_before_both_have_spoken_on_all(room: Room) -> None:
    before = len(pending(room.session))
    room.say(room.one, 0, "partly", "CANARY")
    room.say(room.one, 1, "confirmed")
    room.say(room.other, 0, "confirmed")
    assert room.verdicts_seen_by(room.one) == 2
    assert room.verdicts_seen_by(room.other) == 1
    assert room.verdicts_seen_by(room.lead) == 0
    assert "CANARY" not in repr(room.seen_by(room.other)) + repr(room.seen_by(room.lead))
    assert len(pending(room.session)) == before, "the trail says nothing yet"
    for stranger in (room.outside, room.ireland):
        with pytest.raises(NotFound):
            room.seen_by(stranger)
        assert list_seconds(room.session, stranger) == []
    assert room.say(room.other, 1, "confirmed"), "with it all is in"
    assert [room.verdicts_seen_by(actor) for actor in (room.one, room.other, room.lead)] == [4, 4, 4]
    assert [entry["deed"] for entry in pending(room.session)][before:] == ["reading:second:revealed"]
    with pytest.raises(WrongState):
        room.say(room.one, 0, "confirmed")


def test_a_verdict_can_be_changed_until_then_and_the_lead_can_end_it(room: Room) -> None:
    room.say(room.one, 0, "partly")
    room.say(room.one, 0, "not_yet_shown", "On second thoughts")
    for actor in (room.one, room.other):
        with pytest.raises(NotAllowed):
            end_second(room.session, room.reading_id, actor=actor)
    end_second(room.session, room.reading_id, actor=room.lead)
    said = room.seen_by(room.other).items[0]
    given = said.first or said.second
    assert given is not None
    assert (given.verdict, given.reason) == (Verdict.NOT_YET_SHOWN, "On second thoughts")
    assert room.seen_by(room.lead).is_cut_short
    with pytest.raises(WrongState, match="Both"):
        settle_item(room.session, room.reading_id, room.items[0], "partly", "So", actor=room.lead)


def test_what_is_settled_becomes_an_assessment_and_the_country_sees_that_alone(room: Room) -> None:
    for actor, verdicts in ((room.one, ("partly", "partly")), (room.other, ("partly", "not_yet_shown"))):
        for number, verdict in enumerate(verdicts):
            room.say(actor, number, verdict, f"CANARY of {actor.name}")
    with pytest.raises(Invalid, match="same"):
        settle_item(room.session, room.reading_id, room.items[0], "not_yet_shown", "No", actor=room.lead)
    for number in (0, 1):
        settle_item(room.session, room.reading_id, room.items[number], "partly", "Page 4", actor=room.lead)
        with pytest.raises(NotAllowed):
            make_assessment(room.session, room.view, room.reading_id, room.items[number], actor=room.one)
        make_assessment(room.session, room.view, room.reading_id, room.items[number], actor=room.lead)
        with pytest.raises(WrongState):
            make_assessment(room.session, room.view, room.reading_id, room.items[number], actor=room.lead)
    head = find_head(room.session, "IE")
    assert head is not None
    made = list_assessments(room.session, head.plan_id, clock.today())
    assert {(one.verdict, one.reason, one.author) for one in made} == {(Verdict.PARTLY, "Page 4", "lead")}
    assert all(item.first and item.second for item in room.seen_by(room.lead).items), "both reasons are kept"


def test_a_sample_is_drawn_again_from_its_seed(room: Room) -> None:
    keys = [f"block.item-{number}" for number in range(40)]
    assert sample(keys, 5, "November") == sample(list(reversed(keys)), 5, "November")
    assert sample(keys, 5, "November") != sample(keys, 5, "December")
    with pytest.raises(Invalid, match="drawn from"):
        open_second(room.session, room.view, "IE", room.readers(), size=1, seed="x", actor=room.lead)
    end_second(room.session, room.reading_id, actor=room.lead)
    again = open_second(room.session, room.view, "IE", room.readers(), size=1, seed="x", actor=room.lead)
    found = get_second(room.session, again, room.one)
    assert (found.seed, found.sample_size, len(found.items)) == ("x", 1, 1)


def test_readers_are_two_others_who_review_the_country(room: Room) -> None:
    one, lead, ireland = room.one.user_id or 0, room.lead.user_id or 0, room.ireland.user_id or 0
    elsewhere = somebody(room.session, "elsewhere", Role.REVIEWER, desk=frozenset({"FR"})).user_id or 0
    end_second(room.session, room.reading_id, actor=room.lead)
    for readers in ([one], [one, one], [one, lead], [one, ireland], [one, elsewhere]):
        with pytest.raises(Invalid, match="two reviewers"):
            open_second(room.session, room.view, "IE", readers, item_keys=["alpha.law"], actor=room.lead)
    with pytest.raises(NotAllowed):
        open_second(room.session, room.view, "IE", room.readers(), item_keys=["alpha.law"], actor=room.outside)


BEING_READ, SHOWN, SETTLED, ASSESSED = STATES = ("being read", "shown", "settled", "assessed")
POSSIBLE = {"say": {BEING_READ}, "end": {BEING_READ}, "settle": {SHOWN, SETTLED}, "assess": {SETTLED}}
WHOSE = {"say": {"one", "other"}, "end": {"lead"}, "settle": {"lead"}, "assess": {"lead"}}


def do(room: Room, deed: str, actor: Actor) -> None:
    place = room.session, room.reading_id
    if deed == "say":
        room.say(actor, 0, "confirmed")
    elif deed == "end":
        end_second(*place, actor=actor)
    elif deed == "settle":
        settle_item(*place, room.items[0], "partly", "As I see it", actor=actor)
    else:
        make_assessment(place[0], room.view, place[1], room.items[0], actor=actor)


def test_who_does_what_in_which_state(room: Room) -> None:
    """Every role × state × deed."""
    steps = {
        SHOWN: lambda: [room.say(*said) for said in verdicts],
        SETTLED: lambda: do(room, "settle", room.lead),
        ASSESSED: lambda: do(room, "assess", room.lead),
    }
    verdicts = [
        (room.one, 0, "partly"),
        (room.one, 1, "partly"),
        (room.other, 0, "confirmed"),
        (room.other, 1, "partly"),
    ]
    for state in STATES:
        if state in steps:
            steps[state]()
        for name, deed in product(("one", "other", "lead", "outside", "ireland"), POSSIBLE):
            refused: type[Exception] | None = None
            if name in ("outside", "ireland"):
                refused = NotFound
            elif name not in WHOSE[deed]:
                refused = NotAllowed
            elif state not in POSSIBLE[deed]:
                refused = WrongState
            tried = room.session.begin_nested()
            with pytest.raises(refused) if refused else nullcontext():
                do(room, deed, getattr(room, name))
            tried.rollback()
            room.session.expire_all()
