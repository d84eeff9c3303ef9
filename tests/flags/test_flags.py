"""Flags: precise, dated, seen by both sides and nobody else; an exchange that is whole and cannot be rewritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.audit.services import pending
from app.core import clock
from app.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.flags.models import Flag
from app.flags.policy import READ, visible_to
from app.flags.queries.flags import get_draft, get_flag, list_flags
from app.flags.queries.notes import list_notes
from app.flags.services.drafting import default_due, discard_flag, revise_flag, send_flags, write_flag
from app.flags.services.exchange import digest_of, take_step
from app.flags.services.notes import see_mentions, withdraw_note, write_note
from app.flags.states import About, AnswerKind, Category, Deed, Severity, State
from app.plans.models import Plan
from tests.comments.people import Talk, somebody

ASKED: dict[str, Any] = {
    "about": "milestone",
    "severity": "important",
    "severity_reason": "It comes before two others",
    "category": "timeline",
    "asked": "Which day does the committee vote?",
}
EVERYBODY = ("ireland", "helper", "france", "reviewer", "elsewhere", "observer")


def drafted(talk: Talk, actor: Actor | None = None, owner: str = "IE", **values: Any) -> int:
    """A draft on the shared milestone, or on what the values say."""
    said = {**ASKED, "reference": talk.reference, **values}
    asker = said.pop("asker", "")
    return write_flag(talk.session, talk.view, owner, said, actor=actor or talk.reviewer, asker=asker)


def sent(talk: Talk, **values: Any) -> int:
    """The number of a flag that was sent."""
    (name,) = send_flags(talk.session, [drafted(talk, **values)], actor=talk.reviewer)
    return int(name.removeprefix("IE-"))


def step(talk: Talk, actor: Actor, number: int, deed: Deed, **said: Any) -> State:
    """A step with a word."""
    return take_step(
        talk.session, "IE", number, deed, actor=actor, expected_version=None, **{"text": "Because", **said}
    )


def answered(talk: Talk, number: int, kind: AnswerKind = AnswerKind.CHANGES) -> State:
    """An answer of Ireland."""
    return step(talk, talk.ireland, number, Deed.ANSWER, answer=kind.value)


def test_a_draft_is_seen_by_its_side_alone_and_a_flag_by_both(talk: Talk) -> None:
    key = drafted(talk)
    for name in EVERYBODY:
        if name == "reviewer":
            assert get_draft(talk.session, key, getattr(talk, name)).asked == ASKED["asked"]
        else:
            with pytest.raises(NotFound):
                get_draft(talk.session, key, getattr(talk, name))
    send_flags(talk.session, [key], actor=talk.reviewer)
    for name in EVERYBODY:
        found = list_flags(talk.session, getattr(talk, name))
        assert [flag.name for flag in found] == (["IE-1"] if name in ("ireland", "helper", "reviewer") else []), name


def test_python_and_sql_agree_on_who_reads_which_flag(talk: Talk) -> None:
    sent(talk)
    drafted(talk)
    send_flags(talk.session, [drafted(talk, talk.france, "EU", about="plan", asker="FR")], actor=talk.france)
    drafted(talk, talk.france, "EU", about="plan", asker="FR")
    admin = somebody(talk.session, "admin", Role.ADMINISTRATOR)
    lead = somebody(talk.session, "lead", Role.LEAD_REVIEWER)
    rows = talk.session.execute(select(Flag, Plan.owner).join(Plan, Plan.id == Flag.plan_id)).all()
    for actor in (*(getattr(talk, name) for name in EVERYBODY), admin, lead):
        query = select(Flag.id).join(Plan, Plan.id == Flag.plan_id).where(visible_to(actor))
        by_sql = set(talk.session.execute(query).scalars())
        records = {
            flag.flag_id: flag for drafts in (True, False) for flag in list_flags(talk.session, lead, drafts=drafts)
        }
        records |= {
            f.flag_id: f for drafts in (True, False) for f in list_flags(talk.session, talk.france, drafts=drafts)
        }
        by_policy = {flag.id for flag, _owner in rows if allows(actor, READ, records[flag.id].subject)}
        assert by_sql == by_policy, actor.name


def test_numbers_count_within_a_plan_and_tell_nothing_of_drafts_or_of_others(talk: Talk) -> None:
    drafted(talk)
    lead = somebody(talk.session, "lead", Role.LEAD_REVIEWER)
    for_france = write_flag(talk.session, talk.view, "FR", {**ASKED, "about": "plan"}, actor=lead)
    for_ireland = drafted(talk)
    assert send_flags(talk.session, [for_ireland, for_france], actor=lead) == ["FR-1", "IE-1"]


def test_what_is_asked_has_a_day_in_the_countrys_own_working_days(talk: Talk) -> None:
    flag = get_flag(talk.session, "IE", sent(talk), talk.ireland)
    assert flag.due_on == default_due("IE") > clock.today()
    later = clock.today() + timedelta(days=60)
    assert get_flag(talk.session, "IE", sent(talk, due_on=later), talk.ireland).due_on == later


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"severity": "huge"}, "severity"),
        ({"severity_reason": " "}, "severity_reason"),
        ({"severity_reason": "x" * 301}, "severity_reason"),
        ({"category": ""}, "category"),
        ({"asked": ""}, "asked"),
        ({"due_on": date(2024, 1, 1)}, "due_on"),
        ({"about": "country"}, "about"),
        ({"about": "item", "item_key": "no.such"}, "item_key"),
        ({"about": "block", "block_key": "none"}, "block_key"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(talk: Talk, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(talk, **values)
    assert refused.value.field == field


def test_a_reviewer_cannot_ask_about_what_is_not_shared(talk: Talk) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(talk, reference=talk.kept)
    assert refused.value.field == "reference"


@pytest.mark.parametrize("name", ["ireland", "helper", "observer"])
def test_only_reviewers_of_the_country_ask(talk: Talk, name: str) -> None:
    with pytest.raises(NotAllowed):
        drafted(talk, getattr(talk, name))


@pytest.mark.parametrize("name", ["france", "elsewhere"])
def test_to_others_the_plan_is_not_there(talk: Talk, name: str) -> None:
    with pytest.raises(NotFound):
        drafted(talk, getattr(talk, name))


def test_a_draft_is_revised_and_discarded_and_never_twice(talk: Talk) -> None:
    key = drafted(talk)
    said = {**ASKED, "reference": talk.reference, "asked": "When?"}
    revise_flag(talk.session, talk.view, key, said, actor=talk.reviewer, expected_version=1)
    with pytest.raises(Conflict) as conflict:
        revise_flag(talk.session, talk.view, key, said, actor=talk.reviewer, expected_version=1)
    assert conflict.value.theirs["asked"] == "When?"
    discard_flag(talk.session, key, actor=talk.reviewer, expected_version=2)
    with pytest.raises(NotFound):
        get_draft(talk.session, key, talk.reviewer)


def test_several_are_sent_together_or_none(talk: Talk, clock_at: time_machine.Traveller) -> None:
    soon = drafted(talk, due_on=clock.today() + timedelta(days=1))
    other = drafted(talk)
    clock_at.shift(timedelta(days=2))
    with pytest.raises(Invalid):
        send_flags(talk.session, [soon, other], actor=talk.reviewer)
    assert send_flags(talk.session, [other], actor=talk.reviewer)[0].startswith("IE-")


def test_an_exchange_in_two_rounds_to_positions_that_differ(talk: Talk) -> None:
    number = sent(talk)
    assert step(talk, talk.ireland, number, Deed.ACKNOWLEDGE) is State.ACKNOWLEDGED
    assert answered(talk, number, AnswerKind.CONTESTED) is State.ANSWERED
    assert step(talk, talk.reviewer, number, Deed.MAINTAIN, text="Article 35 says so") is State.MAINTAINED
    assert answered(talk, number) is State.ANSWERED
    assert step(talk, talk.reviewer, number, Deed.MAINTAIN) is State.POSITIONS_DIFFER
    with pytest.raises(WrongState):
        answered(talk, number)
    assert step(talk, talk.ireland, number, Deed.RAISE) is State.RAISED
    assert step(talk, talk.reviewer, number, Deed.CLOSE) is State.CLOSED
    flag = get_flag(talk.session, "IE", number, talk.ireland)
    assert [(one.deed, one.text) for one in flag.steps if one.answer is AnswerKind.CONTESTED] == [
        (Deed.ANSWER, "Because")
    ]
    assert len(flag.steps) == 8


def test_an_accepted_answer_is_closed_by_who_asked(talk: Talk) -> None:
    number = sent(talk)
    answered(talk, number)
    assert step(talk, talk.reviewer, number, Deed.ACCEPT, text="") is State.ACCEPTED
    with pytest.raises(NotAllowed):
        step(talk, talk.ireland, number, Deed.CLOSE)
    assert step(talk, talk.reviewer, number, Deed.CLOSE, text="") is State.CLOSED


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed is not Deed.SEND])
@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_two_sides_take_their_own_steps(talk: Talk, name: str, deed: Deed) -> None:
    number, actor = sent(talk), getattr(talk, name)
    refused: type[DomainError] | None = None
    if name in ("france", "elsewhere", "observer"):
        refused = NotFound
    elif name == "helper" or (name == "ireland") == (deed in (Deed.ACCEPT, Deed.MAINTAIN, Deed.CLOSE, Deed.WITHDRAW)):
        refused = NotAllowed
    elif deed is Deed.RAISE or (name == "reviewer" and deed in (Deed.ACCEPT, Deed.MAINTAIN, Deed.CLOSE)):
        refused = WrongState
    if name == "reviewer" and deed in (Deed.ACKNOWLEDGE, Deed.ANSWER):
        refused = NotAllowed
    if name == "reviewer" and deed is Deed.WITHDRAW:
        refused = None
    if name != "helper" and deed is Deed.RAISE and name in ("ireland", "reviewer"):
        refused = WrongState
    said = {"answer": "changes"} if deed is Deed.ANSWER else {}
    if refused is None:
        step(talk, actor, number, deed, **said)
        return
    with pytest.raises(refused):
        step(talk, actor, number, deed, **said)


@pytest.mark.parametrize("deed", [Deed.ANSWER, Deed.MAINTAIN, Deed.WITHDRAW])
def test_nobody_refuses_or_answers_without_a_word(talk: Talk, deed: Deed) -> None:
    number = sent(talk)
    actor = talk.ireland if deed is Deed.ANSWER else talk.reviewer
    if deed is Deed.MAINTAIN:
        answered(talk, number)
    with pytest.raises(Invalid) as refused:
        step(talk, actor, number, deed, text=" ", answer="changes")
    assert refused.value.field == "text"


def test_a_step_on_what_has_moved_is_refused(talk: Talk) -> None:
    number = sent(talk)
    seen = get_flag(talk.session, "IE", number, talk.reviewer).version
    answered(talk, number)
    with pytest.raises(Conflict):
        take_step(talk.session, "IE", number, Deed.WITHDRAW, actor=talk.reviewer, expected_version=seen, text="No need")


def test_after_twenty_working_days_without_a_word_there_is_no_further_question(
    talk: Talk, clock_at: time_machine.Traveller
) -> None:
    number = sent(talk)
    answered(talk, number)
    clock_at.shift(timedelta(days=60))
    standing = get_flag(talk.session, "IE", number, talk.ireland).standing(clock.today())
    assert standing is not None
    assert standing.state is State.NO_FURTHER_QUESTION
    with pytest.raises(WrongState):
        step(talk, talk.reviewer, number, Deed.MAINTAIN)


def test_a_question_on_an_eu_level_measure_is_read_by_all_countries_and_answered_by_the_commission(talk: Talk) -> None:
    key = drafted(talk, talk.france, "EU", about="plan", asker="FR")
    (name,) = send_flags(talk.session, [key], actor=talk.france)
    for who in ("ireland", "helper", "france", "reviewer", "elsewhere"):
        assert [flag.name for flag in list_flags(talk.session, getattr(talk, who))] == [name]
    assert list_flags(talk.session, talk.observer) == []
    with pytest.raises(NotAllowed):
        take_step(
            talk.session, "EU", 1, Deed.ANSWER, actor=talk.ireland, expected_version=None, text="x", answer="changes"
        )
    take_step(
        talk.session,
        "EU",
        1,
        Deed.ANSWER,
        actor=talk.reviewer,
        expected_version=None,
        text="In May",
        answer="explanation",
    )
    assert take_step(talk.session, "EU", 1, Deed.ACCEPT, actor=talk.france, expected_version=None) is State.ACCEPTED


def test_a_country_asks_about_nothing_but_the_eu_level_and_in_nobody_elses_name(talk: Talk) -> None:
    with pytest.raises(NotFound):
        drafted(talk, talk.france, "IE", about="plan", asker="FR")
    with pytest.raises(NotAllowed):
        drafted(talk, talk.france, "EU", about="plan", asker="IE")


def test_internal_notes_are_read_by_the_own_side_alone(talk: Talk) -> None:
    number = sent(talk)
    flag = get_flag(talk.session, "IE", number, talk.ireland)
    write_note(talk.session, flag, "ours in Dublin", "own", actor=talk.ireland)
    write_note(talk.session, flag, "ours in Brussels", "own", actor=talk.reviewer)
    write_note(talk.session, flag, "for both", "both", actor=talk.helper)
    texts = {
        who: [n.text for n in list_notes(talk.session, flag, getattr(talk, who))]
        for who in ("ireland", "helper", "reviewer")
    }
    assert texts["ireland"] == texts["helper"] == ["ours in Dublin", "for both"]
    assert texts["reviewer"] == ["ours in Brussels", "for both"]


def test_on_a_question_other_countries_read_what_is_for_all_and_no_notes(talk: Talk) -> None:
    send_flags(talk.session, [drafted(talk, talk.france, "EU", about="plan", asker="FR")], actor=talk.france)
    flag = get_flag(talk.session, "EU", 1, talk.france)
    write_note(talk.session, flag, "inside Paris", "own", actor=talk.france)
    write_note(talk.session, flag, "for all", "both", actor=talk.france)
    assert [note.text for note in list_notes(talk.session, flag, talk.ireland)] == ["for all"]
    with pytest.raises(NotFound):
        write_note(talk.session, flag, "and us?", "both", actor=talk.ireland)


def test_who_is_mentioned_must_be_able_to_read_it(talk: Talk) -> None:
    flag = get_flag(talk.session, "IE", sent(talk), talk.ireland)
    for name, reach, fits in (
        ("helper", "own", True),
        ("reviewer", "both", True),
        ("reviewer", "own", False),
        ("france", "both", False),
    ):
        keys = [getattr(talk, name).user_id]
        if fits:
            write_note(talk.session, flag, "Please look", reach, actor=talk.ireland, mentions=keys)
        else:
            with pytest.raises(Invalid) as refused:
                write_note(talk.session, flag, "Please look", reach, actor=talk.ireland, mentions=keys)
            assert refused.value.field == "mentions"
    assert see_mentions(talk.session, flag, actor=talk.helper) == 1
    assert see_mentions(talk.session, flag, actor=talk.helper) == 0


def test_a_withdrawn_note_says_nothing_any_more_and_only_its_author_withdraws_it(talk: Talk) -> None:
    flag = get_flag(talk.session, "IE", sent(talk), talk.ireland)
    key = write_note(talk.session, flag, "Hasty", "both", actor=talk.ireland)
    with pytest.raises(NotFound):
        withdraw_note(talk.session, flag, key, actor=talk.helper)
    withdraw_note(talk.session, flag, key, actor=talk.ireland)
    assert [note.text for note in list_notes(talk.session, flag, talk.reviewer)] == [""]


def test_the_audit_trail_vouches_for_what_was_said_and_does_not_say_it(talk: Talk) -> None:
    number = sent(talk, asked="canary of the question")
    step(talk, talk.ireland, number, Deed.ANSWER, text="canary of the answer", answer="contested")
    flag = get_flag(talk.session, "IE", number, talk.ireland)
    write_note(talk.session, flag, "canary of the note", "own", actor=talk.ireland)
    told = [entry for entry in pending(talk.session) if str(entry["deed"]).startswith("flags:")]
    assert "canary" not in str(told)
    last = flag.steps[-1]
    said = digest_of(flag.flag_id, len(flag.steps), last.deed, last.text, last.taken_at)
    assert said in str(next(entry for entry in told if entry["deed"] == "flags:flag:answered"))
    assert {flag.about, flag.severity, flag.category} == {About.MILESTONE, Severity.IMPORTANT, Category.TIMELINE}
