"""Assessments: a reviewer carries an item to the third level, for as long as what was confirmed stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.assessments.queries import first_reading, list_assessments
from app.assessments.states import Verdict
from app.audit.services import pending
from app.catalogue.states import EvidenceKind
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.heads import find_head, list_plans
from app.plans.services.closing import reopen_item, report_in_place
from app.plans.services.evidence import attach_evidence, withdraw_evidence
from app.plans.services.releases import share
from app.plans.states import EU, Scope
from app.readiness.cache import ReadingCache
from app.readiness.queries import read_known, read_matrix
from app.readiness.states import InPlace
from app.review.services.assessing import assess_item
from tests.factories import plans as factory

KEY = "alpha.law"
PUBLISHED = {"kind": "legal_reference", "title": "Act", "reference": "SI 12 of 2025"}


@dataclass
class Shown:
    """Ireland reports a law in place, shows it, and has shared both; a reviewer reads it."""

    session: Session
    view: CatalogueView
    ireland: Actor
    reviewer: Actor
    plan_id: int
    evidence_id: int

    def assess(
        self, verdict: Verdict = Verdict.CONFIRMED, actor: Actor | None = None, latest: int | None = None
    ) -> int:
        reviewer = actor or self.reviewer
        return assess_item(
            self.session, self.view, "IE", KEY, verdict.value, "Read it", actor=reviewer, expected_latest=latest
        )

    def level(self, scope: Scope = Scope.SHARED, day: date | None = None) -> InPlace | None:
        """The item's level, computed afresh and from what was kept: both are the same."""
        heads = [(head, scope) for head in list_plans(self.session) if head.owner in ("IE", EU)]
        item_id = self.view.items[KEY].item_id
        found = read_matrix(self.session, self.view, heads, day or clock.today(), ReadingCache())
        held = read_matrix(self.session, self.view, heads, day or clock.today(), CACHE[0])
        levels = {reading[self.plan_id, scope].items[item_id].level for reading in (found, held)}
        assert len(levels) == 1
        return levels.pop()

    def release(self) -> None:
        share(self.session, "IE", actor=self.ireland)


CACHE: list[ReadingCache] = []


@pytest.fixture
def shown(session: Session, view: CatalogueView, ireland: Actor) -> Shown:
    CACHE[:] = [ReadingCache()]
    object.__setattr__(view.items[KEY], "proofs", (frozenset({EvidenceKind.LEGAL_REFERENCE}),))
    report_in_place(session, view, "IE", KEY, actor=ireland, expected_version=None)
    piece = attach_evidence(session, view, "IE", KEY, PUBLISHED, actor=ireland)
    share(session, "IE", actor=ireland)
    head = find_head(session, "IE")
    assert head is not None
    return Shown(session, view, ireland, factory.reviewer(session), head.plan_id, piece.evidence_id)


def test_what_is_shown_is_confirmed_from_that_day_on_in_both_states(
    shown: Shown, clock_at: time_machine.Traveller
) -> None:
    assert shown.level() is InPlace.SHOWN
    before = clock.today()
    clock_at.shift(timedelta(days=3))
    shown.assess()
    assert [shown.level(scope) for scope in Scope] == [InPlace.CONFIRMED, InPlace.CONFIRMED]
    assert shown.level(day=before) is InPlace.SHOWN
    heads = [(head, Scope.SHARED) for head in list_plans(shown.session) if head.owner in ("IE", EU)]
    item_id = shown.view.items[KEY].item_id
    for day, level in ((before, InPlace.SHOWN), (clock.today(), InPlace.CONFIRMED)):
        known = read_known(shown.session, shown.view, heads, day, clock.end_of(clock.today()), ReadingCache())
        assert known[shown.plan_id, Scope.SHARED].items[item_id].level is level


def test_the_latest_assessment_counts(shown: Shown) -> None:
    for verdict, level in (
        (Verdict.CONFIRMED, InPlace.CONFIRMED),
        (Verdict.PARTLY, InPlace.SHOWN),
        (Verdict.NOT_YET_SHOWN, InPlace.SHOWN),
        (Verdict.CONFIRMED, InPlace.CONFIRMED),
    ):
        shown.assess(verdict)
        assert shown.level() is level


def test_what_is_no_longer_shown_is_no_longer_confirmed(shown: Shown, clock_at: time_machine.Traveller) -> None:
    shown.assess()
    clock_at.shift(timedelta(days=1))
    withdraw_evidence(
        shown.session, "IE", shown.evidence_id, actor=shown.ireland, expected_version=None, reason="Repealed"
    )
    assert (shown.level(Scope.WORKING), shown.level()) == (InPlace.REPORTED, InPlace.CONFIRMED)
    shown.release()
    assert shown.level() is InPlace.REPORTED


def test_an_item_that_was_opened_again_is_confirmed_anew_or_not_at_all(
    shown: Shown, clock_at: time_machine.Traveller
) -> None:
    shown.assess()
    clock_at.shift(timedelta(days=5))
    reopen_item(shown.session, shown.view, "IE", KEY, actor=shown.ireland, expected_version=None, reason="Annulled")
    assert shown.level(Scope.WORKING) is None
    clock_at.shift(timedelta(days=5))
    report_in_place(shown.session, shown.view, "IE", KEY, actor=shown.ireland, expected_version=None)
    shown.release()
    assert shown.level() is InPlace.SHOWN
    shown.assess()
    assert shown.level() is InPlace.CONFIRMED


def test_nobody_confirms_what_does_not_meet_the_closing_condition(shown: Shown) -> None:
    withdraw_evidence(
        shown.session, "IE", shown.evidence_id, actor=shown.ireland, expected_version=None, reason="Repealed"
    )
    shown.assess()  # the country has not shared that it was withdrawn
    shown.release()
    with pytest.raises(Invalid) as refused:
        shown.assess()
    assert refused.value.field == "verdict"
    shown.assess(Verdict.NOT_YET_SHOWN)


def test_what_is_not_reported_in_place_is_not_assessed(shown: Shown) -> None:
    key = next(item.key for item in shown.view.items_of("IE") if item.key != KEY)
    for verdict in Verdict:
        with pytest.raises(WrongState):
            assess_item(
                shown.session, shown.view, "IE", key, verdict.value, "x", actor=shown.reviewer, expected_latest=None
            )


def test_two_reviewers_do_not_overwrite_each_other(shown: Shown) -> None:
    first = shown.assess(latest=0)
    with pytest.raises(Conflict):
        shown.assess(Verdict.PARTLY, latest=0)
    shown.assess(Verdict.PARTLY, latest=first)


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (lambda s: factory.reviewer(s.session, "FR"), NotFound),
        (lambda s: s.ireland, NotAllowed),
        (lambda s: factory.coordinator(s.session, "FR"), NotFound),
    ],
)
def test_only_reviewers_whose_desk_has_the_country_assess(
    shown: Shown, who: Callable[[Shown], Actor], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        shown.assess(actor=who(shown))


def test_whoever_wrote_on_an_item_leaves_its_assessment_to_another_person(shown: Shown) -> None:
    held = (*shown.ireland.held, *shown.reviewer.held)
    both = Actor(shown.ireland.user_id, "Somebody who holds both roles", "", held)
    with pytest.raises(WrongState, match="Another person assesses it"):
        shown.assess(actor=both)
    shown.assess(actor=Actor(shown.reviewer.user_id, "The other way round", "", held))
    assert shown.level() is InPlace.CONFIRMED


def test_a_reason_is_always_given_and_the_audit_trail_does_not_repeat_it(shown: Shown) -> None:
    with pytest.raises(Invalid) as refused:
        assess_item(shown.session, shown.view, "IE", KEY, "confirmed", " ", actor=shown.reviewer, expected_latest=None)
    assert refused.value.field == "reason"
    shown.assess()
    entry = next(one for one in pending(shown.session) if one["deed"] == "assessments:item:assessed")
    assert "confirmed" in str(entry)
    assert "Read it" not in str(entry)


def test_the_first_reading_is_the_first_assessment_of_each_item(shown: Shown, clock_at: time_machine.Traveller) -> None:
    shown.assess(Verdict.PARTLY)
    clock_at.shift(timedelta(days=2))
    shown.assess()
    found = list_assessments(shown.session, shown.plan_id, clock.today())
    assert [one.verdict for one in found] == [Verdict.CONFIRMED, Verdict.PARTLY]
    told = first_reading(found)
    assert (told.confirmed, told.total) == (0, 1)
    assert len(list_assessments(shown.session, shown.plan_id, clock.today() - timedelta(days=1))) == 1
