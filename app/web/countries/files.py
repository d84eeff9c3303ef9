"""Files of a plan, handed out and shown to those who may have the evidence that they are."""

from __future__ import annotations

from flask import Response, url_for

from app.files.queries import FileRecord
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.uploads import as_download
from app.plans.queries.files import find_item_of, get_evidence_file
from app.plans.queries.heads import get_plan
from app.web.countries.area import area
from app.web.countries.deeds.common import cell_address
from app.web.previews import preview_page, preview_picture
from app.web.tongue import language


@area.get("/<code>/files/<int:file_id>")
@signed_in
def download_file(code: str, file_id: int) -> Response:
    """One version of a file, to save."""
    return as_download(_file(code, file_id))


@area.get("/<code>/files/<int:file_id>/preview")
@signed_in
def preview_file(code: str, file_id: int) -> Response:
    """What one version of a file shows at its beginning, made when it is asked for."""
    plan = get_plan(session(), code, actor())
    file = get_evidence_file(session(), plan, file_id)
    item = catalogue().items_by_id.get(find_item_of(session(), plan.plan_id, file_id) or 0)
    return preview_page(
        file,
        code,
        [(item.title.in_(language()), cell_address(catalogue(), code, item))] if item else (),
        download=url_for("countries.download_file", code=code, file_id=file_id),
        picture=url_for("countries.preview_picture_of", code=code, file_id=file_id),
    )


@area.get("/<code>/files/<int:file_id>/preview.png")
@signed_in
def preview_picture_of(code: str, file_id: int) -> Response:
    """The small picture of one version of a file that is a picture."""
    return preview_picture(_file(code, file_id))


def _file(code: str, file_id: int) -> FileRecord:
    return get_evidence_file(session(), get_plan(session(), code, actor()), file_id)
