"""The virus scanner asked again about a file that came while it was away."""

from __future__ import annotations

from flask import flash

from app.core.errors import Busy, NotFound, WrongState
from app.core.labels import message
from app.files.clamd import ScannerAway
from app.files.queries import NO_FILE, FileRecord
from app.files.services.scanning import scan_again
from app.files.states import ScanState
from app.http.context import actor, session
from app.http.uploads import depot
from app.plans.services.scanning import note_scan
from app.review.queries.records import DocumentFile
from app.web.tongue import gettext

AWAY = message("The virus scanner cannot be reached at the moment. The file goes on waiting; please try again later.")


def look_again(file: FileRecord | DocumentFile) -> None:
    """Have a file looked at that waits, and say what was found; nothing is held meanwhile. The caller has asked whether
    the person may.

    Raises WrongState for one that does not wait, Busy while the scanner is away, NotFound.
    """
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
    note_scan(session(), file.file_id, state, actor=actor())
    flash(f"{file.name}: {gettext(state.label)}", "success" if state is ScanState.CLEAN else "warning")
