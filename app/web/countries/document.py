"""A plan as a document to take away."""

from __future__ import annotations

from flask import Response

from app.core import clock
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.queries.heads import get_plan
from app.reports.docx import MIMETYPE, docx_of
from app.reports.services import make_plan_document
from app.reports.tongue import Tongue
from app.web.countries.area import area, country_of
from app.web.export import file_name
from app.web.kept import reading_cache
from app.web.tongue import gettext, language


@area.get("/<code>/plan.docx")
@signed_in
def download_document(code: str) -> Response:
    """The plan as a Word file, in the state the reader reads."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    document = make_plan_document(
        session(),
        view,
        code,
        actor=actor(),
        day=seen.as_of,
        known=seen.known,
        tongue=Tongue(language(), gettext),
        cache=reading_cache(),
    )
    answer = Response(docx_of(document, at=clock.now()), mimetype=MIMETYPE)
    name = file_name(f"plan-{code}", "docx", day=seen.as_of, is_invented=plan.head.is_demonstration)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
