"""Bar 13: signing in, beside one verification of the same password by argon2id."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from app.accounts.passwords import Passwords
from bench.client import PASSWORD, Client
from bench.results import Line
from bench.serving import Server
from bench.stage import Stage, cost
from config import Config

TIMES, AT_ONCE = 5, 8


def measure(stage: Stage) -> Iterator[Line]:
    """Processor time of both, taken in turns; then many at once."""
    verify = Passwords(Config.argon2_memory_kib, Config.argon2_rounds)
    stored = verify.hash(PASSWORD)
    verify.fits(PASSWORD, stored)
    with stage.tracker(stage.copy_of(stage.world, "signin")) as server:
        _sign_in(server, "coordinator.be@demo.example")
        alone, whole = [], []
        for country in ("bg", "cz", "dk", "de", "ee")[:TIMES]:
            began = time.process_time()
            verify.fits(PASSWORD, stored)
            alone.append((time.process_time() - began) * 1000)
            person = Client(server.port)
            token = person.token("/login")
            fields = {"csrf_token": token, "email": f"coordinator.{country}@demo.example", "password": PASSWORD}
            whole.append(cost(server, lambda person=person, f=fields: person.post("/login", f).seconds, 1).processor)  # type: ignore[misc]
        one, sign_in = statistics.median(alone), statistics.median(whole)
        said = f"{sign_in:.0f} ms against {one:.0f} ms"
        yield Line(13, "signing in against one verification", sign_in / one, "×", 1.2, note=said)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            countries = ("ie", "el", "es", "fr", "hr", "it", "cy", "lv")
            statuses = Counter(pool.map(lambda c: _sign_in(server, f"coordinator.{c}@demo.example"), countries))
        others = sum(number for status, number in statuses.items() if status not in (303, 429))
        said = ", ".join(f"{number} × {status}" for status, number in sorted(statuses.items()))
        yield Line(13, f"{AT_ONCE} signing in at once: other than done or 429", others, "", 0.0, note=said)


def _sign_in(server: Server, email: str) -> int:
    person = Client(server.port)
    token = person.token("/login")
    return person.send("POST", "/login", {"csrf_token": token, "email": email, "password": PASSWORD}).status
