"""What the virus scan says of a file, and with it of the plan that it is evidence in."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import NotFound
from app.files.models import StoredFile
from app.files.queries import NO_FILE
from app.files.states import HELD_BACK, ScanState
from app.plans.history import raise_stamp
from app.plans.queries import rows
from app.plans.queries.files import first_days_of_file


def note_scan(session: Session, file_id: int, state: ScanState, *, actor: Actor) -> bool:
    """Write down what the scanner said; returns whether that is news. Raises NotFound.

    What a file shows may begin or end with it, in both states of the plan at once: a virus is no secret of a country.
    """
    file = session.get(StoredFile, file_id)
    if file is None:
        raise NotFound(NO_FILE)
    rows.find_locked_plan(session, file.country)
    session.refresh(file)
    before = ScanState(file.scan_state)
    if before is state:
        return False
    file.scan_state, file.scanned_at = state.value, clock.now()
    session.flush()
    if (before in HELD_BACK) != (state in HELD_BACK):
        for plan_id, scope, day in first_days_of_file(session, file_id):
            raise_stamp(session, plan_id, scope, day)
    record(
        session,
        actor=actor,
        deed="files:file:scanned",
        subject_kind="file",
        subject_id=file.id,
        country=file.country,
        changes={"scan_state": [before.value, state.value]},
    )
    return True
