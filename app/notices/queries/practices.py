"""What happened to good practices: proposals and consents for their country and who proposed them; for the first author
who adopted or adapted them, where those agree."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.notices import paths, words
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Plan
from app.plans.states import EU
from app.practices.models import Adaptation, Adoption, Practice, PracticeAct
from app.practices.policy import visible_to
from app.practices.states import REUSE, Act, Side
from app.support.deliverables.models import Deliverable
from app.support.models import SupportProject, SupportRequest

_TOLD = (Act.PROPOSE, *words.PRACTICE_ACTS)


def notices_of_practices(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators by what concerns their country's practices, for support officers by what concerns all that they
    read; nothing for others. One statement."""
    own, is_officer = sorted(coordinated(actor) - {EU}), actor.holds(Role.SUPPORT_OFFICER)
    if not own and not is_officer:
        return
    meant: list[ColumnElement[bool]] = [Plan.owner.in_(own)] if own else []
    if is_officer:
        meant.append(Plan.owner != EU)
    query = (
        select(Plan.owner, Practice.id, Practice.number, PracticeAct)
        .join(Practice, Practice.id == PracticeAct.practice_id)
        .join(Plan, Plan.id == Practice.plan_id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .where(
            and_(PracticeAct.taken_at > window.since, PracticeAct.taken_at <= window.until),
            PracticeAct.author_id.is_distinct_from(actor.user_id),
            or_(PracticeAct.act.in_([act.value for act in _TOLD]), and_(_is_reuse(), or_(_adopted(), _adapted()))),
            or_(*meant),
            visible_to(actor),
        )
    )
    for owner, key, number, row in session.execute(query):
        act = Act(row.act)
        said = words.PRACTICE_PROPOSED if act is Act.PROPOSE else words.PRACTICE_ACTS.get(act) or REUSE[act]
        by = EU if row.side == Side.OFFICER.value else row.country
        name = f"{owner}-P{number}" if number else ""
        yield Notice(Kind.PRACTICES, row.taken_at, said, paths.of_practice(key), owner=owner, by=by, name=name)


def _is_reuse() -> ColumnElement[bool]:
    return PracticeAct.act.in_([act.value for act in REUSE])


def _adopted() -> ColumnElement[bool]:
    """An act on an adoption of which the first author may know now."""
    adopter = aliased(Plan)
    found = (
        select(Adoption.id)
        .join(adopter, adopter.id == Adoption.plan_id)
        .where(
            Adoption.practice_id == PracticeAct.practice_id,
            adopter.owner == PracticeAct.country,
            Adoption.tells_author.is_(True),
        )
    )
    return and_(PracticeAct.act != Act.ADAPT.value, exists(found.correlate(PracticeAct)))


def _adapted() -> ColumnElement[bool]:
    """An adaptation that stands and of which the first author may know now; nothing of drafts."""
    made, plan, of_plan = aliased(Practice), aliased(Plan), aliased(Plan)
    handed = aliased(Deliverable)
    found = (
        select(Adaptation.id)
        .outerjoin(made, made.id == Adaptation.practice_id)
        .outerjoin(plan, plan.id == made.plan_id)
        .outerjoin(handed, handed.id == Adaptation.deliverable_id)
        .outerjoin(SupportProject, SupportProject.id == handed.project_id)
        .outerjoin(SupportRequest, SupportRequest.id == SupportProject.request_id)
        .outerjoin(of_plan, of_plan.id == SupportRequest.plan_id)
        .where(
            Adaptation.source_id == PracticeAct.practice_id,
            Adaptation.ended_at.is_(None),
            Adaptation.tells_author.is_(True),
            or_(plan.owner == PracticeAct.country, of_plan.owner == PracticeAct.country),
            or_(handed.id.is_(None), handed.submitted_at.is_not(None)),
        )
    )
    return and_(PracticeAct.act == Act.ADAPT.value, exists(found.correlate(PracticeAct)))
