"""Technical support in the demonstration: two projects on which an expert works today, one that has ended, one request
that waits and one that was not selected. All are invented; what really happened stands in the catalogue.

They are the same kind of text for whichever country, and are made where there is none yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import User
from app.accounts.queries import actor_of, in_force
from app.accounts.services.roles import end_grant
from app.accounts.states import Role
from app.catalogue.states import CallKind
from app.core import clock
from app.demo import words
from app.demo.chance import lot
from app.demo.queries import steps_of_request
from app.plans.queries.heads import find_head, list_authorities
from app.plans.queries.state import list_milestones
from app.plans.states import Scope
from app.support.queries.assignments import list_assignments_of
from app.support.queries.requests import find_row, get_request, list_requests
from app.support.services import (
    add_link,
    assign_expert,
    decline,
    make_request,
    suggest,
    take_step,
)
from app.support.states import Deed, LinkKind, PartKind, SuggestionState

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

RUNNING: Mapping[str, Sequence[str]] = {"BE": ("9",), "IE": ("1", "2")}
"""By country, the blocks on which an expert works today."""

ASKED, SELECTED, SIGNED, BEGUN, MET, LASTS = 120, 90, 60, 45, 20, 300
"""Days before today on which support was asked for, selected, its plan signed, the project begun, and of its last
meeting; and days after today on which it ends."""

ENDED = (480, 450, 420, 400, 200)
"""The same days of the project that has ended: asked for, selected, signed, begun, reported."""


def play_support(
    session: Session,
    view: CatalogueView,
    officer: User,
    expert: User,
    coordinators: Mapping[str, Actor],
    seed: int,
) -> int:
    """Make them; returns how many requests there are now. Grants of an assignment that is gone are ended."""
    if list_requests(session, SYSTEM) or not any(call.kind is not CallKind.EARLIER for call in view.calls):
        return 0
    held = {one.grant_id for one in list_assignments_of(session, expert.id)}
    for grant in expert.grants:
        if grant.role == Role.EXPERT and grant.id not in held and in_force(grant, clock.today()):
            end_grant(session, grant, actor=SYSTEM)
    by = actor_of(officer)
    running = [
        _running(session, view, owner, numbers, by, expert, coordinators[owner])
        for owner, numbers in RUNNING.items()
        if owner in coordinators and all(view.block_by_code(number) for number in numbers)
    ]
    session.expire(expert, ["grants"])
    _suggest(session, view, actor_of(expert), coordinators)
    chance = lot(seed, "support")
    others = sorted(code for code in coordinators if code not in RUNNING)
    chosen = chance.sample(others, min(3, len(others)))
    for number, owner in enumerate(chosen):
        block = chance.choice([block.code for block in view.blocks.values() if block.is_in_sum])
        key = _request(session, view, owner, [block], coordinators[owner], number)
        if number == 0:
            _end(session, view, key, by)
        elif number == 1:
            _step(session, view, key, Deed.DECLINE, by, text=words.SUPPORT_NOT_SELECTED)
    return len(running) + len(chosen)


def _request(
    session: Session, view: CatalogueView, owner: str, numbers: Sequence[str], coordinator: Actor, turn: int = 0
) -> int:
    blocks = [block for number in numbers if (block := view.block_by_code(number))]
    head = find_head(session, owner)
    assert head is not None
    authorities = [one for one in list_authorities(session, head.plan_id) if one.is_active]
    measures = [one.key for one in view.measures]
    call = [call for call in view.calls if call.kind is not CallKind.EARLIER][-1]
    values = {
        "call_key": call.key,
        "title": words.SUPPORT_TITLE.format(block=" and ".join(block.title.in_("en") for block in blocks)),
        "beneficiary_id": authorities[turn % len(authorities)].authority_id,
        "need": words.SUPPORT_NEED,
        "expected_results": words.SUPPORT_RESULTS,
        "starts_on": _ago(BEGUN),
        "ends_on": _ago(-LASTS),
        "blocks": [block.key for block in blocks],
        "measures": sorted({measures[(turn + number) % len(measures)] for number in (0, 1, 4)}),
        "themes": [one.key for one in view.themes][turn : turn + 1],
    }
    made = make_request(session, view, owner, values, actor=coordinator)
    text, reference = words.SUPPORT_LINK
    link = {"kind": LinkKind.AMIF.value, "text": text, "reference": reference}
    add_link(session, get_request(session, made.id, coordinator), link, actor=coordinator)
    return made.id


def _running(
    session: Session,
    view: CatalogueView,
    owner: str,
    numbers: Sequence[str],
    officer: Actor,
    expert: User,
    coordinator: Actor,
) -> int:
    key = _request(session, view, owner, numbers, coordinator)
    blocks = [block.key for number in numbers if (block := view.block_by_code(number))]
    _step(session, view, key, Deed.SELECT, officer)
    period: dict[str, Any] = {"starts_on": _ago(SIGNED), "ends_on": _ago(-LASTS), "blocks": blocks}
    _step(session, view, key, Deed.SIGN, officer, on_day=_ago(SIGNED), **period)
    _step(session, view, key, Deed.START, officer, on_day=_ago(BEGUN))
    _step(session, view, key, Deed.MEET, officer, on_day=_ago(MET), text=words.SUPPORT_MEETING)
    values = {**period, "email": expert.email, "task": words.SUPPORT_TASK, "starts_on": _ago(BEGUN)}
    _date_back(session, key, (ASKED, SELECTED))
    assign_expert(session, view, get_request(session, key, officer), values, actor=officer, is_demonstration=True)
    return key


def _end(session: Session, view: CatalogueView, key: int, officer: Actor) -> None:
    asked, selected, signed, begun, reported = ENDED
    request = get_request(session, key, officer)
    blocks = list(request.parts[PartKind.BLOCK])
    _step(session, view, key, Deed.SELECT, officer)
    period = {"starts_on": _ago(begun), "ends_on": _ago(reported), "blocks": blocks}
    _step(session, view, key, Deed.SIGN, officer, on_day=_ago(signed), **period)
    _step(session, view, key, Deed.START, officer, on_day=_ago(begun))
    _step(session, view, key, Deed.REPORT, officer, on_day=_ago(reported))
    _date_back(session, key, (asked, selected))


def _date_back(session: Session, key: int, days: tuple[int, int]) -> None:
    """Let it have been asked for and selected before what came after, each recorded on the day on which it happened."""
    steps = steps_of_request(session, key)
    for step, ago in zip(steps, days, strict=False):
        step.on_day = _ago(ago)
    for step in steps:
        step.taken_at = datetime.combine(step.on_day, time(10), UTC)
    row = find_row(session, key)
    row.requested_at = steps[0].taken_at
    session.flush()


def _step(session: Session, view: CatalogueView, key: int, deed: Deed, actor: Actor, **values: Any) -> None:
    take_step(session, view, get_request(session, key, actor), deed, values, actor=actor, expected_version=None)


def _suggest(session: Session, view: CatalogueView, expert: Actor, coordinators: Mapping[str, Actor]) -> None:
    """One suggestion that waits, and one that was declined."""
    for owner, numbers in RUNNING.items():
        head = find_head(session, owner)
        blocks = {block.key for number in numbers if (block := view.block_by_code(number))}
        if head is None or owner not in coordinators or not any(held.country == owner for held in expert.held):
            continue
        items = [item.item_id for item in view.items_of(owner) if item.block_key in blocks]
        there = list_milestones(session, head.plan_id, Scope.SHARED, clock.today(), items)
        found = next((one for one in there if one.due_on and not one.is_complete and not one.is_cancelled), None)
        if found is None or found.due_on is None:
            continue
        wanted: dict[str, Any] = {"note": words.SUGGESTED_NOTE}
        if owner == "IE":
            wanted = {"forecast_on": found.due_on + timedelta(days=10)}
        made = suggest(session, view, owner, found.reference, wanted, words.SUGGESTED_WHY, actor=expert)
        if owner != "IE" and made.state == SuggestionState.OPEN:
            decline(session, made.id, words.SUGGESTED_NOT, actor=coordinators[owner], expected_version=None)


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)
