"""Fiches: figures of one day, a factual check that stays on record, final and sealed; drafts are nobody else's."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.audit.services import pending
from app.core import clock
from app.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.fiches.models import Fiche
from app.fiches.moves import MOVES, is_possible
from app.fiches.policy import READ, visible_to
from app.fiches.queries.contents import Said, read_said
from app.fiches.queries.fiches import get_fiche, list_comments, list_fiches
from app.fiches.records import FicheRecord
from app.fiches.services.checking import return_check, withdraw_comment, write_comment, write_position
from app.fiches.services.writing import (
    begin_fiche,
    discard_fiche,
    finish_fiche,
    refresh_figures,
    send_fiche,
    settle_comment,
    write_block,
    write_letter,
)
from app.fiches.states import Deed, Side, State
from app.plans.models import Plan
from app.plans.services.closing import report_in_place
from app.plans.services.releases import share
from app.reports.fiche_document import NOT_CHECKED, fiche_document
from app.reports.parts import Paragraph
from app.reports.tongue import Tongue
from app.review.sealing import matches
from tests.comments.people import Talk, somebody

EVERYBODY = ("ireland", "helper", "france", "reviewer", "lead", "elsewhere", "observer", "admin")
BLOCK = "alpha"
NARRATIVE = {"progress": "canary-narrative", "challenges": "Courts", "next_steps": "Vote"}


def lead_of(talk: Talk) -> Actor:
    return somebody(talk.session, "lead", Role.LEAD_REVIEWER)


@pytest.fixture
def people(talk: Talk) -> dict[str, Actor]:
    """Everybody by name, a lead reviewer and an administrator beside those of the talk."""
    found = {name: getattr(talk, name) for name in EVERYBODY if hasattr(talk, name)}
    return {**found, "lead": lead_of(talk), "admin": somebody(talk.session, "admin", Role.ADMINISTRATOR)}


def drafted(talk: Talk, actor: Actor | None = None) -> str:
    """A draft of Ireland with a narrative."""
    actor = actor or talk.reviewer
    name = begin_fiche(talk.session, talk.view, "IE", actor=actor, day=None)
    write_block(talk.session, talk.view, name, block_of(talk), NARRATIVE, actor=actor, expected_version=0)
    return name


def block_of(talk: Talk) -> str:
    return next(iter(talk.view.blocks))


def sent(talk: Talk) -> str:
    """One at its factual check."""
    return send_fiche(talk.session, talk.view, drafted(talk), actor=talk.reviewer, expected_version=None).name


def commented(talk: Talk, name: str, words: str = "canary-comment") -> int:
    return write_comment(talk.session, talk.view, name, words, actor=talk.ireland, item_key="alpha.law")


def said_to(talk: Talk, name: str, actor: Actor) -> Said:
    return read_said(talk.session, talk.view, get_fiche(talk.session, name, actor), actor)


def words_for(talk: Talk, name: str, actor: Actor) -> str:
    """Everything that somebody reads of a fiche, as one text; nothing where there is none for them."""
    try:
        fiche = get_fiche(talk.session, name, actor)
    except NotFound:
        return ""
    return str((fiche, read_said(talk.session, talk.view, fiche, actor), list_comments(talk.session, fiche, actor)))


ALLOWED = {
    Deed.REVISE: (Side.COMMISSION, {State.DRAFT, State.CHECKED, State.LAPSED}),
    Deed.REFRESH: (Side.COMMISSION, {State.DRAFT}),
    Deed.DISCARD: (Side.COMMISSION, {State.DRAFT}),
    Deed.SEND: (Side.COMMISSION, {State.DRAFT}),
    Deed.COMMENT: (Side.COUNTRY, {State.SENT, State.LAPSED}),
    Deed.RETURN: (Side.COUNTRY, {State.SENT, State.LAPSED}),
    Deed.SETTLE: (Side.COMMISSION, {State.CHECKED}),
    Deed.FINISH: (Side.LEAD, {State.CHECKED, State.LAPSED}),
}


def test_each_deed_is_possible_only_where_the_table_says() -> None:
    assert {move.deed for move in MOVES} == set(Deed)
    for state, deed, side in product(State, Deed, Side):
        whose, since = ALLOWED[deed]
        assert is_possible(state, deed, {side}) == (side is whose and state in since), (state, deed, side)


def brought_to(talk: Talk, people: dict[str, Actor], state: State, clock_at: time_machine.Traveller) -> str:
    """A fiche of Ireland in a state."""
    if state is State.DRAFT:
        return drafted(talk)
    name = sent(talk)
    if state is State.LAPSED:
        clock_at.shift(timedelta(days=20))
    if state in (State.CHECKED, State.FINAL):
        comment = commented(talk, name)
        return_check(talk.session, name, actor=talk.ireland)
        if state is State.FINAL:
            settle_comment(talk.session, name, comment, "taken_over", "", actor=talk.reviewer)
            finish_fiche(talk.session, talk.view, name, actor=people["lead"], expected_version=None)
    return name


def do(talk: Talk, name: str, deed: Deed, actor: Actor) -> None:
    """A deed on a fiche, with values that are right."""
    session, view = talk.session, talk.view
    if deed is Deed.REVISE:
        write_block(session, view, name, block_of(talk), NARRATIVE, actor=actor, expected_version=None)
    elif deed is Deed.REFRESH:
        refresh_figures(session, view, name, None, actor=actor, expected_version=None)
    elif deed is Deed.DISCARD:
        discard_fiche(session, name, actor=actor, expected_version=None)
    elif deed is Deed.SEND:
        send_fiche(session, view, name, actor=actor, expected_version=None)
    elif deed is Deed.COMMENT:
        write_comment(session, view, name, "Not so", actor=actor)
    elif deed is Deed.RETURN:
        return_check(session, name, actor=actor)
    elif deed is Deed.SETTLE:
        comments = list_comments(session, get_fiche(session, name, actor), actor)
        key = comments[0].comment_id if comments else 0
        settle_comment(session, name, key, "not_because", "It is in the law", actor=actor)
    else:
        finish_fiche(session, view, name, actor=actor, expected_version=None)


def expected(name: str, state: State, deed: Deed) -> type[DomainError] | None:
    """How a deed of somebody on Ireland's fiche in a state is refused; None: it is done."""
    commission = name in ("reviewer", "lead")
    reads = commission
    reads = reads or (name in ("ireland", "helper") and state is not State.DRAFT)
    reads = reads or (name == "observer" and state is State.FINAL)
    if not reads:
        return NotFound
    whose, since = ALLOWED[deed]
    may = {Side.COMMISSION: commission, Side.LEAD: name == "lead", Side.COUNTRY: name == "ireland"}[whose]
    if not may:
        return NotAllowed
    if state not in since:
        return WrongState
    return WrongState if deed is Deed.FINISH and state is State.CHECKED else None


@pytest.mark.parametrize("state", State)
def test_who_does_what_in_which_state(
    talk: Talk, people: dict[str, Actor], state: State, clock_at: time_machine.Traveller
) -> None:
    """Every role × state × deed. A comment of which nothing is said holds up the lead reviewer."""
    name = brought_to(talk, people, state, clock_at)
    assert get_fiche(talk.session, name, people["lead"]).standing(clock.today()).state is state
    for who, deed in product(EVERYBODY, Deed):
        tried = talk.session.begin_nested()
        refused = expected(who, state, deed)
        if refused is None:
            do(talk, name, deed, people[who])
        else:
            with pytest.raises(refused):
                do(talk, name, deed, people[who])
        tried.rollback()
        talk.session.expire_all()


def test_other_countries_and_the_eu_level_have_no_fiche_begun_by_somebody_else(
    talk: Talk, people: dict[str, Actor]
) -> None:
    refusals = {"ireland": NotAllowed, "helper": NotAllowed, "observer": NotAllowed}
    for who in EVERYBODY:
        if who in ("reviewer", "lead"):
            continue
        with pytest.raises(refusals.get(who, NotFound)):
            begin_fiche(talk.session, talk.view, "IE", actor=people[who], day=None)
    with pytest.raises(NotFound):
        begin_fiche(talk.session, talk.view, "EU", actor=people["lead"], day=None)


def test_python_and_sql_agree_on_who_reads_which_fiche(
    talk: Talk, people: dict[str, Actor], clock_at: time_machine.Traveller
) -> None:
    for state in (State.DRAFT, State.SENT, State.CHECKED, State.FINAL):
        brought_to(talk, people, state, clock_at)
    begin_fiche(talk.session, talk.view, "FR", actor=people["lead"], day=None)
    all_of_them = {one.fiche_id: one for one in list_fiches(talk.session, people["lead"])}
    assert len(all_of_them) == 5
    for who, actor in people.items():
        query = select(Fiche.id).join(Plan, Plan.id == Fiche.plan_id).where(visible_to(actor))
        by_policy = {key for key, one in all_of_them.items() if allows(actor, READ, one.subject)}
        assert set(talk.session.scalars(query)) == by_policy, who


def test_words_reach_nobody_before_their_time(talk: Talk, people: dict[str, Actor]) -> None:
    """The narrative of a draft, comments before they are returned, replies before the fiche is final."""

    def readers(words: str) -> set[str]:
        return {who for who, actor in people.items() if words in words_for(talk, name, actor)}

    commission, country = {"reviewer", "lead"}, {"ireland", "helper"}
    name = drafted(talk)
    assert readers("canary-narrative") == commission
    name = send_fiche(talk.session, talk.view, name, actor=talk.reviewer, expected_version=None).name
    assert readers("canary-narrative") == commission | country
    key = commented(talk, name)
    write_position(talk.session, name, "canary-position", actor=talk.ireland, expected=0)
    assert readers("canary-comment") == readers("canary-position") == country
    return_check(talk.session, name, actor=talk.ireland)
    assert readers("canary-comment") == readers("canary-position") == commission | country
    settle_comment(talk.session, name, key, "not_because", "canary-reply", actor=talk.reviewer)
    later = {"progress": "canary-later"}
    write_block(talk.session, talk.view, name, block_of(talk), later, actor=talk.reviewer, expected_version=1)
    assert readers("canary-reply") == readers("canary-later") == commission
    finish_fiche(talk.session, talk.view, name, actor=people["lead"], expected_version=None)
    for words in ("canary-reply", "canary-later", "canary-comment", "canary-position"):
        assert readers(words) == commission | country | {"observer"}, words
    assert "canary" not in str(pending(talk.session)), "the audit trail tells no words"


def test_numbers_tell_nothing_of_drafts(talk: Talk) -> None:
    discard_fiche(talk.session, drafted(talk), actor=talk.reviewer, expected_version=None)
    drafted(talk)
    assert [sent(talk), sent(talk)] == ["IE-1", "IE-2"]
    assert [one.name for one in list_fiches(talk.session, talk.ireland)] == ["IE-2", "IE-1"]


def test_figures_stay_those_of_their_day(talk: Talk, clock_at: time_machine.Traveller) -> None:
    name = drafted(talk)
    before = said_to(talk, name, talk.reviewer).content
    assert before.as_of == clock.today()
    assert before.figures["total"]["progress"] == 0
    clock_at.shift(timedelta(days=3))
    report_in_place(talk.session, talk.view, "IE", "alpha.law", actor=talk.ireland, expected_version=None)
    share(talk.session, "IE", actor=talk.ireland)
    assert said_to(talk, name, talk.reviewer).content.figures == before.figures
    refresh_figures(talk.session, talk.view, name, None, actor=talk.reviewer, expected_version=None)
    anew = said_to(talk, name, talk.reviewer).content
    assert anew.as_of == clock.today()
    assert anew.figures["total"]["progress"] > 0
    refresh_figures(talk.session, talk.view, name, before.as_of, actor=talk.reviewer, expected_version=None)
    assert said_to(talk, name, talk.reviewer).content.figures["total"] == before.figures["total"]
    with pytest.raises(Invalid):
        refresh_figures(talk.session, talk.view, name, date(2099, 1, 1), actor=talk.reviewer, expected_version=None)


def test_the_country_has_ten_of_its_own_working_days_and_each_side_its_lateness(
    talk: Talk, people: dict[str, Actor], clock_at: time_machine.Traveller
) -> None:
    """Sent on Monday 10 March 2025; 17 March is a public holiday in Ireland."""
    name = sent(talk)

    def standing() -> FicheRecord:
        return get_fiche(talk.session, name, talk.ireland)

    assert standing().check_due_on == date(2025, 3, 25)
    clock_at.move_to(clock.now() + timedelta(days=15))
    at_end = standing().standing(clock.today())
    assert (at_end.state, at_end.turn, at_end.late) == (State.SENT, Side.COUNTRY, 0)
    clock_at.shift(timedelta(days=2))
    lapsed = standing().standing(clock.today())
    assert (lapsed.state, lapsed.turn, lapsed.check_late) == (State.LAPSED, Side.COMMISSION, 2)
    return_check(talk.session, name, actor=talk.ireland)
    clock_at.shift(timedelta(days=60))
    checked = standing().standing(clock.today())
    assert (checked.state, checked.check_late) == (State.CHECKED, 2)
    assert checked.late > 0
    finish_fiche(talk.session, talk.view, name, actor=people["lead"], expected_version=None)
    assert standing().standing(clock.today()).late == 0


def test_a_final_fiche_is_sealed_and_says_whether_it_was_checked(
    talk: Talk, people: dict[str, Actor], clock_at: time_machine.Traveller
) -> None:
    name = brought_to(talk, people, State.LAPSED, clock_at)
    digest = finish_fiche(talk.session, talk.view, name, actor=people["lead"], expected_version=None)
    final = said_to(talk, name, talk.observer)
    assert (final.hash, final.content.checked_on) == (digest, None)
    row = talk.session.execute(text("SELECT content FROM fiche_text WHERE stage = 'final'")).scalar_one()
    assert matches(row, digest)
    for deed in (
        "UPDATE fiche SET letter = 'other'",
        "DELETE FROM fiche",
        "UPDATE fiche_text SET hash = hash",
        "DELETE FROM fiche_text",
    ):
        tried = talk.session.begin_nested()
        with pytest.raises(DBAPIError):
            talk.session.execute(text(deed))
        tried.rollback()


def test_the_position_is_annexed_to_the_letter_and_comments_are_withdrawn_until_they_are_returned(
    talk: Talk, people: dict[str, Actor]
) -> None:
    name = sent(talk)
    withdraw_comment(talk.session, name, commented(talk, name, "By mistake"), actor=talk.ireland)
    key = commented(talk, name, "Adopted in May")
    words = "We do not agree:\n  • the law is in force."
    write_position(talk.session, name, "A first one", actor=talk.ireland, expected=0)
    with pytest.raises(Conflict):
        write_position(talk.session, name, words, actor=talk.ireland, expected=0)
    write_position(talk.session, name, words, actor=talk.ireland, expected=None)
    return_check(talk.session, name, actor=talk.ireland)
    for deed in (Deed.COMMENT, Deed.RETURN):
        with pytest.raises(WrongState):
            do(talk, name, deed, talk.ireland)
    with pytest.raises(Invalid):
        settle_comment(talk.session, name, key, "not_because", " ", actor=talk.reviewer)
    settle_comment(talk.session, name, key, "not_because", "It was in June", actor=talk.reviewer)
    finish_fiche(talk.session, talk.view, name, actor=people["lead"], expected_version=None)
    final = said_to(talk, name, talk.observer).content
    assert final.position == words
    assert [(one.item != "", one.text, one.reply) for one in final.comments] == [
        (True, "Adopted in May", "It was in June")
    ]


def test_nothing_is_sent_without_a_word_and_two_reviewers_do_not_overwrite_each_other(talk: Talk) -> None:
    session, view = talk.session, talk.view
    name = begin_fiche(session, view, "IE", actor=talk.reviewer, day=None)
    with pytest.raises(WrongState):
        send_fiche(session, view, name, actor=talk.reviewer, expected_version=None)
    write_block(session, view, name, block_of(talk), {"progress": "One"}, actor=talk.reviewer, expected_version=0)
    with pytest.raises(Conflict) as conflict:
        write_block(session, view, name, block_of(talk), {"progress": "Two"}, actor=talk.reviewer, expected_version=0)
    assert conflict.value.theirs["progress"] == "One"


def test_the_letter_has_usual_words_or_ones_own_and_goes_out_as_it_stood(talk: Talk) -> None:
    name = drafted(talk)
    usual = said_to(talk, name, talk.reviewer).content.letter
    assert "10 working days" in usual
    write_letter(talk.session, name, "Dear Ireland", actor=talk.reviewer, expected_version=None)
    gone = send_fiche(talk.session, talk.view, name, actor=talk.reviewer, expected_version=None).name
    assert said_to(talk, gone, talk.ireland).content.letter == "Dear Ireland"
    return_check(talk.session, gone, actor=talk.ireland)
    assert "thank you" in said_to(talk, gone, talk.reviewer).content.letter
    fiche = get_fiche(talk.session, gone, talk.reviewer)
    before = read_said(talk.session, talk.view, fiche, talk.reviewer, as_sent=True)
    assert before.content.letter == "Dear Ireland"


def test_an_observer_reads_what_is_final_and_not_what_was_sent(
    talk: Talk, people: dict[str, Actor], clock_at: time_machine.Traveller
) -> None:
    name = brought_to(talk, people, State.FINAL, clock_at)
    fiche = get_fiche(talk.session, name, talk.observer)
    with pytest.raises(NotFound):
        read_said(talk.session, talk.view, fiche, talk.observer, as_sent=True)


def test_the_document_says_on_its_cover_whether_the_facts_were_checked(
    talk: Talk, people: dict[str, Actor], clock_at: time_machine.Traveller
) -> None:
    def words(name: str) -> list[str]:
        said = said_to(talk, name, people["lead"])
        return [part.text for part in fiche_document(said.content, Tongue()).parts if isinstance(part, Paragraph)]

    assert NOT_CHECKED in words(brought_to(talk, people, State.SENT, clock_at))
    final = brought_to(talk, people, State.FINAL, clock_at)
    assert f"Checked by the Member State on {Tongue().day(clock.today())}" in words(final)
    assert words(final)[-2:] == ["canary-comment", "Taken over"]
    lapsed = brought_to(talk, people, State.LAPSED, clock_at)
    finish_fiche(talk.session, talk.view, lapsed, actor=people["lead"], expected_version=None)
    assert NOT_CHECKED in words(lapsed)
