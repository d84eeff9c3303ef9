"""State something of an item of a Member State's plan, and withdraw it. None of it moves readiness or a stamp."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.plans.policy import scope_for
from app.plans.queries.rows import find_locked_plan
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_past_day
from app.plans.services.access import NO_ITEM
from app.plans.states import EU
from app.statements.models import AgencyStatement
from app.statements.policy import READ_ITEM, WITHDRAW, WRITE, ItemSubject, acted_in, agencies_of, subject_of
from app.statements.queries import find_row, find_twin, get_statement, list_bodies
from app.statements.states import REASON_LIMIT, REFERENCE_LIMIT, TEXT_LIMIT, URL_LIMIT

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def state(
    session: Session, view: CatalogueView, owner: str, item_key: str, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """State something of an item of a Member State's plan for an agency that is an actor of it; returns its key.

    `values`: `text`, `about_on` (a day up to today), `reference`, `url`; `authority_id`: for which agency, where the
    actor writes for several. The same said twice is one. Raises NotFound, NotAllowed, Invalid.
    """
    item = view.items.get(item_key)
    if item is None or item.level is Level.EU or owner == EU:
        raise NotFound(NO_ITEM)
    subject = subject_of(view, owner, item, list_bodies(session))
    if scope_for(actor, owner) is None and not allows(actor, READ_ITEM, subject):
        raise NotFound(NO_ITEM)
    require(actor, WRITE, subject)
    plan = find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_ITEM)
    made = AgencyStatement(
        plan_id=plan.id,
        item_id=item.item_id,
        authority_id=_agency(actor, subject, values.get("authority_id")),
        author_id=actor.user_id,
        said_at=clock.now(),
        withdraw_reason="",
        **_cleaned(values),
    )
    twin = find_twin(session, made)
    if twin is not None:
        return twin.id
    session.add(made)
    session.flush()
    said = {"item": [None, item.key], "about_on": [None, made.about_on], "words": [None, _digest(made)]}
    _record(session, made, owner, actor, "made", said)
    return made.id


def withdraw(
    session: Session,
    view: CatalogueView,
    owner: str,
    statement_id: int,
    reason: str,
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Withdraw a statement of the actor's agency. It stays readable, with the reason.

    Raises NotFound, NotAllowed for one of another agency, WrongState, Conflict, Invalid without a reason.
    """
    acting = acted_in(actor, view, list_bodies(session))
    found = get_statement(session, owner, statement_id, actor, acting)
    item = view.items_by_id.get(found.item_id)
    block_key = item.block_key if item else ""
    require(actor, WITHDRAW, ItemSubject(owner, block_key=block_key, bodies=frozenset({found.authority_id})))
    row = find_row(session, statement_id)
    if row.withdrawn_at is not None:
        raise WrongState(message("This statement has been withdrawn already."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    said = clean_text(reason, "reason", REASON_LIMIT, required=True)
    row.withdrawn_at, row.withdrawn_by_id, row.withdraw_reason = clock.now(), actor.user_id, said
    session.flush()
    _record(session, row, owner, actor, "withdrawn", {})


def _agency(actor: Actor, subject: ItemSubject, chosen: Any) -> int:
    """For which agency something is stated. Raises Invalid."""
    agencies = agencies_of(actor, subject)
    if chosen in (None, "") and len(agencies) == 1:
        return next(iter(agencies))
    if chosen not in agencies:
        raise Invalid(message("Choose the agency for which you state this."), field="authority_id")
    return int(chosen)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    about_on = clean_past_day(values.get("about_on"), "about_on")
    if about_on is None:
        raise Invalid(message("Enter the day."), field="about_on")
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    check_url(url)
    return {
        "text": clean_text(values.get("text"), "text", TEXT_LIMIT, required=True),
        "about_on": about_on,
        "reference": clean_line(values.get("reference"), "reference", REFERENCE_LIMIT),
        "url": url,
    }


def _digest(made: AgencyStatement) -> str:
    """Vouches for the words without telling them: administrators read the trail and no plans."""
    words = "\n".join((made.text, made.reference, made.url))
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"


def _record(
    session: Session, statement: AgencyStatement, owner: str, actor: Actor, deed: str, changes: Mapping[str, Any]
) -> None:
    record(
        session,
        actor=actor,
        deed=f"statements:statement:{deed}",
        subject_kind="agency_statement",
        subject_id=statement.id,
        country=owner,
        changes=changes,
    )
