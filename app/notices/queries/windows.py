"""What time a query asks for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_

from app.notices.records import Window


def within(column: Any, window: Window) -> Any:
    """That an instant falls into a window."""
    return and_(column > window.since, column <= window.until)
