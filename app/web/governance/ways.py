"""Where the pages of the yearly governance are, for a row of links under the heading: those that the reader reads."""

from __future__ import annotations

from collections.abc import Callable

from app.accounts.actor import Actor
from app.answers.policy import reads_some as reads_questions
from app.core.labels import message
from app.core.policy import allows
from app.governance.policy import READ as READ_CYCLE
from app.governance.policy import READ_POOL, StepSubject
from app.governance.solidarity.policy import READ_FINDINGS
from app.http.context import actor, catalogue, viewpoint
from app.meetings.policy import reads_some as reads_meetings
from app.web.cycling.pools import pools_near
from app.web.frame import day_url
from app.web.tongue import gettext


def reads_cycle(person: Actor) -> bool:
    """Whether the cycle is for them."""
    return allows(person, READ_CYCLE, StepSubject())


def _everybody(_person: Actor) -> bool:
    return True


WAYS: tuple[tuple[str, str, str, Callable[[Actor], bool]], ...] = (
    ("/governance", "governance.show_current", message("Annual cycle"), reads_cycle),
    ("/governance/meetings", "meetings.show_meetings", message("Meetings"), reads_meetings),
    ("/governance/actions", "meetings.show_actions", message("Actions"), reads_meetings),
    (
        "/governance/findings",
        "findings.list_findings",
        message("Findings"),
        lambda person: allows(person, READ_FINDINGS),
    ),
    ("/governance/questions", "questions.show_questions", message("Questions and answers"), reads_questions),
    ("/governance/guidance", "guidance.show_guidance", message("Guidance and training"), _everybody),
    ("/actors", "actors.list_actors", message("Who does what"), _everybody),
    ("/funding", "funding.show_funding", message("Funding"), _everybody),
)
"""Path and endpoint of each page, what it is called, and for whom it is."""


def ways() -> list[tuple[str, str, str]]:
    """Path, address on the day that is looked at, and name of each page that is for the reader; the pools that are
    carried out and prepared on that day come after the cycle."""
    person = actor()
    found = [(path, day_url(endpoint), gettext(name)) for path, endpoint, name, reads in WAYS if reads(person)]
    return [*found[:1], *_pools(), *found[1:]] if reads_cycle(person) and allows(person, READ_POOL) else found


def _pools() -> list[tuple[str, str, str]]:
    return [
        (
            f"/governance/{near.cycle}/pool",
            day_url("governance.show_pool", year=near.cycle),
            gettext("Pool %(year)s", year=near.year),
        )
        for near in pools_near(catalogue(), viewpoint().as_of)
    ]


def root() -> list[tuple[str, str]]:
    """The first link of a breadcrumb: to the cycle, for those who read it."""
    return [(gettext("Governance"), day_url("governance.show_current"))] if reads_cycle(actor()) else []
