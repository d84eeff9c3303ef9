"""What is written in bulk equals what the services write, row by row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.plans.history import FIELDS, state_of
from app.plans.history.bulk import BulkSubject, Saying, first_days_shared, rows_for
from app.plans.history.fields import table_of
from app.plans.models import Evidence, Milestone, PlanBlock, PlanItem, PlanRelease, Revision
from app.plans.queries.history import count_unshared
from app.plans.rules.milestones import with_progress
from app.plans.services.closing import report_in_place
from app.plans.services.evidence import attach_evidence, withdraw_evidence
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.releases import share
from app.plans.states import Scope, SubjectKind
from tests.factories import plans as factory

LADDER = [None, *(key for key, _ in factory.LEGAL_LADDER)]
KINDS = ["add", "step", "step", "step", "forecast", "forecast", "evidence", "share"]


def table_rows(session: Session, table: Any, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    columns = [column for column in table.c if column.name not in without]
    return [dict(row) for row in session.execute(select(*columns)).mappings()]


def sorted_rows(rows: list[dict[str, Any]], table: Any, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    names = [column.name for column in table.c if column.name not in without]
    plain = [{name: row[name] for name in names} for row in rows]
    return sorted(plain, key=lambda row: tuple(str(row[name]) for name in names))


class Player:
    """Does deeds through the services, and writes down what each of them said."""

    def __init__(self, session: Session, view: CatalogueView, seed: int) -> None:
        self.session, self.view, self.random = session, view, Random(seed)
        self.ireland = factory.coordinator(session, "IE")
        self.said: dict[tuple[SubjectKind, int], list[Saying]] = {}
        self.instants: list[datetime] = []
        self.milestones: list[tuple[int, str]] = []

    def say(self, kind: SubjectKind, key: int, values: dict[str, Any], day: date, **more: Any) -> None:
        saying = Saying(values, day, clock.now(), self.ireland.user_id, **more)
        self.said.setdefault((kind, key), []).append(saying)

    def say_of_item(self, day: date) -> None:
        item = self.session.execute(select(PlanItem)).scalar_one()
        closing = self.session.execute(select(Milestone).where(Milestone.is_closing)).scalar_one()
        if (SubjectKind.PLAN_ITEM, item.id) not in self.said:
            values = {"title": "In place", "workstream_key": "legal", "measured_by": "steps"}
            self.say(SubjectKind.MILESTONE, closing.id, values, day, is_automatic=True)
        self.say(SubjectKind.PLAN_ITEM, item.id, {}, day, is_automatic=True)

    def add(self, number: int, today: date) -> None:
        given = {"title": f"Step {number}", "baseline_on": today + timedelta(days=90)}
        record = add_milestone(self.session, self.view, "IE", "alpha.law", given, actor=self.ireland)
        self.milestones.append((record.milestone_id, record.reference))
        self.say_of_item(today)
        values = {**given, "workstream_key": "legal", "measured_by": "steps", "confirmed_on": today}
        self.say(SubjectKind.MILESTONE, record.milestone_id, values, today)

    def update(self, number: int, day: date, given: dict[str, Any], key: int, reference: str) -> None:
        state = state_of(self.session.get_one(Milestone, key))
        who: dict[str, Any] = {"actor": self.ireland, "expected_version": None, "effective_on": day}
        update_milestone(self.session, self.view, "IE", reference, given, **who)
        self.say_of_item(day)
        values = {**with_progress(given, state, self.view.workstreams), "confirmed_on": day}
        self.say(SubjectKind.MILESTONE, key, values, day)

    def step(self, number: int, today: date) -> None:
        key, reference = self.random.choice(self.milestones)
        present = self.session.get_one(Milestone, key).step_key
        given = {"step_key": self.random.choice([step for step in LADDER if step != present])}
        self.update(number, today - timedelta(days=self.random.choice([0, 0, 3])), given, key, reference)

    def forecast(self, number: int, today: date) -> None:
        key, reference = self.random.choice(self.milestones)
        row = self.session.get_one(Milestone, key)
        due = row.forecast_on or row.baseline_on
        assert due is not None
        given = {"forecast_on": due + timedelta(days=self.random.randrange(1, 14)), "note": f"Deed {number}"}
        self.update(number, today, given, key, reference)

    def evidence(self, number: int, today: date) -> None:
        given = {"kind": "statement", "title": f"Paper {number}"}
        who: Any = {"actor": self.ireland}
        key = attach_evidence(self.session, self.view, "IE", "alpha.law", given, **who).evidence_id
        self.say(SubjectKind.EVIDENCE, key, given, today)
        if self.random.random() < 0.5:
            withdraw_evidence(self.session, "IE", key, expected_version=1, reason="Old", **who)
            self.say(SubjectKind.EVIDENCE, key, {"is_withdrawn": True}, today, reason="Old")

    def share(self, number: int, today: date) -> None:
        plan_id = self.session.execute(select(PlanItem.plan_id)).scalar_one()
        if count_unshared(self.session, plan_id):
            share(self.session, "IE", ["alpha"], actor=self.ireland)
            self.instants.append(clock.now())

    def close(self, today: date) -> None:
        closing = report_in_place(self.session, self.view, "IE", "alpha.law", actor=self.ireland, expected_version=None)
        values = {"progress": 10000, "actual_on": today, "confirmed_on": today}
        self.say(SubjectKind.MILESTONE, closing.milestone_id, values, today)


@pytest.mark.parametrize("seed", [1, 2])
def test_200_deeds_played_both_ways_give_the_same_rows(
    session: Session, view: CatalogueView, clock_at: time_machine.Traveller, seed: int
) -> None:
    player = Player(session, view, seed)
    for number in range(200):
        clock_at.shift(timedelta(days=player.random.randrange(2), hours=3))
        deed = player.random.choice(KINDS) if player.milestones else "add"
        getattr(player, deed)(number, clock.today())
    clock_at.shift(timedelta(hours=3))
    player.close(clock.today())
    session.flush()
    compare(session, player.said, player.instants)


def compare(session: Session, said: dict[tuple[SubjectKind, int], list[Saying]], instants: list[datetime]) -> None:
    plan_id = session.execute(select(PlanItem.plan_id)).scalar_one()
    block = session.execute(
        select(PlanBlock).where(PlanBlock.plan_id == plan_id, PlanBlock.block_key == "alpha")
    ).scalar_one()
    subjects = []
    mapped = {SubjectKind.MILESTONE: Milestone, SubjectKind.PLAN_ITEM: PlanItem, SubjectKind.EVIDENCE: Evidence}
    for (kind, key), sayings in said.items():
        row = session.get_one(mapped[kind], key, populate_existing=True)
        fixed = (
            set(table_of(mapped[kind]).c.keys())
            - set(FIELDS[kind].blank)
            - {"id", "plan_id", "version", "first_shared_at"}
        )
        identity = {name: getattr(row, name) for name in fixed}
        subjects.append(BulkSubject(kind, key, plan_id, block.id, identity, sayings))
    rows = rows_for(subjects, {block.id: instants})
    for kind in mapped:
        table = table_of(mapped[kind])
        assert sorted_rows(rows.subjects[kind], table) == sorted_rows(table_rows(session, table), table)
        spans = table_of(FIELDS[kind].span)
        written = sorted_rows(table_rows(session, spans, ("id",)), spans, ("id",))
        assert sorted_rows(rows.spans[kind], spans, ("id",)) == written
        assert {row["scope"] for row in written} == {scope.value for scope in Scope}
    revisions = table_of(Revision)
    written = table_rows(session, revisions, ("id",))
    assert len(written) > 100
    assert sorted_rows(rows.revisions, revisions, ("id",)) == sorted_rows(written, revisions, ("id",))
    shared = first_days_shared(rows.revisions, {block.id: instants})
    counted = session.execute(select(PlanRelease.released_at, PlanRelease.changes_shared)).all()
    assert {(plan_id, instant): count for instant, count in counted} == {key: n for key, (_, n) in shared.items()}
