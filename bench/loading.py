"""How long parsing, checking and loading the catalogue takes: `python -m bench.loading` prints it as JSON, in ms."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from app.accounts.actor import SYSTEM
from app.audit.services import commit
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.cli.setup import CATALOGUE
from app.core import schema
from app.core.engine import Database
from config import Config


def taken(deed: Callable[[], Any], times: int = 3) -> float:
    """Median processor time of a deed, in ms."""
    found = []
    for _ in range(times):
        began = time.process_time()
        deed()
        found.append(time.process_time() - began)
    return statistics.median(found) * 1000


def parse() -> None:
    """What every loader pays."""
    for file in sorted(CATALOGUE.rglob("*.yaml")):
        with file.open("rb") as opened:
            yaml.load(opened, yaml.CSafeLoader)


def load(database: Database) -> None:
    """Read, check and load in one transaction, committed."""
    with database.writing() as session:
        load_release(session, read_catalogue(CATALOGUE), actor=SYSTEM)
        commit(session, None)


def main() -> None:
    """An empty database for each load; then the same again into the last one."""
    config = Config.from_env()
    found = {"parse": taken(parse, 5), "check": taken(lambda: read_catalogue(CATALOGUE))}
    loads = []
    for number in range(3):
        database = Database(f"sqlite:///{Path(config.data_dir) / f'load-{number}.sqlite3'}")
        schema.upgrade(database.engine)
        loads.append(taken(lambda database=database: load(database), 1))  # type: ignore[misc]
    found["load"] = statistics.median(loads)
    found["again"] = taken(lambda: load(database))
    print(json.dumps(found))


main()
