"""Who is meant hears of it, of what they may read, by others than themselves; and of no word that was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.assessments.states import Verdict
from app.comments.services.comments import write_comment
from app.core import clock
from app.flags.queries.flags import get_flag
from app.flags.queries.notes import list_notes
from app.flags.services.drafting import send_flags
from app.flags.services.notes import withdraw_note, write_note
from app.flags.states import AnswerKind, Deed
from app.notices import words
from app.notices.letters import English, Sender, letter_of
from app.notices.queries.gathering import gather
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.notices.words import sentence
from app.plans.services.closing import report_in_place
from app.plans.services.evidence import attach_evidence
from app.plans.services.milestones import update_milestone
from app.plans.services.releases import share
from app.plans.states import EvidenceKind
from app.review.queries.rounds import list_open_rounds
from app.review.services.assessing import assess_item
from app.review.services.rounds import open_round
from app.review.services.submissions import set_four_eyes, submit
from tests.comments.people import Talk, somebody
from tests.flags.test_flags import drafted, sent, step

CANARY = "Canary"
"""Stands in every word that is said in these tests."""

OF_TALK = ("ireland", "helper", "france", "reviewer", "elsewhere", "observer")
PEOPLE = (*OF_TALK, "second", "lead", "administrator")


class Heard:
    """What everybody hears of since a moment after the world was made."""

    def __init__(self, talk: Talk, clock_at: time_machine.Traveller) -> None:
        self.talk, self.clock_at = talk, clock_at
        self.people: dict[str, Actor] = {
            **{
                name: getattr(talk, name)
                for name in ("ireland", "helper", "france", "reviewer", "elsewhere", "observer")
            },
            "second": somebody(talk.session, "second", Role.COORDINATOR, country="IE"),
            "lead": somebody(talk.session, "lead", Role.LEAD_REVIEWER),
            "administrator": somebody(talk.session, "administrator", Role.ADMINISTRATOR),
        }
        self.wait()

    def wait(self) -> None:
        """What happened so far is no longer new."""
        self.since = clock.now()
        self.clock_at.shift(timedelta(minutes=1))

    def of(self, name: str) -> list[Notice]:
        """The notices of somebody."""
        window = Window(self.since, clock.now())
        return gather(self.talk.session, self.talk.view, self.people[name], window)

    def who(self, kind: Kind) -> set[str]:
        """Those who hear of something of a kind."""
        return {name for name in PEOPLE if any(notice.kind is kind for notice in self.of(name))}


@pytest.fixture
def heard(talk: Talk, clock_at: time_machine.Traveller) -> Heard:
    return Heard(talk, clock_at)


SAID: dict[str, Any] = {"text": CANARY}


def flag(heard: Heard) -> None:
    sent(heard.talk, asked=CANARY, severity_reason=CANARY)


def answer(heard: Heard) -> None:
    flag(heard)
    heard.wait()
    step(heard.talk, heard.talk.ireland, 1, Deed.ANSWER, answer=AnswerKind.CONTESTED.value, **SAID)


def question(heard: Heard) -> None:
    key = drafted(heard.talk, heard.talk.france, "EU", about="plan", reference="", asker="FR", asked=CANARY)
    send_flags(heard.talk.session, [key], actor=heard.talk.france)


def message(heard: Heard, reach: str = "both", mentions: tuple[str, ...] = ()) -> None:
    flag(heard)
    heard.wait()
    record = get_flag(heard.talk.session, "IE", 1, heard.talk.ireland)
    keys = [heard.people[name].user_id or 0 for name in mentions]
    write_note(heard.talk.session, record, CANARY, reach, actor=heard.talk.ireland, mentions=keys)


def mention_within(heard: Heard) -> None:
    message(heard, "own", ("helper",))


def comment(heard: Heard) -> None:
    place, key = heard.talk.place(heard.talk.ireland), heard.people["reviewer"].user_id or 0
    write_comment(heard.talk.session, place, CANARY, "commission", actor=heard.talk.ireland, mentions=[key])


def release(heard: Heard) -> None:
    change = {"title": "Bill adopted", "forecast_on": date(2025, 9, 9)}
    update_milestone(
        heard.talk.session,
        heard.talk.view,
        "IE",
        heard.talk.reference,
        change,
        actor=heard.talk.ireland,
        expected_version=None,
    )
    share(heard.talk.session, "IE", actor=heard.talk.ireland, note=CANARY)


def round_opened(heard: Heard) -> None:
    values = {"title": "First plans", "asked": CANARY, "cut_off_on": date(2025, 4, 20)}
    open_round(heard.talk.session, heard.talk.view, values, actor=heard.people["lead"])


def submission(heard: Heard) -> None:
    said = {"kind": "position", "note": CANARY}
    submit(heard.talk.session, heard.talk.view, "IE", said, actor=heard.talk.ireland)


def submission_to_sign(heard: Heard) -> None:
    set_four_eyes(heard.talk.session, "IE", True, actor=heard.talk.ireland)
    submission(heard)


def assessment(heard: Heard) -> None:
    talk = heard.talk
    object.__setattr__(talk.view.items["alpha.law"], "proofs", (frozenset({EvidenceKind.LEGAL_REFERENCE}),))
    report_in_place(talk.session, talk.view, "IE", "alpha.law", actor=talk.ireland, expected_version=None)
    act = {"kind": "legal_reference", "title": "Act", "reference": "SI 12 of 2025"}
    attach_evidence(talk.session, talk.view, "IE", "alpha.law", act, actor=talk.ireland)
    share(talk.session, "IE", actor=talk.ireland)
    heard.wait()
    found = Verdict.CONFIRMED.value
    assess_item(talk.session, talk.view, "IE", "alpha.law", found, CANARY, actor=talk.reviewer, expected_latest=None)


COMMISSION = {"reviewer", "lead"}
IRELAND = {"ireland", "second"}


@pytest.mark.parametrize(
    ("deed", "kind", "who"),
    [
        (flag, Kind.FLAGS, IRELAND),
        (answer, Kind.FLAGS, COMMISSION),
        (question, Kind.FLAGS, COMMISSION | {"elsewhere"}),
        (message, Kind.FLAGS, COMMISSION),
        (lambda heard: message(heard, "own"), Kind.FLAGS, set()),
        (mention_within, Kind.MENTIONS, {"helper"}),
        (comment, Kind.MENTIONS, {"reviewer"}),
        (release, Kind.SHARED, COMMISSION),
        (round_opened, Kind.ROUNDS, IRELAND | {"france"}),
        (submission, Kind.SUBMISSIONS, COMMISSION),
        (submission_to_sign, Kind.SUBMISSIONS, {"second"}),
        (assessment, Kind.ASSESSMENTS, IRELAND),
    ],
)
def test_those_who_are_meant_hear_of_it_and_nobody_reads_a_word(
    heard: Heard, deed: Callable[[Heard], None], kind: Kind, who: set[str]
) -> None:
    deed(heard)
    assert heard.who(kind) == who
    told = {name: heard.of(name) for name in PEOPLE}
    assert {name for name, notices in told.items() if notices} == who, "and nobody hears of anything else"
    sender = Sender("Tracker", "tracker@example.eu", "https://tracker.example.eu", "Disclaimer")
    for name, notices in told.items():
        if notices:
            letter = letter_of(sender, heard.talk.view, heard.people[name], 1, clock.now(), notices)
            pages = " ".join(sentence(one, heard.talk.view, English()) for one in notices)
            assert CANARY not in letter.as_string() + pages
            assert [Notice.from_data(one.as_data()) for one in notices] == notices


def test_what_was_withdrawn_is_told_no_more(heard: Heard) -> None:
    message(heard)
    record = get_flag(heard.talk.session, "IE", 1, heard.talk.ireland)
    (told,) = heard.of("reviewer")
    note_id = list_notes(heard.talk.session, record, heard.talk.ireland)[0].note_id
    withdraw_note(heard.talk.session, record, note_id, actor=heard.talk.ireland)
    assert (told.kind, heard.of("reviewer")) == (Kind.FLAGS, [])


def test_a_day_that_comes_near_is_told_to_whose_turn_it_is_and_no_more_once_it_is_kept(heard: Heard) -> None:
    due_on = date(2025, 4, 10)  # a Thursday; five working days before it is the Thursday before
    sent(heard.talk, due_on=due_on)
    heard.wait()
    told = {}
    for day in (date(2025, 4, 2), date(2025, 4, 3), date(2025, 4, 10), date(2025, 4, 11)):
        heard.clock_at.move_to(datetime.combine(day, time(12), UTC))
        told[day] = [(one.said, one.on) for one in heard.of("ireland")]
        assert heard.who(Kind.DEADLINES) == (IRELAND if told[day] else set())
    near, late = (words.TO_ANSWER, due_on), (words.ANSWER_LATE, due_on)
    assert list(told.values()) == [[], [near], [near], [late, near]]
    step(heard.talk, heard.talk.ireland, 1, Deed.ANSWER, answer=AnswerKind.EXPLANATION.value)
    assert heard.who(Kind.DEADLINES) == set()


def test_a_cut_off_is_told_to_countries_that_have_sent_nothing(heard: Heard) -> None:
    round_opened(heard)
    heard.wait()
    heard.clock_at.move_to(datetime(2025, 4, 13, 12, tzinfo=UTC))  # seven days before
    assert heard.who(Kind.DEADLINES) == IRELAND | {"france"}
    (held,) = list_open_rounds(heard.talk.session)
    said = {"kind": "position", "note": CANARY, "round_id": held.round_id}
    submit(heard.talk.session, heard.talk.view, "IE", said, actor=heard.talk.ireland)
    heard.clock_at.move_to(datetime(2025, 4, 21, 12, tzinfo=UTC))
    assert heard.who(Kind.DEADLINES) == {"france"}
    assert [one.said for one in heard.of("france")] == [words.CUT_OFF_PASSED, words.CUT_OFF_NEAR]
