"""Lists with ten thousand deliverables of technical support beside lists with a hundred, and what waits among them."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack

from bench.client import Client
from bench.handing import EXPERT, hand_over
from bench.measures.update import Editor
from bench.results import Line
from bench.serving import Server
from bench.stage import COORDINATOR, REVIEWER, Stage, cost, getting, side_by_side
from bench.worlds import World

FEW, MANY = 100, 10_000
OFFICER = "support@demo.example"
TIMES = 5
BOUND = 1.5
"""So much more a page of the list may cost among ten thousand: it counts them, and reads what it shows."""

PAGES: tuple[tuple[str, str, str], ...] = (
    ("list of deliverables", OFFICER, "/support/deliverables"),
    ("list of deliverables, its last page", OFFICER, "/support/deliverables?page=100000"),
    ("list of deliverables, narrowed", OFFICER, "/support/deliverables?state=in_use&language=en&kind=tool"),
    ("list of a country's deliverables", COORDINATOR, "/support/deliverables?country=IE"),
    ("list of what reviewers may read", REVIEWER, "/support/deliverables"),
    ("list of an expert's own", EXPERT, "/support/deliverables"),
    ("page of support, with what waits", OFFICER, "/support"),
    ("cell page with what serves its items", COORDINATOR, "/countries/IE/blocks/3?open=all"),
)
"""What is asked for, by whom, where."""

AFTER: tuple[tuple[str, str, str], ...] = (
    ("desk of a coordinator", COORDINATOR, "/countries/IE"),
    ("page of support", OFFICER, "/support"),
)
"""What is made anew when something changed anywhere."""


def measure(stage: Stage) -> Iterator[Line]:
    """Both worlds in one run, in turns; a hundred fill a page of the list as ten thousand do."""
    worlds = [stage.copy_of(stage.world, f"deliverables-{number}") for number in (FEW, MANY)]
    for world, number in zip(worlds, (FEW, MANY), strict=True):
        hand_over(world, number)
    with ExitStack() as opened:
        floor = opened.enter_context(stage.floor())
        servers = [opened.enter_context(stage.tracker(world)) for world in worlds]
        bare = getting(Client(floor.port), "/table")
        for name, email, path in PAGES:
            people = [Client(server.port).sign_in(email) for server in servers]
            asked = [(server, getting(one, path)) for server, one in zip(servers, people, strict=True)]
            table, few, many = side_by_side([(floor, bare), *asked])
            said = f"{path}: {many.processor:.1f} ms against {few.processor:.1f} ms; bare page {table.processor:.1f} ms"
            limit = BOUND if (name, email, path) == PAGES[0] else None  # the others fill no page with a hundred
            yield Line(2, f"{name}: {MANY:,} against {FEW}", many.processor / few.processor, "×", limit, note=said)
        yield _file(servers)
        yield from _after_a_change(servers, worlds)


def _file(servers: list[Server]) -> Line:
    """The file of all of them: what a line costs, which should not grow with their number."""
    costs = []
    for server in servers:
        person = Client(server.port).sign_in(OFFICER)
        lines = person.get("/support/deliverables.csv").body.count(b"\n")
        costs.append((cost(server, getting(person, "/support/deliverables.csv"), TIMES).processor, lines))
    (few, short), (many, long) = costs
    said = f"{long:,} lines in {many:.0f} ms of server CPU, {short:,} in {few:.0f} ms"
    return Line(
        12, "deliverables.csv: a line among many against one among few", many / long / (few / short), "×", note=said
    )


def _after_a_change(servers: list[Server], worlds: list[World]) -> Iterator[Line]:
    """The first visit after somebody else changed something."""
    for name, email, path in AFTER:
        taken = []
        for server, world in zip(servers, worlds, strict=True):
            reader = Client(server.port).sign_in(email)
            editor = Editor(world, Client(server.port).sign_in("coordinator.be@demo.example"), "BE")
            reader.get(path)
            found = []
            for _ in range(TIMES):
                editor.save()
                found.append(cost(server, getting(reader, path), 1).processor)
            taken.append(statistics.median(found))
        few, many = taken
        said = f"{path}: {many:.1f} ms against {few:.1f} ms"
        yield Line(2, f"{name}, first visit after a change: {MANY:,} against {FEW}", many / few, "×", note=said)
