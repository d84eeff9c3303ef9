"""Questions reach whom the asker says, under the name that they let them know; answers stay as they were given."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.answers.policy import ANSWER, KNOW_ASKER, READ
from app.answers.queries.life import find_draft, list_life, list_versions
from app.answers.queries.questions import (
    Wanted,
    answered_on_items,
    count_questions,
    get_question,
    list_questions,
    readable,
)
from app.answers.services.answering import merge, offer_to_widen, publish, save_draft, take_back
from app.answers.services.asking import decline_to_widen, name_asker, widen, withdraw_question
from app.answers.states import Act, QuestionState, Signed
from app.audit.services import pending
from app.comments.states import Reach
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from tests.answers.conftest import World

OWN = {"ireland", "helper"}
COMMISSION = {"lead", "desk", "keeper"}
OTHERS = {"france", "body", "border", "both", "elsewhere"}


def readers(world: World, key: int) -> tuple[set[str], set[str]]:
    """Who finds it and who knows whose it is: by the rights and by their twins in SQL, which must agree."""
    subject, found, knowing = world.read(key).subject, set(), set()
    for name in world.people:
        actor = world.who(name)
        may, knows = allows(actor, READ, subject), allows(actor, KNOW_ASKER, subject)
        listed = {one.question_id: one for one in list_questions(world.session, actor)}
        assert (key in listed) == may, name
        assert count_questions(world.session, actor) == len(listed)
        named = list_questions(world.session, actor, Wanted(asker=subject.owner))
        assert (key in {one.question_id for one in named}) == (may and knows), name
        answerable = {one.question_id for one in list_questions(world.session, actor, Wanted(answerable=True))}
        assert (key in answerable) == allows(actor, ANSWER, subject), name
        if not may:
            with pytest.raises(NotFound):
                world.read(key, name)
            continue
        found.add(name)
        assert (listed[key].asker == subject.owner) == knows, name
        if knows:
            knowing.add(name)
    return found, knowing


def test_a_question_reaches_whom_its_asker_says_and_names_them_only_where_they_say_so(world: World) -> None:
    key = world.ask()
    assert readers(world, key) == (OWN | COMMISSION, OWN | COMMISSION)
    widen(world.session, key, shows_asker=False, actor=world.who("ireland"), expected_version=None)
    everybody = OWN | COMMISSION | OTHERS
    assert readers(world, key) == (everybody, OWN | COMMISSION | {"elsewhere"})
    name_asker(world.session, key, shows_asker=True, actor=world.who("ireland"), expected_version=None)
    assert readers(world, key) == (everybody, everybody)
    name_asker(world.session, key, shows_asker=False, actor=world.who("ireland"), expected_version=None)
    assert readers(world, key)[1] == OWN | COMMISSION | {"elsewhere"}
    with pytest.raises(WrongState):
        widen(world.session, key, shows_asker=True, actor=world.who("ireland"), expected_version=None)
    withdraw_question(world.session, key, "Found it", actor=world.who("ireland"), expected_version=None)
    assert readers(world, key)[0] == OWN | COMMISSION
    of_union = world.ask("body", "EU")
    assert readers(world, of_union)[0] == {"keeper", "body", "both", "lead", "desk", "elsewhere"}
    of_level = world.ask("keeper", "EU")
    assert readers(world, of_level)[0] == {"keeper", "lead", "desk", "elsewhere"}
    entries = [one for one in pending(world.session) if one["deed"].startswith("answers:")]
    assert [(one["deed"], one["country"]) for one in entries][:2] == [
        ("answers:question:asked", "IE"),
        ("answers:question:widened", "IE"),
    ]
    assert "Counting" not in str(entries), "administrators read the trail, and no questions"


def test_an_agency_steers_its_own_questions_and_none_of_another(world: World) -> None:
    key, of_level = world.ask("body", "EU"), world.ask("keeper", "EU", reach="member_states")
    for steered in (key, of_level):
        with pytest.raises((NotAllowed, NotFound)):
            widen(world.session, steered, shows_asker=True, actor=world.who("border"), expected_version=None)
        with pytest.raises((NotAllowed, NotFound)):
            withdraw_question(world.session, steered, "", actor=world.who("border"), expected_version=None)
    with pytest.raises(NotAllowed):
        withdraw_question(world.session, of_level, "", actor=world.who("body"), expected_version=None)
    widen(world.session, key, shows_asker=True, actor=world.who("both"), expected_version=None)
    assert readers(world, key)[0] == COMMISSION | OTHERS | OWN
    withdraw_question(world.session, key, "", actor=world.who("keeper"), expected_version=None)
    for authority in (None, 987654):
        with pytest.raises(Invalid) as refused:
            world.ask("both", "EU", authority=authority)
        assert refused.value.field == "authority"
    (border,) = world.who("border").held[0].authorities
    with pytest.raises(Invalid):
        world.ask("body", "EU", authority=border)
    assert readers(world, world.ask("both", "EU", authority=border))[0] >= {"border", "both", "keeper"}


def test_who_may_not_ask_and_what_is_not_there_is_refused(world: World) -> None:
    for name in ("helper", "france", "desk", "observer", "officer", "admin", "keeper"):
        with pytest.raises(NotFound):
            world.ask(name)
    for differing, where in (
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"reach": "internal"}, "reach"),
        ({"blocks": ["nothing"]}, "blocks"),
        ({"items": [987654]}, "items"),
        ({"articles": [("RCD", "4711")]}, "articles"),
        ({"articles": [("XYZ", "1")]}, "articles"),
        ({"items": []}, "blocks"),
    ):
        with pytest.raises(Invalid) as refused:
            world.ask(**differing)
        assert refused.value.field == where
    hidden = world.ask("france", "FR")
    with pytest.raises(NotFound):
        world.ask(follows=hidden)
    first = world.ask()
    assert world.read(world.ask(follows=first)).follows == first


def test_the_commission_answers_within_its_desks_and_every_version_stays(world: World) -> None:
    key = world.ask()
    for name, error in (("ireland", NotAllowed), ("keeper", NotAllowed), ("elsewhere", NotFound), ("france", NotFound)):
        with pytest.raises(error):
            world.answer(key, name=name)
    save_draft(world.session, key, "From", actor=world.who("desk"), draft_version=None)
    record = world.read(key)
    assert {name for name in world.people if find_draft(world.session, record, world.who(name))} == {"lead", "desk"}
    with pytest.raises(Conflict):
        world.answer(key)  # without having seen the draft
    draft = find_draft(world.session, record, world.who("lead"))
    assert draft is not None
    with pytest.raises(Conflict):
        save_draft(world.session, key, "To", actor=world.who("lead"), draft_version=draft.version + 1)
    publish(
        world.session,
        key,
        "From lodging.",
        actor=world.who("desk"),
        expected_version=record.version,
        draft_version=draft.version,
    )
    assert find_draft(world.session, record, world.who("lead")) is None
    with pytest.raises(Conflict):
        publish(world.session, key, "Twice", "x", actor=world.who("lead"), expected_version=record.version)
    with pytest.raises(Invalid) as refused:
        world.answer(key, "From registration.")
    assert refused.value.field == "reason"
    world.answer(key, "From registration.", "The Court has said so.", name="lead")
    take_back(world.session, key, "Under review", actor=world.who("lead"), expected_version=None)
    assert world.read(key).state is QuestionState.TAKEN_BACK
    assert world.answer(key, "From making.", "Reviewed") == 4
    found = world.read(key, "ireland")
    versions = list_versions(world.session, found, world.who("ireland"))
    assert [(one.number, one.text, one.signed) for one in versions] == [
        (1, "From lodging.", Signed.REVIEWER),
        (2, "From registration.", Signed.LEAD_REVIEWER),
        (3, "", Signed.LEAD_REVIEWER),
        (4, "From making.", Signed.REVIEWER),
    ]
    acts = [one.act for one in list_life(world.session, found, world.who("ireland"))]
    assert acts == [Act.ASK, Act.ANSWER, Act.REVISE, Act.TAKE_BACK, Act.ANSWER]
    with pytest.raises(WrongState):
        withdraw_question(world.session, key, "", actor=world.who("ireland"), expected_version=None)
    for statement in ("UPDATE answer_version SET text = 'x'", "UPDATE question_act SET text = 'x'"):
        with pytest.raises(DBAPIError), world.session.begin_nested():
            world.session.execute(text(statement))


def test_a_duplicate_is_answered_only_by_what_its_asker_may_read(world: World) -> None:
    first, second = world.ask(), world.ask("france", "FR", title="The same")
    lead = world.who("lead")
    with pytest.raises(Invalid, match="no answer"):
        merge(world.session, second, first, actor=lead, expected_version=None)
    world.answer(first)
    with pytest.raises(Invalid, match="Not all who"):
        merge(world.session, second, first, actor=lead, expected_version=None)
    for name in ("france", "ireland", "desk"):
        with pytest.raises((NotAllowed, NotFound)):
            offer_to_widen(world.session, second, actor=world.who(name), expected_version=None)
    offer_to_widen(world.session, first, actor=lead, expected_version=None)
    assert world.read(first).is_offered
    decline_to_widen(world.session, first, actor=world.who("ireland"), expected_version=None)
    with pytest.raises(NotFound):
        world.read(first, "france")
    offer_to_widen(world.session, first, actor=lead, expected_version=None)
    widen(world.session, first, shows_asker=False, actor=world.who("ireland"), expected_version=None)
    assert (world.read(first).reach, world.read(first).is_offered) == (Reach.MEMBER_STATES, False)
    own, open_to_all = world.ask(title="Kept"), world.ask(title="Shared", reach="member_states")
    world.answer(own)
    with pytest.raises(Invalid, match="Not all who"):  # the Member States would lose the answer
        merge(world.session, open_to_all, own, actor=lead, expected_version=None)
    of_body, of_border = world.ask("body", "EU"), world.ask("border", "EU")
    world.answer(of_border, name="lead")
    with pytest.raises(Invalid, match="Not all who"):
        merge(world.session, of_body, of_border, actor=lead, expected_version=None)
    of_level = world.ask("keeper", "EU")
    merge(world.session, of_level, of_border, actor=lead, expected_version=None)
    merge(world.session, second, first, actor=lead, expected_version=None)
    everyone = {first, own, of_body}
    assert readable(world.session, world.who("ireland"), everyone) == {first, own}
    assert readable(world.session, world.who("france"), everyone) == {first}
    assert (world.read(second, "france").state, world.read(second).merged_into) == (QuestionState.MERGED, first)
    assert world.read(first, "france").asker == ""
    with pytest.raises(WrongState):
        world.answer(second, name="lead")


def test_a_question_is_read_as_it_stood_at_an_instant(world: World, moment: time_machine.Traveller) -> None:
    """What was asked, answered, shared and withdrawn by then, for those who read it today."""
    session, lead, ireland = world.session, world.who("lead"), world.who("ireland")
    instants = [clock.now()]

    def later() -> None:
        moment.shift(3600)
        instants.append(clock.now())
        moment.shift(3600)

    moment.shift(3600)
    key = world.ask()
    later()
    world.answer(key, "From lodging.")
    later()
    widen(session, key, shows_asker=True, actor=ireland, expected_version=None)
    world.answer(key, "From registration.", "Read anew")
    later()
    take_back(session, key, "Under review", actor=lead, expected_version=None)
    other = world.ask("france", "FR")
    third = world.ask()
    withdraw_question(session, third, "", actor=ireland, expected_version=None)
    later()
    world.answer(key, "From making.", "Reviewed")
    merge(session, other, key, actor=lead, expected_version=None)
    later()
    stood: list[tuple[QuestionState, str, Reach, int, int] | None] = []
    for at in instants:
        listed = list_questions(session, lead, Wanted(until=at))
        assert count_questions(session, lead, Wanted(until=at)) == len(listed)
        for state in QuestionState:
            chosen = list_questions(session, lead, Wanted(state=state, until=at))
            assert [one.question_id for one in chosen] == [one.question_id for one in listed if one.state is state]
        found = next((one for one in listed if one.question_id == key), None)
        if found is None:
            with pytest.raises(NotFound):
                get_question(session, key, lead, at)
            stood.append(None)
            continue
        assert get_question(session, key, lead, at) == found
        assert len(list_versions(session, found, lead)) == found.answer_number
        told = (found.state, found.answer, found.reach, len(list_life(session, found, lead, at)), len(listed))
        stood.append(told)
    assert stood == [
        None,
        (QuestionState.OPEN, "", Reach.COMMISSION, 1, 1),
        (QuestionState.ANSWERED, "From lodging.", Reach.COMMISSION, 2, 1),
        (QuestionState.ANSWERED, "From registration.", Reach.MEMBER_STATES, 4, 1),
        (QuestionState.TAKEN_BACK, "", Reach.MEMBER_STATES, 5, 3),
        (QuestionState.ANSWERED, "From making.", Reach.MEMBER_STATES, 6, 3),
    ]
    assert get_question(session, other, lead, instants[-2]).merged_into is None
    assert get_question(session, other, lead, instants[-1]).merged_into == key
    for at, duplicates in ((instants[-2], []), (instants[-1], [other])):
        listed = list_questions(session, lead, Wanted(merged_into=key, until=at))
        assert [one.question_id for one in listed] == duplicates


def test_questions_are_found_by_words_place_and_state_and_drafts_never(world: World) -> None:
    key, other = world.ask(), world.ask(title="Meals", text="How many a day?", blocks=["reception"])
    world.answer(key, "From the Zaunkönig.")
    save_draft(world.session, other, "Amsel", actor=world.who("desk"), draft_version=None)
    block = world.view.blocks["borders"]
    for wanted, found in (
        (Wanted(words=("zaunkönig",)), [key]),
        (Wanted(words=("days", "Counting")), [key]),
        (Wanted(words=("Amsel",)), []),
        (Wanted(block=("borders", frozenset(item.item_id for item in block.items))), [key]),
        (Wanted(block=("reception", frozenset())), [other]),
        (Wanted(item_id=world.item_id), [key]),
        (Wanted(article="RCD 35"), [key]),
        (Wanted(article="RCD 3"), []),
        (Wanted(state=QuestionState.OPEN), [other]),
        (Wanted(asker="IE"), [other, key]),
    ):
        for name in ("ireland", "desk"):
            listed = list_questions(world.session, world.who(name), wanted)
            assert [one.question_id for one in listed] == found, (wanted, name)
        assert list_questions(world.session, world.who("france"), wanted) == []
    assert answered_on_items(world.session, world.who("helper"), 3) == {world.item_id: [(key, "Counting the days")]}
    assert answered_on_items(world.session, world.who("france"), 3) == {}
