"""Meetings in the estate, each text with its mark: consultations of Ireland and of France, a meeting of Belgium and
France, one for all; each with a point, a conclusion that was corrected, and an action of which something was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.catalogue.views import CatalogueView
from app.meetings.services.acting import change_action, give_action, report_action
from app.meetings.services.agenda import add_point, conclude, write_point
from app.meetings.services.keeping import make_meeting, write_meeting
from app.meetings.states import ActionState
from app.plans.states import EU

MET = "met"
"""The stage of what stands in meetings."""

Write = Callable[[str, str, str], str]
REACHES: Mapping[str, Mapping[str, Any]] = {
    "IE": {"body": "consultation", "countries": ["IE"]},
    "FR": {"body": "consultation", "countries": ["FR"]},
    "BE": {"body": "other", "reach": "listed", "countries": ["BE", "FR"]},
    EU: {"body": "mechanism", "reach": "all"},
}
TEXTS = frozenset(
    {
        *("title", "place", "point-title", "point-text", "concluded", "corrected"),
        *("what", "what-changed", "why-changed", "action-note"),
    }
)
_EVERY = frozenset(REACHES)
READS_MET: Mapping[str, frozenset[str]] = {
    "ireland": frozenset({"IE", EU}),
    "contributor": frozenset({"IE", EU}),
    "france": frozenset({"FR", "BE", EU}),
    "denmark": frozenset({EU}),
    "reviewer": _EVERY,
    "desk": _EVERY - {"FR"},
    "agency": frozenset({"BE", EU}),
    "observer": frozenset({EU}),
    "watcher": frozenset({EU}),
}
"""By role: whose meetings it reads, all their texts and no other."""


def reads_met(role: str) -> Mapping[tuple[str, str], frozenset[str]]:
    """What a role reads of meetings; of one of another group its name too."""
    named = {"BE": TEXTS | {"group"}}
    return {(owner, MET): named.get(owner, TEXTS) for owner in READS_MET.get(role, frozenset())}


def addresses_of_meetings() -> Iterator[str]:
    """The lists, every meeting, point and action, and one more of each."""
    home = "/governance"
    yield from (f"{home}/{kind}{form}" for kind in ("meetings", "actions") for form in ("", ".csv"))
    yield f"{home}/meetings/new"
    for key in range(1, len(REACHES) + 2):
        page = f"{home}/meetings/{key}"
        yield from (page, f"{page}/edit", f"{page}/points/new", f"{page}/conclusions", f"{page}/actions/new")
        yield from (f"{page}/conclusions?point={key}", f"{home}/meetings/points/{key}/edit", f"{home}/actions/{key}")


def tell_meetings(session: Session, view: CatalogueView, write: Write, actors: Mapping[str, Actor], when: Any) -> None:
    """All of them."""
    with time_machine.travel(when):
        for owner, reach in REACHES.items():
            _meet(session, view, owner, {**reach, "year": 2026, "starts_on": date(2026, 11, 16)}, write, actors)


def _meet(
    session: Session,
    view: CatalogueView,
    owner: str,
    values: Mapping[str, Any],
    write: Write,
    actors: Mapping[str, Actor],
) -> None:
    said = {part: write(owner, MET, part) for part in sorted(TEXTS)}
    group = {"name": write(owner, MET, "group")[:300]} if values["body"] == "other" else {}
    whole = {**values, **group, "title": said["title"][:300], "place": said["place"][:300]}
    meeting = make_meeting(session, view, {**whole, "title": "To be named"}, actor=SYSTEM)
    write_meeting(session, view, meeting, whole, actor=SYSTEM, expected_version=None)
    point = add_point(session, view, meeting, {"title": "To be named"}, actor=SYSTEM)
    item = next(iter(view.items.values()))
    words = {"title": said["point-title"][:300], "text": said["point-text"], "items": [item.item_id]}
    words["blocks"] = [item.block_key]
    write_point(session, view, point, words, actor=SYSTEM, expected_version=None)
    first = conclude(session, meeting, point, said["concluded"], actor=SYSTEM, seen=None)
    conclude(session, meeting, point, said["corrected"], actor=SYSTEM, seen=first)
    given = {"what": said["what"], "owner": owner, "due_on": date(2026, 11, 30), "point_id": point}
    action = give_action(session, view, meeting, given, actor=SYSTEM)
    changed = {**given, "what": said["what-changed"], "note": said["why-changed"]}
    change_action(session, action, changed, actor=SYSTEM, seen=None)
    by, note = actors.get(owner, SYSTEM), said["action-note"]
    report_action(session, action, ActionState.DONE, actor=by, seen=None, note_=note)
    report_action(session, action, ActionState.OPEN, actor=by, seen=None)
