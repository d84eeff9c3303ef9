"""Files of a plan, handed out to those who may have the evidence that they are."""

from __future__ import annotations

from flask import Response

from app.http.context import actor, session
from app.http.doors import signed_in
from app.http.uploads import as_download
from app.plans.queries.files import get_evidence_file
from app.plans.queries.heads import get_plan
from app.web.countries.area import area


@area.get("/<code>/files/<int:file_id>")
@signed_in
def download_file(code: str, file_id: int) -> Response:
    """One version of a file, to save."""
    plan = get_plan(session(), code, actor())
    return as_download(get_evidence_file(session(), plan, file_id))
