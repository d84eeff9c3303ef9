"""What a person is told when something goes wrong, and that the page needs nothing that went wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.accounts.states import Role
from app.core import errors
from app.http import context
from app.http.commits import writes
from app.http.context import session
from app.http.doors import public
from tests.web.browsing import Browser, make_person

REFUSALS = [
    (errors.NotFound("There is no such thing."), 404),
    (errors.NotAllowed("You may not do this."), 403),
    (errors.WrongState("Not now."), 409),
    (errors.Conflict("Changed meanwhile."), 409),
    (errors.Invalid("That is wrong.", field="title"), 422),
    (errors.TooMany("Too many.", retry_after=60), 429),
    (errors.Busy("Busy."), 503),
    (ValueError("inside"), 500),
]


@pytest.fixture(params=REFUSALS, ids=lambda pair: str(pair[1]))
def refusing(
    request: pytest.FixtureRequest, make_app: Callable[..., Flask], database_urls: tuple[str, str]
) -> tuple[Flask, Exception, int]:
    error, status = request.param
    app = make_app(*database_urls)

    @app.get("/refuses")
    @public
    def refuses() -> str:
        raise error

    return app, error, status


def test_a_refusal_has_its_page(refusing: tuple[Flask, Exception, int]) -> None:
    app, _error, status = refusing
    answer = Browser(app).get("/refuses")
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Number of this request" in answer.text
    assert ("inside" in answer.text) is False
    if status in (429, 503):
        assert int(answer.headers["Retry-After"]) > 0


def test_the_page_s_script_is_told_in_short(refusing: tuple[Flask, Exception, int]) -> None:
    app, error, status = refusing
    answer = Browser(app).get("/refuses", headers={"X-Requested-With": "tracker"})
    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json) == {"error", "field", "request"}
    assert answer.json["field"] == getattr(error, "field", None)


def test_a_database_that_is_away_is_said_so(app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")

    def away(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr(context, "read_visit", away)
    answer = browser.get("/account")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "cannot be reached" in answer.text
    assert browser.client.get("/healthz").status_code == 200


def test_a_session_store_that_is_away_signs_nobody_out(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")
    held = browser.cookie

    def away() -> None:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    monkeypatch.setattr(app.session_interface.store, "reading", away)  # type: ignore[attr-defined]
    assert browser.get("/account").status_code == 503
    monkeypatch.undo()
    assert browser.cookie == held
    assert browser.get("/account").status_code == 200


def test_an_answer_of_refusal_commits_nothing(make_app: Callable[..., Flask], database_urls: tuple[str, str]) -> None:
    app = make_app(*database_urls)
    user_id = make_person(app, "person@demo.example", name="Before")

    @app.get("/name")
    @public
    def name() -> str:
        from app.accounts.queries import get_user

        return get_user(session(), user_id).name

    @app.post("/rename")
    @public
    @writes
    def rename() -> tuple[str, int]:
        from app.accounts.queries import get_user

        get_user(session(), user_id).name = "After"
        return "no", 422

    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/rename").status_code == 422
    assert app.test_client().get("/name").text == "Before"
