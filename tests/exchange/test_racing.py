"""Two coordinators, a contributor and an import on the same rows at once: what is accepted stays, once, in order."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit import services as audit
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.engine import Database
from app.core.errors import Conflict
from app.exchange.book.content import Selection
from app.exchange.book.csv import csv_of
from app.exchange.services import importing, looking
from app.exchange.services.exporting import Tongue, make_book
from app.plans.history import revisions_of
from app.plans.queries.heads import get_plan
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.states import SubjectKind
from app.readiness.cache import ReadingCache
from tests.exchange.conftest import SECRET
from tests.factories import plans
from tests.factories.files import depot_in

SAVES, IMPORTS = 70, 12
"""Of each person who saves in rows, and of the one who brings workbooks back: some 220 rounds on each database."""


TRIES = 3 * SAVES
"""Of bringing one workbook in: each save of others can come between no more than once."""


@dataclass
class House:
    """A database that may be committed to, with rows of one ministry that everybody here may change."""

    database: Database
    folder: Path
    view: CatalogueView
    people: dict[str, Actor]
    rows: list[str] = field(default_factory=list)

    def stands(self, reference: str) -> MilestoneRecord:
        with self.database.reading() as session:
            return get_milestone(session, "IE", reference, self.people["first"])[1]

    def all(self) -> list[MilestoneRecord]:
        with self.database.reading() as session:
            plan = get_plan(session, "IE", self.people["first"])
            return list_milestones(session, plan.plan_id, plan.scope, clock.today())

    def deed(self, work: Callable[[Session], object]) -> object:
        """As a door does it: one transaction, committed with its entries."""
        with self.database.writing() as session:
            result = work(session)
            audit.commit(session, None)
            return result


@pytest.fixture
def house(committed: Database, tmp_path: Path) -> House:
    with committed.writing() as session:
        view = plans.opened(session)
        ministry = plans.authority(session, "IE", "Department of Justice")
        people = {
            "first": plans.coordinator(session, "IE"),
            "second": plans.person(session, "second", plans.Held(plans.Role.COORDINATOR, "IE")),
            "ministry": plans.contributor(session, "IE", ministry),
        }
        given = {"authority_id": ministry}
        rows = [
            add_milestone(
                session, view, "IE", "alpha.law", {"title": f"Row {n}", **given}, actor=people["first"]
            ).reference
            for n in range(3)
        ]
        audit.commit(session, None)
    return House(committed, tmp_path, view, people, rows)


def save_in_rows(house: House, name: str) -> list[str]:
    """Add a word of one's own to the notes of the rows, again and again; a refused save is tried with what is new."""
    accepted = []
    for number in range(SAVES):
        reference, word = house.rows[number % len(house.rows)], f"{name}-{number}"
        while word not in accepted:
            seen = house.stands(reference)
            values = {"note": f"{seen.note} {word}".strip()}

            def work(session: Session, seen: MilestoneRecord = seen, values: dict[str, str] = values) -> None:
                who = house.people[name]
                update_milestone(
                    session, house.view, "IE", seen.reference, values, actor=who, expected_version=seen.version
                )

            try:
                house.deed(work)
            except Conflict:
                continue
            accepted.append(word)
    return accepted


def bring_workbooks_back(house: House) -> list[str]:
    """Change the titles of all rows and add one row, in a copy that others have meanwhile overtaken."""
    for number in range(IMPORTS):
        content = changed(download(house), house.rows, number)
        file = importing.read_file(importing.Received("plan.csv", content))
        with importing.examined_file(file, depot_in(house.folder)) as found:
            key = house.deed(lambda session, file=file, found=found: receive(house, session, file, found))
        with house.database.reading() as session:
            proposal = looking.preview(session, "IE", int(str(key)), actor=house.people["first"])[1]
        assert not proposal.conflicts, "the titles are changed here alone"
        results = (house.deed(lambda session, key=key: bring_in(house, session, key)) for _ in range(TRIES))
        assert importing.Result.APPLIED in results, "whoever looks again and again gets it brought in"
    return []


def download(house: House) -> bytes:
    with house.database.reading() as session:
        who = house.people["first"]
        book = make_book(session, house.view, "IE", Selection(), actor=who, tongue=Tongue(), cache=ReadingCache())
        return csv_of(book, SECRET, say=str)


def changed(content: bytes, references: list[str], number: int) -> bytes:
    """The copy as another program saves it, with other titles, and a title in an empty row."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    at = {head: column for column, head in enumerate(lines[0])}
    is_added = False
    for line in lines[1:]:
        if line and line[0] in references:
            line[at["Milestone"]] = f"{line[0]} as of copy {number}"
        elif len(line) > at["Item key"] and not line[0] and line[at["Item key"]] == "alpha.law" and not is_added:
            line[at["Milestone"]], is_added = f"Added by copy {number}", True
    assert is_added
    held = io.StringIO()
    csv.writer(held).writerows(lines)
    return held.getvalue().encode()


def receive(house: House, session: Session, file: importing.ReadFile, found: importing.Examined) -> int:
    who = house.people["first"]
    return importing.receive(session, house.view, "IE", file, actor=who, secrets=[SECRET], found=found)


def bring_in(house: House, session: Session, key: object) -> importing.Result:
    who = house.people["first"]
    return importing.apply(session, house.view, "IE", int(str(key)), actor=who, choices={}, for_columns={})


def test_what_was_accepted_stays_once_and_in_order(house: House) -> None:
    barrier = Barrier(4)

    def begin(work: Callable[[], list[str]]) -> list[str]:
        barrier.wait()
        return work()

    names = tuple(house.people)
    works = [*(lambda name=name: save_in_rows(house, name) for name in names), lambda: bring_workbooks_back(house)]
    with ThreadPoolExecutor(len(works)) as pool:
        accepted = [word for words in pool.map(begin, works) for word in words]

    assert len(accepted) == len(names) * SAVES
    kept = [house.stands(reference) for reference in house.rows]
    words = [word for row in kept for word in row.note.split()]
    assert sorted(words) == sorted(accepted), "no save is lost, and none is kept twice"
    assert [row.title for row in kept] == [f"{row.reference} as of copy {IMPORTS - 1}" for row in kept]
    added = [row.title for row in house.all() if row.title.startswith("Added by copy")]
    assert sorted(added) == sorted(f"Added by copy {number}" for number in range(IMPORTS)), "no row has a twin"
    with house.database.reading() as session:
        for row in kept:
            revisions = revisions_of(session, SubjectKind.MILESTONE, row.milestone_id)
            titles = [r.changes["title"][1] for r in revisions if "title" in r.changes]
            assert titles[1:] == [f"{row.reference} as of copy {number}" for number in range(IMPORTS)]
        assert audit.verify(session, None).is_whole
