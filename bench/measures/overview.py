"""Bars 1, 2 and 4: pages beside the bare page, in worlds of several sizes, on past days, and unchanged."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta

from bench.client import Client
from bench.measures import sums
from bench.measures.update import Editor
from bench.results import Line, NotMeasured
from bench.serving import Server
from bench.stage import REVIEWER, Stage, cost, getting, side_by_side
from bench.worlds import DAY, World

CELL, COUNTRY = "/countries/IE/blocks/3", "/countries/IE"
SOME_DAYS = 3


def measure(stage: Stage) -> Iterator[Line | NotMeasured]:
    """All of it in one run, side by side with the floor."""
    worlds = [stage.world, stage.world_ten]
    if stage.with_hundred:
        worlds.append(stage.world_hundred)
    # What is computed of a past day is kept in the world: a kept world would know the days.
    worlds = [stage.copy_of(world, f"overview-{world.factor}") for world in worlds]
    with ExitStack() as opened:
        floor = opened.enter_context(stage.floor())
        servers = [opened.enter_context(stage.tracker(world)) for world in worlds]
        bare = Client(floor.port)
        people = [Client(server.port).sign_in(REVIEWER) for server in servers]
        yield from _pages(floor, bare, servers, people, worlds)
        yield from _unchanged(floor, bare, servers[0], people[0])
        yield from _after_a_change(floor, bare, stage)
        for world, server, person in zip(worlds, servers, people, strict=True):
            table = cost(floor, getting(bare, "/table"), 40).processor
            yield from _past_days(world, server, person, table)
    if not stage.with_hundred:
        yield NotMeasured(
            2, "a hundred times the milestones", "asked for with `--hundred`: minutes to make, several GB"
        )


def _pages(
    floor: Server, bare: Client, servers: list[Server], people: list[Client], worlds: list[World]
) -> Iterator[Line]:
    paths = {"overview": ("/", 2.5), "country page": (COUNTRY, 4.0), "cell page": (CELL, 4.0)}
    asked = [(floor, getting(bare, "/table"))]
    for path, _ in paths.values():
        asked += [(server, getting(person, path)) for server, person in zip(servers, people, strict=True)]
    table, *costs = side_by_side(asked)
    yield Line(1, "bare 27 × 10 page, server CPU", table.processor, "ms", note=f"client waited {table.wall:.1f} ms")
    for name, (path, limit) in paths.items():
        of_path, costs = costs[: len(worlds)], costs[len(worlds) :]
        first = of_path[0]
        said = f"{path}: server CPU {first.processor:.1f} ms, client waited {first.wall:.1f} ms"
        yield Line(1, f"{name} against the bare page", first.processor / table.processor, "×", limit, note=said)
        for world, other in list(zip(worlds, of_path, strict=True))[1:]:
            what = f"{name} with {world.factor} × milestones against 1 ×"
            said = f"{world.milestones:,} milestones: {other.processor:.1f} ms"
            yield Line(2, what, other.processor / first.processor, "×", 1.2, note=said)


def _unchanged(floor: Server, bare: Client, server: Server, person: Client) -> Iterator[Line]:
    """The tag is that of the page as this person holds it."""
    for name, path in (("overview", "/"), ("cell page", CELL)):
        tag = person.get(path).headers.get("ETag", "")
        if not tag:
            yield Line(4, f"unchanged {name}: 304", float("inf"), "×", 3.0, note="the page has no ETag")
            continue
        again = getting(person, path, expect=304, headers={"If-None-Match": tag})
        json, read, unchanged = side_by_side(
            [(floor, getting(bare, "/ok")), (floor, getting(bare, "/read")), (server, again)], times=50
        )
        said = f"{unchanged.processor:.2f} ms against {json.processor:.2f} ms of the bare JSON view"
        yield Line(4, f"unchanged {name}: 304", unchanged.processor / json.processor, "×", 3.0, note=said)
        said = f"{read.processor:.2f} ms of the bare JSON view that reads one row in each of two databases"
        yield Line(4, f"unchanged {name}, against two rows read", unchanged.processor / read.processor, "×", note=said)


def _after_a_change(floor: Server, bare: Client, stage: Stage) -> Iterator[Line]:
    """The first visit after somebody saved something elsewhere: pages kept whole are made anew."""
    world = stage.copy_of(stage.world, "after-a-change")
    with stage.tracker(world) as server:
        reader, editor = (
            Client(server.port).sign_in(REVIEWER),
            Client(server.port).sign_in("coordinator.be@demo.example"),
        )
        save = Editor(world, editor, "BE").save
        table = cost(floor, getting(bare, "/table"), 40).processor
        for name, path in (("overview", "/"), ("country page", COUNTRY), ("cell page", CELL)):
            reader.get(path)
            found = []
            for _ in range(15):
                save()
                found.append(cost(server, getting(reader, path), 1).processor)
            first = statistics.median(found)
            said = f"{path}: {first:.1f} ms against {table:.1f} ms of the bare page"
            yield Line(1, f"{name}, first visit after a change elsewhere", first / table, "×", note=said)


def _past_days(world: World, server: Server, person: Client, table: float) -> Iterator[Line]:
    """Days that nobody has asked for, each once; then again; then as known then.

    Beside the ratios to today's page, which is kept whole, those to the bare page (`table`, ms): 8 and 40 times
    the 2.5 that bar 1 allows today's page.
    """
    person.get("/")
    today = cost(server, getting(person, "/"), 10).processor
    last = date.fromisoformat(DAY)
    days = [last - timedelta(days=150 + 53 * number) for number in range(SOME_DAYS)]
    first = statistics.median(cost(server, getting(person, f"/?as_of={day}"), 1).processor for day in days)
    again = statistics.median(cost(server, getting(person, f"/?as_of={day}"), 4).processor for day in days)
    known = []
    for day in days:
        seen = f"/?as_of={day}&known={day + timedelta(days=20)}"
        known.append(cost(server, getting(person, seen), 1).processor)
    then = statistics.median(known)
    bound = world.factor < 100
    size = f"overview, {world.factor} ×"
    note = f"{{:.0f}} ms against {today:.1f} ms today"
    yield Line(2, f"{size}: a past day, first time", first / today, "×", 8 if bound else None, note=note.format(first))
    yield Line(2, f"{size}: a past day, again", again / today, "×", 1.5 if bound else None, note=note.format(again))
    yield Line(2, f"{size}: as known then", then / today, "×", 40 if bound else None, note=note.format(then))
    beside = f"{{:.0f}} ms against {table:.1f} ms of the bare page"
    first_limit, then_limit = (20.0, 100.0) if bound else (None, None)
    what = f"{size}: a past day, first time, against the bare page"
    yield Line(2, what, first / table, "×", first_limit, note=beside.format(first))
    what = f"{size}: as known then, against the bare page"
    yield Line(2, what, then / table, "×", then_limit, note=beside.format(then))
    yield from sums.measure(world, days, table)
