"""The small world of country pages as it stands on 23 November 2026, with somebody who keeps the EU level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.accounts.states import Role
from app.plans.states import EU
from tests.factories.catalogue import HANGS_ON_PRESSURE
from tests.standing import Standing
from tests.web.browsing import make_person
from tests.web.countries.conftest import World, build

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def _built(app: Flask, folder: Path) -> tuple[int, int]:
    made = build(app, folder, HANGS_ON_PRESSURE)
    make_person(app, "keeper@ministry.example.org", Role.COORDINATOR, country=EU)
    return made


@pytest.fixture
def cycles(app: Flask, standing: Standing, tmp_path: Path) -> Iterator[World]:
    """The world, at noon."""
    with time_machine.travel(NOON, tick=True):
        yield World(app, *standing.build("governance", app, lambda: _built(app, tmp_path / "tiny")))
