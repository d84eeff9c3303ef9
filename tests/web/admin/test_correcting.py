"""A person's name and address are corrected, and a leaver's replaced by a pseudonym; the trail names neither."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.states import Role
from app.audit.models import AuditEntry
from app.audit.services import verify
from app.http.context import services
from tests.web.browsing import PASSWORD, Browser, make_person, person
from tests.web.countries.forms_on import form_on

ADMIN, LEAVER = "admin@demo.example", "mary.byrne@demo.example"
NewBrowser = Callable[..., Browser]


@pytest.fixture
def admin(app: Flask, new_browser: NewBrowser) -> Browser:
    make_person(app, ADMIN, Role.ADMINISTRATOR)
    browser = new_browser()
    browser.sign_in(ADMIN)
    return browser


@pytest.fixture
def mary(app: Flask, admin: Browser) -> int:
    return make_person(app, LEAVER, Role.OBSERVER, name="Mary Byrne")


def trail(app: Flask) -> list[AuditEntry]:
    with services(app).database.reading() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_a_name_and_an_address_are_corrected(app: Flask, admin: Browser, mary: int, new_browser: NewBrowser) -> None:
    link = admin.post(f"/admin/people/{mary}/link").text.split("/invitation/")[1].split("<")[0]
    page = admin.get(f"/admin/people/{mary}/correct")
    form = {**form_on(page.text), "name": " Mary   O’Byrne ", "email": "Mary.OByrne@demo.example"}
    assert admin.post(f"/admin/people/{mary}/correct", form).status_code == 303
    assert (person(app, mary).name, person(app, mary).email) == ("Mary O’Byrne", "mary.obyrne@demo.example")
    assert "Mary O’Byrne" in admin.get(f"/admin/people/{mary}").text
    assert new_browser().sign_in(LEAVER).status_code == 422
    assert new_browser().sign_in("mary.obyrne@demo.example").status_code == 303
    assert new_browser().get(f"/invitation/{link}").status_code == 404  # it went to the other address
    entry = trail(app)[-1]
    assert (entry.deed, entry.subject_id) == ("accounts:user:corrected", mary)
    assert "name, e-mail address" in admin.get("/admin/audit").text
    assert not any("Byrne" in json.dumps([one.changes, one.reason]) for one in trail(app))


def test_what_is_the_same_changes_nothing(app: Flask, admin: Browser, mary: int) -> None:
    before = len(trail(app))
    address = f"/admin/people/{mary}/correct"
    assert admin.post(address, form_on(admin.get(address).text)).status_code == 303
    assert len(trail(app)) == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"email": "no address"}, "This is not an e-mail address."),
        ({"email": ADMIN}, "There is already an account with this address."),
        ({"email": "x@former.invalid"}, "This is not an e-mail address."),
        ({"name": " "}, "Please correct the following"),
        ({"name": "A\u202eB"}, "hidden characters that change the direction"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    app: Flask, admin: Browser, mary: int, content: dict[str, str], says: str
) -> None:
    address = f"/admin/people/{mary}/correct"
    answer = admin.post(address, {**form_on(admin.get(address).text), **content})
    assert answer.status_code == 422
    assert says in answer.text
    assert person(app, mary).name == "Mary Byrne"


def test_two_who_correct_at_once_see_each_other(app: Flask, admin: Browser, mary: int) -> None:
    address = f"/admin/people/{mary}/correct"
    mine, theirs = (form_on(admin.get(address).text) for _ in range(2))
    admin.post(address, {**theirs, "name": "Mary Ó Broin"})
    for stale in (mine, {**mine, "version": ""}):
        answer = admin.post(address, {**stale, "email": "mary@demo.example"})
        assert answer.status_code == 409
        assert "Mary Ó Broin" in answer.text
        assert form_on(answer.text)["email"] == ["mary@demo.example"]
    assert person(app, mary).email == LEAVER
    assert admin.post(address, form_on(answer.text)).status_code == 303
    assert person(app, mary).email == "mary@demo.example"


def test_a_leaver_is_replaced_by_a_pseudonym_and_the_trail_stays_whole(
    app: Flask, admin: Browser, mary: int, new_browser: NewBrowser
) -> None:
    address = f"/admin/people/{mary}/pseudonymise"
    assert admin.post(address).status_code == 409  # first the account is closed
    assert "/pseudonymise" not in admin.get(f"/admin/people/{mary}").text
    admin.post(f"/admin/people/{mary}/disable")
    assert "/pseudonymise" in admin.get(f"/admin/people/{mary}").text
    assert "cannot be undone" in admin.get(address).text
    assert admin.post(address).status_code == 303
    now = person(app, mary)
    assert (now.name, now.password_hash, now.is_active) == (f"Former user {mary}", None, False)
    for page in (f"/admin/people/{mary}", "/admin", "/admin/audit"):
        text = admin.get(page).text
        assert "Byrne" not in text.replace("byrne", "Byrne")
        assert f"Former user {mary}" in text
    for again in ("pseudonymise", "enable", "correct", "link"):
        assert admin.post(f"/admin/people/{mary}/{again}", {"name": "Mary", "email": LEAVER}).status_code == 409
    assert new_browser().sign_in(LEAVER, PASSWORD).status_code == 422
    assert trail(app)[-1].deed == "accounts:user:pseudonymised"
    with services(app).database.reading() as session:
        assert verify(session, services(app).config.audit_head_file).is_whole
    make_person(app, LEAVER, Role.OBSERVER)  # the address is free for who comes back


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["accounts", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_commands_keep_the_same_rule(app: Flask, mary: int) -> None:
    assert run(app, "correct", LEAVER, "--name", "Mary O’Byrne", "--dry-run")[0] == 0
    assert person(app, mary).name == "Mary Byrne"
    assert run(app, "correct", LEAVER, "--name", "Mary O’Byrne")[0] == 0
    assert person(app, mary).name == "Mary O’Byrne"
    assert run(app, "correct", LEAVER)[0] == 2
    assert run(app, "correct", LEAVER, "--email", "no address")[0] == 1
    assert run(app, "correct", "nobody@demo.example", "--name", "X")[0] == 1
    status, _, said = run(app, "pseudonymise", LEAVER)
    assert status == 1
    assert "Disable the account first" in said
    assert run(app, "disable", LEAVER)[0] == 0
    assert run(app, "pseudonymise", LEAVER)[0] == 0
    assert person(app, mary).name == f"Former user {mary}"
