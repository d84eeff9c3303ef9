"""A practice is proposed, written, taken back. Nothing is shared before its country consents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.languages import LANGUAGES
from app.core.policy import allows
from app.core.texts import clean_line, clean_text
from app.plans.queries.heads import NO_PLAN
from app.plans.queries.rows import find_locked_plan
from app.practices.models import Practice, PracticePart, PracticeText
from app.practices.moves import next_state
from app.practices.policy import PROPOSE, TAKE_BACK, WRITE
from app.practices.queries.life import accepted_versions
from app.practices.queries.practices import WORDS, get_practice, is_marked, list_part_rows
from app.practices.services.adapting import adapt_practice
from app.practices.services.common import add_act, find_source, hold, note, side_of
from app.practices.states import LINE_LIMIT, TEXT_LIMIT, Act, PracticeState, Reach
from app.support.deliverables.queries.deliverables import get_deliverable
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.states import Standing
from app.support.policy import SupportSubject
from app.support.services.common import clean_areas, clean_keys
from app.support.states import PartKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_NUMBER = re.compile(r"(?:\d[ ./()-]*){7,}")
"""So many figures are a telephone number."""


@dataclass(frozen=True)
class _Meant:
    fields: Mapping[str, Any]
    parts: Mapping[tuple[str, str], dict[str, Any]]


def propose_practice(
    session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """Propose a way of working of a country, or a version of a deliverable that it accepted; returns its key.

    `values`: title, what_done, needed, came_of_it, language, contact_role; blocks, items (numbers), measures, themes;
    deliverable_id and version for one that is a deliverable; adapted_from (a name) and tells_author. Raises NotFound,
    NotAllowed, WrongState, Invalid.
    """
    if owner not in view.countries or not allows(actor, PROPOSE, SupportSubject(owner)):
        raise NotFound(NO_PLAN)
    plan = find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_PLAN)
    given = _given(session, owner, values, actor)
    meant = _clean(view, values)
    source = find_source(session, str(values.get("adapted_from") or ""), actor)
    side = side_of(actor, owner)
    row = Practice(
        plan_id=plan.id,
        number=None,
        deliverable_id=given[0].deliverable_id if given else None,
        deliverable_version=given[1] if given else None,
        state=PracticeState.PROPOSED.value,
        reach=Reach.LISTED.value,
        with_files=False,
        proposed_at=clock.now(),
        proposed_by=side.value,
        proposer_id=actor.user_id,
        published_on=None,
        **meant.fields,
    )
    session.add(row)
    session.flush()
    session.add_all(PracticePart(practice_id=row.id, **part) for part in meant.parts.values())
    add_act(session, row.id, Act.PROPOSE, side, owner, actor=actor)
    note(session, row.id, owner, "proposed", actor=actor, changes={"state": [None, row.state]})
    if source is not None:
        made = get_practice(session, row.id, actor)
        adapt_practice(session, made, source, tells_author=bool(values.get("tells_author", True)), actor=actor)
    return row.id


def write_practice(
    session: Session,
    view: CatalogueView,
    practice_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Write it anew: the values of `propose_practice`, without what it is a version of. What it said is kept.

    Whoever proposed it writes until the country has decided, a coordinator at any time: what is shared says nothing to
    which a coordinator did not put their name. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    found, row = hold(session, practice_id, WRITE, actor=actor, expected_version=expected_version)
    meant = _clean(view, values)
    source = find_source(session, str(values.get("adapted_from") or ""), actor) if "adapted_from" in values else None
    before = {name: getattr(row, name) for name in WORDS}
    changed = sorted(name for name in WORDS if before[name] != meant.fields[name])
    if changed:
        session.add(PracticeText(practice_id=row.id, until=clock.now(), by_id=actor.user_id, **before))
        for name in changed:
            setattr(row, name, meant.fields[name])
    held = {(one.kind, one.key): one for one in list_part_rows(session, row.id)}
    if set(held) != set(meant.parts):
        changed.append("parts")
        for gone in set(held) - set(meant.parts):
            session.delete(held[gone])
        session.add_all(PracticePart(practice_id=row.id, **meant.parts[one]) for one in set(meant.parts) - set(held))
        row.version = row.version + (1 if changed == ["parts"] else 0)
    if changed:
        add_act(session, row.id, Act.WRITE, side_of(actor, found.owner), found.owner, actor=actor)
        note(session, row.id, found.owner, "written", actor=actor, changes={"fields": [None, changed]})
    if "adapted_from" in values:
        adapt_practice(session, found, source, tells_author=bool(values.get("tells_author", True)), actor=actor)


def take_back(session: Session, practice_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Take back what one proposed, before the country decided. Raises NotFound, NotAllowed, Conflict, WrongState."""
    found, row = hold(session, practice_id, TAKE_BACK, actor=actor, expected_version=expected_version)
    to = next_state(found.state, Act.TAKE_BACK)
    if to is None:
        raise WrongState(message("This step is not possible any more, or not yet."))
    row.state = to.value
    add_act(session, row.id, Act.TAKE_BACK, side_of(actor, found.owner), found.owner, actor=actor)
    note(session, row.id, found.owner, "taken-back", actor=actor, changes={"state": [found.state.value, to.value]})


def _given(
    session: Session, owner: str, values: Mapping[str, Any], actor: Actor
) -> tuple[DeliverableRecord, int] | None:
    """The deliverable that is to be a practice, with the version. Raises NotFound, WrongState, Invalid."""
    if values.get("deliverable_id") is None:
        return None
    found = get_deliverable(session, int(values["deliverable_id"]), actor)
    if found.owner != owner:
        raise NotFound(NO_PLAN)
    if not found.is_accepted or found.state is Standing.WITHDRAWN:
        raise WrongState(message("A deliverable can be a good practice once its country accepted it."))
    versions = accepted_versions(session, found.deliverable_id)
    version = values.get("version") or versions[0]
    if version not in versions:
        raise Invalid(message("Choose a version that the country accepted."), field="version")
    if is_marked(session, found.deliverable_id, version):
        raise WrongState(message("This version is proposed or shared as a good practice already."))
    return found, version


def _clean(view: CatalogueView, values: Mapping[str, Any]) -> _Meant:
    """What the values mean. Raises Invalid."""
    areas = clean_areas(view, values.get("blocks") or (), values.get("items") or ())
    if not areas:
        raise Invalid(message("Choose at least one block or item."), field="blocks")
    parts: list[dict[str, Any]] = []
    for block_key, item_id in areas:
        if item_id is None:
            parts.append({"kind": PartKind.BLOCK.value, "key": block_key, "item_id": None})
            continue
        item = view.items_by_id[item_id]
        if item.is_sensitive or item.level is Level.EU:
            raise Invalid(message("Of sensitive items nothing is shared as a good practice."), field="items")
        parts.append({"kind": PartKind.ITEM.value, "key": item.key, "item_id": item_id})
    for kind, name, known in (
        (PartKind.MEASURE, "measures", view.measures),
        (PartKind.THEME, "themes", view.themes),
    ):
        keys = clean_keys(values.get(name) or (), (one.key for one in known), name)
        parts += [{"kind": kind.value, "key": key, "item_id": None} for key in keys]
    if values.get("language") not in LANGUAGES:
        raise Invalid(message("Choose the language."), field="language")
    fields = {
        "title": clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        "what_done": clean_text(values.get("what_done"), "what_done", TEXT_LIMIT, required=True),
        "needed": clean_text(values.get("needed"), "needed", TEXT_LIMIT),
        "came_of_it": clean_text(values.get("came_of_it"), "came_of_it", TEXT_LIMIT),
        "language": values["language"],
        "contact_role": _contact(values.get("contact_role")),
    }
    return _Meant(fields, {(part["kind"], part["key"]): part for part in parts})


def _contact(value: Any) -> str:
    """An office or a role; no person can be reached by it. Raises Invalid."""
    said = clean_line(value, "contact_role", LINE_LIMIT)
    if "@" in said or _NUMBER.search(said):
        raise Invalid(
            message("Name an office or a role: no person, no address and no telephone number."), field="contact_role"
        )
    return said
