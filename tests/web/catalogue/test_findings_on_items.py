"""An item whose condition hangs on a finding leads to it, and says by which one that was recorded it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.governance.solidarity.records import FindingRecord
from app.http import context
from tests.guards.house import House

ITEM = "/items/solidarity.use-of-the-pool-by-a-state-under-pressure"


def test_an_item_leads_to_the_findings_on_which_it_hangs(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    record = FindingRecord(
        1,
        2026,
        "PT",
        "under-migratory-pressure",
        False,
        "(EU) 2026/7",
        "",
        date(2026, 11, 20),
        date(2026, 11, 20),
        date(2027, 12, 31),
        "",
        datetime(2026, 11, 21, tzinfo=UTC),
        None,
    )
    monkeypatch.setattr(context, "recorded_findings", lambda: [record])
    house.app.extensions.pop("kept_pages", None)
    page = house.browser("observer").get(ITEM).text
    assert "/governance/findings" in page
    assert "by (EU) 2026/7; recorded on 21 November 2026" in page
    assert "(EU) 2026/7" not in house.browser("observer").get(f"{ITEM}?as_of=2026-11-19").text
    assert "/governance/findings" in house.browser("observer").get("/catalogue/conditions").text
    for address in (ITEM, "/catalogue/conditions"):
        assert "/governance/findings" not in house.browser("guest").get(address).text
    house.app.extensions.pop("kept_pages", None)
