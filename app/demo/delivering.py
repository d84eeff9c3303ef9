"""Deliverables in the demonstration, one in each state that matters: in use, accepted, waiting, returned, a draft.

All are invented, and so is what stands in their files.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.core import clock
from app.demo import words
from app.files.depot import Depot
from app.files.services.receiving import Upload, examined
from app.plans.queries.state import list_milestones
from app.plans.states import Scope
from app.support.deliverables.queries.deliverables import list_deliverables
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable, offered_items
from app.support.deliverables.states import CLOSES, Act, DeliverableKind
from app.support.policy import experts
from app.support.queries.requests import list_requests
from app.support.records import RequestRecord

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

COURSES: tuple[tuple[DeliverableKind, tuple[Act, ...]], ...] = (
    (DeliverableKind.PROCEDURE, (Act.SUBMIT, Act.APPROVE, Act.ACCEPT, Act.USE)),
    (DeliverableKind.ROADMAP, (Act.SUBMIT, Act.ACCEPT)),
    (DeliverableKind.TRAINING, (Act.SUBMIT, Act.APPROVE)),
    (DeliverableKind.GAP_ASSESSMENT, (Act.SUBMIT, Act.RETURN)),
    (DeliverableKind.ANALYSIS, ()),
)
"""What is handed over in each project on which the expert works, and how far it has come."""


def play_deliverables(
    session: Session,
    view: CatalogueView,
    officer: Actor,
    expert: Actor,
    coordinators: Mapping[str, Actor],
    depot: Depot,
) -> int:
    """Make them in the projects that are under way; returns how many, none where there are some already."""
    if list_deliverables(session, SYSTEM, limit=1):
        return 0
    held = {one.grant_id for one in experts(expert)}
    made = 0
    for project in sorted(list_requests(session, SYSTEM), key=lambda one: one.request_id):
        if project.is_open and project.owner in coordinators and held & project.subject.grants:
            people = {Act.SUBMIT: expert, Act.APPROVE: officer}
            made += _of_project(session, view, project, people, coordinators[project.owner], depot)
    return made


def _of_project(
    session: Session,
    view: CatalogueView,
    project: RequestRecord,
    people: Mapping[Act, Actor],
    coordinator: Actor,
    depot: Depot,
) -> int:
    expert = people[Act.SUBMIT]
    items = {item.item_id: item for item in offered_items(view, project, expert)}
    there = list_milestones(session, project.plan_id, Scope.SHARED, clock.today(), items)
    # First what counts, so that there is an average elsewhere to stand beside it.
    counted = {key for key in items if view.counts(project.owner, key, clock.today())}
    listed = sorted((one for one in there if not one.is_cancelled), key=lambda one: one.item_id not in counted)
    made = 0
    for kind, acts in COURSES:
        fitting = [one for one in listed if items[one.item_id].closing_kind in CLOSES.get(kind, ())]
        products = [one for one in fitting if items[one.item_id].closes_by_product]
        found = next(iter(products or fitting or listed), None)
        if found is None or project.project_id is None:
            break
        values = {
            "kind": kind.value,
            "title": words.DELIVERABLE_TITLE.format(kind=kind.label.capitalize()),
            "language": "en",
            "summary": words.DELIVERABLE_SUMMARY,
            "measures": [one.key for one in view.measures][:2],
            "items": [found.item_id],
            "milestones": [found.reference],
            "product_of": found.reference,
        }
        key = create_deliverable(session, view, project.project_id, values, actor=expert)
        with examined(Upload("invented-deliverable.txt", io.BytesIO(words.DELIVERABLE_FILE.encode())), depot) as file:
            add_file(session, key, file, actor=expert)
        for act in acts:
            text = words.DELIVERABLE_RETURNED if act is Act.RETURN else ""
            by = people.get(act, coordinator)
            take_step(session, view, key, act, actor=by, expected_version=None, text=text)
        made += 1
        listed = [one for one in listed if one is not found] or listed
    return made
