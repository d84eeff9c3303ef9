"""The virus scanner asked again about a file that came while it was away."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Busy, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.files.clamd import ScannerAway
from app.files.queries import NO_FILE
from app.files.services.scanning import scan_again
from app.files.states import ScanState
from app.http.commits import writes
from app.http.context import actor, session
from app.http.doors import row_key, signed_in
from app.http.uploads import depot
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.files import get_evidence_file
from app.plans.queries.heads import get_plan
from app.plans.services.scanning import note_scan
from app.web.countries.area import area
from app.web.tongue import gettext

AWAY = message("The virus scanner cannot be reached at the moment. The file goes on waiting; please try again later.")


@area.post("/<code>/files/<int:file_id>/scan")
@signed_in
@writes
def scan_file(code: str, file_id: int) -> Response:
    """Have a file looked at that waits; nothing is held meanwhile."""
    plan = get_plan(session(), code, actor())
    require(actor(), policy.SCAN_AGAIN, PlanSubject(code))
    file = get_evidence_file(session(), plan, file_id)
    scanner = depot().scanner
    if scanner is None or file.scan_state is not ScanState.WAITING:
        raise WrongState(message("This file does not wait for the virus scan."))
    session().rollback()
    try:
        state = scan_again(depot().store, scanner, file.content_hash)
    except ScannerAway as away:
        raise Busy(AWAY) from away
    except FileNotFoundError as error:
        raise NotFound(NO_FILE) from error
    note_scan(session(), file_id, state, actor=actor())
    flash(f"{file.name}: {gettext(state.label)}", "success" if state is ScanState.CLEAN else "warning")
    evidence_id = request.form.get("evidence", type=row_key)
    if evidence_id is None:
        return redirect(url_for("countries.show_country", code=code), 303)
    return redirect(url_for("countries.edit_evidence", code=code, evidence_id=evidence_id), 303)
