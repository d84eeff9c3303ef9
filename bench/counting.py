"""How many statements each page sends: `python -m bench.counting` in a world's environment prints it as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.http.context import services
from bench.client import PASSWORD, TOKEN
from bench.stage import REVIEWER
from tools.fixed_day import app

PAGES = ("/", "/countries", "/countries/IE", "/countries/IE/blocks/3", "/blocks/3", "/gaps", "/catalogue")
NOT_COUNTED = re.compile(r"\s*(BEGIN|PRAGMA|COMMIT|ROLLBACK)", re.IGNORECASE)

sent: Counter[str] = Counter()


def _count(kind: str) -> Any:
    def listener(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not NOT_COUNTED.match(statement):
            sent[kind] += 1

    return listener


def statements_of(client: FlaskClient, path: str) -> Counter[str]:
    """Statements by store, for one request of a page."""
    sent.clear()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return Counter(sent)


def main() -> None:
    """Each page three times: with nothing kept, made anew as after any change, and kept whole."""
    held = services(app)
    engines: tuple[tuple[str, Engine], ...] = (("domain", held.database.engine), ("store", held.volatile.engine))
    for kind, engine in engines:
        event.listen(engine, "before_cursor_execute", _count(kind))
    client = app.test_client()
    token = TOKEN.search(client.get("/login").text)
    assert token is not None
    client.post("/login", data={"csrf_token": token.group(1), "email": REVIEWER, "password": PASSWORD})
    found = {}
    for path in PAGES:
        first = statements_of(client, path)
        app.extensions.pop("kept_pages", None)
        anew, kept = statements_of(client, path), statements_of(client, path)
        found[path] = {
            "first": first["domain"],
            "domain": anew["domain"],
            "store": anew["store"],
            "kept": kept["domain"],
        }
    print(json.dumps(found))


main()
