"""Bar 7: eight people at once, nine reads to one write, on both databases."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from bench.client import Client, Unexpected
from bench.measures.update import Editor, owners_with_work
from bench.results import Line
from bench.serving import Server
from bench.stage import Stage
from bench.worlds import World

PEOPLE = 8
READS = ("/", "/countries/{owner}", "/countries/{owner}/blocks/3", "/blocks/3", "/gaps")
WRITES_OF_TEN = 1
ALONE = 40
FLOOR_SECONDS = 15


@dataclass
class Seen:
    """What one person saw."""

    seconds: list[float] = field(default_factory=list)
    writes: int = 0
    faults: list[str] = field(default_factory=list)


def measure(stage: Stage) -> Iterator[Line]:
    """The same work first by one person alone: the median is what the crowd is compared with.

    The bare page asked for by eight at once tells what of that is the machine's: it reads and writes nothing.
    """
    yield _floor(stage)
    yield from _on("SQLite", stage, stage.copy_of(stage.world, "mixed"))
    yield from _on("PostgreSQL", stage, stage.world_on_postgresql)


def _floor(stage: Stage) -> Line:
    with stage.floor(workers=2) as server:
        clients = [Client(server.port) for _ in range(PEOPLE)]
        alone = statistics.median(clients[0].get("/table").seconds for _ in range(ALONE))
        seconds: list[float] = []
        end = time.monotonic() + min(stage.seconds, FLOOR_SECONDS)

        def ask(client: Client) -> None:
            while time.monotonic() < end:
                seconds.append(client.get("/table").seconds)

        _at_once([partial(ask, client) for client in clients])
    late = _slowest_twentieth(seconds)
    said = f"{late * 1000:.0f} ms against {alone * 1000:.1f} ms alone; one kind of request, no database, no session"
    return Line(7, "the bare page, eight at once: slowest twentieth against one alone", late / alone, "×", note=said)


def _at_once(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _slowest_twentieth(seconds: Iterable[float]) -> float:
    ordered = sorted(seconds)
    return ordered[int(len(ordered) * 0.95)]


def _on(name: str, stage: Stage, world: World) -> Iterator[Line]:
    with stage.tracker(world, workers=2) as server:
        owners = owners_with_work(world)[:PEOPLE]
        people = [_Person(server, world, owner, number) for number, owner in enumerate(owners)]
        people[0].work(requests=ALONE)
        people[0].seen = Seen()
        people[0].work(requests=ALONE)
        alone = statistics.median(people[0].seen.seconds)
        people[0].seen = Seen()
        end = time.monotonic() + stage.seconds
        _at_once([partial(person.work, until=end) for person in people])
        log = server.log.read_text(errors="replace")
    seconds = [waited for person in people for waited in person.seen.seconds]
    faults = Counter(fault for person in people for fault in person.seen.faults)
    if "locked" in log:
        faults["“locked” in the log"] += log.count("locked")
    late = _slowest_twentieth(seconds)
    writes = sum(person.seen.writes for person in people)
    said = f"{len(seconds):,} requests in {stage.seconds} s, {writes:,} of them writes"
    said += "".join(f"; {number} × {fault}" for fault, number in faults.most_common(3))
    yield Line(7, f"{name}, eight at once: faults", sum(faults.values()), "", 0.0, note=said)
    median = statistics.median(seconds)
    said = f"{median * 1000:.0f} ms; eight who never pause share the processors with the workers"
    yield Line(7, f"{name}: median of eight at once against one alone", median / alone, "×", note=said)
    said = f"{late * 1000:.0f} ms against {alone * 1000:.0f} ms alone; clients on the same cores"
    yield Line(7, f"{name}: slowest twentieth against one alone", late / alone, "×", 8.0, note=said)


class _Person:
    """A coordinator who reads, and saves now and then."""

    def __init__(self, server: Server, world: World, owner: str, number: int) -> None:
        self._client = Client(server.port).sign_in(f"coordinator.{owner.lower()}@demo.example")
        self._editor = Editor(world, self._client, owner)
        self._owner = owner
        self._chance = random.Random(number)
        self.seen = Seen()

    def work(self, *, requests: int = 10**9, until: float = float("inf")) -> None:
        for _ in range(requests):
            if time.monotonic() > until:
                return
            try:
                if self._chance.randrange(10) < WRITES_OF_TEN:
                    self.seen.seconds.append(self._editor.save())
                    self.seen.writes += 1
                else:
                    path = self._chance.choice(READS).format(owner=self._owner)
                    self.seen.seconds.append(self._client.get(path).seconds)
            except (Unexpected, OSError) as error:
                self.seen.faults.append(str(error)[:120])
