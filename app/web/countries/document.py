"""A plan as a document to take away: for Word, and as PDF."""

from __future__ import annotations

from flask import Response

from app.core import clock
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.queries.heads import get_plan
from app.reports.docx import MIMETYPE, docx_of
from app.reports.parts import Document
from app.reports.services import make_plan_document
from app.reports.tongue import Tongue
from app.web.countries.area import area, country_of
from app.web.export import file_name
from app.web.kept import reading_cache
from app.web.printing import as_pdf
from app.web.tongue import gettext, language


@area.get("/<code>/plan.docx")
@signed_in
def download_document(code: str) -> Response:
    """The plan as a Word file, in the state the reader reads."""
    document, name = _asked(code, "docx")
    answer = Response(docx_of(document, at=clock.now()), mimetype=MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@area.get("/<code>/plan.pdf")
@signed_in
def download_pdf(code: str) -> Response:
    """The same as PDF; a long one is made beside the pages and has to be asked for again."""
    return as_pdf(*_asked(code, "pdf"))


def _asked(code: str, ending: str) -> tuple[Document, str]:
    """The document of the day asked for, and the name of its file."""
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
    return document, file_name(f"plan-{code}", ending, day=seen.as_of, is_invented=plan.head.is_demonstration)
