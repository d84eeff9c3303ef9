"""Loading a release: whole or not at all, and the same one only once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Table, delete, insert, text
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue import models, policy, queries
from app.catalogue.rows import ReleaseRows
from app.core import clock
from app.core.collector import collector_paused
from app.core.db import Base
from app.core.errors import WrongState
from app.core.labels import message
from app.core.policy import require

if TYPE_CHECKING:
    from app.catalogue.reading import CatalogueFile


@dataclass(frozen=True)
class LoadResult:
    """What loading did. `removed_items`: items of the release before that this one no longer asks for.

    `created` is false when the same release was there already and nothing changed; `replaced` is true when a
    demonstration's release was thrown away for it, with all plans.
    """

    release_id: int
    created: bool
    replaced: bool
    rows: int
    new_items: tuple[str, ...] = ()
    removed_items: tuple[str, ...] = ()


def load_release(
    session: Session, catalogue: CatalogueFile, *, actor: Actor, replace_demonstration: bool = False
) -> LoadResult:
    """Write a catalogue as one release. The same content under the same version changes nothing.

    Raises WrongState for other content under a version that is there, unless `replace_demonstration` says that plans
    are invented: then they and the release are deleted first; and WrongState when any plan of them is not.
    """
    require(actor, policy.LOAD)
    head = catalogue.head
    _wait_for_other_loads(session)
    there = queries.find_release(session, head.catalogue, head.version)
    if there is not None and there.content_hash == catalogue.content_hash:
        return LoadResult(there.release_id, created=False, replaced=False, rows=0)
    if there is not None:
        if not replace_demonstration:
            raise WrongState(
                message(
                    "Version %(version)s of %(catalogue)s is loaded already with other content, and a release never "
                    "changes: give it a new version."
                ),
                version=head.version,
                catalogue=head.catalogue,
            )
        _remove_plans(session)
        _remove_release(session, there.release_id)
    earlier = queries.list_releases(session)
    before = queries.list_item_keys_of(session, earlier[0].release_id) if earlier else []
    with collector_paused():
        made = ReleaseRows(
            catalogue,
            first_keys=queries.first_free_keys(session, _classes()),
            item_ids=queries.item_keys(session),
            loaded_at=clock.now(),
        )
        count = _write(session, made)
    asked = set(made.requirements)
    record(
        session,
        actor=actor,
        deed="catalogue:release:replaced" if there else "catalogue:release:loaded",
        subject_kind="release",
        subject_id=made.release_id,
        changes={
            "release": [None, f"{head.catalogue} {head.version}"],
            "content_hash": [there.content_hash if there else None, catalogue.content_hash],
        },
    )
    return LoadResult(
        made.release_id,
        created=True,
        replaced=there is not None,
        rows=count,
        new_items=tuple(key for key in made.requirements if key not in set(before)),
        removed_items=tuple(key for key in before if key not in asked),
    )


@cache
def _classes() -> tuple[type[Base], ...]:
    """The catalogue's mapped classes, each after those it refers to."""
    found = {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith(f"{models.__name__}.")
    }
    return tuple(found[table.name] for table in Base.metadata.sorted_tables if table.name in found)


def _tables() -> list[Table]:
    return [model.__table__ for model in _classes()]  # type: ignore[misc]


def _write(session: Session, made: ReleaseRows) -> int:
    """Insert all rows in bulk, each table after those it refers to; the number of rows."""
    session.flush()
    for model in _classes():
        rows = made.rows.get(model)
        if rows:
            session.execute(insert(model.__table__), rows)  # type: ignore[arg-type]
    if session.get_bind().dialect.name == "postgresql":
        _move_sequences(session)
    return sum(len(rows) for rows in made.rows.values())


def _move_sequences(session: Session) -> None:
    """Keys were given by us: PostgreSQL's own counters go on behind them."""
    named = [table.name for table in _tables() if "id" in table.c]
    moved = ", ".join(
        f"setval(pg_get_serial_sequence('{name}', 'id'), GREATEST((SELECT max(id) FROM {name}), 1))"  # noqa: S608
        for name in named
    )
    session.execute(text(f"SELECT {moved}"))


def _wait_for_other_loads(session: Session) -> None:
    """Two loads at once would give the same keys; SQLite's writers wait for each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE catalogue_release IN SHARE ROW EXCLUSIVE MODE"))


def _remove_plans(session: Session) -> None:
    """Delete all plans with whatever hangs on them, but for what was submitted and the plans themselves beside that.

    Raises WrongState when one of them is not invented.
    """
    real = queries.list_real_plans(session)
    if real:
        raise WrongState(
            message("The plans of %(owners)s are not a demonstration: give the catalogue a new version."),
            owners=", ".join(real),
        )
    for table in queries.tables_to_empty(session):
        session.execute(delete(table))
    session.expire_all()


def _remove_release(session: Session, release_id: int) -> None:
    """Delete a release with all its rows, the last to refer first, and items that no release asks for any more."""
    in_release = queries.phrases_of(release_id)
    of_terms = queries.terms_of(release_id)
    session.execute(delete(models.PhraseText).where(models.PhraseText.phrase_id.in_(in_release)))
    session.execute(delete(models.TermConfidence).where(models.TermConfidence.term_id.in_(of_terms)))
    for table in reversed(_tables()):
        if "release_id" in table.c:
            session.execute(delete(table).where(table.c.release_id == release_id))
    session.execute(delete(models.Release).where(models.Release.id == release_id))
    session.execute(delete(models.Item).where(models.Item.id.not_in(queries.asked_items())))
    session.expire_all()
