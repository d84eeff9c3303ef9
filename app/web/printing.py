"""Documents as PDF files."""

from __future__ import annotations

from flask import Response

from app.http.context import session
from app.http.printing import printer
from app.reports.parts import Document
from app.reports.printing import MIMETYPE, print_apart


def as_pdf(document: Document, name: str) -> Response:
    """A document to save, under a name from `file_name`. Raises Busy.

    The database is let go of meanwhile: nothing waits for a long document.
    """
    session().rollback()
    answer = Response(print_apart(document, printer()), mimetype=MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
