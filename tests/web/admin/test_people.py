"""The administration of people: invite, give and revoke roles, links, disable; and who may."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import queries, services
from app.accounts.actor import SYSTEM
from app.accounts.services import Scope
from app.accounts.states import Role
from app.audit.models import AuditEntry
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.core.errors import Invalid, WrongState
from app.http.context import services as held_services
from tests.web.browsing import PASSWORD, Browser, keep, make_person, person, writing

ADMIN = "admin@demo.example"
NewBrowser = Callable[..., Browser]
CATALOGUE = Path(__file__).parents[3] / "checklists" / "cip-2024"


@pytest.fixture
def admin_id(app: Flask) -> int:
    return make_person(app, ADMIN, Role.ADMINISTRATOR)


@pytest.fixture
def admin(app: Flask, admin_id: int, new_browser: NewBrowser) -> Browser:
    browser = new_browser()
    assert browser.sign_in(ADMIN).status_code == 303
    return browser


@pytest.fixture
def with_countries(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The administration reads only which countries and blocks there are; a short list stands for the catalogue."""
    monkeypatch.setattr("app.web.admin.forms.codes", lambda: ["EU", "BE", "IE", "EL"])
    monkeypatch.setattr("app.web.admin.views.codes", lambda: ["EU", "BE", "IE", "EL"])


def held(app: Flask, user_id: int) -> set[tuple[str, str | None]]:
    with held_services(app).database.reading() as session:
        actor = queries.load_actor(session, user_id)
    return {(one.role.value, one.country) for one in actor.held} if actor else set()


def deeds(app: Flask) -> list[tuple[str, int | None]]:
    with held_services(app).database.reading() as session:
        rows = session.execute(select(AuditEntry.deed, AuditEntry.actor_id).order_by(AuditEntry.id))
        return [(row.deed, row.actor_id) for row in rows]


def user_named(app: Flask, email: str) -> int:
    with held_services(app).database.reading() as session:
        user = queries.find_user_by_email(session, email)
        assert user is not None
        return user.id


def grant_number(app: Flask, user_id: int, role: Role) -> int:
    with held_services(app).database.reading() as session:
        return next(g.id for g in queries.get_user(session, user_id).grants if g.role == role.value)


PAGES = ["/admin", "/admin/invite", "/admin/releases", "/admin/audit", "/admin/people/1", "/admin/people/1/roles"]
DEEDS = [
    "/admin/invite?role=administrator",
    "/admin/people/1/link",
    "/admin/people/1/disable",
    "/admin/people/1/enable",
    "/admin/people/1/roles?role=administrator",
    "/admin/roles/1/revoke",
]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_comes_in(app: Flask, admin_id: int, browser: Browser, role: Role) -> None:
    country = "IE" if role in (Role.COORDINATOR, Role.CONTRIBUTOR) else None
    if role in (Role.CONTRIBUTOR, Role.EXPERT):
        # A grant to authorities needs a plan, that of an expert a project; no role sees no more.
        make_person(app, "somebody@demo.example")
    else:
        make_person(app, "somebody@demo.example", role, country=country)
    browser.sign_in("somebody@demo.example")
    before = deeds(app)
    assert {browser.get(url).status_code for url in PAGES} == {403}
    browser.get("/account")
    assert {browser.post(url, {"name": "x", "email": "x@y.example"}).status_code for url in DEEDS} == {403}
    assert deeds(app) == before


def test_nobody_signed_in_is_asked_to_sign_in(app: Flask, admin_id: int, browser: Browser) -> None:
    for url in PAGES:
        answer = browser.get(url)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/login?next=/admin")


@pytest.mark.usefixtures("with_countries")
def test_a_person_is_invited_and_comes_in_by_the_link(app: Flask, admin: Browser, new_browser: NewBrowser) -> None:
    assert "Step 1 of 2" in admin.get("/admin/invite").text
    url = "/admin/invite?role=coordinator&country=IE"
    assert "Step 2 of 2: coordinator, Ireland" in admin.get(url).text
    answer = admin.post(url, {"name": "New  Person", "email": "New.Person@Ministry.example.org"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    link = answer.text.split('id="link">')[1].split("<")[0].removeprefix("http://127.0.0.1:8000")
    invited = new_browser()
    assert invited.get(link).status_code == 200
    assert invited.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert "coordinator, Ireland" in invited.get("/account").text
    user_id = user_named(app, "new.person@ministry.example.org")
    assert person(app, user_id).name == "New Person"
    made = [deed for deed, actor_id in deeds(app) if actor_id == user_named(app, ADMIN)]
    assert made[1:] == ["accounts:user:created", "accounts:role:granted", "accounts:invitation:made"]


@pytest.mark.usefixtures("with_countries")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"name": "A", "email": "no address"}, "This is not an e-mail address."),
        ({"name": "A", "email": ADMIN}, "There is already an account with this address."),
        ({"name": " ", "email": "a@ministry.example.org"}, "Please correct the following"),
        ({"name": "A\u202eB", "email": "a@ministry.example.org"}, "hidden characters that change the direction"),
        ({"name": "\u200e", "email": "a@ministry.example.org"}, "Enter a text."),
        ({"name": "A", "email": "a@ministry.example.org", "ends_on": "2020-01-01"}, "The end is before the start."),
        ({"name": "A", "email": "a@ministry.example.org", "is_deputy": "y"}, "A deputy is a coordinator with an end"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(app: Flask, admin: Browser, content: dict[str, str], says: str) -> None:
    before = deeds(app)
    url = "/admin/invite?role=coordinator&country=IE"
    admin.get(url)
    answer = admin.post(url, content)
    assert answer.status_code == 422
    assert says in answer.text
    assert deeds(app) == before


@pytest.mark.usefixtures("with_countries")
def test_a_reviewer_has_a_desk_and_a_deputy_an_end(app: Flask, admin: Browser) -> None:
    url = "/admin/invite?role=reviewer"
    admin.get(url)
    assert admin.post(url, {"name": "R", "email": "r@ministry.example.org", "desk": ["IE", "EL"]}).status_code == 200
    reviewer = person(app, user_named(app, "r@ministry.example.org"))
    assert sorted(row.country for row in reviewer.grants[0].desk) == ["EL", "IE"]
    url = "/admin/invite?role=coordinator&country=BE"
    admin.get(url)
    content = {"name": "D", "email": "d@ministry.example.org", "is_deputy": "y", "ends_on": "2099-12-31"}
    assert admin.post(url, content).status_code == 200
    deputy = person(app, user_named(app, "d@ministry.example.org")).grants[0]
    assert deputy.is_deputy
    assert deputy.ends_on == date(2099, 12, 31)


@pytest.mark.usefixtures("with_countries")
def test_fields_that_a_role_does_not_have_are_not_taken(app: Flask, admin: Browser) -> None:
    url = "/admin/invite?role=administrator&country=IE"
    admin.get(url)
    content = {"name": "A", "email": "a@ministry.example.org", "country": "IE", "desk": ["IE"], "is_deputy": "y"}
    assert admin.post(url, {**content, "is_demonstration": "1", "id": "1", "password_hash": "x"}).status_code == 200
    user_id = user_named(app, "a@ministry.example.org")
    assert held(app, user_id) == {("administrator", None)}
    made = person(app, user_id)
    assert made.password_hash is None
    assert not made.is_demonstration


@pytest.mark.usefixtures("with_countries")
def test_a_country_that_is_not_there_is_asked_for_again(admin: Browser) -> None:
    for url in ("/admin/invite?role=coordinator", "/admin/invite?role=coordinator&country=XX", "/admin/invite?role=no"):
        assert "Step 1 of 2" in admin.get(url).text


@pytest.mark.usefixtures("with_countries")
@pytest.mark.parametrize("start", ["/admin/invite", "/admin/people/1/roles"])
def test_no_role_is_chosen_beforehand_and_what_is_missing_is_said(admin: Browser, start: str) -> None:
    first = admin.get(start).text
    assert '<option value="">choose …</option><option value="administrator">' in first
    assert "Please correct the following" not in first
    assert "Role: Choose a role." in admin.get(f"{start}?role=&country=IE").text
    assert "Country: Choose the country this role is for." in admin.get(f"{start}?role=contributor").text


@pytest.mark.usefixtures("with_countries")
def test_a_role_given_or_revoked_ends_the_sessions(app: Flask, admin: Browser, new_browser: NewBrowser) -> None:
    user_id = make_person(app, "somebody@demo.example", Role.OBSERVER)
    somebody = new_browser()
    somebody.sign_in("somebody@demo.example")
    url = f"/admin/people/{user_id}/roles?role=observer&country=IE"
    admin.get(url)
    assert admin.post(url).status_code == 303
    assert somebody.get("/account").status_code == 303
    assert held(app, user_id) == {("observer", None), ("observer", "IE")}
    somebody.sign_in("somebody@demo.example")
    revoke = f"/admin/roles/{grant_number(app, user_id, Role.OBSERVER)}/revoke"
    assert "will no longer be observer" in admin.get(revoke).text
    assert admin.post(revoke).status_code == 303
    assert somebody.get("/account").status_code == 303
    assert held(app, user_id) == {("observer", "IE")}
    assert admin.post(revoke).status_code == 409


@pytest.mark.usefixtures("with_countries")
def test_the_same_role_is_not_given_twice(app: Flask, admin: Browser) -> None:
    user_id = make_person(app, "somebody@demo.example", Role.OBSERVER)
    url = f"/admin/people/{user_id}/roles?role=observer"
    admin.get(url)
    assert admin.post(url).status_code == 409


def test_disabling_ends_everything_at_once(app: Flask, admin: Browser, new_browser: NewBrowser) -> None:
    user_id = make_person(app, "somebody@demo.example", Role.OBSERVER)
    somebody = new_browser()
    somebody.sign_in("somebody@demo.example")
    link = admin.post(f"/admin/people/{user_id}/link").text.split("/invitation/")[1].split("<")[0]
    assert admin.post(f"/admin/people/{user_id}/disable").status_code == 303
    assert somebody.get("/account").status_code == 303
    assert new_browser().sign_in("somebody@demo.example").status_code == 422
    assert new_browser().get(f"/invitation/{link}").status_code == 404
    assert admin.post(f"/admin/people/{user_id}/link").status_code == 409
    assert admin.post(f"/admin/people/{user_id}/disable").status_code == 409
    assert "disabled" in admin.get("/admin?q=somebody").text
    assert admin.post(f"/admin/people/{user_id}/enable").status_code == 303
    assert new_browser().sign_in("somebody@demo.example").status_code == 303
    assert new_browser().get(f"/invitation/{link}").status_code == 404


def test_the_last_administrator_stays(app: Flask, admin_id: int, admin: Browser) -> None:
    number = grant_number(app, admin_id, Role.ADMINISTRATOR)
    for answer in (admin.post(f"/admin/people/{admin_id}/disable"), admin.post(f"/admin/roles/{number}/revoke")):
        assert answer.status_code == 409
        assert "Make somebody else administrator first." in answer.text
        assert "<form" in answer.text
    assert held(app, admin_id) == {("administrator", None)}
    make_person(app, "second@demo.example", Role.ADMINISTRATOR)
    assert admin.post(f"/admin/roles/{number}/revoke").status_code == 303
    assert held(app, admin_id) == set()


def test_an_administrator_until_a_day_does_not_count_as_another(app: Flask, admin_id: int, admin: Browser) -> None:
    make_person(app, "for.now@demo.example", Role.ADMINISTRATOR, ends_on=date(2099, 1, 1))
    number = grant_number(app, admin_id, Role.ADMINISTRATOR)
    assert admin.post(f"/admin/roles/{number}/revoke").status_code == 409


def test_an_administrator_who_cannot_sign_in_does_not_count_as_another(
    app: Flask, admin_id: int, admin: Browser
) -> None:
    invited = make_person(app, "invited@demo.example", Role.ADMINISTRATOR, password=None)
    number = grant_number(app, admin_id, Role.ADMINISTRATOR)
    for answer in (admin.post(f"/admin/people/{admin_id}/disable"), admin.post(f"/admin/roles/{number}/revoke")):
        assert answer.status_code == 409
        assert "This is the last administrator who can sign in." in answer.text
    assert admin.post(f"/admin/roles/{grant_number(app, invited, Role.ADMINISTRATOR)}/revoke").status_code == 303


def test_an_administrator_with_an_end_is_kept_while_nobody_else_can_sign_in(app: Flask, admin_id: int) -> None:
    with writing(app) as session:
        (grant,) = queries.get_user(session, admin_id).grants
        grant.ends_on = date(2099, 1, 1)
        session.flush()
        with pytest.raises(WrongState):
            services.revoke_role(session, grant, actor=SYSTEM)


def test_a_coordinator_who_cannot_sign_in_takes_nothing_over(app: Flask, admin: Browser) -> None:
    leaving = make_person(app, "leaving@demo.example", Role.COORDINATOR, country="IE")
    make_person(app, "invited@demo.example", Role.COORDINATOR, country="IE", password=None)
    revoke = f"/admin/roles/{grant_number(app, leaving, Role.COORDINATOR)}/revoke"
    assert admin.get(revoke).status_code == 200
    assert admin.post(revoke).status_code == 409
    answer = admin.post(revoke, {"hand_over_to": "invited@demo.example"})
    assert answer.status_code == 422
    assert "has not chosen a password yet" in answer.text
    assert held(app, leaving) == {("coordinator", "IE")}


def test_of_two_administrators_who_revoke_each_other_one_stays(app: Flask, new_browser: NewBrowser) -> None:
    ids = {email: make_person(app, email, Role.ADMINISTRATOR) for email in ("one@demo.example", "two@demo.example")}
    browsers, urls = [], []
    for email in ids:
        browser = new_browser()
        browser.sign_in(email)
        browsers.append(browser)
    for user_id in reversed(ids.values()):
        urls.append(f"/admin/roles/{grant_number(app, user_id, Role.ADMINISTRATOR)}/revoke")
    start, statuses = threading.Barrier(2), []

    def revoke(browser: Browser, url: str) -> None:
        start.wait()
        statuses.append(browser.post(url).status_code)

    threads = [threading.Thread(target=revoke, args=pair) for pair in zip(browsers, urls, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = [user_id for user_id in ids.values() if held(app, user_id)]
    assert len(left) == 1
    assert 303 in statuses


@pytest.mark.usefixtures("with_countries")
def test_a_leaving_coordinator_hands_over(app: Flask, admin: Browser, new_browser: NewBrowser) -> None:
    leaving = make_person(app, "leaving@demo.example", Role.COORDINATOR, country="IE")
    coming = make_person(
        app, "coming@demo.example", Role.COORDINATOR, country="IE", is_deputy=True, ends_on=date(2099, 1, 1)
    )
    revoke = f"/admin/roles/{grant_number(app, leaving, Role.COORDINATOR)}/revoke"
    assert "takes over" in admin.get(revoke).text
    refused = admin.post(revoke)
    assert refused.status_code == 409
    assert "This is the last coordinator of Ireland who can sign in. Choose who takes over." in refused.text
    assert 'id="hand_over_to-error"' in refused.text
    kept = admin.post(f"/admin/people/{leaving}/disable")
    assert kept.status_code == 409
    assert "This is the last coordinator of Ireland who can sign in. Choose who takes over." in kept.text
    assert f'href="{revoke}">Choose who takes over: coordinator, Ireland</a>' in kept.text
    assert "Disable the account" in kept.text
    assert held(app, leaving) == {("coordinator", "IE")}
    for wrong in ("nobody@demo.example", "leaving@demo.example"):
        answer = admin.post(revoke, {"hand_over_to": wrong})
        assert answer.status_code == 422
        assert 'id="hand_over_to-error"' in answer.text
    assert admin.post(revoke, {"hand_over_to": "coming@demo.example"}).status_code == 303
    assert held(app, leaving) == set()
    assert ("coordinator", "IE") in held(app, coming)
    assert admin.post(f"/admin/people/{leaving}/disable").status_code == 303


def test_a_second_coordinator_may_leave_without_handing_over(app: Flask, admin: Browser) -> None:
    first = make_person(app, "first@demo.example", Role.COORDINATOR, country="IE")
    make_person(app, "second@demo.example", Role.COORDINATOR, country="IE")
    assert admin.post(f"/admin/roles/{grant_number(app, first, Role.COORDINATOR)}/revoke").status_code == 303


def test_people_are_found_by_name_and_address_literally(app: Flask, admin: Browser) -> None:
    make_person(app, "odd_name@demo.example", name="100% Müller")
    make_person(app, "oddXname@demo.example", name="100 Others")
    found = admin.get("/admin?q=100%25").text
    assert "100% Müller" in found
    assert "100 Others" not in found
    assert "oddxname@demo.example" not in admin.get("/admin?q=odd_name").text
    assert "Nobody is found" in admin.get("/admin?q=zzz").text


def test_a_long_list_has_pages(app: Flask, admin: Browser) -> None:
    session = writing(app)
    for number in range(60):
        services.create_user(session, actor=SYSTEM, email=f"p{number:02}@ministry.example.org", name=f"P {number:02}")
    keep(app, session)
    first, second = admin.get("/admin"), admin.get("/admin?page=2")
    assert "Page 1 of 2" in first.text
    assert "P 59" in second.text
    assert "P 10<" not in second.text
    assert admin.get("/admin?page=zzz").status_code == 200


def test_a_name_is_text_and_never_markup(app: Flask, admin: Browser) -> None:
    user_id = make_person(app, "x@demo.example", name="<script>alert(1)</script>")
    for url in ("/admin", f"/admin/people/{user_id}", f"/admin/people/{user_id}/roles", "/admin/audit"):
        text = admin.get(url).text
        assert "<script>alert" not in text
    assert "&lt;script&gt;" in admin.get("/admin").text


def test_a_person_who_is_not_there_is_not_found(admin: Browser) -> None:
    assert admin.get("/admin/people/999999").status_code == 404
    assert admin.post("/admin/people/999999/disable").status_code == 404
    assert admin.get("/admin/roles/999999/revoke").status_code == 404


def test_the_trail_shows_people_s_changes_and_nothing_of_plans(app: Flask, admin: Browser) -> None:
    from app.audit.services import record

    user_id = make_person(app, "somebody@demo.example", Role.OBSERVER, country="IE")
    session = writing(app)
    actor = queries.load_actor(session, user_id)
    secret = {"title": ["secret of the plan", "another secret"]}
    record(
        session,
        actor=actor,
        deed="plans:milestone:updated",
        subject_kind="milestone",
        subject_id=7,
        country="IE",
        changes=secret,
        reason="a secret reason",
    )
    keep(app, session)
    page = admin.get("/admin/audit").text
    assert "plans:milestone:updated" in page
    assert "secret" not in page
    assert "role: – → observer; from: – → " in page
    own = admin.get("/admin/audit?person=somebody@demo.example").text
    assert "plans:milestone:updated" in own
    assert "accounts:user:created" not in own
    assert "plans:milestone:updated" not in admin.get("/admin/audit?country=BE").text
    assert "no account with this address" in admin.get("/admin/audit?person=zzz@demo.example").text
    assert admin.get("/admin/audit?before=abc&country=zz").status_code == 200


def test_the_trail_has_at_most_a_hundred_entries_a_page(app: Flask, admin: Browser) -> None:
    session = writing(app)
    for number in range(120):
        services.create_user(session, actor=SYSTEM, email=f"p{number:03}@ministry.example.org", name="P")
    keep(app, session)
    page = admin.get("/admin/audit").text
    assert page.count("<tr>") == 101
    older = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "accounts:role:granted" in admin.get(older).text


@pytest.mark.slow
def test_releases_are_listed(app: Flask, admin: Browser) -> None:
    assert "No release is loaded" in admin.get("/admin/releases").text
    session = writing(app)
    load_release(session, read_catalogue(CATALOGUE), actor=SYSTEM)
    keep(app, session)
    page = admin.get("/admin/releases").text
    assert "cip-2024" in page
    assert "EU level" in admin.get("/admin/invite").text


def test_a_contributor_needs_authorities(app: Flask) -> None:
    session = writing(app)
    user = services.create_user(session, actor=SYSTEM, email="c@ministry.example.org", name="C")
    with pytest.raises(Invalid):
        services.grant_role(session, user, Role.CONTRIBUTOR, Scope(country="IE"), actor=SYSTEM)
    session.close()
