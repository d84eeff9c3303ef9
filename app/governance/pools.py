"""Record the lines of a pool's ledger, once its Council act is published, and read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import Solidarity
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.money import LIMIT
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.governance.ledger import Ledger, ledger_of
from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT, YEARS_AHEAD
from app.governance.models import PoolEntry
from app.governance.policy import READ_POOL, RECORD_POOL
from app.governance.queries import list_pool_records
from app.governance.services import first_year
from app.governance.states import LedgerKind
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_past_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_POOL = message("There is no such pool, or none that you may see.")
MOST_PERSONS = 10_000_000


@dataclass(frozen=True, slots=True)
class LedgerCell:
    """What a line is about: the year of the pool, kind, type, and the country; empty for reference numbers."""

    year: int
    kind: LedgerKind
    type: Solidarity
    country: str = ""


def check_pool(view: CatalogueView, year: int, actor: Actor) -> None:
    """Raise NotFound for the year of a pool that no cycle prepares, and for those who may not read pools."""
    first = first_year(view)
    is_there = first is not None and first < year <= clock.today().year + YEARS_AHEAD + 1
    if not is_there or not allows(actor, READ_POOL):
        raise NotFound(NO_POOL)


def record_line(
    session: Session,
    view: CatalogueView,
    cell: LedgerCell,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    seen: int | None,
) -> int:
    """Record how much there is of a cell; returns the key of the line.

    `values`: `amount` in persons or cents as the type is counted, None to take back what was recorded; `as_at`, a day
    up to today, of reference numbers that on which the act was published; `reference` of the published document that
    says it; `url`, `note`. `seen`: the last line on this cell that the actor has seen. Until there is a published
    Council act, by its reference numbers, nothing but these can be entered. Raises NotFound, NotAllowed, Invalid,
    Conflict, WrongState.
    """
    check_pool(view, cell.year, actor)
    require(actor, RECORD_POOL)
    is_reference = cell.kind is LedgerKind.REFERENCE
    if is_reference == bool(cell.country) or (cell.country and not is_counted(view, cell.country)):
        raise NotFound(NO_POOL)
    if is_reference and cell.type not in (Solidarity.RELOCATION, Solidarity.FINANCIAL):
        raise NotFound(NO_POOL)
    said = _cleaned(cell, values)
    records = list_pool_records(session, cell.year)
    now = ledger_of(cell.year, view.pools.get(cell.year), records, clock.today())
    if not is_reference and not now.is_open:
        raise WrongState(
            message("Figures of a pool can be entered once the Council act is published (AMMR Art. 12(6)).")
        )
    last = max((one for one in records if one.cell == _cell(cell)), key=lambda one: one.entry_id, default=None)
    if (last.entry_id if last else None) != seen:
        raise Conflict(current_version=last.entry_id if last else 0)
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last.entry_id
    made = PoolEntry(
        year=cell.year,
        kind=cell.kind.value,
        type=cell.type.value,
        country=cell.country,
        follows=last.entry_id if last else 0,
        said_at=clock.now(),
        author_id=actor.user_id,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:  # somebody followed the same line at the same moment
        raise Conflict(current_version=last.entry_id if last else 0) from error
    record(
        session,
        actor=actor,
        deed="governance:pool:recorded",
        subject_kind="pool_entry",
        subject_id=made.id,
        country=cell.country or "EU",
        changes={
            "pool": [None, cell.year],
            "line": [None, f"{cell.kind.value} {cell.type.value}"],
            "amount": [last.amount if last else None, made.amount],
            "reference": [last.reference if last else None, made.reference],
        },
    )
    return made.id


def _cell(cell: LedgerCell) -> tuple[LedgerKind, str, Solidarity]:
    return cell.kind, cell.country, cell.type


def is_counted(view: CatalogueView, country: str) -> bool:
    """Whether a country can have a line: those of the key, where the catalogue has one, else all Member States."""
    if country not in view.countries:
        return False
    keys = view.reference_keys.values()
    return all(view.binds(key, country) for key in keys)


def _cleaned(cell: LedgerCell, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    amount = values.get("amount")
    if amount is not None and (not isinstance(amount, int) or isinstance(amount, bool) or amount < 0):
        raise Invalid(message("Please give a number of at least 0."), field="amount")
    if amount is not None and amount > (MOST_PERSONS if cell.type.is_in_persons else LIMIT):
        raise Invalid(message("The number is too large."), field="amount")
    if cell.kind is LedgerKind.REFERENCE and not amount:
        raise Invalid(message("A pool has at least one relocation and one cent."), field="amount")
    as_at = clean_past_day(values.get("as_at"), "as_at")
    if as_at is None:
        raise Invalid(message("Enter the day."), field="as_at")
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    check_url(url)
    return {
        "amount": amount,
        "as_at": as_at,
        "reference": clean_line(values.get("reference"), "reference", REFERENCE_LIMIT, required=True),
        "url": url,
        "note": clean_text(values.get("note"), "note", NOTE_LIMIT),
    }


def read_ledger(session: Session, view: CatalogueView, year: int, *, actor: Actor) -> Ledger:
    """The ledger of a pool as it stands today. Raises NotFound."""
    check_pool(view, year, actor)
    return ledger_of(year, view.pools.get(year), list_pool_records(session, year), clock.today())
