"""Ireland's plan with a milestone, and its workbook as a browser gets it."""

from __future__ import annotations

from tests.web.countries.conftest import add, world

__all__ = ["add", "world"]
