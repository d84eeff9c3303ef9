"""A coordinator hands on work in the own country: contributors by authority, deputies until a day."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.accounts.models import Grant, User
from app.accounts.queries import list_country_grants
from app.accounts.states import Role
from app.http.context import services
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.countries.conftest import CELL, World

Add = Callable[..., str]
PEOPLE = "/countries/IE/people"
NEW_PASSWORD = "another sentence only tests would use"
LAST = "2099-12-31"


def invite(world: World, browser: Browser, name: str, **fields: object) -> str:
    """Invites and returns what the page says."""
    browser.get(f"{PEOPLE}/invite")
    form = {"name": name, "email": f"{name.lower()}@ministry.example.org", "authorities": [str(world.agency)], **fields}
    answer = browser.post(f"{PEOPLE}/invite", form)
    assert answer.status_code in (200, 303), answer.text
    return answer.text


def link_on(page: str) -> str:
    found = re.search(r"https?://[^<\s]*(/invitation/[^<\s]+)", page)
    assert found, page
    return found[1]


def come_in(world: World, name: str, link: str) -> Browser:
    """Chooses a password with a link and signs in."""
    browser = Browser(world.app)
    browser.get(link)
    assert browser.post(link, {"password": NEW_PASSWORD, "again": NEW_PASSWORD}).status_code == 303
    browser = Browser(world.app)
    browser.sign_in(f"{name.lower()}@ministry.example.org", NEW_PASSWORD)
    return browser


def grant_of(world: World, name: str) -> int:
    """The key of the only role of somebody on Ireland's plan."""
    with world.app.app_context(), services().database.reading() as session:
        found = [grant.id for grant in list_country_grants(session, "IE") if grant.user.email.startswith(f"{name}@")]
    assert len(found) == 1
    return found[0]


def name_deputy(world: World, browser: Browser, of: str, name: str, ends_on: str = LAST) -> str:
    address = f"{PEOPLE}/{grant_of(world, of)}/deputy"
    browser.get(address)
    form = {"name": name, "email": f"{name.lower()}@ministry.example.org", "ends_on": ends_on}
    answer = browser.post(address, form)
    assert answer.status_code in (200, 303), answer.text
    return answer.text


def test_a_contributor_is_invited_for_an_authority_and_writes_its_work_alone(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    theirs, others = add(ireland, authority_id=str(world.agency)), add(ireland, authority_id=str(world.ministry))
    helper = come_in(world, "Niamh", link_on(invite(world, ireland, "Niamh")))
    page = ireland.get(PEOPLE).text
    assert "Niamh" in page
    assert "Reception Agency" in page
    address = "/countries/IE/milestones/{}"
    saved = {"form": "row", "version": "1", "forecast_on": "2026-10-05"}
    helper.get(CELL)
    assert helper.post(address.format(theirs), saved).status_code == 303
    assert helper.post(address.format(others), saved).status_code == 403


def test_a_deputy_has_the_rights_of_the_one_acted_for_and_the_history_says_for_whom(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.agency))
    link = link_on(name_deputy(world, ireland, "contributor", "Aoife"))
    deputy = come_in(world, "Aoife", link)
    assert "acting for Contributor" in ireland.get(PEOPLE).text
    address = f"/countries/IE/milestones/{reference}"
    deputy.get(CELL)
    saved = {"form": "row", "version": "1", "forecast_on": "2026-10-05"}
    assert deputy.post(address, saved).status_code == 303
    assert "Aoife, acting for Contributor" in ireland.get(address).text
    assert "Aoife, acting for Contributor" in world.sign_in("admin").get("/admin/audit").text


def test_a_coordinators_deputy_shares_and_invites_but_names_no_deputies(world: World) -> None:
    ireland = world.sign_in("ireland")
    deputy = come_in(world, "Cian", link_on(name_deputy(world, ireland, "second", "Cian")))
    assert deputy.get("/countries/IE/share").status_code == 200
    assert "Orla" in invite(world, deputy, "Orla")
    coordinator = grant_of(world, "ireland")
    assert deputy.get(f"{PEOPLE}/{coordinator}/deputy").status_code == 403
    assert f"/people/{coordinator}/deputy" not in deputy.get(PEOPLE).text
    own = grant_of(world, "cian")
    assert deputy.post(f"{PEOPLE}/{own}/end").status_code == 403


def test_what_was_handed_on_is_ended_at_once_with_those_who_act_for_it(world: World) -> None:
    ireland = world.sign_in("ireland")
    deputy = come_in(world, "Aoife", link_on(name_deputy(world, ireland, "contributor", "Aoife")))
    contributor = world.sign_in("contributor")
    assert ireland.post(f"{PEOPLE}/{grant_of(world, 'contributor')}/end").status_code == 303
    assert contributor.get("/countries/IE").status_code == 303, "signed out"
    assert deputy.get("/countries/IE").status_code == 404
    page = ireland.get(PEOPLE).text
    assert "Aoife" not in page
    refused = ireland.post(f"{PEOPLE}/{grant_of(world, 'second')}/end")
    assert refused.status_code == 409
    assert "An administrator revokes a coordinator" in refused.text


def test_nobody_gets_a_link_that_opens_more_than_the_country_handed_on(world: World) -> None:
    ireland = world.sign_in("ireland")
    said = invite(world, ireland, "Reviewer")
    assert "/invitation/" not in said
    with world.app.app_context():
        session = writing(world.app)
        person = User(email="boss@ministry.example.org", name="Boss", created_at=session.query(User).first().created_at)
        session.add(person)
        session.flush()
        first = session.query(Grant).filter(Grant.role == Role.ADMINISTRATOR.value).first()
        session.add(
            Grant(
                user_id=person.id,
                role=Role.ADMINISTRATOR.value,
                country=None,
                starts_on=first.starts_on,
                granted_at=first.granted_at,
            )
        )
        keep(world.app, session)
    assert "/invitation/" not in invite(world, ireland, "Boss"), "would hand over an administrator's account"
    grant = grant_of(world, "boss")
    refused = ireland.post(f"{PEOPLE}/{grant}/link")
    assert refused.status_code == 409
    assert "/invitation/" not in refused.text
    assert f"{grant}/link" not in ireland.get(PEOPLE).text


def test_who_has_not_come_in_gets_a_new_link_that_ends_the_first(world: World) -> None:
    ireland = world.sign_in("ireland")
    first = link_on(invite(world, ireland, "Niamh"))
    again = link_on(ireland.post(f"{PEOPLE}/{grant_of(world, 'niamh')}/link").text)
    assert Browser(world.app).get(first).status_code == 404
    come_in(world, "Niamh", again)
    assert "/link" not in ireland.get(PEOPLE).text


def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_lost(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = f"{PEOPLE}/{grant_of(world, 'contributor')}/deputy"
    ireland.get(address)
    for form, says in (
        ({"name": "A", "email": "a@ministry.example.org"}, "Last day"),
        ({"name": "A", "email": "a@ministry.example.org", "ends_on": "2020-01-01"}, "The end"),
        ({"name": "A", "email": "contributor@ministry.example.org", "ends_on": LAST}, "Nobody acts for themselves"),
        ({"name": "A", "email": "nonsense", "ends_on": LAST}, "not an e-mail address"),
    ):
        answer = ireland.post(address, form)
        assert answer.status_code == 422
        assert says in answer.text
        assert f'value="{form["email"]}"' in answer.text
    nobody = ireland.post(f"{PEOPLE}/invite", {"name": "B", "email": "b@ministry.example.org"})
    assert nobody.status_code == 422
    assert "Choose the authorities" in nobody.text


def test_people_of_another_country_are_out_of_reach(world: World) -> None:
    make_person(world.app, "paris@ministry.example.org", Role.COORDINATOR, country="FR")
    ireland, france = world.sign_in("ireland"), world.sign_in("france")
    assert france.get(PEOPLE).status_code == 404
    contributor = grant_of(world, "contributor")
    assert france.post(f"/countries/FR/people/{contributor}/end").status_code == 404
    assert world.sign_in("contributor").get(PEOPLE).status_code == 403
    foreign = ireland.post(
        f"{PEOPLE}/invite", {"name": "C", "email": "c@ministry.example.org", "authorities": ["9999"]}
    )
    assert foreign.status_code == 422
