"""The official document of a submission, shown at its beginning to whoever may see the submission."""

from __future__ import annotations

from flask import Response, url_for

from app.core.errors import NotFound
from app.files.queries import NO_FILE, FileRecord, get_file
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.review.queries.submissions import get_submission
from app.web.countries.area import country_of
from app.web.previews import preview_page, preview_picture
from app.web.review.area import area
from app.web.tongue import gettext


@area.get("/countries/<code>/submissions/<int:submission_id>/document/preview")
@signed_in
def preview_official(code: str, submission_id: int) -> Response:
    """What the official document shows, made when it is asked for."""
    return preview_page(
        _document(code, submission_id),
        code,
        [
            (gettext("Submissions"), url_for("review.list_submissions", code=code)),
            (gettext("Submission"), url_for("review.show_submission", code=code, submission_id=submission_id)),
        ],
        download=url_for("review.download_official", code=code, submission_id=submission_id),
        picture=url_for("review.preview_official_picture", code=code, submission_id=submission_id),
    )


@area.get("/countries/<code>/submissions/<int:submission_id>/document/preview.png")
@signed_in
def preview_official_picture(code: str, submission_id: int) -> Response:
    """The small picture of an official document that is a picture."""
    return preview_picture(_document(code, submission_id))


def _document(code: str, submission_id: int) -> FileRecord:
    country_of(catalogue(), code)
    sent = get_submission(session(), code, submission_id, actor())
    if sent.document.file is None:
        raise NotFound(NO_FILE)
    return get_file(session(), sent.document.file.file_id)
