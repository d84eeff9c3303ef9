"""`/healthz`: the process lives. `/readyz`: it can serve. Neither says versions or paths; neither is kept."""

from __future__ import annotations

import shutil

from flask import Blueprint, Response, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import schema
from app.http.context import services
from app.http.doors import public

health = Blueprint("health", __name__)
MINIMUM_FREE = 0.05


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
    """Database reachable, migrations at head, volatile store readable, disk not full."""
    held = services()
    try:
        with held.database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        at_head = schema.current_revision(held.database.engine) == schema.head_revision()
        with held.volatile.reading() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return _answer(503, "database not reachable")
    if not at_head:
        return _answer(503, "migrations not at head")
    disk = shutil.disk_usage(held.config.data_dir if held.config.data_dir.exists() else "/")
    if disk.free < disk.total * MINIMUM_FREE:
        return _answer(503, "disk nearly full")
    return _answer(200, "ready")
