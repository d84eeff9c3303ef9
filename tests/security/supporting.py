"""Technical support in the estate: what is asked for, who gives it, what they suggest, each text with its mark.

Ireland has a project on reception and borders and asks for something else beside it; France has a project on reception.
On Ireland's works an expert on reception, as shared; an expert on borders to whom the country opened what it has not
shared; and one on reception whose assignment was ended. None of them is to find a word of the other block.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import User
from app.accounts.queries import load_actor
from app.catalogue.views import CatalogueView
from app.files.depot import Depot
from app.plans.queries.heads import find_head, list_authorities
from app.plans.services import milestones
from app.support import services
from app.support.queries.requests import get_request
from app.support.records import RequestRecord
from app.support.states import Deed
from tests.security.handing import tell_deliverables

SOUGHT, HINTED = "sought", "hinted"
"""Stages of texts: what a country asks for and what came of it, and what an expert suggests."""

CALL = "calls: [{key: call, order: 1, kind: dedicated, title: {en: A call}, confidence: high, sources: [oj]}]\n"
BORDER_ITEM = "borders.crisis-request"
EXPERTS: Mapping[str, tuple[str, ...]] = {"expert": ("reception",), "insider": ("borders",), "gone": ("reception",)}
PERIOD = {"starts_on": date(2026, 11, 18), "ends_on": date(2027, 3, 31)}

PROJECT_TEXTS = frozenset(
    {"title", "need", "results", "link", "link-reference", "link-url", "meeting", "task", "given-task"}
)
WAITING_TEXTS = frozenset({"waiting-title", "waiting-need", "waiting-results"})
FRENCH_TEXTS = PROJECT_TEXTS - {"task", "given-task"}
END_TEXTS = frozenset({"end-reason"})
EXPERT_TEXTS = frozenset({"title", "note", "reason", "answer"})
INSIDER_TEXTS = frozenset({"inside-note", "inside-reason"})

AREA_TEXTS = frozenset(
    {
        *("title", "note", "unit", "authority-short", "evidence", "reference", "link", "counted", "file-title"),
        *("current-state", "missing", "change-planned", "second-title", "third-title"),
    }
)
"""Of the items of reception, as shared."""
FOR_WHOM = frozenset({"authority"})
"""The authority that is to benefit."""
BORDER_TEXTS = frozenset({"border-title", "border-note"})

Names = Mapping[tuple[str, str], frozenset[str]]

_OF_IRELAND: Names = {("IE", SOUGHT): PROJECT_TEXTS | WAITING_TEXTS}
READS_SUPPORT: Mapping[str, Names] = {
    "ireland": {
        ("IE", SOUGHT): PROJECT_TEXTS | WAITING_TEXTS | END_TEXTS,
        ("IE", HINTED): EXPERT_TEXTS | INSIDER_TEXTS,
    },
    "contributor": {**_OF_IRELAND, ("IE", HINTED): EXPERT_TEXTS | INSIDER_TEXTS},
    "france": {("FR", SOUGHT): FRENCH_TEXTS},
    "reviewer": {**_OF_IRELAND, ("FR", SOUGHT): FRENCH_TEXTS},
    "desk": _OF_IRELAND,
    "officer": {
        ("IE", SOUGHT): PROJECT_TEXTS | WAITING_TEXTS | END_TEXTS,
        ("FR", SOUGHT): FRENCH_TEXTS,
        ("IE", "told"): AREA_TEXTS | BORDER_TEXTS | FOR_WHOM,
        ("FR", "told"): AREA_TEXTS | FOR_WHOM,
    },
    "expert": {
        ("IE", SOUGHT): PROJECT_TEXTS,
        ("IE", "told"): AREA_TEXTS | FOR_WHOM,
        ("IE", HINTED): EXPERT_TEXTS,
    },
    "insider": {
        ("IE", SOUGHT): PROJECT_TEXTS,
        ("IE", "told"): FOR_WHOM,
        ("IE", "kept"): BORDER_TEXTS,
        ("IE", HINTED): INSIDER_TEXTS,
    },
}
"""By role, owner and stage: the names of the texts that it reads for support, all of them and no other."""

READ_BEFORE: Mapping[str, Names] = {"insider": {("IE", "told"): BORDER_TEXTS}}
"""What an opened block held on earlier days."""


def tell_border(session: Session, view: CatalogueView, owner: str, actor: Actor, text: Callable[[str], str]) -> str:
    """A milestone in a block of which nothing else is told; returns its reference."""
    values = {"title": text("border-title"), "note": text("border-note")}
    return milestones.add_milestone(session, view, owner, BORDER_ITEM, values, actor=actor).reference


def tell_support(
    session: Session,
    view: CatalogueView,
    write: Callable[[str, str, str], str],
    actors: Mapping[str, Actor],
    people: Mapping[str, int],
    references: Mapping[str, tuple[str, str]],
    depot: Depot,
    when: Any,
) -> list[tuple[int, int]]:
    """All of it; returns the keys of deliverables, each with that of its file.

    `actors`: the officer and coordinators by country; `references`: a milestone of Ireland's reception that is shared
    and one of its borders.
    """
    officer, ireland = actors["officer"], actors["IE"]
    with time_machine.travel(when):
        _ask(session, view, write, "IE", ireland, "waiting-")
        project = _project(session, view, write, "IE", actors, ("reception", "borders"))
        french = _project(session, view, write, "FR", actors, ("reception",))
        made = {}
        for name, blocks in EXPERTS.items():
            said = {**PERIOD, "email": session.get_one(User, people[name]).email, "blocks": list(blocks)}
            task = write("IE", SOUGHT, "task" if name == "expert" else "given-task")[:300]
            made[name], _ = services.assign_expert(
                session, view, _again(session, project, officer), {**said, "task": task}, actor=officer
            )
        inside = made["insider"].id
        services.open_working_state(
            session, _again(session, project, ireland), inside, True, actor=ireland, expected=False
        )
        session.expire_all()
        _suggest(session, view, write, people, references, ireland)
        projects = {"IE": project.project_id or 0, "FR": french.project_id or 0}
        handed = tell_deliverables(session, view, write, actors, people, projects, references, depot, when)
        reason = write("IE", SOUGHT, "end-reason")[:300]
        services.end_assignment(session, _again(session, project, officer), made["gone"].id, reason, actor=officer)
        session.expire_all()
    return handed


def _ask(
    session: Session,
    view: CatalogueView,
    write: Callable[[str, str, str], str],
    owner: str,
    actor: Actor,
    part: str = "",
    blocks: tuple[str, ...] = ("reception",),
) -> RequestRecord:
    values = {
        "call_key": "call",
        "title": write(owner, SOUGHT, f"{part}title")[:300],
        "need": write(owner, SOUGHT, f"{part}need"),
        "expected_results": write(owner, SOUGHT, f"{part}results"),
        "beneficiary_id": beneficiary_of(session, owner),
        "blocks": list(blocks),
        "measures": ["situational-analysis"],
        **PERIOD,
    }
    made = services.make_request(session, view, owner, values, actor=actor)
    return get_request(session, made.id, actor)


def _project(
    session: Session,
    view: CatalogueView,
    write: Callable[[str, str, str], str],
    owner: str,
    actors: Mapping[str, Actor],
    blocks: tuple[str, ...],
) -> RequestRecord:
    officer, home = actors["officer"], actors[owner]
    request = _ask(session, view, write, owner, home, blocks=blocks)
    link = {
        "kind": "amif",
        "text": write(owner, SOUGHT, "link")[:300],
        "reference": write(owner, SOUGHT, "link-reference")[:300],
        "url": f"https://example.europa.eu/?{write(owner, SOUGHT, 'link-url')}".replace(" ", "%20"),
    }
    services.add_link(session, request, link, actor=home)
    day = date(2026, 11, 18)
    steps: tuple[tuple[Deed, dict[str, Any]], ...] = (
        (Deed.SELECT, {}),
        (Deed.SIGN, {**PERIOD, "on_day": day, "blocks": list(blocks)}),
        (Deed.START, {"on_day": day}),
        (Deed.MEET, {"on_day": day, "text": write(owner, SOUGHT, "meeting")}),
    )
    for deed, said in steps:
        again = _again(session, request, officer)
        services.take_step(session, view, again, deed, said, actor=officer, expected_version=None)
    return _again(session, request, officer)


def _suggest(
    session: Session,
    view: CatalogueView,
    write: Callable[[str, str, str], str],
    people: Mapping[str, int],
    references: Mapping[str, tuple[str, str]],
    ireland: Actor,
) -> None:
    """One that is declined, and one that waits: of the expert on reception, and of the one on borders."""
    expert, insider = (load_actor(session, people[name]) or SYSTEM for name in ("expert", "insider"))
    shared, at_border = references["IE"]
    wanted = {"title": write("IE", HINTED, "title")[:300], "note": write("IE", HINTED, "note")[:2000]}
    reason = write("IE", HINTED, "reason")
    first = services.suggest(session, view, "IE", shared, wanted, reason, actor=expert)
    services.decline(session, first.id, write("IE", HINTED, "answer"), actor=ireland, expected_version=None)
    inside = {"note": write("IE", HINTED, "inside-note")[:2000]}
    reason = write("IE", HINTED, "inside-reason")
    services.suggest(session, view, "IE", at_border, inside, reason, actor=insider)


def beneficiary_of(session: Session, owner: str) -> int:
    """An authority of the country whose name was shared."""
    head = find_head(session, owner)
    assert head is not None
    return list_authorities(session, head.plan_id)[0].authority_id


def _again(session: Session, request: RequestRecord, actor: Actor) -> RequestRecord:
    return get_request(session, request.request_id, actor)
