"""Meetings begin in the world of the cycle: 23 November 2026, under Ireland's Presidency."""

from __future__ import annotations

from tests.web.governance.conftest import cycles

__all__ = ["cycles"]
