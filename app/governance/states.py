"""The closed vocabularies of the yearly governance."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class Rests(LabelledEnum):
    """On what the day of a step rests that another one is counted from; the surer the later in this list."""

    DUE = "due", message("on the day by which it is due")
    PLANNED = "planned", message("on the day for which it is planned")
    ACTUAL = "actual", message("on the day on which it happened")


class Standing(LabelledEnum):
    """Where a step of a year stands on a day.

    Nothing recorded is no lateness: of what has passed its day without a word it is said that nothing is recorded, or
    that nothing public was found.
    """

    IN_TIME = "in_time", message("in time")
    LATER = "later", message("later than due")
    HAPPENED = "happened", message("happened")
    PLANNED_LATER = "planned_later", message("planned for later than due")
    PLANNED = "planned", message("planned")
    NOW = "now", message("may be done now")
    COMING = "coming", message("coming")
    WAITS = "waits", message("waits for another step")
    NOT_FOUND = "not_found", message("no public information found")
    NOT_RECORDED = "not_recorded", message("nothing recorded")


HAPPENED = frozenset({Standing.IN_TIME, Standing.LATER, Standing.HAPPENED})
"""It is known that it happened."""


class Recorder(LabelledEnum):
    """In which role somebody recorded what a public document says."""

    COORDINATOR = "coordinator", message("a coordinator of the EU level")
    REVIEWER = "reviewer", message("a reviewer")
    LEAD_REVIEWER = "lead_reviewer", message("a lead reviewer")
    SYSTEM = "system", message("the command line")


class LedgerKind(LabelledEnum):
    """What a line of a pool's ledger says."""

    REFERENCE = "reference", message("reference number")
    PLEDGE = "pledge", message("pledged")
    DEDUCTION = "deduction", message("deducted")
    DELIVERED = "delivered", message("delivered")
    CONFIRMED = "confirmed", message("confirmed")
