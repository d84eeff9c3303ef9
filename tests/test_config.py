"""Settings: what production refuses to start with, and what is made outside production."""

from __future__ import annotations

from pathlib import Path

import pytest

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
