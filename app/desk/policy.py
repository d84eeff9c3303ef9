"""Who works at a country's desk, and who asks its authorities."""

from __future__ import annotations

from app.core.policy import permit
from app.plans.policy import coordinates, is_system, sees_working_state

WORK = permit("desk:desk:work", "See what of a country's plan needs their hand", [sees_working_state])
ASK = permit(
    "desk:authority:ask", "Ask an authority, read and close what was asked of whom", [coordinates], [is_system]
)
NOTE_GAP = permit(
    "desk:gap:note", "Note a gap as known until a day, and take the note back", [coordinates], [is_system]
)
OFFER_VIEW = permit(
    "desk:view:offer", "Keep a view of the working list for all of the country's desk, and remove one", [coordinates]
)
