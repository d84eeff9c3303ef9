"""The law that plans are read by: a release of the catalogue, with the recorded findings that count under it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from app.catalogue.queries import view_in_force
from app.governance.solidarity.overlay import mark_of, statements_over, with_statements
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.records import FindingRecord

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

KEPT: Final = 16

_laws: OrderedDict[tuple[int, str], tuple[CatalogueView, CatalogueView]] = OrderedDict()
_lock = threading.Lock()


def law_of(view: CatalogueView, records: Sequence[FindingRecord], known: datetime | None = None) -> CatalogueView:
    """A release with the recorded findings that count, as known now or at an instant.

    The release itself where none does; else the same object each time, as long as it is asked for: what readiness works
    out from a law is kept by the object. `view`: as the catalogue has it. `records`: all of them, in the order in which
    they were said.
    """
    laid = statements_over(view, records, known)
    if not laid:
        return view
    key = (id(view), mark_of(laid))
    with _lock:
        held = _laws.get(key)
        if held is not None and held[0] is view:  # it is held, so that the identity cannot be another's
            _laws.move_to_end(key)
            return held[1]
        made = with_statements(view, laid)
        _laws[key] = (view, made)
        _laws.move_to_end(key)
        while len(_laws) > KEPT:
            _laws.popitem(last=False)
    return made


def law_on(session: Session, day: date, known: datetime | None = None) -> CatalogueView:
    """The law in force on a day, as known now or at an instant. Two statements. Raises NotFound."""
    return law_of(view_in_force(session, day), list_finding_records(session), known)
