"""Second readings: opened by the lead, read by two who do not see each other's verdicts, settled by the lead.

Until both have spoken on every item, or the lead ends it, a verdict is told to nobody but who gave it, and the trail
holds nothing of it: neither that it was given, nor of what. It then holds all of them at once.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import list_actors
from app.assessments.states import Verdict
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.core.upserts import upsert
from app.plans.policy import PlanSubject
from app.plans.services.access import find_plan
from app.plans.states import Scope
from app.readiness.queries.facts import read_facts
from app.reading.models import SecondItem, SecondReading, SecondVerdict
from app.reading.policy import LEAD_SECOND, READ
from app.reading.queries import second as found
from app.reading.second import SecondRecord, sample
from app.reading.states import MOST_ITEMS, REASON_LIMIT, SEED_LIMIT
from app.review.services.assessing import assess_item

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

KEYS, CHANGED = ("second_item_id", "user_id"), ("verdict", "reason", "given_at")


def open_second(
    session: Session,
    view: CatalogueView,
    owner: str,
    readers: Collection[int],
    *,
    block_key: str = "",
    item_keys: Collection[str] = (),
    size: int | None = None,
    seed: str = "",
    actor: Actor,
) -> int:
    """Let two reviewers read items of a plan that are reported in place in what was shared; returns its key.

    Either `item_keys`, or a sample of `size` drawn by `seed` from the block, or from all blocks where none is named.
    Raises NotFound, NotAllowed, Invalid.
    """
    plan = find_plan(session, owner, actor)
    require(actor, LEAD_SECOND, PlanSubject(owner))
    first, second = _readers(session, owner, readers, actor)
    key = plan.id, Scope.SHARED
    facts = read_facts(session, view, [key], clock.today(), eu_plan_id=None)[key]
    running = found.list_running_items(session, plan.id)
    can = {
        item.key: item.item_id
        for item in view.items_of(owner)
        if (not block_key or item.block_key == block_key)
        and (held := facts.get(item.item_id)) is not None
        and held.sums.in_place_on is not None
        and item.item_id not in running
    }
    drawn = clean_line(seed, "seed", SEED_LIMIT, required=True) if size is not None else None
    chosen = _chosen(can, item_keys, size, drawn)
    made = SecondReading(
        plan_id=plan.id,
        block_key=block_key,
        seed=drawn,
        sample_size=size,
        first_id=first,
        second_id=second,
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    session.add_all(SecondItem(reading_id=made.id, item_id=can[name]) for name in chosen)
    session.flush()
    changes = {"items": [None, list(chosen)], "seed": [None, drawn], "readers": [None, [first, second]]}
    _record(session, made.id, owner, "reading:second:opened", changes, actor)
    return made.id


def give_verdict(session: Session, reading_id: int, item_id: int, verdict: str, reason: str, *, actor: Actor) -> bool:
    """Say what one finds of an item, or say it anew; returns whether with it all is in, and so shown to both.

    Raises NotFound, NotAllowed for who does not read it, WrongState once it is revealed, Invalid.
    """
    seen = found.get_second(session, reading_id, actor)
    if actor.user_id not in seen.readers:
        raise NotAllowed(message("Only the two readers give verdicts."))
    row = found.hold_second(session, reading_id)
    if row.revealed_at is not None:
        raise WrongState(message("This second reading has ended; verdicts stay as they are."))
    item = found.find_item_row(session, reading_id, item_id)
    values = {
        "second_item_id": item.id,
        "user_id": actor.user_id,
        "verdict": _verdict(verdict).value,
        "reason": clean_text(reason, "reason", REASON_LIMIT, required=True),
        "given_at": clock.now(),
    }
    dialect = session.get_bind().dialect.name
    session.execute(upsert(SecondVerdict.__table__, dialect, keys=KEYS, changed=CHANGED), [values])  # type: ignore[arg-type]
    is_complete = found.is_complete(session, reading_id)
    if is_complete:
        _reveal(session, row, seen, actor)
    return is_complete


def end_second(session: Session, reading_id: int, *, actor: Actor) -> None:
    """End a second reading before all is in: what was said is then shown. Raises NotFound, NotAllowed, WrongState."""
    seen = found.get_second(session, reading_id, actor)
    _require_lead(seen, actor)
    row = found.hold_second(session, reading_id)
    if row.revealed_at is not None:
        raise WrongState(message("This second reading has ended already."))
    row.is_cut_short = True
    _reveal(session, row, seen, actor)


def settle_item(session: Session, reading_id: int, item_id: int, verdict: str, reason: str, *, actor: Actor) -> None:
    """Settle on a verdict where both have spoken: theirs where they agree, else the lead's, with a reason of its own.

    What both said and why is kept. Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    found.hold_second(session, reading_id)
    seen = found.get_second(session, reading_id, actor)
    _require_lead(seen, actor)
    held = next((one for one in seen.items if one.item_id == item_id), None)
    row = found.find_item_row(session, reading_id, item_id)
    if not seen.is_revealed or held is None or held.pair is None:
        raise WrongState(message("Both readers have to speak first."))
    if row.assessment_id is not None:
        raise WrongState(message("An assessment has been made of it already."))
    said = _verdict(verdict)
    if held.agreed is not None and said is not held.agreed:
        raise Invalid(message("Both found the same: that stands."), field="verdict")
    row.verdict, row.reason = said.value, clean_text(reason, "reason", REASON_LIMIT, required=True)
    row.settled_at, row.settled_by_id = clock.now(), actor.user_id
    session.flush()
    changes = {"item": [None, item_id], "verdict": [None, said.value]}
    _record(session, reading_id, seen.owner, "reading:second:settled", changes, actor)


def make_assessment(session: Session, view: CatalogueView, reading_id: int, item_id: int, *, actor: Actor) -> None:
    """Make what was settled the assessment of the item, in the lead's name; the country sees that and nothing else.

    Raises NotFound, NotAllowed, WrongState, Invalid, as assessing does.
    """
    found.hold_second(session, reading_id)
    seen = found.get_second(session, reading_id, actor)
    _require_lead(seen, actor)
    row = found.find_item_row(session, reading_id, item_id)
    if row.verdict is None:
        raise WrongState(message("Settle on a verdict first."))
    if row.assessment_id is not None:
        raise WrongState(message("An assessment has been made of it already."))
    item = view.items_by_id.get(item_id)
    if item is None:
        raise NotFound(found.NO_SECOND)
    row.assessment_id = assess_item(
        session, view, seen.owner, item.key, row.verdict, row.reason, actor=actor, expected_latest=None
    )
    session.flush()


def _readers(session: Session, owner: str, readers: Collection[int], actor: Actor) -> tuple[int, int]:
    wanted = sorted(set(readers))
    can = {one.user_id for one in list_actors(session) if allows(one, READ, PlanSubject(owner))} - {actor.user_id}
    if len(wanted) != 2 or not set(wanted) <= can:
        raise Invalid(message("Choose two reviewers of this country beside yourself."), field="readers")
    return wanted[0], wanted[1]


def _chosen(can: Collection[str], keys: Collection[str], size: int | None, seed: str | None) -> tuple[str, ...]:
    if size is not None and seed is not None:
        if not 1 <= size <= MOST_ITEMS:
            raise Invalid(message("Choose from 1 to %(limit)s items."), field="size", limit=MOST_ITEMS)
        if size > len(can):
            raise Invalid(message("Only %(number)s items can be drawn from."), field="size", number=len(can))
        return sample(can, size, seed)
    if not keys or len(set(keys)) > MOST_ITEMS or not set(keys) <= set(can):
        raise Invalid(
            message("Choose items that are reported in place in what was shared and stand in no other second reading."),
            field="items",
        )
    return tuple(key for key in can if key in set(keys))


def _verdict(value: str) -> Verdict:
    try:
        return Verdict(value)
    except ValueError:
        raise Invalid(message("Choose what you find."), field="verdict") from None


def _require_lead(seen: SecondRecord, actor: Actor) -> None:
    require(actor, LEAD_SECOND, PlanSubject(seen.owner))
    if actor.user_id in seen.readers:
        raise NotAllowed(message("Who reads does not settle what was found."))


def _reveal(session: Session, row: SecondReading, seen: SecondRecord, actor: Actor) -> None:
    row.revealed_at = clock.now()
    session.flush()
    said = [list(one) for one in found.list_said(session, row.id)]
    changes = {"verdicts": [None, said], "is_cut_short": [None, row.is_cut_short]}
    _record(session, row.id, seen.owner, "reading:second:revealed", changes, actor)


def _record(session: Session, reading_id: int, owner: str, deed: str, changes: dict[str, Any], actor: Actor) -> None:
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="second_reading",
        subject_id=reading_id,
        country=owner,
        changes=changes,
    )
