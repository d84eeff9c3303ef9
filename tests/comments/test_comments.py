"""Comments: only those whom it reaches read one, and nothing that was said is lost or taken back silently."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.actor import Actor
from app.audit.services import pending
from app.comments.models import Comment
from app.comments.policy import reached, reaches_of
from app.comments.queries.threads import count_comments, list_mentions, list_threads
from app.comments.services.comments import correct_comment, see_mention, withdraw_comment, write_comment
from app.comments.states import Reach
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.models import Plan
from app.plans.queries.heads import find_head
from tests.comments.people import Talk

READERS = {
    "internal": {"ireland", "helper"},
    "commission": {"ireland", "helper", "reviewer"},
    "member_states": {"ireland", "helper", "reviewer", "france"},
}
NAMES = ("ireland", "helper", "france", "reviewer", "elsewhere", "observer")


def say(talk: Talk, actor: Actor, text: str, reach: str = "internal", **more: object) -> int:
    """Write a comment on the shared milestone."""
    return write_comment(talk.session, talk.place(actor), text, reach, actor=actor, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("reach", READERS)
def test_a_comment_is_read_by_those_whom_it_reaches_and_by_nobody_else(talk: Talk, reach: str) -> None:
    say(talk, talk.ireland, "The vote moved.", reach)
    for name in NAMES:
        actor = getattr(talk, name)
        if name in READERS[reach]:
            assert talk.read(actor) == ["The vote moved."], name
        elif reaches_of(actor, "IE") and name == "reviewer":
            assert talk.read(actor) == [], name
        else:
            with pytest.raises(NotFound):
                talk.read(actor)


def test_the_count_is_of_what_one_may_read(talk: Talk) -> None:
    say(talk, talk.ireland, "For us")
    say(talk, talk.ireland, "For the Commission", "commission")
    withdraw_comment(talk.session, "IE", say(talk, talk.ireland, "Gone"), actor=talk.ireland, expected_version=1)
    place = talk.place(talk.ireland)
    for actor, number in ((talk.ireland, 2), (talk.reviewer, 1), (talk.france, 0)):
        found = count_comments(talk.session, place.plan_id, reaches_of(actor, "IE"))
        assert found.get((place.item_id, place.milestone_id), 0) == number


def test_python_and_sql_agree_on_who_reads_what(talk: Talk) -> None:
    for reach in Reach:
        say(talk, talk.ireland, f"text {reach.value}", reach.value)
    for name in NAMES:
        actor = getattr(talk, name)
        query = select(Comment.reach).join(Plan, Plan.id == Comment.plan_id).where(reached(actor, Comment.reach))
        assert set(talk.session.scalars(query)) == {reach.value for reach in reaches_of(actor, "IE")}, name


def test_a_milestone_that_was_not_shared_is_not_there_for_others_until_a_comment_on_it_reaches_them(
    talk: Talk,
) -> None:
    place = talk.place(talk.reviewer, talk.kept)
    with pytest.raises(NotFound):
        list_threads(talk.session, place, talk.reviewer)
    with pytest.raises(NotFound):
        write_comment(talk.session, place, "What is this?", "commission", actor=talk.reviewer)
    kept = talk.place(talk.ireland, talk.kept)
    asked = write_comment(talk.session, kept, "You should know", "commission", actor=talk.ireland)
    assert [thread.comment.text for thread in list_threads(talk.session, place, talk.reviewer)] == ["You should know"]
    assert place.title == ""
    answer = write_comment(talk.session, place, "Thanks", "commission", actor=talk.reviewer, answers=asked)
    assert answer > asked


def test_a_reviewer_writes_with_a_reach_within_which_they_are(talk: Talk) -> None:
    with pytest.raises(NotAllowed):
        say(talk, talk.reviewer, "Between you and you", "internal")
    say(talk, talk.reviewer, "When is the vote?", "commission")
    assert talk.read(talk.ireland) == ["When is the vote?"]


@pytest.mark.parametrize("reach", ["public", "", None])
def test_there_is_no_other_reach(talk: Talk, reach: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(talk, talk.ireland, "For all the world", reach)
    assert refused.value.field == "reach"


def test_answers_are_one_level_deep_and_reach_no_further(talk: Talk) -> None:
    asked = say(talk, talk.reviewer, "When?", "commission")
    with pytest.raises(Invalid) as refused:
        say(talk, talk.ireland, "In May", "member_states", answers=asked)
    assert refused.value.field == "reach"
    answer = say(talk, talk.ireland, "In May", "commission", answers=asked)
    say(talk, talk.helper, "In June, I fear", "internal", answers=answer)
    assert talk.read(talk.ireland) == ["When?", "In May", "In June, I fear"]
    assert talk.read(talk.reviewer) == ["When?", "In May"]


def test_other_countries_answer_what_reaches_them(talk: Talk) -> None:
    asked = say(talk, talk.ireland, "Do you wait for us?", "member_states")
    say(talk, talk.france, "We do", "member_states", answers=asked)
    assert talk.read(talk.reviewer) == ["Do you wait for us?", "We do"]
    with pytest.raises(NotFound):
        say(talk, talk.france, "Something else", "member_states")


def test_who_is_mentioned_must_be_able_to_read_it(talk: Talk) -> None:
    with pytest.raises(Invalid) as refused:
        say(talk, talk.ireland, "See this", "internal", mentions=[talk.helper.user_id, talk.reviewer.user_id])
    assert refused.value.field == "mentions"
    assert refused.value.values["names"] == "reviewer"
    with pytest.raises(Invalid):
        say(talk, talk.ireland, "See this", "member_states", mentions=[talk.observer.user_id])
    say(talk, talk.ireland, "See this", "commission", mentions=[talk.helper.user_id, talk.reviewer.user_id])
    assert [one.text for one in list_mentions(talk.session, talk.reviewer)] == ["See this"]
    assert list_mentions(talk.session, talk.ireland) == []


def test_a_mention_waits_until_it_is_seen_or_answered(talk: Talk) -> None:
    first = say(talk, talk.ireland, "One", "commission", mentions=[talk.reviewer.user_id])
    second = say(talk, talk.ireland, "Two", "commission", mentions=[talk.reviewer.user_id])

    def waiting() -> list[str]:
        return [one.text for one in list_mentions(talk.session, talk.reviewer, only_unseen=True)]

    assert waiting() == ["Two", "One"]
    see_mention(talk.session, first, actor=talk.reviewer)
    assert waiting() == ["Two"]
    say(talk, talk.reviewer, "Done", "commission", answers=second)
    assert waiting() == []
    with pytest.raises(NotFound):
        see_mention(talk.session, first, actor=talk.helper)


def test_what_is_withdrawn_stays_and_is_shown_to_nobody(talk: Talk) -> None:
    written = say(talk, talk.ireland, "A mistake", "commission", mentions=[talk.reviewer.user_id])
    for other in (talk.helper, talk.reviewer):
        with pytest.raises(NotAllowed):
            withdraw_comment(talk.session, "IE", written, actor=other, expected_version=1)
    withdraw_comment(talk.session, "IE", written, actor=talk.ireland, expected_version=1)
    thread = list_threads(talk.session, talk.place(talk.reviewer), talk.reviewer)[0].comment
    assert (thread.text, thread.mentions, thread.withdrawn_at is not None) == ("", (), True)
    assert list_mentions(talk.session, talk.reviewer) == []
    assert talk.session.get_one(Comment, written).text == "A mistake"
    with pytest.raises(WrongState):
        say(talk, talk.reviewer, "Which?", "commission", answers=written)


def test_a_corrected_comment_shows_what_it_said_before(talk: Talk, clock_at: time_machine.Traveller) -> None:
    written = say(talk, talk.ireland, "In Mai")
    clock_at.shift(60)
    correct_comment(talk.session, "IE", written, "In May", actor=talk.ireland, expected_version=1)
    comment = list_threads(talk.session, talk.place(talk.helper), talk.helper)[0].comment
    assert comment.text == "In May"
    assert [one.text for one in comment.former] == ["In Mai"]
    with pytest.raises(Conflict):
        correct_comment(talk.session, "IE", written, "In June", actor=talk.ireland, expected_version=1)


def test_the_same_said_twice_in_a_moment_is_said_once(talk: Talk, clock_at: time_machine.Traveller) -> None:
    assert say(talk, talk.ireland, "Noted") == say(talk, talk.ireland, "Noted")
    clock_at.shift(3600)
    say(talk, talk.ireland, "Noted")
    assert talk.read(talk.ireland) == ["Noted", "Noted"]


def test_a_comment_moves_no_figure_and_its_text_is_not_in_the_trail(talk: Talk) -> None:
    before = find_head(talk.session, "IE")
    write_comment(talk.session, talk.item(talk.ireland), "Just words", "member_states", actor=talk.ireland)
    assert find_head(talk.session, "IE") == before
    entries = [entry for entry in pending(talk.session) if entry["deed"] == "comments:comment:written"]
    assert len(entries) == 1
    assert "Just words" not in str(entries)
