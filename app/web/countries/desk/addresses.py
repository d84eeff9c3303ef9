"""Where the one thing to do about a line of the desk is done."""

from __future__ import annotations

from flask import url_for

from app.catalogue.views import CatalogueView
from app.desk.states import Deed
from app.desk.tasks import Line, Task


def address_of(view: CatalogueView, owner: str, task: Task, line: Line) -> str:
    """The page or form for the deed of a line, at its field; what is confirmed is confirmed on the desk itself."""
    if line.deed is Deed.SHARE:
        return url_for("countries.share", code=owner)
    key = view.items_by_id[task.item_id].key
    if line.deed is Deed.DECIDE:
        return url_for("countries.edit_item", code=owner, key=key, _anchor="applicability")
    if line.deed in (Deed.SHOW, Deed.RENEW) or line.milestone is None:
        return url_for("countries.attach_evidence", code=owner, key=key)
    reference = line.milestone.reference
    if line.deed is Deed.REPORT:
        return url_for("countries.show_milestone", code=owner, reference=reference, _anchor="deeds")
    if line.deed is Deed.CONFIRM:
        return url_for("countries.show_milestone", code=owner, reference=reference)
    field = "forecast_on" if line.deed in (Deed.FORECAST, Deed.NEW_FORECAST, Deed.CHANGE_FORECAST) else None
    return url_for("countries.edit_milestone", code=owner, reference=reference, _anchor=field)
