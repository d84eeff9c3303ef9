"""Reading releases: which is in force, and a release whole, kept in the process while it is asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue import models
from app.catalogue.queries.assembling import build_view
from app.catalogue.views import CatalogueView
from app.core.db import Base
from app.core.errors import NotFound
from app.core.labels import message

RELEASES_KEPT: Final = 4

_views: OrderedDict[tuple[str, int, str, datetime], CatalogueView] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class ReleaseHead:
    """A release in one line."""

    release_id: int
    catalogue: str
    version: str
    starts_on: date
    applies_from: date
    in_force_from: date
    content_hash: str
    loaded_at: datetime


_HEAD = (
    models.Release.id,
    models.Release.catalogue,
    models.Release.version,
    models.Release.starts_on,
    models.Release.applies_from,
    models.Release.in_force_from,
    models.Release.content_hash,
    models.Release.loaded_at,
)
_RELEASES = select(*_HEAD).order_by(models.Release.in_force_from.desc(), models.Release.id.desc())


def list_releases(session: Session) -> list[ReleaseHead]:
    """All releases, the one in force last first."""
    return [ReleaseHead(*row) for row in session.execute(_RELEASES)]


def find_release(session: Session, catalogue: str, version: str) -> ReleaseHead | None:
    """The release of a catalogue with a version, or None."""
    wanted = select(*_HEAD).where(models.Release.catalogue == catalogue, models.Release.version == version)
    row = session.execute(wanted).one_or_none()
    return ReleaseHead(*row) if row else None


def head_in_force(session: Session, day: date) -> ReleaseHead:
    """The release in force on a day. Raises NotFound when there is none."""
    return head_on(list_releases(session), day)


def head_on(heads: Sequence[ReleaseHead], day: date) -> ReleaseHead:
    """Of all releases (the one in force last first) the one in force on a day: the latest that had come into force.

    Between the programme's first day and the day its first release came into force, that first release. Raises
    NotFound when there is none.
    """
    for head in heads:
        if head.in_force_from <= day:
            return head
    if heads and heads[-1].starts_on <= day:
        return heads[-1]
    raise NotFound(message("No catalogue was in force on %(day)s."), day=day.isoformat())


def release_in_force(session: Session, day: date) -> int:
    """The key of the release in force on a day. Raises NotFound when there is none."""
    return head_in_force(session, day).release_id


def earliest_day(heads: Iterable[ReleaseHead]) -> date | None:
    """The first day that may be asked for: when the programme began. None without a release."""
    return min((head.starts_on for head in heads), default=None)


def get_view(session: Session, release_id: int) -> CatalogueView:
    """A release whole; read once in a process. Raises NotFound."""
    row = session.execute(select(*_HEAD).where(models.Release.id == release_id)).one_or_none()
    if row is None:
        raise NotFound(message("There is no such release of the catalogue."))
    return view_of(session, ReleaseHead(*row))


def view_in_force(session: Session, day: date) -> CatalogueView:
    """The release in force on a day, whole, with one statement once it is kept. Raises NotFound."""
    return view_of(session, head_in_force(session, day))


def view_of(session: Session, head: ReleaseHead) -> CatalogueView:
    """A release whole; read once in a process."""
    # A release never changes; hash and instant tell apart a demonstration that was rebuilt under the same key.
    url = session.get_bind().engine.url.render_as_string(hide_password=True)
    key = (url, head.release_id, head.content_hash, head.loaded_at)
    with _lock:
        view = _views.get(key)
        if view is not None:
            _views.move_to_end(key)
            return view
    view = build_view(session, head.release_id)
    if ":memory:" in url or url == "sqlite://":  # each such database is another one under the same address
        return view
    with _lock:
        _views[key] = view
        _views.move_to_end(key)
        while len(_views) > RELEASES_KEPT:
            _views.popitem(last=False)
    return view


def forget_views() -> None:
    """Throw away what is kept; for tests and after a rebuild."""
    with _lock:
        _views.clear()


def item_keys(session: Session) -> Mapping[str, int]:
    """The keys of items as rows, by their keys in words: all that any release ever had."""
    rows = session.execute(select(models.Item.key, models.Item.id))
    return {row.key: row.id for row in rows}


def list_item_keys_of(session: Session, release_id: int) -> list[str]:
    """The keys in words of a release's items, in their order."""
    wanted = (
        select(models.Item.key)
        .join(models.Requirement, models.Requirement.item_id == models.Item.id)
        .join(models.Node, models.Node.id == models.Requirement.node_id)
        .where(models.Requirement.release_id == release_id)
        .order_by(models.Node.position)
    )
    return list(session.scalars(wanted))


def first_free_keys(session: Session, tables: Iterable[type[Base]]) -> dict[str, int]:
    """The first free key of each table, in one statement."""
    named = [model.__table__ for model in tables if "id" in model.__table__.c]
    columns = [select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery() for table in named]
    values = session.execute(select(*columns)).one()
    return dict(zip((table.name for table in named), values, strict=True))  # type: ignore[attr-defined]
