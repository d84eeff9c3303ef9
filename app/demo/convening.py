"""Meetings in the demonstration: of the mechanism, of both forums, a Contact Committee and a consultation.

All are invented, and which countries take part, are consulted and have something to do is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.core import clock
from app.demo.chance import lot
from app.demo.words import INVENTED
from app.governance.services import first_year
from app.meetings.queries.meetings import list_meetings
from app.meetings.services.acting import give_action, owners, report_action
from app.meetings.services.agenda import add_point, conclude
from app.meetings.services.keeping import make_meeting
from app.meetings.states import ActionState, Body, Reach
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FEWEST = 4
"""With fewer countries there are not enough who could act."""

POINTS = (
    (
        "Where the preparation stands (invented)",
        "Each reports on one obstacle that it cannot take away alone.",
        "Those with the same obstacle meet once before the end of the year.",
    ),
    (
        "Information for the next report (invented)",
        "What is sent, in which form, and who is asked where something is missing.",
        "One contact point in each capital.",
    ),
)
CORRECTED = "One contact point in each capital, and one at each agency."
WHAT = (
    f"Name the contact point for the next report. {INVENTED}",
    f"Send a table of what is still missing. {INVENTED}",
    f"Invite those with the same obstacle to a meeting. {INVENTED}",
    f"Say what training can be offered, and when. {INVENTED}",
)
REPORTED = f"Sent by letter. {INVENTED}"


@dataclass
class _Convener:
    """Who convenes what in whose name, on which day."""

    session: Session
    view: CatalogueView
    lead: Actor
    today: date
    made: int = 0

    def meet(self, body: Body, title: str, days: int, *, by: Actor | None = None, step: str = "", **said: Any) -> int:
        """A meeting so many days from today, with its points."""
        steps = {one.key for one in self.view.cycle}
        values = {
            "body": body.value,
            "title": f"{title} (invented)",
            "starts_on": self.today + timedelta(days=days),
            "year": self.today.year,
            "step": step if step in steps else "",
            "reach": Reach.ALL.value,
            "place": "Brussels",
            **said,
        }
        self.made += 1
        return make_meeting(self.session, self.view, values, actor=by or self.lead)

    def points(self, meeting: int, *, by: Actor | None = None, concluded: bool = True) -> list[int]:
        """Two points on blocks, and what was concluded of them."""
        found = []
        for (title, text, said), block in zip(POINTS, list(self.view.blocks)[1:3], strict=False):
            values = {"title": title, "text": text, "blocks": [block]}
            key = add_point(self.session, self.view, meeting, values, actor=by or self.lead)
            if concluded:
                conclude(self.session, meeting, key, f"{said} {INVENTED}", actor=self.lead, seen=None)
            found.append(key)
        return found

    def give(self, meeting: int, point: int, owner: str, what: str, days: int) -> int:
        """Something to do, due so many days from today."""
        due = self.today + timedelta(days=days)
        values = {"what": what, "owner": owner, "due_on": due, "point_id": point}
        return give_action(self.session, self.view, meeting, values, actor=self.lead)


def play_meetings(
    session: Session, view: CatalogueView, lead: Actor, coordinators: Mapping[str, Actor], seed: int
) -> int:
    """Make them; returns how many were made, none where there are some already."""
    if len(coordinators) < FEWEST or first_year(view) is None or list_meetings(session, SYSTEM):
        return 0
    today = clock.today()
    convener = _Convener(session, view, lead, today)
    order = lot(seed, "meetings").sample(sorted(coordinators), len(coordinators))
    _mechanism(convener, coordinators, order)
    listed = sorted(order[: len(order) // 2], key=list(view.countries).index)
    forum = convener.meet(
        Body.TECHNICAL_LEVEL, "Technical-Level Forum", -12, step="technical-forum", countries=listed, reach="listed"
    )
    point = convener.points(forum)[0]
    convener.give(forum, point, listed[0], WHAT[1], 20)
    committee = convener.meet(Body.CONTACT_COMMITTEE, "Contact Committee on the texts", -40, is_online=True, place="")
    convener.points(committee)
    consulted = convener.meet(Body.CONSULTATION, "Talks on the information sent", -5, countries=[order[-1]])
    conclude(session, consulted, None, f"Both sides read the same figures. {INVENTED}", actor=lead, seen=None)
    chair = coordinators.get(view.presidency_on(today + timedelta(days=9)) or "")
    by = chair or lead
    high = convener.meet(Body.HIGH_LEVEL, "High-Level Forum", 9, by=by, step="high-level-forum")
    convener.points(high, by=by, concluded=False)
    return convener.made


def _mechanism(convener: _Convener, coordinators: Mapping[str, Actor], order: list[str]) -> None:
    """A meeting for all, with actions of every standing: late, done, to come; a conclusion that was corrected."""
    session, view = convener.session, convener.view
    meeting = convener.meet(
        Body.MECHANISM, "Meeting of the mechanism", -30, ends_on=convener.today - timedelta(days=29)
    )
    first, second = convener.points(meeting)
    convener.give(meeting, first, order[0], WHAT[0], -6)
    done = convener.give(meeting, first, order[1], WHAT[0], 4)
    report_action(session, done, ActionState.DONE, actor=coordinators[order[1]], seen=None, note_=REPORTED)
    convener.give(meeting, first, order[2], WHAT[1], 15)
    convener.give(meeting, second, EU, WHAT[2], 12)
    agency = next((code for code in owners(view) if code in view.actors), None)
    if agency is not None:
        convener.give(meeting, second, agency, WHAT[3], 30)
    before = conclude(session, meeting, None, f"{POINTS[1][2]} {INVENTED}", actor=convener.lead, seen=None)
    conclude(session, meeting, None, f"{CORRECTED} {INVENTED}", actor=convener.lead, seen=before)
