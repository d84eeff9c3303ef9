"""Practices as pages read them, and their rows for services. What may not be read is not found, and not counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Plan
from app.practices.models import Practice, PracticeCountry, PracticePart
from app.practices.policy import published_visible_to, visible_to
from app.practices.records import PracticeRecord
from app.practices.states import PracticeState, Reach, Side
from app.support.deliverables.models import Deliverable
from app.support.deliverables.states import Standing
from app.support.models import SupportProject, SupportRequest
from app.support.states import PartKind

NO_PRACTICE = message("There is no such practice, or none that you may see.")

WORDS = ("title", "what_done", "needed", "came_of_it", "language", "contact_role")
"""What a practice says, in the order in which it is asked for."""


@dataclass(frozen=True)
class Wanted:
    """Which practices of a list: each empty for all. `words` stand in it, all of them; `block`: a key with the items of
    that block; `shared`: published ones alone."""

    words: tuple[str, ...] = ()
    block: tuple[str, frozenset[int]] | None = None
    item_id: int | None = None
    measure: str | None = None
    theme: str | None = None
    language: str | None = None
    owner: str | None = None
    deliverable_id: int | None = None
    shared: bool = False


ALL = Wanted()


def list_practices(
    session: Session, actor: Actor, wanted: Wanted = ALL, *, limit: int | None = None, offset: int = 0
) -> list[PracticeRecord]:
    """The practices that the actor may read, the latest first; two statements."""
    query = _chosen(_practices(), actor, wanted).order_by(Practice.id.desc())
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return _with_parts(session, session.execute(query).all())


def count_practices(session: Session, actor: Actor, wanted: Wanted = ALL) -> int:
    """How many of them there are."""
    number: int = session.execute(_chosen(_from(select(func.count(Practice.id))), actor, wanted)).scalar_one()
    return number


def get_practice(session: Session, practice_id: int, actor: Actor) -> PracticeRecord:
    """One practice. Raises NotFound."""
    found = _with_parts(
        session, session.execute(_practices().where(Practice.id == practice_id, visible_to(actor))).all()
    )
    if not found:
        raise NotFound(NO_PRACTICE)
    return found[0]


def find_by_name(session: Session, owner: str, number: int, actor: Actor) -> PracticeRecord | None:
    """The practice that is called so, if the actor reads it."""
    query = _practices().where(Plan.owner == owner, Practice.number == number, visible_to(actor))
    return next(iter(_with_parts(session, session.execute(query).all())), None)


def shared_on_items(session: Session, actor: Actor, most: int) -> dict[int, list[tuple[int, str, str]]]:
    """Item → the published practices on it that the actor reads, at most so many, the latest first: key, name, title.

    It rests on the grants alone. One statement.
    """
    place = func.row_number().over(partition_by=PracticePart.item_id, order_by=Practice.id.desc()).label("place")
    numbered = (
        select(PracticePart.item_id, Practice.id, Plan.owner, Practice.number, Practice.title, place)
        .select_from(Practice)
        .join(Plan, Plan.id == Practice.plan_id)
        .join(PracticePart, PracticePart.practice_id == Practice.id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .where(published_visible_to(actor), PracticePart.item_id.is_not(None))
        .subquery()
    )
    query = select(numbered).where(numbered.c.place <= most).order_by(numbered.c.item_id, numbered.c.place)
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for item_id, key, whose, number, title, _ in session.execute(query):
        found[item_id].append((key, f"{whose}-P{number}", title))
    return found


def find_row(session: Session, practice_id: int) -> Practice:
    """The row of a practice, held and read anew."""
    query = (
        select(Practice).where(Practice.id == practice_id).with_for_update().execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def last_number(session: Session, plan_id: int) -> int:
    """The highest number given to a practice of a plan; 0 when there is none."""
    query = select(func.max(Practice.number)).where(Practice.plan_id == plan_id)
    return session.execute(query).scalar_one() or 0


def is_marked(session: Session, deliverable_id: int, version: int) -> bool:
    """Whether a version of a deliverable is a practice, or proposed as one."""
    query = select(Practice.id).where(
        Practice.deliverable_id == deliverable_id,
        Practice.deliverable_version == version,
        Practice.state != PracticeState.TAKEN_BACK.value,
    )
    return session.execute(query).first() is not None


def list_part_rows(session: Session, practice_id: int) -> list[PracticePart]:
    """The rows of what a practice is about."""
    query = select(PracticePart).where(PracticePart.practice_id == practice_id).order_by(PracticePart.id)
    return list(session.execute(query).scalars())


def list_country_rows(session: Session, practice_id: int) -> list[PracticeCountry]:
    """The rows of whom the present consent names."""
    query = select(PracticeCountry).where(PracticeCountry.practice_id == practice_id).order_by(PracticeCountry.id)
    return list(session.execute(query).scalars())


def _chosen(query: Select[*tuple[Any, ...]], actor: Actor, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    conditions = [published_visible_to(actor) if wanted.shared else visible_to(actor)]
    conditions += [_holds(word) for word in wanted.words]
    if wanted.block is not None:
        key, items = wanted.block
        whole = and_(PracticePart.kind == PartKind.BLOCK.value, PracticePart.key == key)
        conditions.append(_about(or_(whole, PracticePart.item_id.in_(sorted(items)))))
    if wanted.item_id is not None:
        conditions.append(_about(PracticePart.item_id == wanted.item_id))
    for kind, wanted_key in ((PartKind.MEASURE, wanted.measure), (PartKind.THEME, wanted.theme)):
        if wanted_key is not None:
            conditions.append(_about(and_(PracticePart.kind == kind.value, PracticePart.key == wanted_key)))
    same = {
        Practice.language: wanted.language,
        Plan.owner: wanted.owner,
        Practice.deliverable_id: wanted.deliverable_id,
    }
    conditions += [column == value for column, value in same.items() if value is not None]
    return query.where(*conditions)


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands anywhere in what it says."""
    return or_(*(getattr(Practice, name).icontains(word, autoescape=True) for name in WORDS if name != "language"))


def _about(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    named = select(PracticePart.id).where(PracticePart.practice_id == Practice.id, condition)
    return exists(named.correlate(Practice))


def _from(query: Select[Any]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Practice)
        .join(Plan, Plan.id == Practice.plan_id)
        .outerjoin(Deliverable, Deliverable.id == Practice.deliverable_id)
        .outerjoin(SupportProject, SupportProject.id == Deliverable.project_id)
        .outerjoin(SupportRequest, SupportRequest.id == SupportProject.request_id)
    )


_COLUMNS = (
    *("plan_id", "number", *WORDS, "state", "reach", "with_files", "proposed_at", "proposed_by", "proposer_id"),
    *("published_on", "version", "deliverable_id", "deliverable_version"),
)


def _practices() -> Select[*tuple[Any, ...]]:
    named = (
        select(func.aggregate_strings(PracticeCountry.country, ","))
        .where(PracticeCountry.practice_id == Practice.id)
        .correlate(Practice)
        .scalar_subquery()
    )
    columns = [
        Practice.id.label("practice_id"),
        Plan.owner,
        *(getattr(Practice, name) for name in _COLUMNS),
        SupportRequest.number.label("request_number"),
        Deliverable.number.label("deliverable_number"),
        Deliverable.state.label("standing"),
        named.label("countries"),
    ]
    return _from(select(*columns))


def _with_parts(session: Session, rows: Sequence[Any]) -> list[PracticeRecord]:
    if not rows:
        return []
    keys = [row.practice_id for row in rows]
    parts, items = _parts(session, keys)
    found = []
    for row in rows:
        values = dict(row._mapping)
        request, number, standing = (values.pop(name) for name in ("request_number", "deliverable_number", "standing"))
        values |= {
            "state": PracticeState(row.state),
            "reach": Reach(row.reach),
            "proposed_by": Side(row.proposed_by),
            "deliverable": f"{row.owner}-S{request}-D{number}" if row.deliverable_id else "",
            "stands": standing != Standing.WITHDRAWN.value,
            "parts": {kind: tuple(named) for kind, named in parts[row.practice_id].items()},
            "items": tuple(items[row.practice_id]),
            "countries": frozenset(row.countries.split(",")) if row.countries else frozenset(),
        }
        found.append(PracticeRecord(**values))
    return found


def _parts(
    session: Session, keys: Collection[int]
) -> tuple[dict[int, dict[PartKind, list[str]]], dict[int, list[int]]]:
    parts: dict[int, dict[PartKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    items: dict[int, list[int]] = defaultdict(list)
    query = select(PracticePart).where(PracticePart.practice_id.in_(sorted(keys))).order_by(PracticePart.id)
    for row in session.execute(query).scalars():
        parts[row.practice_id][PartKind(row.kind)].append(row.key)
        if row.item_id is not None:
            items[row.practice_id].append(row.item_id)
    return parts, items
