"""Publications that were recorded, and those of the catalogue with them. Everybody signed in reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Grant, GrantAuthority, User
from app.accounts.states import Role
from app.catalogue.states import ActorGroup, GuidanceKind
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.guidance.models import Publication, PublicationVersion
from app.guidance.records import Entry, PublicationRecord, entry_of, key_of, recorded_entry, same_place
from app.guidance.states import PublicationSide
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_ENTRY = message("There is no such publication.")


def list_publications(session: Session, until: datetime | None = None) -> list[PublicationRecord]:
    """All that were recorded, also withdrawn ones, as they stand or stood at an instant, the latest first. One
    statement."""
    later = aliased(PublicationVersion)
    last = select(func.max(later.number)).where(later.publication_id == Publication.id)
    query = _versions()
    if until is not None:
        last = last.where(later.said_at <= until)
        query = query.where(Publication.made_at <= until)
    query = query.where(PublicationVersion.number == last.correlate(Publication).scalar_subquery())
    return [_record(row) for row in session.execute(query.order_by(Publication.id.desc()))]


def list_versions(session: Session, publication_id: int, until: datetime | None = None) -> list[PublicationRecord]:
    """The versions of a publication, up to an instant, the first first. One statement."""
    query = _versions().where(Publication.id == publication_id).order_by(PublicationVersion.number)
    if until is not None:
        query = query.where(PublicationVersion.said_at <= until)
    return [_record(row) for row in session.execute(query)]


def get_publication(session: Session, name: str) -> PublicationRecord:
    """The last version of a publication, by what it is called. Raises NotFound."""
    key = key_of(name)
    found = list_versions(session, key) if key is not None else []
    if not found:
        raise NotFound(NO_ENTRY)
    return found[-1]


def list_entries(session: Session, view: CatalogueView, until: datetime | None = None) -> list[Entry]:
    """What was published: of the catalogue what is sure enough to be shown, in its order, then what was recorded and
    stands, the latest first. What both have, at the same address, is shown once, as the catalogue has it. One
    statement."""
    return merged(view, list_publications(session, until))


def merged(view: CatalogueView, recorded: Collection[PublicationRecord]) -> list[Entry]:
    """The same of publications that were read. Pure."""
    standing = [one for one in recorded if not one.is_withdrawal and one.maker in view.actors]
    places: dict[str, str] = {}
    listed = [one for one in view.guidance if one.is_shown]
    for entry in listed:
        if entry.url:
            places.setdefault(same_place(entry.url), entry.key)
    also: defaultdict[str, list[str]] = defaultdict(list)
    further = []
    for one in standing:
        key = places.get(same_place(one.url))
        if key is None:
            further.append(recorded_entry(one))
        else:
            also[key].append(one.key)
    return [*(entry_of(one, tuple(also[one.key])) for one in listed), *further]


def makers_of(session: Session, view: CatalogueView) -> dict[str, tuple[str, ...]]:
    """Who made each publication, by its key: of the catalogue, and recorded ones, also withdrawn. One statement."""
    found = {one.key: one.by for one in view.guidance}
    rows = session.execute(select(Publication.id, Publication.maker))
    return found | {f"G{key}": (maker,) for key, maker in rows}


def makers(view: CatalogueView) -> tuple[str, ...]:
    """Whose publications can be recorded: institutions and agencies of the Union, as the catalogue names them."""
    return tuple(code for code, one in view.actors.items() if one.group in (ActorGroup.EU, ActorGroup.AGENCY))


def with_accounts(session: Session) -> frozenset[int]:
    """The authorities of the EU-level plan for which somebody holds an account today. One statement."""
    today = clock.today()
    query = (
        select(GrantAuthority.authority_id)
        .join(Grant, Grant.id == GrantAuthority.grant_id)
        .join(User, User.id == Grant.user_id)
        .where(
            Grant.role == Role.CONTRIBUTOR.value,
            Grant.country == EU,
            Grant.revoked_at.is_(None),
            Grant.starts_on <= today,
            or_(Grant.ends_on.is_(None), Grant.ends_on >= today),
            User.is_active,
        )
    )
    return frozenset(session.scalars(query))


def hold_publication(session: Session, publication_id: int) -> None:
    """Hold a publication, so that its versions are added one after the other."""
    session.execute(select(Publication.id).where(Publication.id == publication_id).with_for_update()).scalar_one()


def _versions() -> Select[*tuple[Any, ...]]:
    one, first = PublicationVersion, aliased(PublicationVersion)
    return (
        select(
            Publication.id.label("publication_id"),
            *(Publication.maker, Publication.made_at.label("recorded_at"), first.side.label("recorded_side")),
            *(one.number, one.is_withdrawal, one.kind, one.title, one.said_on, one.languages, one.reference, one.url),
            *(one.purpose, one.blocks, one.items, one.length, one.audience, one.reason, one.side, one.said_at),
            User.name.label("author"),
        )
        .join(one, one.publication_id == Publication.id)
        .join(first, and_(first.publication_id == Publication.id, first.number == 1))
        .outerjoin(User, User.id == one.author_id)
    )


def _record(row: Any) -> PublicationRecord:
    values = dict(row._mapping)
    values |= {name: tuple(values[name].split()) for name in ("languages", "blocks", "items")}
    values |= {"kind": GuidanceKind(row.kind), "side": PublicationSide(row.side)}
    values["recorded_side"] = PublicationSide(row.recorded_side)
    return PublicationRecord(**values)
