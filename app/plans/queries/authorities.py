"""What authorities were called on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, null, or_, select
from sqlalchemy.orm import Session, aliased

from app.core import clock
from app.plans.models import Authority, AuthorityFormerName
from app.plans.queries.columns import columns_for
from app.plans.queries.heads import list_authorities
from app.plans.queries.records import AuthorityRecord
from app.plans.states import Scope


def list_authorities_on(
    session: Session, plan_id: int, scope: Scope, day: date, known: date | None = None
) -> list[AuthorityRecord]:
    """The authorities of a plan with their names of a day, as known now or at the end of another; one statement.

    For others than the country a new name counts once it was shared, and then from the day on which it was given.
    Everything but the names is as it is now.
    """
    if known is None and day >= clock.today():
        return list_authorities(session, plan_id, scope)
    then = aliased(AuthorityFormerName)
    first = _first_that_held(scope, day, known)
    renamed: dict[str, Any] = {
        "authority_id": Authority.id,
        "name": func.coalesce(then.name, Authority.name),
        "short_name": func.coalesce(then.short_name, Authority.short_name),
    }
    if scope is Scope.SHARED:
        renamed["contact_email"] = null()
    query = select(*columns_for(AuthorityRecord, Authority, renamed=renamed)).outerjoin(then, then.id == first)
    query = query.where(Authority.plan_id == plan_id).order_by(Authority.position, Authority.id)
    return [AuthorityRecord(*row) for row in session.execute(query)]


def _first_that_held(scope: Scope, day: date, known: date | None) -> Any:
    """The key of the earliest former name of an authority that had not been left, or not to the readers' knowledge."""
    former = AuthorityFormerName
    holds = [former.ended_at > clock.end_of(day)]
    if scope is Scope.SHARED:
        holds.append(former.shared_until.is_(None))
        if known is not None:
            holds.append(former.shared_until > clock.end_of(known))
    elif known is not None:
        holds.append(former.ended_at > clock.end_of(known))
    return (
        select(former.id)
        .where(former.authority_id == Authority.id, or_(*holds))
        .order_by(former.ended_at, former.id)
        .limit(1)
        .correlate(Authority)
        .scalar_subquery()
    )
