"""Asking an authority: recorded with the letter, answered by what is changed or confirmed since, closed with a note."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.desk.letters import as_message
from app.desk.models import Ask
from app.desk.queries.asks import get_ask, list_asked_milestones, list_asks
from app.desk.records import AskRecord
from app.desk.services.asking import ask_authority, close_ask
from app.desk.services.confirming import ChangedMeanwhile, confirm_many
from app.plans.queries.heads import list_authorities
from app.plans.queries.records import MilestoneRecord
from app.plans.services.authorities import add_authority, deactivate_authority, rename_authority, set_contact
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.states import Scope
from tests.factories import plans as factory
from tests.queries import queries

TODAY = factory.NOON.date()
BY = TODAY + timedelta(days=10)


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def ministry(session: Session, view: CatalogueView) -> int:
    return factory.authority(session, "IE", "Ministry of Justice")


@pytest.fixture
def steps(session: Session, view: CatalogueView, ireland: Any, ministry: int) -> list[MilestoneRecord]:
    """Three milestones of the ministry."""
    values = [{"title": f"Step {number}", "authority_id": ministry} for number in (1, 2, 3)]
    return [add_milestone(session, view, "IE", "alpha.law", one, actor=ireland) for one in values]


def ask(session: Session, ministry: int, steps: list[MilestoneRecord], actor: Any, **changes: Any) -> AskRecord:
    values = {
        "references": [step.reference for step in steps],
        "subject": "What is due",
        "body": "Where does it stand?",
        "reply_by": BY,
    }
    return ask_authority(session, "IE", ministry, actor=actor, **{**values, **changes})


def test_an_ask_is_recorded_with_its_letter_and_its_milestones(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    asked = ask(session, ministry, steps, ireland)
    assert (asked.authority, asked.asked_by, asked.reply_by) == ("Ministry of Justice", "coordinator.ie", BY)
    assert (asked.milestones, asked.answered, asked.open, asked.is_closed) == (3, 0, 3, False)
    assert [one.reference for one in list_asked_milestones(session, asked.ask_id)] == [s.reference for s in steps]
    deeds = [entry for entry in pending(session) if entry["deed"] == "desk:authority:asked"]
    assert [(entry["country"], entry["subject_id"]) for entry in deeds] == [("IE", asked.ask_id)]


def test_a_milestone_is_answered_when_it_is_changed_or_confirmed_after_the_asking(
    session: Session,
    view: CatalogueView,
    ireland: Any,
    ministry: int,
    steps: list[MilestoneRecord],
    clock_at: time_machine.Traveller,
) -> None:
    asked = ask(session, ministry, steps, ireland)
    clock_at.shift(timedelta(days=1))
    confirm_many(session, "IE", {steps[0].reference: steps[0].version}, actor=ireland)
    update_milestone(
        session, view, "IE", steps[1].reference, {"step_key": "draft"}, actor=ireland, expected_version=None
    )
    now = get_ask(session, steps[0].plan_id, asked.ask_id)
    assert (now.answered, now.open) == (2, 1)
    answered = [one.reference for one in list_asked_milestones(session, asked.ask_id) if one.is_answered]
    assert answered == [steps[0].reference, steps[1].reference]


def test_the_asks_of_a_plan_take_one_statement(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    first = ask(session, ministry, steps, ireland)
    ask(session, ministry, steps[:1], ireland, subject="Another")
    close_ask(session, "IE", first.ask_id, actor=ireland, note="settled")
    session.flush()
    with queries(session.get_bind().engine, exactly=1):
        listed = list_asks(session, steps[0].plan_id)
    assert [(one.subject, one.is_closed) for one in listed] == [("Another", False), ("What is due", True)]
    assert list_asks(session, steps[0].plan_id, authorities=[ministry + 1]) == []


def test_the_same_letter_pressed_twice_is_one_ask(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    first = ask(session, ministry, steps, ireland)
    assert ask(session, ministry, steps, ireland).ask_id == first.ask_id
    close_ask(session, "IE", first.ask_id, actor=ireland)
    assert ask(session, ministry, steps, ireland).ask_id != first.ask_id
    assert session.scalar(select(func.count()).select_from(Ask)) == 2


def test_closing_keeps_the_note_and_is_done_once(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    asked = ask(session, ministry, steps, ireland)
    closed = close_ask(session, "IE", asked.ask_id, actor=ireland, note="Settled by telephone")
    assert (closed.is_closed, closed.closed_by, closed.close_note) == (True, "coordinator.ie", "Settled by telephone")
    with pytest.raises(WrongState):
        close_ask(session, "IE", asked.ask_id, actor=ireland)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"references": []}, "milestones"),
        ({"subject": " "}, "subject"),
        ({"subject": "two\nlines"}, "subject"),
        ({"body": ""}, "body"),
        ({"reply_by": None}, "reply_by"),
        ({"reply_by": TODAY - timedelta(days=1)}, "reply_by"),
        ({"reply_by": date(2028, 1, 1)}, "reply_by"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord], changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(session, ministry, steps, ireland, **changes)
    assert refused.value.field == field


def test_only_the_own_coordinator_asks(
    session: Session, view: CatalogueView, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    with pytest.raises(NotAllowed):
        ask(session, ministry, steps, factory.contributor(session, "IE", ministry))
    with pytest.raises(NotAllowed):
        ask(session, ministry, steps, factory.reviewer(session))
    france = factory.coordinator(session, "FR")
    with pytest.raises(NotFound):
        ask(session, ministry, steps, france)
    asked = ask(session, ministry, steps, ireland)
    with pytest.raises(NotFound):
        close_ask(session, "FR", asked.ask_id, actor=france)


def test_an_authority_of_another_country_or_out_of_use_is_not_asked(
    session: Session, view: CatalogueView, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    with pytest.raises(NotFound):
        ask(session, factory.authority(session, "FR", "Ministère"), steps, ireland)
    idle = factory.authority(session, "IE", "Idle")
    deactivate_authority(session, "IE", idle, actor=ireland, expected_version=None)
    with pytest.raises(WrongState):
        ask(session, idle, steps, ireland)


def test_milestones_of_another_plan_are_not_found(
    session: Session, view: CatalogueView, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    foreign = add_milestone(session, view, "FR", "alpha.law", {"title": "A"}, actor=factory.coordinator(session, "FR"))
    with pytest.raises(NotFound):
        ask(session, ministry, [steps[0], foreign], ireland)


def test_the_letter_is_a_draft_to_the_contact_address_with_the_sheet_attached(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    asked = ask(session, ministry, steps, ireland, subject="Größe · fällig", body="Zeile eins\n\nŁódź → Ż")
    bare = message_from_bytes(as_message(asked), policy=default)
    assert (bare["Subject"], bare["X-Unsent"], bare["To"]) == ("Größe · fällig", "1", None)
    assert bare.get_content().replace("\r\n", "\n") == "Zeile eins\n\nŁódź → Ż\n"
    set_contact(session, "IE", ministry, "unit@justice.example.org", actor=ireland, expected_version=None)
    asked = get_ask(session, steps[0].plan_id, asked.ask_id)
    whole = message_from_bytes(as_message(asked, ("IE-justice.xlsx", b"PK content")), policy=default)
    assert whole["To"] == "unit@justice.example.org"
    [sheet] = whole.iter_attachments()
    assert (sheet.get_filename(), sheet.get_content()) == ("IE-justice.xlsx", b"PK content")
    assert sheet.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_contact_address_is_checked_and_read_by_the_country_alone(
    session: Session, ireland: Any, ministry: int, steps: list[MilestoneRecord]
) -> None:
    for wrong in ("justice", "a@b@c", "unit@justice.example.org\nBcc: all@example.org"):
        with pytest.raises(Invalid) as refused:
            set_contact(session, "IE", ministry, wrong, actor=ireland, expected_version=None)
        assert refused.value.field == "contact_email"
    made = add_authority(session, "IE", "Agency", actor=ireland, contact_email="agency@demo.example")
    assert made.contact_email == "agency@demo.example"
    plan_id = steps[0].plan_id
    assert {one.contact_email for one in list_authorities(session, plan_id, Scope.SHARED)} == {None}
    rename_authority(session, "IE", made.authority_id, "The Agency", actor=ireland, expected_version=None)
    kept = {one.name: one.contact_email for one in list_authorities(session, plan_id)}
    assert kept["The Agency"] == "agency@demo.example"
    gone = set_contact(session, "IE", made.authority_id, "", actor=ireland, expected_version=None)
    assert gone.contact_email is None


def test_confirming_many_is_all_or_none_and_names_every_one_that_changed(
    session: Session, view: CatalogueView, ireland: Any, steps: list[MilestoneRecord]
) -> None:
    seen = {step.reference: step.version for step in steps}
    for step in steps[:2]:
        update_milestone(
            session, view, "IE", step.reference, {"step_key": "draft"}, actor=ireland, expected_version=None
        )
    with pytest.raises(ChangedMeanwhile) as refused:
        confirm_many(session, "IE", seen, actor=ireland)
    assert refused.value.references == (steps[0].reference, steps[1].reference)
    with pytest.raises(Invalid):
        confirm_many(session, "IE", {}, actor=ireland)
    assert confirm_many(session, "IE", {steps[2].reference: steps[2].version}, actor=ireland) in (0, 1)
