"""`flask accounts`: the first administrator comes in without the web; rights change at once."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Flask

from app.accounts.states import Role
from tests.web.browsing import PASSWORD, Browser, make_person

NewBrowser = Callable[..., Browser]


def run(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["accounts", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_first_administrator_comes_in_by_a_link(app: Flask, browser: Browser) -> None:
    status, printed, _ = run(app, "invite", "first@ministry.example.org", "First", "--role", "administrator")
    assert status == 0
    path = printed.strip().removeprefix("http://127.0.0.1:8000")
    browser.get(path)
    assert browser.post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert browser.get("/admin").status_code == 200


def test_a_first_invitation_to_a_wrong_address_can_be_taken_back(app: Flask) -> None:
    assert run(app, "invite", "mistyped@ministry.example.org", "First", "--role", "administrator")[0] == 0
    (listed,) = json.loads(run(app, "list", "--json")[1])
    assert run(app, "revoke", str(listed["grants"][0]["number"]))[0] == 0
    assert run(app, "invite", "first@ministry.example.org", "First", "--role", "administrator")[0] == 0


def test_a_dry_run_changes_nothing(app: Flask) -> None:
    invite = ("invite", "first@ministry.example.org", "First", "--role", "administrator", "--dry-run")
    status, printed, said = run(app, *invite)
    assert (status, printed) == (0, "")
    assert "nothing was changed" in said
    assert json.loads(run(app, "list", "--json")[1]) == []


def test_granting_and_revoking_end_the_sessions(app: Flask, browser: Browser) -> None:
    make_person(app, "somebody@demo.example")
    browser.sign_in("somebody@demo.example")
    status, printed, _ = run(app, "grant", "somebody@demo.example", "coordinator", "--country", "ie")
    assert status == 0
    number = printed.split("number ")[1].split(")")[0]
    assert browser.get("/account").status_code == 303
    browser.sign_in("somebody@demo.example")
    assert "coordinator, Ireland" in browser.get("/account").text
    status, _, said = run(app, "revoke", number)
    assert status == 1
    assert "last coordinator of IE" in said
    make_person(app, "next@demo.example")
    assert run(app, "revoke", number, "--hand-over-to", "next@demo.example")[0] == 0
    assert browser.get("/account").status_code == 303


def test_the_list_says_who_has_what(app: Flask) -> None:
    make_person(app, "reviewer@demo.example", Role.REVIEWER, desk=frozenset({"IE", "EL"}))
    (listed,) = json.loads(run(app, "list", "--json")[1])
    assert listed["grants"][0]["desk"] == ["EL", "IE"]
    assert "reviewer@demo.example  Reviewer" in run(app, "list")[1]


def test_bad_input_is_said_with_status_1_and_wrong_usage_with_2(app: Flask) -> None:
    assert run(app, "invite", "no address", "Name", "--role", "administrator")[0] == 1
    assert run(app, "grant", "nobody@demo.example", "observer")[0] == 1
    assert run(app, "invite", "a@ministry.example.org", "A\u2066B", "--role", "administrator")[0] == 1
    assert run(app, "revoke", "999")[0] == 1
    assert run(app, "grant", "nobody@demo.example", "king")[0] == 2
    assert run(app, "invite", "a@ministry.example.org", "A", "--role", "coordinator")[0] == 1
