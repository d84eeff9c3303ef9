"""Bar 13: signing in, beside one verification of the same password by argon2id."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.client import PASSWORD, Client
from bench.results import Line
from bench.serving import Server
from bench.stage import Stage, cost, getting

ONE_BY_ONE = ("bg", "cz", "dk", "de", "ee", "hu", "mt", "nl", "at")
AT_ONCE = ("ie", "el", "es", "fr", "hr", "it", "cy", "lv")


def measure(stage: Stage) -> Iterator[Line]:
    """Processor time of both in servers alike, taken in turns; then many at once."""
    with stage.floor() as floor, stage.tracker(stage.copy_of(stage.world, "signin")) as server:
        verify = getting(Client(floor.port), "/verify")
        verify()
        _sign_in(server, "be")
        alone, whole = [], []
        for country in ONE_BY_ONE:
            alone.append(cost(floor, verify, 1).processor)
            person, fields = _at_the_form(server, country)
            whole.append(cost(server, lambda p=person, f=fields: p.post("/login", f).seconds, 1).processor)  # type: ignore[misc]
        one, sign_in = statistics.median(alone), statistics.median(whole)
        said = f"{sign_in:.0f} ms against {one:.0f} ms"
        yield Line(13, "signing in against one verification", sign_in / one, "×", 1.2, note=said)
        with ThreadPoolExecutor(len(AT_ONCE)) as pool:
            statuses = Counter(pool.map(lambda country: _sign_in(server, country), AT_ONCE))
        others = sum(number for status, number in statuses.items() if status not in (303, 429))
        said = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
        yield Line(13, f"{len(AT_ONCE)} signing in at once: other than done or 429", others, "", 0.0, note=said)


def _at_the_form(server: Server, country: str) -> tuple[Client, dict[str, str]]:
    """A coordinator's browser at the sign-in page, and what it is about to send."""
    person = Client(server.port)
    token = person.token("/login")
    return person, {"csrf_token": token, "email": f"coordinator.{country}@demo.example", "password": PASSWORD}


def _sign_in(server: Server, country: str) -> int:
    person, fields = _at_the_form(server, country)
    return person.send("POST", "/login", fields).status
