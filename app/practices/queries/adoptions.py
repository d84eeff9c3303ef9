"""Who adopted which practice, as far as the reader may know; what the reader may not see has neither name nor title."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Plan
from app.practices.models import Adoption, Practice
from app.practices.policy import adoptions_visible_to, visible_to
from app.practices.records import AdoptionRecord
from app.support.deliverables.models import Deliverable

NO_ADOPTION = message("There is no such adoption, or none that you may see.")

_adopter = aliased(Plan)


def list_adoptions_of(session: Session, practice_id: int, actor: Actor) -> list[AdoptionRecord]:
    """Who uses a practice that the actor reads, the first first; one statement."""
    query = _adoptions(actor).where(Adoption.practice_id == practice_id).order_by(Adoption.adopted_on, Adoption.id)
    return _records(session, query)


def list_adoptions_by(session: Session, owner: str, actor: Actor) -> list[AdoptionRecord]:
    """What a country uses of others, the latest first; one statement."""
    query = _adoptions(actor).where(_adopter.owner == owner).order_by(Adoption.id.desc())
    return _records(session, query)


def get_adoption(session: Session, adoption_id: int, actor: Actor) -> AdoptionRecord:
    """One adoption. Raises NotFound."""
    found = _records(session, _adoptions(actor).where(Adoption.id == adoption_id))
    if not found:
        raise NotFound(NO_ADOPTION)
    return found[0]


def find_adoption_row(session: Session, adoption_id: int) -> Adoption:
    """The row of an adoption, held and read anew."""
    query = (
        select(Adoption).where(Adoption.id == adoption_id).with_for_update().execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def is_adopted(session: Session, practice_id: int, plan_id: int) -> bool:
    """Whether a country has adopted a practice before, still in use or not."""
    query = select(Adoption.id).where(Adoption.practice_id == practice_id, Adoption.plan_id == plan_id)
    return session.execute(query).first() is not None


def _adoptions(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The practice's own plan is `Plan`, so that what may be seen of it can be asked beside."""
    columns = [
        Adoption.id.label("adoption_id"),
        Adoption.practice_id,
        _adopter.owner.label("adopter"),
        Plan.owner.label("first_author"),
        *(getattr(Adoption, name) for name in ("adopted_on", "ended_on", "note", "tells_author", "version")),
        Practice.number,
        Practice.title,
        case((visible_to(actor), 1), else_=0).label("is_seen"),
    ]
    return (
        select(*columns)
        .select_from(Adoption)
        .join(Practice, Practice.id == Adoption.practice_id)
        .join(Plan, Plan.id == Practice.plan_id)
        .join(_adopter, _adopter.id == Adoption.plan_id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .where(adoptions_visible_to(actor, _adopter.owner, Plan.owner))
    )


def _records(session: Session, query: Select[*tuple[Any, ...]]) -> list[AdoptionRecord]:
    found = []
    for row in session.execute(query):
        values = dict(row._mapping)
        number, is_seen = values.pop("number"), values.pop("is_seen")
        if is_seen:
            values["name"] = f"{row.first_author}-P{number}"
        else:
            values["title"] = None
        found.append(AdoptionRecord(**values))
    return found
