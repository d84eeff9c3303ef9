"""The words of the letter beside a fiche, where nobody has written others. Pure."""

from __future__ import annotations

from datetime import date

from app.core.labels import message
from app.fiches.states import State

ASKING = message(
    "Dear colleagues,\n\n"
    "please find enclosed the fiche on the implementation of the Pact on Migration and Asylum in %(country)s. Its"
    " figures are computed from what you had shared by %(day)s: %(reported)s of %(total)s key items are reported in"
    " place, %(shown)s of them shown and %(confirmed)s confirmed.\n\n"
    "We ask you to check the facts within %(days)s working days. Comments can be made item by item in the tracker; of"
    " each we will say whether it was taken over, or why not. Your position on the whole will be annexed as you write"
    " it.\n\n"
    "Without an answer in time the fiche is made final with the note that it was not checked.\n"
)
FINAL = message(
    "Dear colleagues,\n\n"
    "please find enclosed the final fiche on the implementation of the Pact on Migration and Asylum in %(country)s,"
    " with the figures of %(day)s: %(reported)s of %(total)s key items are reported in place, %(shown)s of them shown"
    " and %(confirmed)s confirmed.\n\n"
    "%(checked)s\n"
)
CHECKED = message(
    "We thank you for checking the facts. What became of each of your comments stands in the fiche, and your position"
    " is annexed as you wrote it."
)
NOT_CHECKED = message("The facts were not checked by you in time; its cover says so.")


def usual_letter(name: str, figures: dict[str, int], as_of: date, state: State, days: int) -> str:
    """The letter that goes with a fiche in a state. `name`: the country's; `figures`: of its key items."""
    values = {
        "country": name,
        "day": f"{as_of:%-d %B %Y}",
        "days": days,
        "reported": figures["key_reported"],
        "shown": figures["key_shown"],
        "confirmed": figures["key_confirmed"],
        "total": figures["key_total"],
    }
    if state is State.DRAFT:
        return ASKING % values
    return FINAL % {**values, "checked": CHECKED if state is State.CHECKED else NOT_CHECKED}
