"""Forms of a plan. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from app.plans.states import Cause, Measure
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField
from app.web.tongue import gettext


class WhyForm(VersionForm):
    """What every change may carry: from when it holds, why, and for moved dates the cause."""

    effective_on = DateField(_("True from"), [Optional()])
    cause = SelectField(_("Cause, if a date moves"), [Optional()], validate_choice=False)
    reason = StringField(_("Why, in a line"), [Length(max=2000)])
    keeps_cause = BooleanField(_("Keep cause and reason within the country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cause.choices = choices_of(Cause, empty=gettext("no cause"))

    def why(self) -> dict[str, Any]:
        """The keywords that every verb on history takes."""
        return {"effective_on": self.effective_on.data, "reason": self.reason.data or ""}


class ProgressForm(WhyForm):
    """The row editor: how far, and when."""

    step_key = SelectField(_("Step"), [Optional()], validate_choice=False)
    value = IntegerField(_("Value"), [Optional()])
    value_on = DateField(_("Value as at"), [Optional()])
    forecast_on = DateField(_("Forecast"), [Optional()])
    actual_on = DateField(_("Done on"), [Optional()])

    FIELDS: tuple[str, ...] = ("step_key", "value", "value_on", "forecast_on", "actual_on")
    LEFT_EMPTY = frozenset({"value_on"})

    def call_closing(self) -> None:
        """Of a closing milestone, the day it was done is the day since when the item is in place."""
        self.actual_on.label.text = gettext("In place since")

    def values(self, submitted: Mapping[str, Any]) -> dict[str, Any]:
        """Only what was in the form that was sent: a field that was not shown is not touched."""
        found: dict[str, Any] = {}
        for name in self.FIELDS:
            if name in submitted:
                data = self[name].data
                found[name] = (data or None) if name == "step_key" else data
        return found


class MilestoneForm(ProgressForm):
    """Everything of a milestone."""

    title = StringField(_("Title"), [InputRequired(), Length(max=300)])
    authority_id = SelectField(_("Authority"), [Optional()], validate_choice=False)
    measured_by = SelectField(_("Measured by"), validate_choice=False)
    workstream_key = SelectField(_("Workstream"), validate_choice=False)
    target_unit = StringField(_("Unit"), [Length(max=60)])
    target_base = IntegerField(_("Value at the start"), [Optional()])
    target_base_on = DateField(_("Value at the start: as at"), [Optional()])
    target_value = IntegerField(_("Target"), [Optional()])
    target_source = StringField(_("Source of the target"), [Length(max=500)])
    start_on = DateField(_("Start"), [Optional()])
    baseline_on = DateField(_("Baseline"), [Optional()])
    note = TextAreaField(_("Note"), [Length(max=4000)])

    FIELDS: tuple[str, ...] = (
        *ProgressForm.FIELDS,
        "title",
        "authority_id",
        "measured_by",
        "workstream_key",
        "target_unit",
        "target_base",
        "target_base_on",
        "target_value",
        "target_source",
        "start_on",
        "baseline_on",
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measured_by.choices = choices_of(Measure)

    def values(self, submitted: Mapping[str, Any]) -> dict[str, Any]:
        found = super().values(submitted)
        if "authority_id" in found:
            found["authority_id"] = whole_number(found["authority_id"])
        for name in ("target_unit", "target_source"):
            if name in found:
                found[name] = found[name] or None
        return found


class ReasonForm(VersionForm):
    """A deed with its reason: cancelling, taking back, reopening."""

    effective_on = DateField(_("True from"), [Optional()])
    reason = StringField(_("Why, in a line"), [Length(max=2000)])


class DeedForm(ReasonForm):
    """A deed on a milestone: where it is cancelled, others may read the reason or not."""

    keeps_reason = BooleanField(_("Keep the reason within the country"))


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """A version of a file that was uploaded in error."""

    reason = StringField(_("Why, in a line"), [InputRequired(), Length(max=2000)])
    before_counts = BooleanField(_("The version before it counts again"))


class ItemForm(ReasonForm):
    """What the country says of an item as a whole."""

    current_state = TextAreaField(_("Current state"), [Length(max=8000)])
    missing = TextAreaField(_("What is missing"), [Length(max=8000)])
    change_planned = TextAreaField(_("Change planned"), [Length(max=8000)])
    lead_authority_id = SelectField(_("Lead authority"), [Optional()], validate_choice=False)
    contributing = SelectMultipleField(_("Contributing authorities"), validate_choice=False)

    TEXTS = ("current_state", "missing", "change_planned")


class ApplicabilityForm(ReasonForm):
    """Whether an item applies in the country's situation or by its choice."""

    applicability = SelectField(_("Does it apply?"), validate_choice=False)


class PredecessorForm(FlaskForm):  # type: ignore[misc]
    """What a milestone waits for, by its reference."""

    predecessor = StringField(_("Reference of the milestone it waits for"), [InputRequired(), Length(max=20)])


class ProseForm(ReasonForm):
    """A section of a block's prose."""

    text = TextAreaField(_("Text"), [Length(max=20000)])
    language = StringField(_("Language"), [Length(max=5)])


class ShareForm(FlaskForm):  # type: ignore[misc]
    """Which blocks are shared, and a word on it."""

    blocks = SelectMultipleField(_("Blocks"), validate_choice=False)
    note = StringField(_("Note to the readers"), [Length(max=2000)])


class AuthorityForm(VersionForm):
    """An authority of the country."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)])
    short_name = StringField(_("Short name"), [Length(max=60)])
    contact_email = StringField(_("Contact address"), [Length(max=254)], render_kw={"autocomplete": "off"})
    actor_code = SelectField(_("Kind of authority"), [Optional()], validate_choice=False)


class AskForm(FlaskForm):  # type: ignore[misc]
    """A letter to an authority; `milestones` are the references it asks about."""

    subject = StringField(_("Subject"), [InputRequired(), Length(max=200)])
    body = TextAreaField(_("Letter"), [InputRequired(), Length(max=50000)])
    reply_by = DateField(_("Answer by"), [InputRequired()])
    milestones = SelectMultipleField(_("Milestones"), choices=(), validate_choice=False)
