"""How many flags wait for the reader's side: the number beside the menu's entry."""

from __future__ import annotations

from flask import g

from app.core import clock
from app.flags.policy import reads_flags
from app.flags.queries.flags import list_flags
from app.http.context import actor, data_version, session, viewpoint
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.web.flagging.listing import listed

_waiting: Recent[int] = Recent(400)


def flags_waiting() -> int:
    """As many as `/flags` counts under “Your turn” today; 0 on pages of another day.

    Asked once for all who hold the same, until the next step on any flag or the next day: whose turn it is follows from
    the steps and the calendars alone. It says nothing of the person, so that it stands in pages that are kept whole.
    """
    person = actor()
    if g.get("database_is_away") or viewpoint().is_past or not reads_flags(person):
        return 0
    today = clock.today()
    key = (database_of(session()), data_version().last_step, today, person.held)
    return _waiting.get_or_make(key, lambda: len(listed(list_flags(session(), person), person, today).mine))
