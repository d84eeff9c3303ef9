"""A world with many deliverables of technical support: a project in each Member State, written in bulk (SQLite)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.catalogue.queries import view_in_force
from app.catalogue.states import CallKind, Level
from app.catalogue.views import CatalogueView
from app.core.engine import Database
from app.plans.models import Authority, Milestone, Plan
from app.plans.states import EU
from app.support.deliverables.models import Deliverable, DeliverableServes, DeliverableStep, DeliverableVersion
from app.support.deliverables.states import Act, DeliverableKind, Hand, ServedKind, Standing
from app.support.models import SupportProject, SupportRequest
from app.support.states import State
from bench.worlds import DAY, World, say

TODAY = date.fromisoformat(DAY)
EXPERT = "expert@demo.example"
DAYS = 720
"""So many days ago the first was begun."""

COURSES: tuple[tuple[Standing, int, tuple[tuple[Act, Hand, Standing], ...]], ...] = (
    (Standing.SUBMITTED, 10, ()),
    (Standing.RETURNED, 5, ((Act.RETURN, Hand.OFFICER, Standing.RETURNED),)),
    (Standing.APPROVED, 5, ((Act.APPROVE, Hand.OFFICER, Standing.APPROVED),)),
    (Standing.ACCEPTED, 5, ((Act.ACCEPT, Hand.BENEFICIARY, Standing.ACCEPTED),)),
    (Standing.DELIVERED, 10, ()),
    (Standing.IN_USE, 50, ((Act.USE, Hand.BENEFICIARY, Standing.IN_USE),)),
    (Standing.NOT_IN_USE, 10, ((Act.STOP, Hand.BENEFICIARY, Standing.NOT_IN_USE),)),
    (Standing.WITHDRAWN, 5, ((Act.WITHDRAW, Hand.BENEFICIARY, Standing.WITHDRAWN),)),
)
"""Where they stand, how many of a hundred, and the last steps that led there."""

HANDED_OVER = frozenset({Standing.DELIVERED, Standing.IN_USE, Standing.NOT_IN_USE, Standing.WITHDRAWN})
_BOTH = (
    (Act.APPROVE, Hand.OFFICER, Standing.APPROVED),
    (Act.ACCEPT, Hand.BENEFICIARY, Standing.DELIVERED),
)


def hand_over(world: World, number: int, seed: int = 7) -> None:
    """Write so many deliverables into a world that is a copy."""
    database = Database(world.address)
    try:
        with database.writing() as session:
            view = view_in_force(session, TODAY)
            chance = random.Random(seed)
            projects = _projects(session, view)
            author = session.scalars(select(User.id).where(User.email == EXPERT)).one()
            rows: dict[Any, list[dict[str, Any]]] = {
                one: [] for one in (Deliverable, DeliverableServes, DeliverableVersion, DeliverableStep)
            }
            first = (session.scalar(select(Deliverable.id).order_by(Deliverable.id.desc()).limit(1)) or 0) + 1
            for place in range(number):
                project, milestones = projects[place % len(projects)]
                _one(rows, first + place, 1000 + place, project, milestones, author, view, chance)
            for model, listed in rows.items():
                session.execute(insert(model), listed)
            session.commit()
    finally:
        database.dispose()
    say(f"{number:,} deliverables in {len(projects)} projects")


def _projects(session: Session, view: CatalogueView) -> list[tuple[int, list[tuple[int, str, int]]]]:
    """A project under way in each Member State that has milestones to serve, with these: key, reference, item."""
    call = next(one.key for one in view.calls if one.kind is not CallKind.EARLIER)
    made_at = _at(TODAY - timedelta(days=DAYS + 30))
    found = []
    told = select(Milestone.plan_id).distinct()
    for plan in session.scalars(select(Plan).where(Plan.owner != EU, Plan.id.in_(told)).order_by(Plan.id)).all():
        authority = session.scalars(select(Authority.id).where(Authority.plan_id == plan.id).order_by(Authority.id))
        request = SupportRequest(
            plan_id=plan.id,
            number=900,
            call_key=call,
            title="Support that is measured",
            beneficiary_id=next(iter(authority)),
            need="",
            expected_results="Figures",
            starts_on=TODAY - timedelta(days=DAYS),
            ends_on=TODAY + timedelta(days=DAYS),
            state=State.RUNNING.value,
            requested_at=made_at,
            author_id=None,
        )
        session.add(request)
        session.flush()
        period = {"starts_on": request.starts_on, "ends_on": request.ends_on}
        project = SupportProject(
            request_id=request.id, signed_on=request.starts_on, reported_on=None, created_at=made_at, **period
        )
        session.add(project)
        session.flush()
        here = select(Milestone.id, Milestone.reference, Milestone.item_id).where(Milestone.plan_id == plan.id)
        rows = session.execute(here.order_by(Milestone.id).limit(100))
        found.append((project.id, [(key, reference, item_id) for key, reference, item_id in rows]))
    return found


def _one(
    rows: dict[Any, list[dict[str, Any]]],
    key: int,
    number: int,
    project: int,
    milestones: list[tuple[int, str, int]],
    author: int,
    view: CatalogueView,
    chance: random.Random,
) -> None:
    standing, _, last = chance.choices(COURSES, weights=[share for _, share, _ in COURSES])[0]
    begun = TODAY - timedelta(days=chance.randrange(20, DAYS))
    day, is_over = begun + timedelta(days=10), standing in HANDED_OVER
    accepted = is_over or standing is Standing.ACCEPTED
    is_used = standing is Standing.IN_USE
    said = day + timedelta(days=chance.randrange(max((TODAY - day).days, 1)))
    rows[Deliverable].append(
        {
            "id": key,
            "project_id": project,
            "number": number,
            "kind": chance.choice(list(DeliverableKind)).value,
            "title": f"Deliverable {number} that is measured",
            "language": chance.choice(("en", "fr", "de", "et")),
            "summary": "What the services do step by step, who does it, and what they need for it.",
            "state": standing.value,
            "author_id": author,
            "created_at": _at(begun),
            "submitted_at": _at(begun),
            "approved_on": day if is_over or standing is Standing.APPROVED else None,
            "accepted_on": day if accepted else None,
            "in_use_since": day if is_used else None,
            "use_said_on": said if is_used else None,
            "is_shown": chance.random() < 0.5,
            "product_of_id": None,
            "evidence_id": None,
            "version": 1,
        }
    )
    rows[DeliverableServes] += _served(key, milestones, view, chance)
    rows[DeliverableVersion].append(
        {"deliverable_id": key, "number": 1, "created_at": _at(begun), "submitted_at": _at(begun)}
    )
    steps = ((Act.SUBMIT, Hand.AUTHOR, Standing.SUBMITTED), *(_BOTH if is_over else ()), *last)
    rows[DeliverableStep] += [
        {
            "deliverable_id": key,
            "position": place,
            "act": act.value,
            "hand": hand.value,
            "state": to.value,
            "version_number": 1,
            "on_day": begun if place == 1 else day,
            "text": "Why it was done so." if act in (Act.RETURN, Act.STOP, Act.WITHDRAW) else "",
            "taken_at": _at(begun if place == 1 else day),
            "author_id": author,
        }
        for place, (act, hand, to) in enumerate(steps, 1)
    ]


def _served(
    key: int, milestones: list[tuple[int, str, int]], view: CatalogueView, chance: random.Random
) -> Iterator[dict[str, Any]]:
    """A measure, the item of a milestone with it, and another item."""
    milestone, reference, item_id = chance.choice(milestones)
    states = [one for one in view.items_by_id.values() if one.level is not Level.EU]
    items = {view.items_by_id[item_id].key: item_id} if item_id in view.items_by_id else {}
    other = chance.choice(states)
    blank = {"deliverable_id": key, "item_id": None, "milestone_id": None}
    yield {**blank, "kind": ServedKind.MEASURE.value, "key": chance.choice(view.measures).key}
    for name, one in {**items, other.key: other.item_id}.items():
        yield {**blank, "kind": ServedKind.ITEM.value, "key": name, "item_id": one}
    yield {**blank, "kind": ServedKind.MILESTONE.value, "key": reference, "milestone_id": milestone}


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)
