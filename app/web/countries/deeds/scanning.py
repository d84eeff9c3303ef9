"""The virus scanner asked again about a file of evidence."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, session
from app.http.doors import row_key, signed_in
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.files import get_evidence_file
from app.plans.queries.heads import get_plan
from app.web.countries.area import area
from app.web.scanning import look_again


@area.post("/<code>/files/<int:file_id>/scan")
@signed_in
@writes
def scan_file(code: str, file_id: int) -> Response:
    """Have a file looked at that waits; nothing is held meanwhile."""
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SCAN_AGAIN, PlanSubject(code))
    look_again(get_evidence_file(session(), plan, file_id))
    evidence_id = request.form.get("evidence", type=row_key)
    if evidence_id is None:
        return redirect(url_for("countries.show_country", code=code), 303)
    return redirect(url_for("countries.edit_evidence", code=code, evidence_id=evidence_id), 303)
