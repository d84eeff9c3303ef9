"""Calls, requests and projects to read; the deeds stand in modules of their own and hang on the same area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import render_template

from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.support.policy import REQUEST, SupportSubject
from app.support.queries.requests import list_requests
from app.support.queries.suggestions import list_suggestions
from app.support.queries.waiting import coordinated
from app.support.records import RequestRecord
from app.support.states import PartKind, SuggestionState
from app.web.awaiting import address_of_waiting, waiting_for_me
from app.web.support import (  # noqa: F401 - hang their views on the area
    deliverable_lists,
    deliverable_pages,
    deliverable_writing,
    projects,
    requests,
    suggestions,
)
from app.web.support.area import area, ask_to_see

__all__ = ["area"]

SHOWN = 50
"""Rows of what waits for the person that stand on the page."""


@area.get("")
@signed_in
def show_support() -> str:
    """The calls with what is public of each, and the requests and projects that the person may read."""
    ask_to_see()
    view = catalogue()
    found = list_requests(session(), actor())
    asking = [code for code in view.countries if allows(actor(), REQUEST, SupportSubject(code))]
    mine = waiting_for_me()
    answered_by_others = {one.owner for one in found} - set(coordinated(actor()))
    suggested = list_suggestions(session(), actor(), states=[SuggestionState.OPEN]) if answered_by_others else []
    return render_template(
        "support/show_support.html",
        view=view,
        requests=[one for one in found if one.project_id is None],
        projects=[one for one in found if one.project_id is not None],
        measures=countries_by_measure(view, found),
        asked_by={one.owner for one in found},
        themes=themes_of(view, found),
        asking=asking,
        mine=mine,
        shown=mine.rows[:SHOWN],
        suggested=[one for one in suggested if one.owner in answered_by_others],
        address_of_waiting=address_of_waiting,
        PartKind=PartKind,
    )


def countries_by_measure(view: CatalogueView, found: Sequence[RequestRecord]) -> dict[str, dict[str, int]]:
    """By measure, and country in protocol order: in how many of the requests that are read it is asked for."""
    counts: dict[str, Counter[str]] = {}
    for one in found:
        for key in one.parts.get(PartKind.MEASURE, ()):
            counts.setdefault(key, Counter())[one.owner] += 1
    return {
        key: {code: by_country[code] for code in view.countries if by_country[code]}
        for key, by_country in counts.items()
    }


def themes_of(view: CatalogueView, found: Sequence[RequestRecord]) -> dict[str, int]:
    """By theme: in how many of the requests that are read it is named."""
    counts: Counter[str] = Counter()
    for one in found:
        counts.update(one.parts.get(PartKind.THEME, ()))
    return {theme.key: counts[theme.key] for theme in view.themes if counts[theme.key]}
