"""History on two clocks: revisions, their replay, and the spans that are derived from them."""

from app.plans.history.fields import FIELDS, State, Subject, fields_of, state_of
from app.plans.history.recording import (
    Why,
    change,
    create,
    extend_back,
    ledger_of,
    note_row_change,
    recording_instant,
    require_version,
)
from app.plans.history.replay import Ledger, Recorded, Span, correction, replay, shown_spans, state_on
from app.plans.history.spans import CHUNK, rebuild_spans, replace_spans, revisions_of, share_first, span_rows
from app.plans.history.stamps import raise_stamp

__all__ = [
    "CHUNK",
    "FIELDS",
    "Ledger",
    "Recorded",
    "Span",
    "State",
    "Subject",
    "Why",
    "change",
    "correction",
    "create",
    "extend_back",
    "fields_of",
    "ledger_of",
    "note_row_change",
    "raise_stamp",
    "rebuild_spans",
    "recording_instant",
    "replace_spans",
    "replay",
    "require_version",
    "revisions_of",
    "share_first",
    "shown_spans",
    "span_rows",
    "state_of",
    "state_on",
]
