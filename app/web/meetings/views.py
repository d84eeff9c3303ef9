"""Meetings: the views stand in modules of their own and hang on the same area."""

from __future__ import annotations

from app.web.meetings import acting, agenda, lists, pages, writing  # noqa: F401 - hang their views on the area
from app.web.meetings.area import area
from app.web.meetings.beside import actions_here, meetings_on

__all__ = ["area"]

area.add_app_template_global(meetings_on)  # for pages of items, blocks and flags, which know nothing of meetings
area.add_app_template_global(actions_here)  # for desks
