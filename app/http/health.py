"""`/healthz`: the process lives. `/readyz`: it can serve. Neither says versions or paths; neither is kept."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from flask import Blueprint, Response, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import schema
from app.http.context import services
from app.http.doors import public

health = Blueprint("health", __name__)
MINIMUM_FREE = 0.05


@dataclass(frozen=True)
class Disk:
    """The disk that DATA_DIR is on; bytes."""

    free: int
    total: int

    @property
    def has_room(self) -> bool:
        return self.free >= self.total * MINIMUM_FREE


@dataclass(frozen=True)
class Checks:
    """What serving needs, each asked by itself."""

    database_is_there: bool
    revision: str | None
    store_is_writable: bool
    folder_is_writable: bool
    files_are_there: bool
    disk: Disk

    @property
    def is_at_head(self) -> bool:
        return self.revision == schema.head_revision()

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in the word that `/readyz` answers; empty when it can serve."""
        if not self.database_is_there:
            return "database not reachable"
        if not self.is_at_head:
            return "migrations not at head"
        if not (self.store_is_writable and self.folder_is_writable):
            return "store not writable"
        if not self.files_are_there:
            return "files not reachable"
        return "" if self.disk.has_room else "disk nearly full"


def check_health() -> Checks:
    """Ask everything that serving needs."""
    held = services()
    there, revision = True, None
    try:
        with held.database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        revision = schema.current_revision(held.database.engine)
    except SQLAlchemyError:
        there = False
    folder = held.config.data_dir
    usage = shutil.disk_usage(folder if folder.exists() else "/")
    return Checks(
        database_is_there=there,
        revision=revision,
        store_is_writable=there and held.volatile.is_writable(),
        folder_is_writable=not folder.exists() or os.access(folder, os.W_OK),
        files_are_there=held.depot.store.is_healthy(),
        disk=Disk(usage.free, usage.total),
    )


def _answer(status: int, word: str) -> Response:
    answer = make_response(word + "\n", status)
    answer.mimetype = "text/plain"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@health.get("/healthz")
@public
def alive() -> Response:
    """No database, no session."""
    return _answer(200, "alive")


@health.get("/readyz")
@public
def ready() -> Response:
    """Database reachable, migrations at head, store writable, files reachable, disk not full."""
    problem = check_health().problem
    return _answer(503, problem) if problem else _answer(200, "ready")
