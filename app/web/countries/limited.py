"""A cell for who reads single items of it, for an agency that acts in them or to give support: those items, and no
figures of more."""

from __future__ import annotations

from types import MappingProxyType

from flask import render_template

from app.core.errors import NotFound
from app.core.policy import allows
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import NO_PLAN, find_head_beside_eu
from app.plans.queries.records import PlanInScope
from app.plans.states import EU, EvidenceKind, Scope
from app.statements.policy import WRITE, subject_of
from app.support.areas import opened_items
from app.support.policy import SUGGEST, AreaSubject
from app.web.countries.area import block_of, country_of, name_of
from app.web.countries.cell import put_together
from app.web.countries.readings import block_state, one_reading
from app.web.served import served_on
from app.web.standing import standing_of
from app.web.stated import acting_here, bodies_here, stated_on

KINDS = MappingProxyType({kind.value: kind for kind in EvidenceKind})


def limited_cell(code: str, number: str) -> str:
    """The page, in the state the country shares. Raises NotFound where the person reads no item of the block."""
    seen, view = read_viewpoint(), catalogue()
    block = block_of(view, number)
    country_of(view, code)
    here = {item.item_id for item in block.items}
    stating = acting_here() & here
    opened = {key: scope for key, scope in opened_items(session(), view, code, actor()).items() if key in here}
    acting = stating | opened.keys()
    head, eu = find_head_beside_eu(session(), code) if acting and code != EU else (None, None)
    if head is None:
        raise NotFound(NO_PLAN)
    # The working state is read only where all that is shown was opened.
    is_opened = acting == opened.keys() and set(opened.values()) == {Scope.WORKING}
    plan = PlanInScope(head, Scope.WORKING if is_opened else Scope.SHARED)
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    page = put_together(
        view,
        block,
        reading,
        circumstances,
        block_state(session(), plan, block, seen, acting),
        list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known),
        predecessors=(),
        firsts={},
        gaps=(),
        actor=actor(),
        is_past=seen.is_past,
    )
    cards = [card for card in (*page.cards, *page.others) if card.item.item_id in acting]
    items = {card.item.item_id: card.item for card in cards if not seen.is_past}
    may_state = {
        key
        for key, item in items.items()
        if key in stating and allows(actor(), WRITE, subject_of(view, code, item, bodies_here()))
    }
    may_suggest = {key for key in items if allows(actor(), SUGGEST, AreaSubject(code, block.key, key))}
    return render_template(
        "statements/limited_cell.html",
        view=view,
        owner=code,
        name=name_of(view, code),
        block=block,
        cards=cards,
        kinds=KINDS,
        standing_of=standing_of,
        stated=stated_on(plan, seen),
        may_state=may_state,
        served=served_on(plan, seen, opened),
        for_support=bool(opened),
        is_opened=is_opened,
        may_suggest=may_suggest,
        shared_at=plan.head.blocks.get(block.key) if not seen.is_past else None,
    )
