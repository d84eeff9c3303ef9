"""What a file shows, on a page of ours: a picture drawn anew, or its words escaped; nothing of the file is sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, render_template

from app.core.errors import Busy, NotFound
from app.core.labels import message
from app.files.previewer import Preview
from app.files.queries import FileRecord
from app.files.services.previewing import preview_of
from app.http.context import config, session
from app.http.depot import previewer_of
from app.http.uploads import INERT, depot, refuse_held_back
from app.web.tongue import gettext

Crumb = tuple[str, str]


def preview_page(
    file: FileRecord, owner: str, crumbs: Sequence[Crumb] = (), *, download: str, picture: str
) -> Response:
    """The page of a preview, with the addresses where the file is saved and where its picture is; where there is none
    the page says why. `crumbs`: pages between the country's and this one. The caller has asked who may have the file.

    Raises WrongState, NotFound.
    """
    shown, is_later = Preview(), False
    try:
        shown = _made(file)
        why = gettext(shown.why, **shown.values) if shown.why else ""
    except Busy as busy:
        why, is_later = gettext(busy.message, **busy.values), True
    answer = make_response(
        render_template(
            "previews/show_preview.html",
            file=file,
            owner=owner,
            crumbs=crumbs,
            shown=shown,
            why=why,
            download=download,
            picture=picture,
        ),
        503 if is_later else 200,
    )
    answer.headers["Cache-Control"] = "no-store"
    if is_later:
        answer.headers["Retry-After"] = "30"
    return answer


def preview_picture(file: FileRecord) -> Response:
    """The picture of a preview, with the headers of a file to save. The caller has asked who may have the file.

    Raises WrongState, NotFound, Busy.
    """
    shown = _made(file)
    if not shown.picture:
        raise NotFound(message("There is no picture of this file."))
    answer = Response(shown.picture, content_type="image/png")
    answer.headers["Content-Disposition"] = 'attachment; filename="preview.png"'
    answer.headers.update(INERT)
    return answer


def _made(file: FileRecord) -> Preview:
    """The database is let go of meanwhile: nobody waits for somebody else's preview."""
    refuse_held_back(file)
    session().rollback()
    return preview_of(file, depot().store, previewer_of(config()))
