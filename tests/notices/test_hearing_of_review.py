"""Who is meant hears of fiches, of second readings and of later cut-offs; and of no word that was written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.core import clock
from app.fiches.queries.fiches import get_fiche
from app.fiches.services.checking import return_check, write_comment
from app.fiches.services.writing import begin_fiche, finish_fiche, send_fiche, settle_comment, write_block
from app.flags.states import AnswerKind, Deed
from app.notices import words
from app.notices.letters import English, Sender, letter_of
from app.notices.records import Notice
from app.notices.states import Kind
from app.notices.words import sentence
from app.plans.services.closing import report_in_place
from app.plans.services.releases import share
from app.plans.states import EU
from app.reading.queries.second import get_second
from app.reading.services.second import give_verdict, open_second
from app.review.queries.rounds import list_open_rounds
from app.review.services.extending import extend_round
from tests.comments.people import somebody
from tests.flags.test_flags import sent as sent_flag
from tests.flags.test_flags import step
from tests.notices.test_hearing import CANARY, COMMISSION, IRELAND, PEOPLE, Heard, round_opened
from tests.notices.test_hearing import heard as heard

SENDER = Sender("Tracker", "tracker@example.eu", "https://tracker.example.eu", "Disclaimer")


def said(heard: Heard, name: str, *kinds: Kind) -> list[str]:
    """The sentences that somebody is told, of some kinds or of all; none holds a word that was written."""
    notices = [one for one in heard.of(name) if not kinds or one.kind in kinds]
    if notices:
        letter = letter_of(SENDER, heard.talk.view, heard.people[name], 1, clock.now(), notices).as_string()
        assert CANARY not in letter + "".join(str(one.as_data()) for one in notices)
    return [sentence(one, heard.talk.view, English()) for one in notices]


def sent_fiche(heard: Heard) -> str:
    """A fiche of Ireland at its factual check."""
    talk, reviewer = heard.talk, heard.people["reviewer"]
    name = begin_fiche(talk.session, talk.view, "IE", actor=reviewer, day=None)
    block = next(iter(talk.view.blocks))
    write_block(talk.session, talk.view, name, block, {"progress": CANARY}, actor=reviewer, expected_version=0)
    assert not any(heard.of(name) for name in PEOPLE), "a draft is told to nobody"
    return send_fiche(talk.session, talk.view, name, actor=reviewer, expected_version=None).name


@pytest.mark.parametrize("is_commented", [True, False])
def test_a_fiche_is_told_to_the_country_its_check_to_the_commission(heard: Heard, is_commented: bool) -> None:
    talk, ireland, lead = heard.talk, heard.people["ireland"], heard.people["lead"]
    name = sent_fiche(heard)
    assert heard.who(Kind.FICHES) == IRELAND
    due = English().day(get_fiche(talk.session, name, ireland).check_due_on or clock.today())
    assert said(heard, "ireland") == [
        f"The Commission sent fiche IE-1 for the factual check, to be returned by {due}",
    ]
    heard.wait()
    key = write_comment(talk.session, talk.view, name, CANARY, actor=ireland) if is_commented else 0
    assert not any(heard.of(name) for name in PEOPLE), "comments are the country's until it returns the check"
    return_check(talk.session, name, actor=ireland)
    assert heard.who(Kind.FICHES) == COMMISSION
    ends = "with comments" if is_commented else "without comments"
    assert said(heard, "lead") == [f"Ireland returned the factual check of fiche IE-1 {ends}"]
    heard.wait()
    if is_commented:
        settle_comment(talk.session, name, key, "taken_over", "", actor=heard.people["reviewer"])
    finish_fiche(talk.session, talk.view, name, actor=lead, expected_version=None)
    assert heard.who(Kind.FICHES) == IRELAND
    assert said(heard, "second") == ["The Commission made fiche IE-1 final"]


def test_the_days_of_a_fiche_are_told_to_whose_turn_it_is(heard: Heard) -> None:
    name = sent_fiche(heard)
    heard.wait()
    due_on = get_fiche(heard.talk.session, name, heard.people["ireland"]).check_due_on or clock.today()

    def told_on(day: date) -> dict[str, frozenset[str]]:
        heard.clock_at.move_to(datetime.combine(day, time(12), UTC))
        found = {name: [one.said for one in heard.of(name) if one.kind is Kind.DEADLINES] for name in PEOPLE}
        return {name: frozenset(said) for name, said in found.items() if said}

    assert told_on(due_on - timedelta(days=9)) == {}
    assert told_on(due_on) == dict.fromkeys(IRELAND, frozenset({words.TO_CHECK}))
    lapsed = frozenset({words.CHECK_LATE})
    assert told_on(due_on + timedelta(days=1)) == dict.fromkeys(IRELAND | COMMISSION, lapsed)
    in_time = told_on(due_on + timedelta(days=28))
    assert in_time == {**dict.fromkeys(IRELAND, lapsed), **dict.fromkeys(COMMISSION, lapsed | {words.TO_FINISH})}
    late = told_on(due_on + timedelta(days=45))
    assert all(words.FINISH_LATE in late[name] for name in COMMISSION)
    return_check(heard.talk.session, name, actor=heard.people["ireland"])
    assert told_on(due_on + timedelta(days=46)) == {}, "the Commission's clock begins anew"


def test_the_two_readers_hear_that_they_are_asked_and_the_lead_when_both_have_spoken(heard: Heard) -> None:
    talk = heard.talk
    report_in_place(talk.session, talk.view, "IE", "alpha.law", actor=talk.ireland, expected_version=None)
    share(talk.session, "IE", actor=talk.ireland)
    heard.people["one"] = somebody(talk.session, "one", Role.REVIEWER, desk=frozenset({"IE"}))
    heard.wait()
    readers = [heard.people[name].user_id or 0 for name in ("one", "reviewer")]
    lead = heard.people["lead"]
    reading_id = open_second(talk.session, talk.view, "IE", readers, item_keys=["alpha.law"], actor=lead)
    everybody = (*PEOPLE, "one")
    assert {name for name in everybody if heard.of(name)} == {"one", "reviewer"}
    assert said(heard, "one") == ["You are asked for a second reading of the plan of Ireland"]
    heard.wait()
    (item,) = get_second(talk.session, reading_id, lead).items
    give_verdict(talk.session, reading_id, item.item_id, "partly", CANARY, actor=heard.people["one"])
    assert not any(heard.of(name) for name in everybody), "that one has spoken is told to nobody"
    give_verdict(talk.session, reading_id, item.item_id, "confirmed", CANARY, actor=heard.people["reviewer"])
    assert {name for name in everybody if heard.of(name)} == {"lead"}
    assert said(heard, "lead") == ["Both readers have spoken in a second reading of the plan of Ireland"]


def test_a_country_hears_of_its_later_cut_off_and_of_the_days_of_that_one_alone(heard: Heard) -> None:
    round_opened(heard)
    heard.wait()
    (held,) = list_open_rounds(heard.talk.session)
    later = date(2025, 5, 10)
    extend_round(heard.talk.session, held.round_id, "IE", later, CANARY, actor=heard.people["lead"])
    assert {name for name in PEOPLE if heard.of(name)} == IRELAND
    assert said(heard, "ireland") == ["Ireland has a later cut-off, on 10 May 2025, of the round: First plans"]
    heard.clock_at.move_to(datetime(2025, 4, 21, 12, tzinfo=UTC))
    assert heard.who(Kind.DEADLINES) == {"france"}
    heard.clock_at.move_to(datetime(2025, 5, 11, 12, tzinfo=UTC))
    assert [(one.said, one.on) for one in heard.of("ireland") if one.kind is Kind.DEADLINES] == [
        (words.CUT_OFF_PASSED, later),
        (words.CUT_OFF_NEAR, later),
    ]


def test_who_maintains_after_the_last_round_is_not_told_as_one_who_asks_again(heard: Heard) -> None:
    talk = heard.talk
    sent_flag(talk)
    told = []
    for _ in range(2):
        step(talk, talk.ireland, 1, Deed.ANSWER, answer=AnswerKind.CONTESTED.value, text=CANARY)
        heard.wait()
        step(talk, talk.reviewer, 1, Deed.MAINTAIN, text=CANARY)
        (line,) = said(heard, "ireland")
        told.append(line)
    assert told[0].startswith("The Commission maintained flag IE-1, to be answered by ")
    assert told[1].startswith("The Commission maintained flag IE-1, and positions differ: ")


@pytest.mark.parametrize(
    ("said", "owner", "by", "told"),
    [
        (words.SHARED, EU, "", "The EU-level plan was shared"),
        (words.SHARED, "NL", "", "The plan of the Netherlands was shared"),
        (words.SHARED_BLOCKS, "EL", "", "Blocks of the plan of Greece were shared"),
        (words.STEPS[Deed.ANSWER], "NL", "NL", "The Netherlands answered flag X: the plan as a whole"),
        (words.STEPS[Deed.ANSWER], EU, EU, "The Commission answered flag X: the plan as a whole"),
        (words.SUBMITTED, "NL", "NL", "The Netherlands submitted: X"),
        (words.SUBMITTED, EU, EU, "The EU-level plan was submitted: X"),
        (words.STATED, "NL", EU, "X made a statement on an item of the plan of the Netherlands: the plan as a whole"),
        (words.SECOND_ASKED, EU, EU, "You are asked for a second reading of the EU-level plan"),
    ],
)
def test_countries_and_the_eu_level_are_named_as_a_sentence_needs_it(
    heard: Heard, said: str, owner: str, by: str, told: str
) -> None:
    notice = Notice(Kind.SHARED, clock.now(), said, "/", owner=owner, by=by, name="X")
    assert sentence(notice, heard.talk.view, English()) == told


def test_a_long_mail_tells_the_latest_and_how_many_are_earlier(heard: Heard) -> None:
    person: Actor = heard.people["ireland"]
    at = clock.now()
    notices = [
        Notice(
            Kind.ROUNDS, at + timedelta(minutes=number), words.CLOSED, f"/rounds/{number}", by=EU, name=f"N{number}."
        )
        for number in range(57)
    ]
    text = letter_of(SENDER, heard.talk.view, person, 1, at, notices).get_content()
    listed = [line for line in text.splitlines() if line.startswith("- ")]
    assert (len(listed), listed[0], listed[-1]) == (50, "- A round was closed: N56.", "- A round was closed: N7.")
    assert "and 7 earlier: https://tracker.example.eu/notices" in text
