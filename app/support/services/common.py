"""What the verbs share: rows that are held with the version that was read, periods, areas, and the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import Level
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import allows, require
from app.support.models import SupportRequest
from app.support.policy import READ
from app.support.queries.requests import NO_REQUEST, find_row
from app.support.records import RequestRecord

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

Areas = list[tuple[str, int | None]]
"""Blocks by their key, and single items by block and number."""


def hold(
    session: Session, request: RequestRecord, permission: str, *, actor: Actor, expected_version: int | None
) -> SupportRequest:
    """The row of a request that the actor has read, held. Raises NotFound, NotAllowed, Conflict."""
    if not allows(actor, READ, request.subject):
        raise NotFound(NO_REQUEST)
    require(actor, permission, request.subject)
    row = find_row(session, request.request_id)
    expected = request.version if expected_version is None else expected_version
    if row.version != expected:
        raise Conflict(current_version=row.version)
    return row


def clean_period(values: Mapping[str, Any]) -> tuple[date, date]:
    """`starts_on` and `ends_on`. Raises Invalid."""
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if not isinstance(day, date):
            raise Invalid(message("Enter a day."), field=name)
    assert isinstance(starts_on, date)
    assert isinstance(ends_on, date)
    if ends_on < starts_on:
        raise Invalid(message("The end is before the start."), field="ends_on")
    return starts_on, ends_on


def clean_areas(view: CatalogueView, blocks: Collection[str], items: Collection[int]) -> Areas:
    """Blocks and items of Member States that there are; an item of a block that is named anyway is left out.

    Raises Invalid.
    """
    wanted = _known(blocks, view.blocks, "blocks", message("There is no such block."))
    areas: Areas = [(key, None) for key in wanted]
    states = {key: item for key, item in view.items_by_id.items() if item.level is not Level.EU}
    for key in _known(items, states, "items", message("There is no such item of a Member State.")):
        if states[key].block_key not in wanted:
            areas.append((states[key].block_key, key))
    return areas


def clean_keys(keys: Iterable[str], known: Iterable[str], field: str) -> list[str]:
    """Keys of the catalogue, in its order. Raises Invalid."""
    return _known(list(keys), list(known), field, message("Choose from the list."))


def _known(named: Collection[Any], known: Iterable[Any], field: str, sentence: str) -> list[Any]:
    there = list(known)
    if set(named) - set(there):
        raise Invalid(sentence, field=field)
    return [key for key in there if key in set(named)]


def note_deed(
    session: Session,
    deed: str,
    kind: str,
    key: int,
    owner: str,
    *,
    actor: Actor,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a deed into the audit trail; texts stay out of it, since administrators read no plans."""
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind=kind,
        subject_id=key,
        country=owner,
        changes=dict(changes or {}),
    )
