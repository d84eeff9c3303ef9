"""What the page of a country shows of fiches on it, and of its later cut-offs."""

from __future__ import annotations

from app.fiches.policy import reads_fiches
from app.fiches.queries.fiches import list_fiches
from app.http.context import Viewpoint, actor, data_version, session
from app.plans.queries.records import PlanInScope
from app.plans.states import EU
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.review.queries.extensions import ExtensionRecord, list_open_extensions
from app.web.fiching.listing import Listed, listed

_listed: Recent[Listed] = Recent(200)
_extended: Recent[list[tuple[str, ExtensionRecord]]] = Recent(200)


def fiching_of(plan: PlanInScope, seen: Viewpoint) -> Listed | None:
    """The fiches on a plan that the reader may read, asked once while the data stand; None on pages of another day, of
    the EU level, and for those who read none."""
    person = actor()
    if seen.is_past or plan.owner == EU or not reads_fiches(person):
        return None
    key = (database_of(session()), data_version().mark, seen.today, plan.owner, person.held)
    return _listed.get_or_make(key, lambda: listed(list_fiches(session(), person, plan.owner), person, seen.today))


def extended_for(plan: PlanInScope, seen: Viewpoint) -> list[tuple[str, ExtensionRecord]]:
    """The later cut-offs of a country that works on its plan, asked once while the data stand."""
    person = actor()
    if seen.is_past or plan.owner not in person.countries:
        return []
    key = (database_of(session()), data_version().mark, plan.owner, person.held)
    return _extended.get_or_make(key, lambda: list_open_extensions(session(), person, plan.owner))
