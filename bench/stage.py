"""What measurements share: the worlds, made when the first one asks; servers; one way of taking a cost."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import sql

from app.core.engine import normalised
from bench import worlds
from bench.client import Client
from bench.serving import Server, serving
from bench.worlds import APPLICATION, World, say, settings_of
from tests import postgres_server
from tools import places

REVIEWER = "reviewer@demo.example"
COORDINATOR = "coordinator.ie@demo.example"
FLOOR = "bench.floor:app"


@dataclass(frozen=True)
class Cost:
    """Of one request: processor time of the server, and what the client waited (median), in ms."""

    processor: float
    wall: float


@dataclass
class Stage:
    """A scratch folder with its worlds; `kept` is one that stays, so that the next run need not make them again."""

    seconds: int = 30
    with_hundred: bool = False
    kept: Path | None = None
    folder: Path = field(init=False)
    demonstration_seconds: float | None = None
    held: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        if self.kept is not None:
            self.kept.mkdir(parents=True, exist_ok=True)
            self.folder = self.kept
        else:
            self.folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))

    def clear(self) -> None:
        """Stop what runs, and remove the scratch folder, unless it was asked to stay."""
        self.held.close()
        if self.kept is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def scratch(self, name: str) -> Path:
        """A new, empty folder of that name."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        return place

    @cached_property
    def world(self) -> World:
        """The demonstration on the fixed day. Deeds are measured in a copy, and so are first visits of past days."""
        place = self.folder / "x1"
        if not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            self.demonstration_seconds, _ = worlds.flask(settings_of(place), "setup")
            (place / "made").write_text(f"{self.demonstration_seconds:.1f}")
            say(f"the demonstration, with schema, catalogue and accounts, in {self.demonstration_seconds:.0f} s")
        return worlds.world_at(place, 1)

    @cached_property
    def world_ten(self) -> World:
        """Ten times the milestones."""
        return self._bigger(10)

    @cached_property
    def world_hundred(self) -> World:
        """A hundred times the milestones: minutes to make, and several GB."""
        return self._bigger(100)

    def _bigger(self, factor: int) -> World:
        place = self.folder / f"x{factor}"
        if not (place / "made").exists():
            shutil.rmtree(place, ignore_errors=True)
            worlds.multiplied(self.world, factor, place)
            (place / "made").write_text("")
        return worlds.world_at(place, factor)

    def copy_of(self, world: World, name: str) -> World:
        """A copy to write into."""
        place = self.scratch(name)
        shutil.copytree(world.data_dir, place)
        return World(place, world.factor, world.milestones)

    @cached_property
    def world_on_postgresql(self) -> World:
        """The same world in a PostgreSQL, which runs until the stage is cleared."""
        return self.held.enter_context(self._on_postgresql())

    @contextmanager
    def _on_postgresql(self) -> Iterator[World]:
        """Moved there by backup and restore."""
        backup, place = self.scratch("backup"), self.scratch("postgresql")
        worlds.flask(self.world.settings, "backup", str(backup))
        with postgresql() as url:
            seconds, _ = worlds.flask(
                settings_of(self.folder / "unused", url), "restore", str(backup), "--to", str(place)
            )
            shutil.rmtree(backup)
            worlds.flask(settings_of(place, url), "setup")
            say(f"the same world in PostgreSQL, by backup and restore, in {seconds:.0f} s")
            yield World(place, 1, self.world.milestones, url)

    @contextmanager
    def floor(self, workers: int = 1) -> Iterator[Server]:
        """The bare app on the tracker's gunicorn settings."""
        with serving(FLOOR, {}, first="/ok", workers=workers) as server:
            yield server

    @contextmanager
    def tracker(self, world: World, workers: int = 1) -> Iterator[Server]:
        """The tracker in a world. One worker, so that “the first time” means the first time."""
        with serving(APPLICATION, world.settings, first="/login", workers=workers) as server:
            yield server


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of an empty PostgreSQL database: of TEST_DATABASE_URL's server, or of one of our own (tests/)."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    folder = None if given else postgres_server.make_folder()
    base = given or postgres_server.start(folder or Path(), os.getpid())
    plain = normalised(base).set(drivername="postgresql")
    name = f"tracker_bench_{os.getpid()}"
    try:
        with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
        yield plain.set(database=name).render_as_string(hide_password=False)
        with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    finally:
        if folder is not None:
            postgres_server.stop(folder)


def cost(server: Server, ask: Callable[[], float], times: int) -> Cost:
    """What a request costs on average; `ask` gives the seconds the client waited."""
    before = server.processor_seconds()
    waited = [ask() for _ in range(times)]
    spent = server.processor_seconds() - before
    return Cost(spent * 1000 / times, statistics.median(waited) * 1000)


def side_by_side(
    asked: Sequence[tuple[Server, Callable[[], float]]], *, times: int = 12, rounds: int = 7, warm: int = 5
) -> list[Cost]:
    """Costs of several requests taken in turns, so that what else the machine does falls on all: medians of rounds."""
    for _, ask in asked:
        for _ in range(warm):
            ask()
    found: list[list[Cost]] = [[] for _ in asked]
    for _ in range(rounds):
        for number, (server, ask) in enumerate(asked):
            found[number].append(cost(server, ask, times))
    return [
        Cost(statistics.median(c.processor for c in costs), statistics.median(c.wall for c in costs)) for costs in found
    ]


def getting(
    client: Client, path: str, *, expect: int = 200, headers: dict[str, str] | None = None
) -> Callable[[], float]:
    """A request to repeat."""
    return lambda: client.get(path, expect=expect, headers=headers).seconds


def python(*arguments: str, settings: dict[str, str]) -> str:
    """Run a program of this package in a process of its own; its output. Raises RuntimeError when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=places.environment(**settings),
        cwd=places.ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)}: status {done.returncode}\n{done.stderr[-3000:]}")
    return done.stdout
