"""A real browser on a real server: Chromium, an application on a free port, and what is watched on every page.

A test that uses `page` fails when a request leaves the server's own origin, when a script fails, or when the
content policy refuses anything. `axe(page)` holds a page against the accessibility rules.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright
from werkzeug.serving import make_server

from app.accounts.states import Role
from app.http.context import services
from app.http.volatile import VolatileStore
from tests.browser.town import PEOPLE, build_town, copy_of
from tests.guards.house import NOON
from tests.web.browsing import PASSWORD, make_person
from tests.web.browsing import Browser as Client

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000
"""Milliseconds that a loaded machine may take until a page shows what is expected of it."""

expect.set_options(timeout=PATIENCE)
AXE = Path(__file__).parents[2] / ".venv" / "assets-dev" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": 1280, "narrow": 390}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this run: CHROMIUM, or Debian's."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serves an application on a free port of this machine; returns where."""
    running = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def live_app(make_app: Callable[..., Flask], sqlite_template: Path, tmp_path: Path) -> Flask:
    """An application on an empty SQLite database of its own."""
    shutil.copy(sqlite_template, tmp_path / "tracker.sqlite3")
    volatile = f"sqlite:///{tmp_path / 'volatile.sqlite3'}"
    store = VolatileStore(volatile)
    store.create()
    store.dispose()
    return make_app(f"sqlite:///{tmp_path / 'tracker.sqlite3'}", volatile)


@pytest.fixture
def site(live_app: Flask, serve: Callable[[Flask], str]) -> str:
    """Where `live_app` is served."""
    return serve(live_app)


class Watch:
    """What a page may not do. `allowed` holds parts of console messages that a test provokes itself."""

    def __init__(self) -> None:
        self.origins: set[str] = set()
        self.left: list[str] = []
        self.complaints: list[str] = []
        self.allowed: list[str] = []

    def follow(self, page: Page) -> None:
        """Look at everything that a page does."""
        page.on("request", self.on_request)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(PATIENCE)

    def on_request(self, request: Any) -> None:
        url = request.url
        if not url.startswith(("data:", "blob:", "about:")) and not any(url.startswith(o + "/") for o in self.origins):
            self.left.append(url)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self.allowed):
            self.complaints.append(message.text)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test when its pages did what they may not."""
    held = Watch()
    yield held
    assert not held.left, f"requests left the site: {held.left}"
    assert not held.complaints, f"the browser complained: {held.complaints}"


@pytest.fixture
def new_page(chromium: Browser, site: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens watched pages, each in a context of its own; `width` in pixels, `scripts=False` without scripts."""
    contexts = []
    watch.origins.add(site)

    def make(*, width: int = WIDTHS["wide"], scripts: bool = True, same_as: Page | None = None) -> Page:
        if same_as is not None:
            page = same_as.context.new_page()
        else:
            context = chromium.new_context(
                base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=scripts
            )
            contexts.append(context)
            page = context.new_page()
        watch.follow(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A watched page, 1280 pixels wide."""
    return new_page()


def sign_in(page: Page, email: str, password: str = PASSWORD, path: str = "/login") -> None:
    """Through the sign-in page."""
    page.goto(path)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def axe(page: Page, *, but: tuple[str, ...] = ()) -> None:
    """Fail on any violation of the accessibility rules on the page as it stands, `but` those named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    asked = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {name: {"enabled": False} for name in but},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("asked => axe.run(document, asked)", asked)
    told = [
        f"{broken['id']} ({broken['impact']}): {broken['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in broken["nodes"][:5])
        for broken in found["violations"]
    ]
    assert not told, "\n".join([page.url, *told])


def held_by(page: Page, held: list[Route]) -> Route:
    """The first request that a test holds back, once it has come: a page asks a moment after the key was pressed."""
    for _ in range(500):
        if held:
            return held[0]
        page.wait_for_timeout(20)
    raise AssertionError(f"{page.url} asked for nothing that is held")


def fits(page: Page) -> None:
    """Fail when the page is wider than its window."""
    wide = page.evaluate(
        """async () => {
            const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
            for (let turn = 0; turn < 20 && wide() > 0; turn += 1) {  // pictures follow their window a moment later
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return wide();
        }"""
    )
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


@pytest.fixture
def administrator(live_app: Flask) -> str:
    """The address of an administrator of the live application."""
    make_person(live_app, "admin@demo.example", Role.ADMINISTRATOR)
    return "admin@demo.example"


# --- the town: the real catalogue, plans in every state, people of every role -------------------------------


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town's databases, to be copied."""
    folder = tmp_path_factory.mktemp("town")
    with time_machine.travel(NOON, tick=True):
        build_town(folder)
    return folder


@dataclass
class Town:
    """An application that is served, with a copy of the town of its own. `visit` gives a page of a person."""

    app: Flask
    address: str
    chromium: Browser
    cookies: dict[str, str] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)
    watch: Watch | None = None

    def cookie(self, role: str) -> str:
        """The session of a role, signed in once."""
        if role not in self.cookies:
            client = Client(self.app)
            assert client.sign_in(PEOPLE[role]).status_code == 303
            self.cookies[role] = client.cookie
        return self.cookies[role]

    def visit(self, role: str = "nobody", *, width: int = WIDTHS["wide"], scripts: bool = True) -> Page:
        """A watched page of somebody who has signed in, in a context of its own."""
        assert self.watch is not None
        context = self.chromium.new_context(
            base_url=self.address, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        self.contexts.append(context)
        if role != "nobody":
            context.add_cookies([{"name": "session", "value": self.cookie(role), "url": self.address}])
        page = context.new_page()
        self.watch.origins.add(self.address)
        self.watch.follow(page)
        return page


@pytest.fixture(scope="module")
def served_town(town_folder: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town of a module, on a free port; what its tests write stays for those after them."""
    with time_machine.travel(NOON, tick=True):
        app = copy_of(town_folder, tmp_path_factory.mktemp("served"))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Town(app, f"http://127.0.0.1:{server.server_port}", chromium)
        server.shutdown()
        server.server_close()
    services(app).database.dispose()
    services(app).volatile.dispose()


@pytest.fixture
def town(served_town: Town, watch: Watch) -> Iterator[Town]:
    """The town, watched for the length of a test."""
    served_town.watch = watch
    yield served_town
    for context in served_town.contexts:
        context.close()
    served_town.contexts.clear()
