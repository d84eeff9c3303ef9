"""What the house keeps at its edges, read in the source: one commit, nothing unescaped, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2.nodes import Filter

from tests.guards.house import House

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
TEMPLATES = APP / "web" / "templates"

MAY_COMMIT = ("app/http/", "app/cli/", "app/audit/services.py", "app/core/backups.py", "app/demo/")
COMMIT = re.compile(r"(?<![\w])(?:\w+\.)?commit\(")
UNESCAPED = re.compile(
    r"\|\s*safe\b|\bMarkup\((?!render_template\(|template\.render\(|rendered\.decode\()|autoescape\s+false|render_template_string|from_string\("
)
"""`Markup` may stand around what a template has rendered, also where that was kept, and around nothing else."""
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
OUTSIDE = re.compile(r"""(?:src|href|action|srcset|poster)\s*=\s*["'](?:https?:)?//([^/"']+)""", re.IGNORECASE)
IN_STYLES = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""")
NOW = re.compile(r"\b(?:datetime\.(?:now|utcnow|today)|date\.today|time\.time)\(")


def files(folder: Path, *endings: str) -> Iterator[tuple[str, str]]:
    """The files below a folder with one of these endings: path from the root, and text."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and "dist" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def lines_with(pattern: re.Pattern[str], texts: Iterator[tuple[str, str]]) -> list[str]:
    """Where a pattern stands, as `path:line`."""
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_only_the_edges_commit() -> None:
    found = lines_with(COMMIT, files(APP, ".py"))
    assert [line for line in found if not line.startswith(MAY_COMMIT)] == []


def test_templates_escape_everything() -> None:
    assert lines_with(UNESCAPED, files(TEMPLATES, ".html")) == []
    assert lines_with(UNESCAPED, files(APP, ".py")) == []


def test_no_template_marks_anything_as_safe(house: House) -> None:
    environment: Environment = house.app.jinja_env
    for path, text in files(TEMPLATES, ".html"):
        names = {node.name for node in environment.parse(text).find_all(Filter)}
        assert not names & {"safe", "xmlattr"}, path


def test_nothing_stands_in_line() -> None:
    assert lines_with(INLINE, files(TEMPLATES, ".html")) == []


def test_no_page_asks_another_host() -> None:
    hosts = {
        (path, host)
        for path, text in files(TEMPLATES, ".html")
        for host in OUTSIDE.findall(text)
        if not (host == "europa.eu" or host.endswith(".europa.eu"))
    }
    assert hosts == set()
    assert lines_with(IN_STYLES, files(APP / "web" / "static" / "src", ".css", ".js")) == []


def test_time_comes_from_one_clock() -> None:
    found = lines_with(NOW, files(APP, ".py"))
    assert [line for line in found if not line.startswith("app/core/clock.py")] == []


def test_every_page_says_what_a_browser_may_load(house: House) -> None:
    answer = house.browser("nobody").get("/login")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "'unsafe-eval'" not in policy


@pytest.mark.parametrize("role", ["coordinator", "lead reviewer"])
def test_reading_commits_nothing(house: House, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page that is only read commits")

    monkeypatch.setattr("app.http.commits.commit", refuse)
    monkeypatch.setattr("sqlalchemy.orm.Session.commit", refuse)
    browser = house.browser(role)
    for address in readable(house.app, house):
        assert browser.get(address).status_code < 500, address


def readable(app: Flask, house: House) -> Iterator[str]:
    """Every address that takes GET alone, filled with what the own plan was told."""
    values = {**house.names, **house.told["own"].values()}
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        if "GET" not in methods or "POST" in methods:
            continue
        filled: dict[str, Any] = {name: values.get(name, "0") for name in rule.arguments}
        if rule.endpoint == "catalogue.show_act":
            filled["code"] = "RCD"
        with app.test_request_context():
            yield app.url_for(rule.endpoint, **filled)


def test_doors_give_roles_by_the_verb_that_looks_into_plans() -> None:
    found = lines_with(re.compile(r"\bgrant_role\("), files(APP, ".py"))
    assert [line for line in found if line.startswith(("app/web/", "app/cli/", "app/http/"))] == []
