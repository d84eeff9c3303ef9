"""A deliverable is begun, written and given files, until it is submitted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.languages import LANGUAGES
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.files.queries import NO_FILE
from app.files.services.receiving import Examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.queries.rows import find_locked_plan
from app.support.areas import get_milestone_in_area
from app.support.deliverables.models import Deliverable, DeliverableFile, DeliverableServes, DeliverableVersion
from app.support.deliverables.policy import CREATE, WRITE
from app.support.deliverables.queries.deliverables import get_deliverable, last_number, list_served_rows
from app.support.deliverables.queries.parts import find_file_row, find_open_version, list_file_rows
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.services.common import hold, note
from app.support.deliverables.states import DeliverableKind, ServedKind, Standing
from app.support.policy import experts
from app.support.queries.requests import get_project
from app.support.records import RequestRecord
from app.support.services.common import clean_keys
from app.support.states import LINE_LIMIT, TEXT_LIMIT

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

STAYS = message("What was submitted stays as it was until it is returned.")

FILES_LIMIT = 20
"""Files that a version can have."""


@dataclass(frozen=True)
class _Meant:
    fields: Mapping[str, Any]
    serves: Mapping[tuple[str, str], dict[str, Any]]


def create_deliverable(
    session: Session, view: CatalogueView, project_id: int, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """Begin a deliverable of an open project; returns its key. It is its author's alone until it is submitted.

    `values`: kind, title, language, summary; measures (keys), items (numbers), milestones (references, of these items),
    product_of (one of the milestones). Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    project = get_project(session, project_id, actor)
    require(actor, CREATE, project.subject)
    find_locked_plan(session, project.owner)
    if not project.is_open:
        raise WrongState(message("Deliverables are begun from the signed support plan on until the final report."))
    meant = _clean(session, view, project.owner, offered_items(view, project, actor), values, actor)
    row = Deliverable(
        project_id=project_id,
        number=last_number(session, project_id) + 1,
        state=Standing.DRAFT.value,
        author_id=actor.user_id,
        created_at=clock.now(),
        **meant.fields,
    )
    session.add(row)
    session.flush()
    session.add_all(DeliverableServes(deliverable_id=row.id, **one) for one in meant.serves.values())
    session.add(DeliverableVersion(deliverable_id=row.id, number=1, created_at=clock.now()))
    session.flush()
    found = get_deliverable(session, row.id, actor)
    note(session, found, "begun", actor=actor, changes={"number": [None, row.number]})
    return row.id


def update_deliverable(
    session: Session,
    view: CatalogueView,
    deliverable_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Write a draft, or one that was returned, anew: the values of `create_deliverable`.

    Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    found, row = hold_open(session, deliverable_id, actor=actor, expected_version=expected_version)
    project = get_project(session, found.project_id, actor)
    offered = offered_items(view, project, actor)
    meant = _clean(session, view, found.owner, offered, values, actor)
    changed = sorted(name for name, value in meant.fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, meant.fields[name])
    held = {(one.kind, one.key): one for one in list_served_rows(session, row.id)}
    if set(held) != set(meant.serves):
        changed.append("serves")
        for gone in set(held) - set(meant.serves):
            session.delete(held[gone])
        added = sorted(set(meant.serves) - set(held))
        session.add_all(DeliverableServes(deliverable_id=row.id, **meant.serves[one]) for one in added)
        row.version = row.version + (1 if changed == ["serves"] else 0)
    if changed:
        session.flush()
        note(session, found, "written", actor=actor, changes={"fields": [None, changed]})


def add_file(session: Session, deliverable_id: int, file: Examined, *, actor: Actor) -> int:
    """Add a file to the version that is being put together; returns the file's key.

    Raises NotFound, NotAllowed, WrongState, Invalid beyond the quota or the number of files, Busy.
    """
    found, row = hold_open(session, deliverable_id, actor=actor, expected_version=None)
    version = open_version(session, row)
    if len(list_file_rows(session, version.id)) >= FILES_LIMIT:
        raise Invalid(message("A version can have %(limit)s files."), field="file", limit=FILES_LIMIT)
    refuse_beyond_quota(session, file.depot, found.owner, file.size)
    kept = note_file(session, file, country=found.owner, actor=actor)
    session.add(DeliverableFile(version_id=version.id, file_id=kept.id, created_at=clock.now()))
    session.flush()
    note(session, found, "file-added", actor=actor, changes={"file": [None, file.content_hash]})
    keep_bytes(session, file)
    return kept.id


def remove_file(session: Session, deliverable_id: int, file_id: int, *, actor: Actor) -> None:
    """Take a file out of the version that is being put together. Raises NotFound, NotAllowed, WrongState."""
    found, row = hold_open(session, deliverable_id, actor=actor, expected_version=None)
    kept = find_file_row(session, open_version(session, row).id, file_id)
    if kept is None:
        raise NotFound(NO_FILE)
    kept.removed_at = clock.now()
    session.flush()
    note(session, found, "file-removed", actor=actor, changes={"file": [file_id, None]})


def hold_open(
    session: Session, deliverable_id: int, *, actor: Actor, expected_version: int | None
) -> tuple[DeliverableRecord, Deliverable]:
    """One that the actor may write, held. Raises NotFound, NotAllowed, Conflict, WrongState."""

    def may(one: DeliverableRecord) -> bool:
        return allows(actor, WRITE, one.subject)

    found, row = hold(session, deliverable_id, may, actor=actor, expected_version=expected_version)
    if not found.is_open:
        raise WrongState(STAYS)
    return found, row


def open_version(session: Session, row: Deliverable) -> DeliverableVersion:
    """The version that is being put together: there is one whenever it can be written."""
    version = find_open_version(session, row.id)
    assert version is not None
    return version


def offered_items(view: CatalogueView, project: RequestRecord, actor: Actor) -> list[ItemView]:
    """The items that a deliverable of the project can serve: of its areas, for an expert of their assignment to it.

    Sensitive items are left out: of them no file is kept.
    """
    blocks = {area.block_key for area in project.areas if area.item_id is None}
    items = {area.item_id for area in project.areas}
    mine = [held for held in experts(actor) if held.grant_id in project.subject.grants]
    offered = []
    for item in view.items_by_id.values():
        is_here = item.block_key in blocks or item.item_id in items
        is_mine = not mine or any(item.block_key in held.blocks or item.item_id in held.items for held in mine)
        if is_here and is_mine and not item.is_sensitive:
            offered.append(item)
    return offered


_MILESTONE = ServedKind.MILESTONE


def _clean(
    session: Session,
    view: CatalogueView,
    owner: str,
    offered: Collection[ItemView],
    values: Mapping[str, Any],
    actor: Actor,
) -> _Meant:
    """What the values mean. Raises Invalid."""
    serves: dict[tuple[str, str], dict[str, Any]] = {}

    def serve(kind: ServedKind, key: str, item_id: int | None = None, milestone_id: int | None = None) -> None:
        value = {"kind": kind.value, "key": key, "item_id": item_id, "milestone_id": milestone_id}
        serves[kind.value, key] = value

    measures = clean_keys(values.get("measures") or (), (one.key for one in view.measures), "measures")
    if not measures:
        raise Invalid(message("Choose at least one measure."), field="measures")
    for key in measures:
        serve(ServedKind.MEASURE, key)
    named = set(values.get("items") or ())
    if named - {item.item_id for item in offered}:
        raise Invalid(message("Choose among the items that the support plan covers."), field="items")
    if not named:
        raise Invalid(message("Choose at least one item."), field="items")
    for item in offered:
        if item.item_id in named:
            serve(ServedKind.ITEM, item.key, item_id=item.item_id)
    keys = {}
    for reference in sorted(set(values.get("milestones") or ())):
        keys[reference] = _milestone(session, view, owner, reference, named, actor)
        serve(_MILESTONE, reference, milestone_id=keys[reference])
    product = values.get("product_of") or None
    if product is not None and product not in keys:
        raise Invalid(message("Choose among the milestones that it serves."), field="product_of")
    fields = {
        "kind": _kind(values.get("kind")).value,
        "title": clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        "language": _language(values.get("language")),
        "summary": clean_text(values.get("summary"), "summary", TEXT_LIMIT),
        "product_of_id": keys[product] if product else None,
    }
    return _Meant(fields, serves)


def _milestone(
    session: Session, view: CatalogueView, owner: str, reference: str, items: Collection[int], actor: Actor
) -> int:
    try:
        _, found, _ = get_milestone_in_area(session, view, owner, reference, actor)
    except NotFound:
        raise Invalid(
            message("There is no milestone %(name)s that you read."), field="milestones", name=reference
        ) from None
    if found.item_id not in items:
        raise Invalid(message("%(name)s belongs to another item."), field="milestones", name=reference)
    return found.milestone_id


def _kind(value: Any) -> DeliverableKind:
    try:
        return DeliverableKind(str(value))
    except ValueError:
        raise Invalid(message("Choose what it is."), field="kind") from None


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise Invalid(message("Choose the language."), field="language")
    return str(value)
