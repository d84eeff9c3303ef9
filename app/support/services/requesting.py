"""A country asks for support, corrects what it asked for while nobody has decided, and says what complements it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.actor import Actor
from app.catalogue.states import CallKind
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line, clean_text
from app.plans.queries.heads import NO_PLAN, find_head, list_authorities
from app.plans.queries.rows import find_locked_plan
from app.plans.services.access import require_authority
from app.plans.states import EU
from app.support.models import SupportLink, SupportPart, SupportRequest, SupportStep
from app.support.policy import REQUEST, SupportSubject
from app.support.queries.requests import find_link_row, last_number, list_part_rows
from app.support.records import RequestRecord
from app.support.services.common import clean_areas, clean_keys, clean_period, hold, note_deed
from app.support.states import LINE_LIMIT, TEXT_LIMIT, Deed, LinkKind, PartKind, Side, State

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

URL_LIMIT = 1000


def make_request(
    session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], *, actor: Actor
) -> SupportRequest:
    """Ask for support for an authority of the country.

    `values`: call_key, title, beneficiary_id, need, expected_results, starts_on, ends_on; blocks, measures, themes
    (keys), items (numbers). Raises NotFound, NotAllowed, Invalid.
    """
    if owner == EU or find_head(session, owner) is None or (not actor.is_system and owner not in actor.countries):
        raise NotFound(NO_PLAN)
    require(actor, REQUEST, SupportSubject(owner))
    plan = find_locked_plan(session, owner)
    assert plan is not None
    cleaned, parts = _clean(view, values)
    require_authority(session, plan, cleaned["beneficiary_id"], "beneficiary_id")
    now = clock.now()
    made = SupportRequest(
        plan_id=plan.id,
        number=last_number(session, plan.id) + 1,
        state=State.REQUESTED.value,
        requested_at=now,
        author_id=actor.user_id,
        **cleaned,
    )
    session.add(made)
    session.flush()
    session.add_all(SupportPart(request_id=made.id, **part) for part in parts)
    session.add(
        SupportStep(
            request_id=made.id,
            position=1,
            deed=Deed.REQUEST.value,
            side=Side.COUNTRY.value,
            state=State.REQUESTED.value,
            on_day=clock.day_of(now),
            text="",
            taken_at=now,
            author_id=actor.user_id,
        )
    )
    session.flush()
    changes = {"number": [None, made.number], "state": [None, made.state]}
    note_deed(session, "support:request:made", "support_request", made.id, owner, actor=actor, changes=changes)
    return made


def correct_request(
    session: Session,
    view: CatalogueView,
    request: RequestRecord,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> bool:
    """Say it anew while nobody has decided; returns whether anything changed.

    Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    row = hold(session, request, REQUEST, actor=actor, expected_version=expected_version)
    if row.state != State.REQUESTED.value:
        raise WrongState(message("A request can be corrected until it is decided."))
    cleaned, parts = _clean(view, values)
    if cleaned["beneficiary_id"] != row.beneficiary_id:
        active = {one.authority_id for one in list_authorities(session, row.plan_id) if one.is_active}
        if cleaned["beneficiary_id"] not in active:
            raise Invalid(message("Choose an active authority of this plan."), field="beneficiary_id")
    changed = sorted(name for name, value in cleaned.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, cleaned[name])
    before = list_part_rows(session, row.id)
    wanted = {(part["kind"], part["key"]): part for part in parts}
    held = {(part.kind, part.key): part for part in before}
    if set(wanted) != set(held):
        changed.append("parts")
        for gone in set(held) - set(wanted):
            session.delete(held[gone])
        session.add_all(SupportPart(request_id=row.id, **wanted[new]) for new in sorted(set(wanted) - set(held)))
    if not changed:
        return False
    if changed == ["parts"]:
        flag_modified(row, "state")  # so that the version rises
    session.flush()
    note_deed(
        session,
        "support:request:corrected",
        "support_request",
        row.id,
        request.owner,
        actor=actor,
        changes={"fields": [None, changed]},
    )
    return True


def add_link(session: Session, request: RequestRecord, values: Mapping[str, Any], *, actor: Actor) -> int:
    """Say what complements a request: kind, text, reference, url. Raises NotFound, NotAllowed, Conflict, Invalid."""
    hold(session, request, REQUEST, actor=actor, expected_version=None)
    try:
        kind = LinkKind(str(values.get("kind")))
    except ValueError:
        raise Invalid(message("Choose what it is."), field="kind") from None
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    if url and not url.startswith(("https://", "http://")):
        raise Invalid(message("An address begins with https://."), field="url")
    made = SupportLink(
        request_id=request.request_id,
        kind=kind.value,
        text=clean_line(values.get("text"), "text", LINE_LIMIT, required=True),
        reference=clean_line(values.get("reference"), "reference", LINE_LIMIT),
        url=url,
        added_at=clock.now(),
        added_by_id=actor.user_id,
        withdrawn_at=None,
    )
    session.add(made)
    session.flush()
    note_deed(session, "support:link:added", "support_link", made.id, request.owner, actor=actor)
    return made.id


def withdraw_link(session: Session, request: RequestRecord, link_id: int, *, actor: Actor) -> None:
    """Take back what was said to complement a request. Raises NotFound, NotAllowed."""
    hold(session, request, REQUEST, actor=actor, expected_version=None)
    row = find_link_row(session, request.request_id, link_id)
    row.withdrawn_at = clock.now()
    session.flush()
    note_deed(session, "support:link:withdrawn", "support_link", row.id, request.owner, actor=actor)


def _clean(view: CatalogueView, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    call_key = str(values.get("call_key") or "")
    if call_key not in {call.key for call in view.calls if call.kind is not CallKind.EARLIER}:
        raise Invalid(message("Choose the call."), field="call_key")
    beneficiary = values.get("beneficiary_id")
    if not isinstance(beneficiary, int):
        raise Invalid(message("Choose the authority that is to benefit."), field="beneficiary_id")
    starts_on, ends_on = clean_period(values)
    areas = clean_areas(view, values.get("blocks") or (), values.get("items") or ())
    if not areas:
        raise Invalid(message("Choose at least one block or item."), field="blocks")
    measures = clean_keys(values.get("measures") or (), (one.key for one in view.measures), "measures")
    if not measures:
        raise Invalid(message("Choose at least one measure."), field="measures")
    themes = clean_keys(values.get("themes") or (), (one.key for one in view.themes), "themes")
    cleaned = {
        "call_key": call_key,
        "title": clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        "beneficiary_id": beneficiary,
        "need": clean_text(values.get("need"), "need", TEXT_LIMIT),
        "expected_results": clean_text(values.get("expected_results"), "expected_results", TEXT_LIMIT, required=True),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    parts: list[dict[str, Any]] = [
        {"kind": PartKind.BLOCK.value, "key": key, "item_id": None}
        if item_id is None
        else {"kind": PartKind.ITEM.value, "key": view.items_by_id[item_id].key, "item_id": item_id}
        for key, item_id in areas
    ]
    parts += [{"kind": PartKind.MEASURE.value, "key": key, "item_id": None} for key in measures]
    parts += [{"kind": PartKind.THEME.value, "key": key, "item_id": None} for key in themes]
    return cleaned, parts
