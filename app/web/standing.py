"""Where a milestone stands, in words."""

from __future__ import annotations

from flask_babel import gettext

from app.catalogue.views import CatalogueView
from app.plans.queries.records import MilestoneRecord
from app.web.frame import in_language
from app.web.tongue import day_in_full


def standing_of(milestone: MilestoneRecord, view: CatalogueView) -> str:
    """Where a milestone stands: its step, or its value on the way to its target."""
    if milestone.step_key is not None:
        stream = view.workstreams.get(milestone.workstream_key)
        step = next((step for step in stream.ladder if step.key == milestone.step_key), None) if stream else None
        return in_language(step.title) if step else milestone.step_key
    if milestone.target_value is not None:
        values = {
            "value": "–" if milestone.value is None else f"{milestone.value:,}",
            "target": f"{milestone.target_value:,}",
            "unit": milestone.target_unit or "",
        }
        if milestone.value_on is not None:
            return str(
                gettext("%(value)s of %(target)s %(unit)s as at %(day)s", day=day_in_full(milestone.value_on), **values)
            )
        return str(gettext("%(value)s of %(target)s %(unit)s", **values))
    return str(gettext("not begun"))
