"""The workbook that goes with a letter."""

from __future__ import annotations

from app.desk.letters import SheetMaker

make_sheet: SheetMaker | None = None
"""Makes an authority's workbook; None: letters have no attachment, and say nothing of one."""
