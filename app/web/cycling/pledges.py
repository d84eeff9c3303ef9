"""That a pledge should now be in preparation, on the desk of who coordinates the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app

from app.core.policy import allows
from app.governance.cycle import Cycle
from app.governance.pools import is_counted
from app.governance.queries import list_entries
from app.governance.solidarity.policy import WRITE_PLEDGE
from app.governance.solidarity.queries import last_version
from app.governance.solidarity.share import begins_before, forum_step
from app.http.context import Viewpoint, actor, catalogue, data_version, session
from app.readiness.cache import Recent

_KEPT = 64


@dataclass(frozen=True)
class ToBegin:
    """For which pool, and the day of the forum for which the pledge is wanted; None while that waits for others."""

    year: int
    forum_on: date | None


def pledge_to_begin(owner: str, seen: Viewpoint) -> ToBegin | None:
    """What is not begun although the High-Level Forum of the running cycle is within 60 days; None for who does not
    write it, on pages of another day, and once it is begun. Asked again only after the data have changed."""
    view = catalogue()
    if seen.is_past or not allows(actor(), WRITE_PLEDGE, owner) or not is_counted(view, owner):
        return None
    step = forum_step(view)
    if step is None or step.from_year > seen.today.year:
        return None
    kept: Recent[tuple[ToBegin | None]] = current_app.extensions.setdefault("pledges_to_begin", Recent(_KEPT))
    key = (data_version().mark, actor().held, owner, seen.today)
    return kept.get_or_make(key, lambda: (_ask(owner, seen),))[0]


def _ask(owner: str, seen: Viewpoint) -> ToBegin | None:
    """Of the cycle of the year, else of the one before, whose forum may have slipped into this year."""
    years = [seen.today.year, seen.today.year - 1]
    entries = list_entries(session(), actor(), years)
    for year in years:
        ahead = begins_before(Cycle(catalogue(), year, entries, seen.today), seen.today)
        if ahead is not None and not last_version(session(), owner, year + 1):
            return ToBegin(year + 1, ahead.day)
    return None
