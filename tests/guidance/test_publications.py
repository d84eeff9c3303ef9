"""Agencies record what they publish: in versions, beside the catalogue, heard of by those whose items it serves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.states import Role
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.guidance.queries.publications import get_publication, list_entries, list_publications, list_versions
from app.guidance.queries.uses import list_uses
from app.guidance.services.publishing import correct_publication, record_publication, withdraw_publication
from app.guidance.services.using import record_use
from app.notices.letters import English
from app.notices.queries.gathering import gather
from app.notices.records import Window
from app.notices.states import Kind
from app.notices.words import sentence
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from tests.answers.conftest import World, moment, world
from tests.comments.people import somebody
from tests.guidance.test_use import authority_of

__all__ = ["moment", "world"]

SAID = {
    "kind": "training",
    "title": "Course on screening",
    "said_on": date(2026, 11, 1),
    "languages": ["fr", "en"],
    "reference": "C-1",
    "url": "https://agency.example/course",
    "purpose": "How screening is done.",
    "blocks": ["borders"],
    "items": ["borders.screening", "borders.it-system"],
    "length": "two days",
    "audience": "border guards",
}


@pytest.fixture
def agency(world: World) -> int:
    """People of an agency: one for all of it, one for a single block."""
    key = add_authority(world.session, EU, "eu-LISA", actor=world.who("system"), actor_code="EULISA").authority_id
    for name, scope in (("agency", {}), ("limited", {"blocks": frozenset({"reception"})})):
        named = {"country": EU, "authorities": frozenset({key}), **scope}
        world.people[name] = somebody(world.session, name, Role.CONTRIBUTOR, **named)
    return key


def publish(world: World, name: str = "agency", maker: str = "EULISA", **differing: Any) -> str:
    return record_publication(world.session, world.view, maker, SAID | differing, actor=world.who(name))


def told(world: World, name: str, kind: Kind) -> list[str]:
    window = Window(clock.now() - timedelta(hours=1), clock.now())
    found = gather(world.session, world.view, world.who(name), window)
    return [sentence(one, world.view, English()) for one in found if one.kind is kind]


def test_an_agency_records_corrects_and_withdraws_its_own_and_nobody_else_does(world: World, agency: int) -> None:
    session, view = world.session, world.view
    key = publish(world)
    assert [one.key for one in list_entries(session, view)][-1] == key
    assert get_publication(session, key).languages == ("en", "fr")
    assert publish(world) == key, "the same said twice is one"
    with pytest.raises(Invalid) as refused:
        publish(world, title="Another", url="https://www.agency.example/course/")
    assert refused.value.field == "url"
    for name in ("ireland", "lead", "observer", "admin", "body"):
        with pytest.raises(NotAllowed):
            publish(world, name, title="Theirs")
    with pytest.raises(Invalid):
        publish(world, "keeper", url="https://agency.example/2")
    with pytest.raises(NotAllowed):
        publish(world, "limited", url="https://agency.example/3")
    of_commission = publish(world, "keeper", "COM", url="https://commission.example/", blocks=["reception"], items=[])
    assert {one.key: one.side.value for one in list_publications(session)} == {key: "maker", of_commission: "eu_level"}

    said = SAID | {"title": "Course on screening, second edition"}

    def correct(reason: str = "A new edition", name: str = "agency", seen: int | None = 1) -> None:
        correct_publication(session, view, key, said, reason, actor=world.who(name), seen=seen)

    for name in ("keeper", "ireland"):
        with pytest.raises(NotAllowed):
            correct(name=name)
    with pytest.raises(Invalid):
        correct("")
    correct()
    with pytest.raises(Conflict):
        correct()
    with pytest.raises(Invalid):
        correct(seen=2)
    assert [one.title for one in list_versions(session, 1)] == [SAID["title"], said["title"]]
    for change in ("UPDATE publication_version SET title = 'x'", "DELETE FROM publication_version"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(change))

    values = {"authority_id": authority_of(world, "IE"), "kind": "trained", "as_on": date(2026, 11, 2), "note": ""}
    values |= {"number": 12, "reach": "commission"}
    used = record_use(session, view, "IE", key, values, actor=world.who("ireland"))
    assert [one.use_id for one in list_uses(session, view, world.who("agency"), [key])] == [used]
    withdraw_publication(session, view, key, "Out of date", actor=world.who("agency"), seen=2)
    assert key not in {one.key for one in list_entries(session, view)}
    assert get_publication(session, key).reason == "Out of date"
    with pytest.raises(WrongState):
        correct(seen=3)
    with pytest.raises(WrongState):
        record_use(session, view, "IE", key, values, actor=world.who("ireland"))
    record_use(session, view, "IE", key, values | {"number": 9}, actor=world.who("ireland"), corrects=used)
    assert [one.number for one in list_uses(session, view, world.who("agency"), [key])] == [9]
    with pytest.raises(NotFound):
        get_publication(session, "G99")


def test_what_is_no_publication_is_refused(world: World, agency: int) -> None:
    for said, where in (
        ({"kind": "x"}, "kind"),
        ({"title": " "}, "title"),
        ({"said_on": None}, "said_on"),
        ({"said_on": date(2026, 12, 1)}, "said_on"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"url": ""}, "url"),
        ({"url": "http://agency.example/course"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://name:word@agency.example/"}, "url"),
        ({"url": "https://agency.example/standards/"}, "url"),
        ({"purpose": ""}, "purpose"),
        ({"blocks": [], "items": []}, "blocks"),
        ({"items": ["borders.nothing"]}, "items"),
        ({"length": ""}, "length"),
        ({"kind": "guide"}, "length"),
        ({"audience": "x" * 301}, "audience"),
    ):
        with pytest.raises(Invalid) as refused:
            publish(world, **said)
        assert refused.value.field == where, said
    assert list_publications(world.session) == []


def test_what_the_catalogue_has_at_the_same_address_stands_before_it(world: World, agency: int) -> None:
    key = publish(world)
    listed = [replace(one, url=f"{SAID['url']}/") if one.key == "system-course" else one for one in world.view.guidance]
    view = replace(world.view, guidance=tuple(listed))
    entries = {one.key: one.also for one in list_entries(world.session, view)}
    assert entries == {"reception-standards": (), "system-course": (key,)}
    with pytest.raises(Invalid):
        correct_publication(world.session, view, key, SAID, "Why", actor=world.who("agency"), seen=1)


def test_coordinators_whose_items_it_serves_get_one_notice_and_agencies_hear_of_answers(
    world: World, agency: int
) -> None:
    served = ["reception.directive-transposed", "reception.staff-trained", "borders.screening", "borders.it-system"]
    key = publish(world, items=served)
    (said,) = told(world, "ireland", Kind.GUIDANCE)
    assert said == f"eu-LISA published guidance or training for 2 items of Ireland: {key}"
    for name in ("helper", "desk", "keeper", "agency", "observer"):
        assert told(world, name, Kind.GUIDANCE) == [], name
    withdraw_publication(world.session, world.view, key, "Wrong", actor=world.who("agency"), seen=1)
    assert told(world, "ireland", Kind.GUIDANCE) == []
    question = world.ask("agency", EU)
    world.answer(question, name="lead")
    (heard,) = told(world, "agency", Kind.QUESTIONS)
    assert (f"Q{question}" in heard, heard.startswith("The Commission answered a question of the agency")) == (1, 1)
    assert told(world, "body", Kind.QUESTIONS) == []
    assert len(told(world, "keeper", Kind.QUESTIONS)) == 1
