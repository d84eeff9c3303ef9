"""Every SELECT on the use of guidance."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core.errors import NotFound
from app.core.labels import message
from app.guidance.models import GuidanceUse
from app.guidance.policy import made_by, visible_to
from app.guidance.queries.publications import makers_of
from app.guidance.records import UseRecord
from app.guidance.states import UseKind, UseReach
from app.plans.models import Authority, Plan
from app.plans.policy import working_for
from app.statements.policy import writes_for_an_agency
from app.statements.queries import list_bodies

NO_USE = message("There is no such record, or none that you may see.")


def list_uses(
    session: Session,
    view: CatalogueView,
    actor: Actor,
    entry_keys: Collection[str] | None = None,
    *,
    use_id: int | None = None,
    corrected: bool = False,
) -> list[UseRecord]:
    """The uses that hold and the actor may read, the latest first; whose authority it was, for its country alone.

    `entry_keys`: of these publications alone. `corrected`: also those in whose place another stands, which are for the
    country alone. One statement; two more for who works for an agency."""
    is_agency = writes_for_an_agency(actor)
    made = made_by(actor, makers_of(session, view), list_bodies(session)) if is_agency else frozenset()
    later = aliased(GuidanceUse)
    query = (
        select(GuidanceUse, Plan.owner, Authority.name)
        .join(Plan, Plan.id == GuidanceUse.plan_id)
        .join(Authority, Authority.id == GuidanceUse.authority_id)
        .where(visible_to(actor, made), GuidanceUse.is_nothing.is_(False))
        .order_by(GuidanceUse.id.desc())
    )
    if corrected:
        query = query.where(working_for(actor))
    else:
        query = query.where(~exists(select(later.id).where(later.corrects_id == GuidanceUse.id).correlate(GuidanceUse)))
    if entry_keys is not None:
        query = query.where(GuidanceUse.entry_key.in_(sorted(entry_keys)))
    if use_id is not None:
        query = query.where(GuidanceUse.id == use_id)
    return [
        UseRecord(
            row.id,
            owner,
            row.authority_id,
            name if actor.is_system or owner in actor.countries else "",
            row.entry_key,
            UseKind(row.kind),
            row.number,
            row.as_on,
            row.note,
            UseReach(row.reach),
            row.corrects_id,
            row.said_at,
        )
        for row, owner, name in session.execute(query)
    ]


def get_use(session: Session, view: CatalogueView, use_id: int, actor: Actor) -> UseRecord:
    """A use that holds. Raises NotFound, also for one that was corrected since."""
    found = list_uses(session, view, actor, use_id=use_id)
    if not found:
        raise NotFound(NO_USE)
    return found[0]


def find_own_use(session: Session, view: CatalogueView, use_id: int, actor: Actor) -> UseRecord | None:
    """A use of the actor's own country as it was recorded, also where another stands in its place since."""
    return next(iter(list_uses(session, view, actor, use_id=use_id, corrected=True)), None)


def find_in_place_of(session: Session, view: CatalogueView, use_id: int, actor: Actor) -> UseRecord | None:
    """What holds now in the place of a use that was corrected; None where it was recorded in error."""
    last: int | None = use_id
    while last is not None:
        use_id = last
        last = session.execute(select(GuidanceUse.id).where(GuidanceUse.corrects_id == use_id)).scalar_one_or_none()
    return next(iter(list_uses(session, view, actor, use_id=use_id)), None)
