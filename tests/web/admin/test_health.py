"""The page on health: the checks of `/readyz` in words, the copy of the trail's head, how much there is."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.states import Role
from app.core import schema
from app.http.context import services
from tests.web.browsing import Browser, make_person

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def admin(app: Flask, browser: Browser) -> Browser:
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")
    return browser


def head_file(app: Flask) -> Path:
    path = services(app).config.audit_head_file
    assert path is not None
    return path


def test_all_is_in_order_and_counted(app: Flask, admin: Browser, new_browser: Callable[..., Browser]) -> None:
    new_browser().sign_in("admin@demo.example")
    page = admin.get("/admin/health").text
    assert "Everything that serving needs is in order." in page
    assert f"revision {schema.head_revision()}, the newest" in page
    assert ("SQLite" if services(app).database.is_sqlite else "PostgreSQL") in page
    entries = head_file(app).read_text().split()[-2]
    assert f"its newest line, entry {entries}, agrees" in page
    assert "<dt>Accounts</dt><dd>1</dd>" in page
    assert "<dt>Open sessions</dt><dd>2</dd>" in page
    assert f"<dt>Entries of the audit trail</dt><dd>{entries}</dd>" in page
    assert "flask --app wsgi audit verify" in page
    assert 'aria-current="page">Health' in page


def test_no_path_and_no_secret_is_told(app: Flask, admin: Browser) -> None:
    page = admin.get("/admin/health").text
    config = services(app).config
    for hidden in (str(config.data_dir), config.secret_key, config.database_url, str(head_file(app))):
        assert hidden not in page


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "there is none"),
        ("{next} {hash}", "entry {next}, is not in the trail"),
        ("{last} {hash}", "entry {last}, is not in the trail"),
    ],
)
def test_a_copy_that_does_not_agree_is_told(app: Flask, admin: Browser, line: str, said: str) -> None:
    last = int(head_file(app).read_text().split()[-2])
    values = {"last": last, "next": last + 1, "hash": "0" * 64}
    head_file(app).unlink()
    if line:
        head_file(app).write_text("1 " + "0" * 64 + "\n" + line.format(**values) + "\n")
    page = admin.get("/admin/health").text
    assert "Not in order:" in page
    assert said.format(**values) in page


def test_the_newest_line_is_found_at_the_end_of_a_long_copy(app: Flask, admin: Browser) -> None:
    lines = head_file(app).read_text()
    head_file(app).write_text(("0 " + "0" * 64 + "\n") * 2000 + lines)
    assert "Everything that serving needs is in order." in admin.get("/admin/health").text


def test_a_full_disk_is_told_by_both(app: Flask, admin: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.http.health.shutil.disk_usage", lambda _: Usage(100 * 10**9, 96 * 10**9, 4 * 10**9))
    page = admin.get("/admin/health").text
    assert "Not in order: Disk." in page
    assert "4 GB of 100 GB free (4 %)" in page
    answer = admin.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "disk nearly full\n")


def test_a_store_that_cannot_be_written_to_is_told_by_both(
    app: Flask, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert admin.get("/readyz").text == "ready\n"
    monkeypatch.setattr(services(app).volatile, "is_writable", lambda: False)
    assert "Not in order: Store of sessions." in admin.get("/admin/health").text
    answer = admin.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "store not writable\n")


def test_a_store_without_its_tables_cannot_be_written_to(app: Flask) -> None:
    store = services(app).volatile
    assert store.is_writable()
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE volatile_kept_reading")
    assert not store.is_writable()
