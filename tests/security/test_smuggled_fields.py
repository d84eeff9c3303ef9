"""Fields that no form has, versions and keys of every shape, forms without their token: nothing foreign changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.http import commits
from app.http.context import services
from app.plans.models import Plan
from tests.guards.access_table import TABLE, Row
from tests.guards.house import NOON, House
from tests.security.digests import count_again, everything, of_others
from tests.web.browsing import TOKEN

DEEDS = tuple(row for row in TABLE if row.method == "POST" and row.endpoint.startswith("countries."))
COMMITTED = tuple(row for row in DEEDS if row.granted == 303)

SMUGGLED: dict[str, str] = {
    "id": "1",
    "plan_id": "{other_plan}",
    "plan": "{other_plan}",
    "owner": "FR",
    "country": "FR",
    "code": "FR",
    "country_id": "10",
    "plan_item_id": "1",
    "plan_block_id": "1",
    "milestone_id": "{waited_for_elsewhere}",
    "item_id": "1",
    "block_key": "borders",
    "subject_id": "{waited_for_elsewhere}",
    "scope": "shared",
    "is_closing": "y",
    "is_offered": "y",
    "is_cancelled": "y",
    "is_withdrawn": "y",
    "is_active": "",
    "is_demonstration": "y",
    "is_automatic": "y",
    "progress": "10000",
    "last_reference": "7",
    "reference_number": "FR-0001",
    "position": "99",
    "working_stamp": "0",
    "shared_stamp": "0",
    "shared_at": "2024-07-01",
    "first_shared_at": "",
    "created_at": "2020-01-01",
    "recorded_at": "2020-01-01",
    "changed_at": "2020-01-01",
    "confirmed_on": "2020-01-01",
    "author": "1",
    "author_id": "1",
    "actor": "1",
    "actor_id": "1",
    "user_id": "1",
    "released_by_id": "1",
    "role": "administrator",
    "is_admin": "y",
    "is_whole_plan": "y",
    "changes_shared": "0",
    "row_version": "0",
    "version_id": "0",
    "expected_version": "0",
    "_method": "DELETE",
}
VERSIONS = ("", "0", "-1", "--5", "1.0", "1e3", "²", "٣", "0x1", " 1", "999999999", "9" * 40, "null", "[1]")


@pytest.fixture(autouse=True)
def frozen(house: House) -> Iterator[None]:
    """The clock stands, so that the same deed leaves the very same rows."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def left(house: House, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, dict[str, str]]]:
    """What each deed would have left: every table, and those of other plans. Then it is thrown away."""
    found: list[dict[str, dict[str, str]]] = []
    with services(house.app).database.writing() as session:
        count_again(session)  # what ran before may have drawn keys and thrown them away

    def look(session: Session, *_: Any, **__: Any) -> None:
        session.flush()
        own = session.scalars(select(Plan.id).where(Plan.owner == "IE")).one()
        found.append({"all": everything(session), "others": of_others(session, own)})
        session.rollback()
        count_again(session)

    monkeypatch.setattr(commits, "commit", look)
    return found


def now(house: House) -> dict[str, dict[str, str]]:
    with services(house.app).database.reading() as session:
        own = session.scalars(select(Plan.id).where(Plan.owner == "IE")).one()
        return {"all": everything(session), "others": of_others(session, own)}


def smuggled(house: House) -> dict[str, str]:
    with services(house.app).database.reading() as session:
        other_plan = session.scalars(select(Plan.id).where(Plan.owner == "FR")).one()
    places = {"other_plan": other_plan, "waited_for_elsewhere": house.told["other"].waited_for}
    return {name: value.format(**places) for name, value in SMUGGLED.items()}


@pytest.fixture
def send(house: House) -> Callable[[Row, dict[str, str]], int]:
    def sent(row: Row, extra: dict[str, str]) -> int:
        values = house.told["own"].values()
        form = {name: text.format(**values) for name, text in row.form.items()}
        # What the form has is the form's: only what it does not have is smuggled in.
        content = {**extra, **form}
        return house.browser("coordinator").post(row.address.format(**values), content).status_code

    return sent


@pytest.mark.parametrize("row", COMMITTED, ids=lambda row: row.name)
def test_fields_that_a_form_does_not_have_are_not_read(
    house: House, send: Callable[[Row, dict[str, str]], int], left: list[dict[str, dict[str, str]]], row: Row
) -> None:
    """The deed with two score further fields leaves, to the letter, what it leaves without them."""
    before = now(house)
    assert send(row, {}) == row.granted
    assert send(row, smuggled(house)) == row.granted
    plain, stuffed = left
    assert stuffed["all"] == plain["all"]
    assert stuffed["others"] == plain["others"] == before["others"]
    changes_nothing = {
        "countries.confirm_milestone",
        "countries.confirm_milestones",
        "countries.set_applicability",
        "countries.set_sharing",
    }
    assert plain["all"] != before["all"] or row.endpoint in changes_nothing, "the deed changed nothing at all"


@pytest.mark.parametrize("row", [row for row in DEEDS if "version" in row.form], ids=lambda row: row.name)
def test_a_version_of_another_shape_changes_nothing_foreign(
    house: House, left: list[dict[str, dict[str, str]]], row: Row
) -> None:
    before, browser = now(house), house.browser("coordinator")
    values = house.told["own"].values()
    form = {name: text.format(**values) for name, text in row.form.items()}
    for version in VERSIONS:
        answer = browser.post(row.address.format(**values), {**form, "version": version})
        assert answer.status_code in (303, 409, 422), version
    assert all(state["others"] == before["others"] for state in left)
    assert now(house) == before


KEYS = ("0", "-1", "²", "٣", "9" * 9, "9" * 40, "1.5", "null", "../FR", "IE-0001' OR '1'='1", "%00", "x" * 3000)


def test_keys_of_any_shape_name_nothing_foreign(house: House, left: list[dict[str, dict[str, str]]]) -> None:
    """Choices of authorities, blocks and milestones hold keys: another plan's are not taken, odd ones neither."""
    other, own = house.told["other"], house.told["own"]
    browser, before = house.browser("coordinator"), now(house)
    home = "/countries/IE"
    foreign = [str(other.authority_id), *KEYS]
    for key in foreign:
        deeds = [
            (f"{home}/milestones/{own.reference}", {"version": "1", "title": "Mine", "authority_id": key}),
            (f"{home}/items/{own.key}", {"version": "2", "lead_authority_id": key, "contributing": key}),
            (f"{home}/items/{own.key}/milestones/add", {"title": "Mine", "authority_id": key, "target_value": key}),
            (f"{home}/milestones/{own.reference}/predecessors/remove", {"predecessor_id": key}),
            (f"{home}/milestones/{own.reference}/predecessors", {"predecessor": key[:20]}),
            (f"{home}/share", {"what": "blocks", "blocks": key}),
            (f"{home}/items/{own.key}/evidence/attach", {"kind": "number", "title": "x", "number": key, "unit": "y"}),
        ]
        for address, content in deeds:
            answer = browser.post(address, content)
            assert answer.status_code in (303, 400, 403, 404, 409, 422), (address, key)
        for address in (
            f"{home}/blocks/3?open={key}",
            f"{home}/history?before={key}",
            f"/gaps?page={key}&severity={key}&root={key}",
            f"/catalogue?block={key}&act={key}",
            f"{home}/evidence/{other.evidence_id if key == str(other.authority_id) else key}",
            f"{home}/blocks/{key}/items/{key}",
            f"{home}/milestones/{key}",
            f"/blocks/{key}",
        ):
            assert browser.get(address).status_code < 500, address
    assert all(state["others"] == before["others"] for state in left)
    for address in (
        f"{home}/milestones/{other.reference}",
        f"{home}/authorities/{other.authority_id}",
        f"{home}/evidence/{other.evidence_id}",
        f"{home}/evidence/{other.evidence_id}/withdraw",
    ):
        assert browser.post(address, {"version": "1", "title": "Mine", "name": "Mine"}).status_code == 404, address
    assert now(house) == before


TOKENS: dict[str, Callable[[str, str], dict[str, Any]]] = {
    "none": lambda _own, _other: {"data": {}},
    "empty": lambda _own, _other: {"data": {"csrf_token": ""}},
    "wrong": lambda own, _other: {"data": {"csrf_token": own[:-4] + "AAAA"}},
    "another session's": lambda _own, other: {"data": {"csrf_token": other}},
    "as plain text": lambda own, _other: {"data": f"csrf_token={own}", "content_type": "text/plain"},
    "beside": lambda own, _other: {"data": {"token": own, "csrf-token": own}},
}


@pytest.mark.parametrize("kind", TOKENS)
def test_no_deed_without_the_form_token_of_the_own_session(
    house: House, left: list[dict[str, dict[str, str]]], kind: str
) -> None:
    before = now(house)
    coordinator, administrator = house.browser("coordinator"), house.browser("administrator")
    for browser in (coordinator, administrator):
        page = browser.get("/account").text
        assert TOKEN.search(page)
    values = {**house.names, **house.told["own"].values()}
    for row in TABLE:
        if row.method != "POST":
            continue
        mine, theirs = (
            (administrator, coordinator) if row.endpoint.startswith("admin.") else (coordinator, administrator)
        )
        form = {name: text.format(**values) for name, text in row.form.items()}
        sent = TOKENS[kind](mine.token, theirs.token)
        if isinstance(sent.get("data"), dict):
            sent["data"] = {**form, **sent["data"]}
        answer = mine.client.post(row.address.format(**values), **sent)
        assert answer.status_code == 400, row.name
    assert left == []
    assert now(house) == before
