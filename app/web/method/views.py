"""`/method`: how readiness is computed, for everybody; with live examples for those who may see one."""

from __future__ import annotations

from flask import Blueprint, render_template

from app.core.errors import NotFound
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import public
from app.readiness.gaps import RULES
from app.readiness.gaps.across import waits_for_each_other
from app.readiness.states import RULE_VERSION, State
from app.web.kept_pages import kept_page
from app.web.method import wording
from app.web.method.example import worked_example
from app.web.standing import standing_of

area = Blueprint("method", __name__)


@area.get("/method")
@public
@kept_page
def explain_method() -> str:
    """The rule in words, its tables from code and catalogue, and a worked example from live data."""
    try:
        read_viewpoint()
        view = catalogue()
    except NotFound:  # nothing is loaded yet: the rule stands without its lists
        view = None
    example = worked_example(session(), actor(), view) if view is not None else None
    return render_template(
        "method/explain_method.html",
        rule_version=RULE_VERSION,
        state_order=list(State),
        rules=(*RULES, waits_for_each_other),
        view=view,
        example=example,
        exact=wording.exact,
        standing_of=standing_of,
        state_words=wording.state_words,
    )
