"""A later cut-off for one country: the country knows day and reason and is late by its own day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.records import MilestoneRecord
from app.review.queries.extensions import list_extensions, list_open_extensions
from app.review.queries.rounds import list_open_rounds
from app.review.queries.sent import read_sent
from app.review.queries.submissions import get_submission
from app.review.services.extending import extend_round
from app.review.services.rounds import close_round
from app.review.services.submissions import submit
from tests.factories import plans as factory
from tests.review.test_submissions import PLAN, asked

CUT_OFF, LATER = date(2025, 3, 20), date(2025, 4, 10)


def test_only_the_country_and_its_reviewers_know_of_a_later_cut_off(
    session: Session, view: CatalogueView, ireland: Actor
) -> None:
    key, lead = asked(session, view), factory.reviewer(session)
    extend_round(session, key, "IE", LATER, "An election", actor=factory.reviewer(session, "IE"))
    people = {
        "ireland": ireland,
        "lead": lead,
        "desk": factory.reviewer(session, "IE", "FR"),
        "elsewhere": factory.reviewer(session, "FR"),
        "france": factory.coordinator(session, "FR"),
        "observer": factory.observer(session, "IE"),
        "admin": factory.administrator(session),
    }
    told = {name for name, actor in people.items() if list_extensions(session, actor, [key])}
    assert told == {"ireland", "lead", "desk"}
    assert list_extensions(session, ireland, [key])[key, "IE"].reason == "An election"
    assert [(title, one.until_on) for title, one in list_open_extensions(session, ireland, "IE")] == [
        ("First plans", LATER)
    ]
    assert list_open_extensions(session, people["france"], "IE") == []


def test_a_country_is_late_by_its_own_day(
    session: Session,
    view: CatalogueView,
    law: MilestoneRecord,
    ireland: Actor,
    clock_at: time_machine.Traveller,
) -> None:
    key, lead = asked(session, view), factory.reviewer(session)
    before = clock.now()
    clock_at.shift(timedelta(hours=1))
    extend_round(session, key, "IE", LATER, "An election", actor=lead)
    assert [one.cut_off_on for one in list_open_rounds(session, law.plan_id)] == [LATER]
    assert [one.cut_off_on for one in list_open_rounds(session)] == [CUT_OFF]
    waiting = [read_sent(session, law.plan_id, ireland, at).unanswered for at in (before, clock.now())]
    assert [one.cut_off_on for rounds in waiting for one in rounds] == [CUT_OFF, LATER]
    clock_at.move_to(clock.now() + timedelta(days=33))
    assert clock.today() == date(2025, 4, 12)
    sent = submit(session, view, "IE", {**PLAN, "round_id": key}, actor=ireland)
    assert get_submission(session, "IE", sent, ireland).days_late == 2
    extend_round(session, key, "IE", date(2025, 4, 30), "Again", actor=lead)
    assert get_submission(session, "IE", sent, ireland).days_late == 0


def test_what_is_no_later_cut_off_is_refused(session: Session, view: CatalogueView, ireland: Actor) -> None:
    key, lead = asked(session, view), factory.reviewer(session)
    for until_on, reason, field in ((CUT_OFF, "So", "until_on"), (LATER, " ", "reason"), ("later", "So", "until_on")):
        with pytest.raises(Invalid) as refused:
            extend_round(session, key, "IE", until_on, reason, actor=lead)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        extend_round(session, key, "IE", LATER, "So", actor=ireland)
    for owner, actor in (
        ("IE", factory.coordinator(session, "FR")),
        ("EU", lead),
        ("IE", factory.reviewer(session, "FR")),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            extend_round(session, key, owner, LATER, "So", actor=actor)
    close_round(session, key, actor=lead, expected_version=1)
    with pytest.raises(WrongState):
        extend_round(session, key, "IE", LATER, "So", actor=lead)
