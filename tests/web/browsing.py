"""Browsing as a person does it: a client that holds cookies and form tokens, and people to sign in as."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts import services as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import User
from app.accounts.passwords import Passwords
from app.accounts.services import Scope
from app.accounts.states import Role, TokenPurpose
from app.audit.services import commit
from app.http.context import services

PASSWORD = "a sentence only tests would think of"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def as_read(text: str) -> str:
    """A text as a person reads it: a space that does not break a line is a space."""
    return text.replace("\u00a0", " ")


class AsRead(TestResponse):
    """An answer whose text is that which a person reads."""

    @property
    def text(self) -> str:
        """What the page or file says."""
        return as_read(super().text)


@dataclass
class Browser:
    """A browser: cookies, and the form token of the last page seen."""

    app: Flask
    address: str = "127.0.0.1"
    token: str = ""
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.client.response_wrapper = type("AsReadOfApp", (AsRead, self.client.response_wrapper), {})

    def get(self, url: str, **options: Any) -> TestResponse:
        """Open a page; its form token is kept for the next `post`."""
        answer: TestResponse = self.client.get(url, environ_base={"REMOTE_ADDR": self.address}, **options)
        if answer.mimetype == "text/html" and (found := TOKEN.search(answer.text)):
            self.token = html.unescape(found[1])
        return answer

    def post(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with the kept token."""
        content = {"csrf_token": self.token, **(data or {})}
        answer: TestResponse = self.client.post(
            url, data=content, environ_base={"REMOTE_ADDR": self.address}, **options
        )
        if answer.mimetype == "text/html" and (found := TOKEN.search(answer.text)):
            self.token = html.unescape(found[1])
        return answer

    def sign_in(self, email: str, password: str = PASSWORD, **query: str) -> TestResponse:
        """Through the sign-in page, as everybody; then a page, so that the new form token is known."""
        self.get("/login", query_string=query)
        answer = self.post("/login", {"email": email, "password": password}, query_string=query)
        if answer.status_code == 303:
            self.get("/account")
        return answer

    @property
    def cookie(self) -> str:
        """The session's identifier, empty without one."""
        held = self.client.get_cookie("session")
        return held.value if held else ""


def writing(app: Flask) -> Session:
    """A session for preparing a test; close it with `keep`."""
    return services(app).database.writing()


def keep(app: Flask, session: Session) -> None:
    """Commit as the doors do, with the audit trail."""
    commit(session, services(app).config.audit_head_file)
    session.close()


def make_person(
    app: Flask,
    email: str,
    role: Role | None = None,
    *,
    password: str | None = PASSWORD,
    name: str = "",
    **scope: Any,
) -> int:
    """A person who can sign in, with a role and its scope; returns their key."""
    config = services(app).config
    with app.app_context():
        session = writing(app)
        user = accounts.create_user(
            session, actor=SYSTEM, email=email, name=name or email.partition("@")[0].title(), is_demonstration=True
        )
        if role is not None:
            accounts.grant_role(session, user, role, Scope(**scope), actor=SYSTEM)
        if password is not None:
            hasher = Passwords(config.argon2_memory_kib, config.argon2_rounds)
            secret = accounts.make_link(session, user, TokenPurpose.INVITATION, actor=SYSTEM)
            accounts.use_link(session, secret, password, passwords=hasher)
        user_id = user.id
        keep(app, session)
    return user_id


def person(app: Flask, user_id: int) -> User:
    """A person as now in the database."""
    with services(app).database.reading() as session:
        user = session.get(User, user_id)
        assert user is not None
        _ = [grant.desk for grant in user.grants]
        return user
