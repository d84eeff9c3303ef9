"""A country's coordinators hear of findings on it that others record, and of the items that count by them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.core import clock
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.services.findings import record_finding
from app.notices.letters import English, Sender, letter_of
from app.notices.queries.gathering import gather
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.notices.words import sentence
from app.plans.states import EU
from tests.comments.people import somebody
from tests.factories.catalogue import HANGS_ON_PRESSURE, load_tiny_catalogue

SENDER = Sender("Tracker", "tracker@demo.example", "https://demo.example", "")
RECORDED = "A finding of the Commission on France was recorded, "
REPLACED = "What was recorded of a finding on France was replaced, "
WITHDRAWN = "What was recorded of a finding on France was withdrawn, "
LAND = "Land crossings equipped"
CELL = (2026, "FR", "pressure")


def test_coordinators_hear_what_counts_by_a_finding(
    session: Session, tmp_path: Path, clock_at: time_machine.Traveller
) -> None:
    clock_at.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=clock.BRUSSELS))
    view = load_tiny_catalogue(session, tmp_path, HANGS_ON_PRESSURE)
    keeper = somebody(session, "keeper", Role.COORDINATOR, country=EU)
    france = somebody(session, "france", Role.COORDINATOR, country="FR")
    others = [
        somebody(session, "ireland", Role.COORDINATOR, country="IE"),
        somebody(session, "reviewer", Role.REVIEWER),
        somebody(session, "observer", Role.OBSERVER),
    ]

    def heard(actor: Actor, since: datetime) -> list[Notice]:
        found = gather(session, view, actor, Window(since, clock.now()))
        return [notice for notice in found if notice.kind is Kind.FINDINGS]

    def said(actor: Actor = keeper, **values: Any) -> list[str]:
        """What France's coordinator hears of an entry."""
        since = clock.now()
        clock_at.shift(timedelta(minutes=1))
        last = max((one.entry_id for one in list_finding_records(session)), default=None)
        given = {"reference": "(EU) 2026/7", "decided_on": date(2026, 11, 20), "valid_until": date(2027, 12, 31)}
        record_finding(session, view, CELL, given | values, actor=actor, seen=last)
        assert [heard(other, since) for other in (*others, keeper)] == [[]] * 4
        found = heard(france, since)
        assert {Notice.from_data(one.as_data()) for one in found} == set(found)
        letter = letter_of(SENDER, view, france, 1, since, found)
        assert "https://demo.example/governance/findings/FR" in letter.get_content()
        return [sentence(notice, view, English()) for notice in found]

    assert said() == [f"{RECORDED}(EU) 2026/7; by it these items count from 20 November 2026: {LAND}"]
    assert said(valid_until=date(2027, 6, 30), note="Corrigendum") == [
        f"{REPLACED}(EU) 2026/7; on fewer days than before these items count: {LAND}"
    ]
    assert said(reference="(EU) 2026/8", valid_until=date(2027, 6, 30), note="Number put right") == [
        f"{REPLACED}(EU) 2026/8; the same items count as before"
    ]
    assert said(is_withdrawn=True, note="By mistake") == [
        f"{WITHDRAWN}(EU) 2026/8; these items no longer count by it: {LAND}"
    ]
