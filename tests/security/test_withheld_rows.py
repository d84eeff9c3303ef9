"""Nothing that Ireland does is to be seen by those from whom its row is withheld, unless it hides among five."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from app.accounts.actor import SYSTEM
from app.plans.services import closing, evidence, items, milestones, releases
from tests.security.crawling import addresses_of_figures, crawl, text_of, with_day
from tests.security.estate import NOW, Estate
from tests.web.browsing import keep, writing

FORM_TOKEN = re.compile(r'(name="(?:[a-z_]+-)?csrf_token"[^>]*value=")[^"]+')
PER_VISIT = re.compile(r"^((ETag|Set-Cookie|Date|X-Request-Id|Content-Length): |DTSTAMP:).*$", re.MULTILINE)
REQUEST = re.compile(r"\b[0-9a-f]{16}\b")
DAYS = ("", "as_of=2026-11-18", "as_of=2026-11-21&known=2026-11-19")
TARGETS: dict[str, dict[str, int]] = {
    "reception.staff-trained": {"target_value": 40},
    "reception.directive-transposed": {},
    "strategy.national-plan": {},
}
"""Items, with what a further milestone of each says of its target where it is measured by one."""


def told(estate: Estate, name: str) -> dict[str, str]:
    """Everything that the pages with state tell a person, without what differs from visit to visit."""
    browser = estate.sign_in(name)
    answers: dict[str, str] = {}
    for day in DAYS:
        pages = [with_day(address, day) if day else address for address in addresses_of_figures(estate)]
        for address, answer in crawl(estate, browser, pages, follow=0):
            text = PER_VISIT.sub("", FORM_TOKEN.sub(r"\1", text_of(answer)))
            answers[address] = REQUEST.sub("", text)
    return answers


def change_ireland(estate: Estate) -> None:
    """Ireland reports items in place, moves dates, withdraws evidence, adds milestones, shares it all."""
    with estate.app.app_context():
        session = writing(estate.app)
        with time_machine.travel(NOW):
            for key, target in TARGETS.items():
                milestones.add_milestone(
                    session,
                    estate.view,
                    "IE",
                    key,
                    {"title": "One more", "start_on": date(2024, 7, 1), "baseline_on": date(2025, 1, 1), **target},
                    actor=SYSTEM,
                    effective_on=date(2025, 2, 2),
                )
                closing.report_in_place(
                    session, estate.view, "IE", key, actor=SYSTEM, day=date(2026, 11, 1), expected_version=None
                )
            number = estate.told["IE"].evidence_ids[0]
            evidence.withdraw_evidence(session, "IE", number, actor=SYSTEM, expected_version=None, reason="wrong")
            items.set_applicability(
                session,
                estate.view,
                "IE",
                "borders.agency-experts",
                "not_applicable",
                actor=SYSTEM,
                reason="none asked for",
                expected_version=None,
            )
            releases.share(session, "IE", actor=SYSTEM)
        keep(estate.app, session)


@pytest.fixture(scope="module")
def before_and_after(built: Estate) -> Iterator[dict[str, tuple[dict[str, str], dict[str, str]]]]:
    """By person: what was told before Ireland changed everything, and afterwards."""
    people = ("france", "denmark", "observer", "watcher", "lead")
    # The estate itself took some seconds: what happened in them is over before anybody looks.
    with time_machine.travel(NOW + timedelta(minutes=5), tick=True):
        before = {name: told(built, name) for name in people}
        change_ireland(built)
        yield {name: (before[name], told(built, name)) for name in people}


@pytest.mark.parametrize("name", ["france", "denmark", "observer", "watcher"])
def test_every_answer_stays_the_same_to_the_letter(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]], name: str
) -> None:
    before, after = before_and_after[name]
    assert before.keys() == after.keys()
    changed = [address for address in before if before[address] != after[address]]
    assert changed == []


def test_a_reviewer_sees_the_change_everywhere(
    before_and_after: dict[str, tuple[dict[str, str], dict[str, str]]],
) -> None:
    before, after = before_and_after["lead"]
    changed = {address for address in before if before[address] != after[address]}
    assert {"/", "/matrix.csv", "/matrix.xlsx", "/trend.json", "/blocks/1", "/gaps", "/countries/IE"} <= changed
