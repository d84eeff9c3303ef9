"""Comments found by words: only those that reach who asks, as they stand today."""

from __future__ import annotations

import pytest

from app.comments.queries.searching import search_comments
from app.comments.services.comments import correct_comment, withdraw_comment, write_comment
from tests.comments.people import Talk
from tests.comments.test_comments import NAMES, READERS, say


@pytest.mark.parametrize("reach", READERS)
def test_a_comment_is_found_by_those_whom_it_reaches_and_by_nobody_else(talk: Talk, reach: str) -> None:
    written = say(talk, talk.ireland, "The vote moved to May.", reach)
    for name in NAMES:
        found = search_comments(talk.session, getattr(talk, name), ["may", "VOTE"])
        assert [hit.comment_id for hit in found] == ([written] if name in READERS[reach] else []), name


def test_all_words_must_stand_in_it_and_signs_mean_themselves(talk: Talk) -> None:
    say(talk, talk.ireland, "50% of the staff_plan")
    say(talk, talk.ireland, "500 of the staff plan")
    texts = {
        words: [hit.text for hit in search_comments(talk.session, talk.ireland, words.split())]
        for words in ("50%", "staff_plan", "staff 500", "staff vote", "")
    }
    assert texts == {
        "50%": ["50% of the staff_plan"],
        "staff_plan": ["50% of the staff_plan"],
        "staff 500": ["500 of the staff plan"],
        "staff vote": [],
        "": [],
    }


def test_what_was_withdrawn_or_said_before_a_correction_is_not_found(talk: Talk) -> None:
    corrected = write_comment(talk.session, talk.item(talk.ireland), "In Marhc", "internal", actor=talk.ireland)
    correct_comment(talk.session, "IE", corrected, "In March", actor=talk.ireland, expected_version=1)
    withdraw_comment(talk.session, "IE", say(talk, talk.ireland, "In Mayy"), actor=talk.ireland, expected_version=1)
    assert search_comments(talk.session, talk.ireland, ["marhc"]) == []
    assert search_comments(talk.session, talk.ireland, ["mayy"]) == []
    (hit,) = search_comments(talk.session, talk.ireland, ["march"])
    assert (hit.owner, hit.reference, hit.author) == ("IE", "", "ireland")
