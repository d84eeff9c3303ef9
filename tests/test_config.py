"""Settings: what production refuses to start with, and what is made outside production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.storage import LocalStore
from app.http.depot import depot_of
from config import Config, Misconfigured

GOOD = {
    "ENV": "production",
    "SECRET_KEY": "kY3-9sQ_pLw8Zr2Tn6Vb4Xc1Md5Fg7Hj0",
    "TRUSTED_HOSTS": "tracker.example.eu",
    "PUBLIC_URL": "https://tracker.example.eu",
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "ENV",
        "SECRET_KEY",
        "TRUSTED_HOSTS",
        "PUBLIC_URL",
        "FLASK_DEBUG",
        "DATABASE_URL",
        "DEMO",
        "PORT",
        "OPERATOR_CONTACT",
        "INPUT_CONTACT",
        "PROXY_HOPS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))


def start(monkeypatch: pytest.MonkeyPatch, **settings: str) -> Config:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Config.from_env()


def test_production_starts_with_everything_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch, **GOOD).is_production


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "short", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 64, "SECRET_KEY"),
        ("TRUSTED_HOSTS", "", "TRUSTED_HOSTS"),
        ("PUBLIC_URL", "http://tracker.example.eu", "PUBLIC_URL"),
        ("PUBLIC_URL", "", "PUBLIC_URL"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG"),
    ],
)
def test_production_refuses_what_is_missing_or_weak(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        start(monkeypatch, **{**GOOD, name: value})


def test_the_secret_is_made_once_and_readable_by_the_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = start(monkeypatch).secret_key
    assert start(monkeypatch).secret_key == first
    assert len(first) >= 32
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_who_can_be_asked_is_the_operator_s_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch).operator_contact == ""
    assert start(monkeypatch, OPERATOR_CONTACT=" tracker@example.eu ").operator_contact == "tracker@example.eu"


def test_where_input_goes_is_the_operator_s_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch).input_contact == ""
    for text in ("input@example.eu", "https://example.eu/input?about=pact"):
        assert start(monkeypatch, INPUT_CONTACT=f" {text} ").input_contact == text


WRONG = [
    ("ENV", "staging", "write development or production"),
    ("UPLOAD_LIMIT_MB", "0", "from 1 to 500"),
    ("UPLOAD_TOTAL_MB", "2 GB", "whole number"),
    ("CLAMD_SOCKET", "clamd", "host:port"),
    ("CLAMD_SOCKET", "host:", "host:port"),
    ("STORE_URL", "https://store.example.eu/files", "s3://bucket/prefix"),
    ("STORE_URL", "s3://ab", "s3://bucket"),
    ("STORE_URL", "s3://bucket/../other", "s3://bucket"),
    ("STORE_URL", "s3://files", "STORE_ENDPOINT"),
    ("STORE_SECRET_KEY", "hidden", "belongs to STORE_URL"),
    ("INPUT_CONTACT", "javascript:alert(1)", "e-mail address"),
    ("INPUT_CONTACT", "http://example.eu", "https://"),
    ("SMTP_HOST", "mail.example.eu", "host:port"),
    ("SMTP_HOST", "mail.example.eu:0", "host:port"),
    ("SMTP_HOST", "mail.example.eu:587", "MAIL_FROM"),
    ("ENV", "prod", "write development or production"),
    ("DEMO", "maybe", "write 0 or 1"),
    ("DEMO", "true", "write 0 or 1"),
    ("PORT", "abc", "write a whole number from 1 to 65535"),
    ("PORT", "0", "write a whole number from 1 to 65535"),
    ("PORT", "70000", "write a whole number from 1 to 65535"),
    ("PROXY_HOPS", "²", "write a whole number from 0 to 10"),
    ("DATABASE_URL", "mysql://me:hidden@host/tracker", "write postgresql://"),
    ("DATABASE_URL", "tracker", "write postgresql://"),
    ("DATABASE_URL", "postgresql://me:hidden@host:port/tracker", "write postgresql://"),
    ("DATA_DIR", "/proc/nowhere/var", "write a folder"),
]


@pytest.mark.parametrize(("name", "value", "says"), WRONG)
def test_what_is_not_known_is_refused_with_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says) as refused:
        start(monkeypatch, **{name: value})
    assert str(refused.value).startswith(name)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("written", ["production", "Production", "PRODUCTION"])
def test_production_is_production_however_it_is_written(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    with pytest.raises(Misconfigured, match="SECRET_KEY"):
        start(monkeypatch, ENV=written)
    assert start(monkeypatch, **{**GOOD, "ENV": written}).is_production


@pytest.mark.parametrize("address", ["", "/run/clamav/clamd.ctl", "scanner.internal:3310", "[::1]:3310"])
def test_a_scanner_is_a_path_or_a_host_with_its_port(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    depot = depot_of(start(monkeypatch, CLAMD_SOCKET=address))
    assert (depot.scanner.address if depot.scanner else "") == address


BUCKET = {
    "STORE_URL": "s3://files.tracker/of/ours/",
    "STORE_ENDPOINT": "https://store.example.eu:9000",
    "STORE_ACCESS_KEY": "tracker",
    "STORE_SECRET_KEY": "hidden",
}


def test_files_lie_in_the_folder_of_data_or_in_a_bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = depot_of(start(monkeypatch)).store
    assert isinstance(folder, LocalStore)
    assert folder.folder == tmp_path / "var" / "files"
    config = start(monkeypatch, **BUCKET)
    assert "hidden" not in repr(config)
    assert config.bucket is not None
    assert (config.bucket.name, config.bucket.prefix, config.bucket.region) == ("files.tracker", "of/ours", "eu")
    assert type(depot_of(config).store).__name__ == "ObjectStore"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("STORE_ENDPOINT", "store.example.eu", "STORE_ENDPOINT"),
        ("STORE_ENDPOINT", "https://store.example.eu/files", "without a path"),
        ("STORE_ENDPOINT", "https://store.example.eu:x", "STORE_ENDPOINT"),
        ("STORE_ENDPOINT", "https://me:hidden@store.example.eu", "STORE_ACCESS_KEY"),
        ("STORE_ENDPOINT", "http://store.example.eu", "https://"),
        ("STORE_SECRET_KEY", "", "set both"),
    ],
)
def test_a_bucket_is_refused_where_it_could_not_be_asked(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    with pytest.raises(Misconfigured, match=says) as refused:
        start(monkeypatch, **{**GOOD, **BUCKET, name: value})
    assert "hidden" not in str(refused.value)


MAIL = {"SMTP_HOST": "mail.example.eu:587", "MAIL_FROM": "tracker@example.eu"}


def test_mails_go_over_a_line_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch).mail_server is None
    server = start(monkeypatch, **MAIL, SMTP_USER="tracker", SMTP_PASSWORD="hidden").mail_server
    assert server is not None
    assert (server.host, server.port, server.security) == ("mail.example.eu", 587, "starttls")
    assert "hidden" not in repr(server)
    for wrong in (
        {"SMTP_SECURITY": "ssl"},
        {"SMTP_USER": "tracker"},
        {"SMTP_USER": "tracker", "SMTP_PASSWORD": "hidden", "SMTP_SECURITY": "none"},
        {"MAIL_FROM": "Tracker <tracker@example.eu>"},
        {"MAIL_FROM": "tracker@example.eu\nBcc: other@example.org"},
        {**GOOD, "ENV": "production", "SMTP_SECURITY": "none"},
    ):
        with pytest.raises(Misconfigured) as refused:
            start(monkeypatch, **{**MAIL, **wrong})
        assert "hidden" not in str(refused.value)
    here = {**GOOD, **MAIL, "ENV": "production", "SMTP_SECURITY": "none", "SMTP_HOST": "127.0.0.1:25"}
    assert start(monkeypatch, **here).mail_server is not None


@pytest.mark.parametrize("url", ["postgres://h/n", "postgresql://u:p%40@h:5432/n", "sqlite:////tmp/x.sqlite3"])
def test_databases_that_are_known_are_taken(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert start(monkeypatch, DATABASE_URL=url).database_url == url


DOORS = {
    "flask": ["-m", "flask", "--app", "wsgi", "accounts", "list"],
    "wsgi": ["-c", "import wsgi"],
    "gunicorn": ["-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
}


@pytest.mark.parametrize(
    ("door", "settings", "said"),
    [
        ("flask", {"ENV": "staging"}, "ENV is 'staging': write development or production.\n"),
        ("wsgi", {"DEMO": "maybe"}, "DEMO is 'maybe': write 0 or 1.\n"),
        ("gunicorn", {"ENV": "staging"}, "ENV is 'staging': write development or production.\n"),
        ("gunicorn", {"PORT": "abc"}, "PORT is 'abc': write a whole number from 1 to 65535.\n"),
        ("gunicorn", {"WEB_THREADS": "-1"}, "WEB_THREADS is '-1': write a whole number from 1 to 256.\n"),
        (
            "wsgi",
            {**GOOD, "DATABASE_URL": "postgresql://me:hidden@127.0.0.1:1/tracker"},
            "The database cannot be reached (connection failed: connection to server at",
        ),
    ],
)
def test_every_door_says_it_in_one_sentence_and_ends_with_1(
    door: str, settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, *DOORS[door]],
        env={**os.environ, "DATA_DIR": str(tmp_path), **settings},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr
