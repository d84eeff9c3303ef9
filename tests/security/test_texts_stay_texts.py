"""What people write is shown and never run: thirty-odd attacks in every text field, read on every page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from werkzeug.test import TestResponse

from app.http.context import services
from app.plans.services import authorities, evidence, milestones, releases
from tests.security.conftest import standing
from tests.security.crawling import BY_SCRIPT, addresses, crawl
from tests.security.estate import NOW, SYSTEM, Estate, build_estate, make_application
from tests.security.payloads import PAYLOADS, TOGETHER
from tests.web.browsing import Browser, keep, writing

LONG = {"note": 4000, "current-state": 8000, "missing": 8000, "change-planned": 8000, "prose": 20000, "reason": 2000}
LEADS = frozenset({"href", "src", "action", "formaction", "data", "srcdoc", "poster", "xlink:href", "data-body"})
NEVER = frozenset({"iframe", "object", "embed", "base", "math", "template", "style", "frame", "applet", "img", "b"})


class Parts(HTMLParser):
    """Every element of a page with its attributes, as a browser would find them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.in_script: list[str] = []
        self._in_script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.in_script.append(data)


def shapes(page: str) -> set[tuple[str, str]]:
    """Every element with the name of each of its attributes."""
    return {(tag, name) for tag, attributes in Parts(page).elements for name in ("", *attributes)}


def live(page: str) -> Iterator[str]:
    """What on a page would run, load from elsewhere, or lead to a script."""
    parts = Parts(page)
    yield from (f"script in line: {text[:60]}" for text in parts.in_script)
    for tag, attributes in parts.elements:
        if tag in NEVER or (tag == "meta" and "http-equiv" in attributes):
            yield f"<{tag} {attributes}>"
        for name, value in attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                yield f"<{tag} {name}={value[:60]!r}>"
            if name in LEADS:
                target = urlsplit(value.strip())
                is_evil = (target.hostname or "").endswith("evil.example")
                if is_evil or target.scheme not in ("", "http", "https", "mailto"):
                    yield f"<{tag} {name}={value[:60]!r}>"


def hostile(owner: str, stage: str, name: str, turn: Iterator[str] = cycle(PAYLOADS)) -> str:  # noqa: B008
    """The text of a field: all attacks where they fit, else the next one."""
    if name in LONG:
        return f"{TOGETHER} {owner} {stage}"[: LONG[name]]
    return f"{next(turn)} {owner} {stage}"


@pytest.fixture(scope="module")
def attacked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """An estate in which every text is an attack, also the names of people; each attack as some short text too."""
    folder = tmp_path_factory.mktemp("attacked")
    app = make_application(*standing(folder, sqlite_template), folder)
    with time_machine.travel(NOW, tick=True):
        estate = build_estate(app, folder, hostile, person_name=TOGETHER[:180])
        key = "reception.directive-transposed"
        with app.app_context():
            session = writing(app)
            for number, payload in enumerate(PAYLOADS):
                milestones.add_milestone(session, estate.view, "IE", key, {"title": payload}, actor=SYSTEM)
                values = {"kind": "statement", "title": payload, "reference": payload}
                evidence.attach_evidence(session, estate.view, "IE", key, values, actor=SYSTEM)
                name = f"{number} {payload}"
                authorities.add_authority(session, "IE", name, actor=SYSTEM, short_name=f"{number} {payload}"[:60])
            releases.share(session, "IE", note=TOGETHER[:2000], actor=SYSTEM)
            keep(app, session)
        yield estate
    services(app).database.dispose()
    services(app).volatile.dispose()


@pytest.fixture(scope="module")
def browsers() -> dict[str, Browser]:
    return {}


@pytest.fixture
def attacked_now(attacked: Estate) -> Iterator[Estate]:
    with time_machine.travel(NOW, tick=True):
        yield attacked


def check(answer: TestResponse, address: str) -> None:
    """An answer runs nothing, and says what it is."""
    assert answer.status_code < 500, address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    policy = answer.headers["Content-Security-Policy"]
    if "/files/" in address and not address.endswith(("/preview", "/take-back")) and answer.status_code == 200:
        assert policy == "sandbox; default-src 'none'", address
        assert answer.headers["Content-Disposition"].startswith("attachment; filename="), address
        return
    assert "script-src 'self';" in policy, address
    assert "unsafe-eval" not in policy, address
    if answer.mimetype == "text/html":
        assert list(live(answer.text)) == [], address
    elif answer.mimetype == "application/json":
        json.loads(answer.text)
    elif answer.status_code == 200 and answer.mimetype not in ("text/plain", "application/json"):
        assert answer.headers["Content-Disposition"].startswith("attachment"), address


@pytest.mark.parametrize("role", ["ireland", "reviewer", "administrator"])
def test_nothing_that_was_written_runs(attacked_now: Estate, estate: Estate, role: str) -> None:
    known = {("fieldset", "data-long-list")}  # by how many there are to choose from: the attacks are many
    for _, answer in crawl(estate, estate.sign_in(role), addresses(estate), follow=1):
        if answer.mimetype == "text/html":
            known |= shapes(answer.text)
    seen = 0
    for address, answer in crawl(attacked_now, attacked_now.sign_in(role), addresses(attacked_now), follow=1):
        check(answer, address)
        if answer.mimetype == "text/html":
            assert shapes(answer.text) <= known, f"{address}: {shapes(answer.text) - known}"
            seen += answer.text.count("&lt;script&gt;") + answer.text.count("&lt;img src=x")
    assert seen > 20, "the attacks are not on the pages"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_comes_back_as_text(attacked_now: Estate, browsers: dict[str, Browser], payload: str) -> None:
    """Refusals, comparisons and searches show what was typed, and so do addresses that do not exist."""
    if "ireland" not in browsers:
        browsers["ireland"] = attacked_now.sign_in("ireland")
    ireland = browsers["ireland"]
    reference, key = attacked_now.told["IE"].references[0], attacked_now.told["IE"].keys[0]
    for address in ("/search", "/", "/gaps", "/catalogue", "/countries/IE/blocks/1", "/no/such"):
        for names in (("q", "show", "block", "state", "country", "open"), ("as_of",)):
            check(ireland.get(address, query_string=dict.fromkeys(names, payload)), address)
    check(ireland.get(f"/countries/{payload.replace('/', '')}"), "country")
    milestone = f"/countries/IE/milestones/{reference}"
    long = payload * 40
    deeds = (
        (milestone, {"form": "row", "version": "1", "reason": payload, "forecast_on": "2027-03-03", "note": payload}),
        (milestone, {"form": "row", "version": "999", "reason": payload, "step_key": payload, "forecast_on": payload}),
        (milestone, {"version": "1", "title": payload, "note": payload, "target_unit": long, "target_source": payload}),
        (f"/countries/IE/items/{key}", {"version": "1", "current_state": payload, "missing": payload}),
        (f"/countries/IE/items/{key}/evidence/attach", {"kind": "link", "title": payload, "url": payload}),
        ("/countries/IE/blocks/1/prose/costs", {"version": "9", "text": payload, "language": payload}),
        ("/countries/IE/authorities", {"name": long, "short_name": long}),
        (f"{milestone}/predecessors", {"predecessor": payload[:20]}),
    )
    for address, content in deeds:
        check(ireland.post(address, content), address)
        if address == milestone:
            check(ireland.post(address, content, headers=BY_SCRIPT), address)
        check(ireland.client.post(address, data=content), f"{address} without its token")
