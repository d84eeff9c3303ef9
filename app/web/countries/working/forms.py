"""The form of a change of many milestones. It gives shape; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from app.catalogue.views import CatalogueView
from app.plans.bulk import BulkChange, BulkDeed
from app.plans.queries.records import AuthorityRecord
from app.plans.states import Cause
from app.web.countries.choices import authority_choices, choices_of, whole_number
from app.web.tongue import gettext, language


class BulkForm(FlaskForm):  # type: ignore[misc]
    """What is done to all that is chosen; the fields that the deed does not need are not read."""

    deed = SelectField(_("What changes"))
    day = DateField(_("Day, of a forecast or start"), [Optional()])
    days = IntegerField(_("Days to move the forecast by"), [Optional()])
    authority_id = SelectField(_("Authority"), [Optional()])
    step_key = SelectField(_("Step"), [Optional()])
    cause = SelectField(_("Cause, if a date moves"), [Optional()])
    reason = StringField(_("Why, in a line"), [Length(max=2000)])

    keeps_cause = BooleanField(_("Keep the cause within the country"))

    FIELDS = ("deed", "day", "days", "authority_id", "step_key", "cause", "reason", "keeps_cause")

    def __init__(self, view: CatalogueView, authorities: Iterable[AuthorityRecord], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deed.choices = choices_of(BulkDeed)
        self.authority_id.choices = authority_choices(authorities)
        self.step_key.choices = [SelectChoice(value="", label=gettext("no step")), *_steps(view)]
        self.cause.choices = choices_of(Cause, empty=gettext("no cause"))

    def change(self) -> BulkChange:
        """What was asked for."""
        return BulkChange(
            deed=BulkDeed(self.deed.data),
            day=self.day.data,
            days=self.days.data,
            authority_id=whole_number(self.authority_id.data),
            step_key=self.step_key.data or "",
            cause=self.cause.data or None,
            reason=self.reason.data or "",
            keeps_cause=self.keeps_cause.data,
        )

    def sent(self) -> list[tuple[str, str]]:
        """The fields as they were sent, to be sent again."""
        pairs = ((name, self[name].data) for name in self.FIELDS)
        return [(name, "" if data is None or data is False else str(data)) for name, data in pairs]


def _steps(view: CatalogueView) -> list[SelectChoice]:
    """The steps of all ladders; those that several ladders share, once."""
    found: dict[str, list[str]] = {}
    for stream in view.workstreams.values():
        for step in stream.ladder:
            found.setdefault(step.key, []).append(step.title.in_(language()))
    return [SelectChoice(value=key, label=" / ".join(dict.fromkeys(titles))) for key, titles in found.items()]
