"""Forms of a plan. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import DefaultTranslations
from wtforms.validators import InputRequired, Length, Optional

from app.files.checks.kinds import KINDS
from app.plans.queries.records import AuthorityRecord, MilestoneRecord
from app.plans.states import Cause, EvidenceKind, Measure
from app.web.tongue import form_texts, gettext, language


def choices_of(kinds: Iterable[Any], *, empty: str = "") -> list[SelectChoice]:
    """Choices of an enumeration; with `empty`, a first one that means none."""
    listed = _spoken(tuple(kinds), language())
    return [SelectChoice(value="", label=empty), *listed] if empty else list(listed)


@lru_cache(maxsize=64)
def _spoken(kinds: tuple[Any, ...], _tongue: str) -> tuple[SelectChoice, ...]:
    return tuple(SelectChoice(value=kind.value, label=gettext(kind.label)) for kind in kinds)


def authority_choices(
    authorities: Iterable[AuthorityRecord],
    chosen: int | None = None,
    may_choose: Callable[[int | None], bool] = lambda _key: True,
) -> list[SelectChoice]:
    """Active authorities that the person may choose, or none if they may, and the present one in any case."""
    listed = [
        (str(one.authority_id), one.name)
        for one in authorities
        if one.authority_id == chosen or (one.is_active and may_choose(one.authority_id))
    ]
    nobody = [("", gettext("none"))] if may_choose(None) or not listed else []
    return [SelectChoice(value=value, label=label) for value, label in (*nobody, *listed)]


def check_choice(field: Any) -> bool:
    """Whether what was sent is among the choices; if not, the field says so."""
    if field.data is None or str(field.data) in {str(choice.value) for choice in field.choices}:
        return True
    field.errors = [*field.errors, gettext("Choose one of the authorities you act for.")]
    return False


def whole_number(text: str | None) -> int | None:
    """What an optional choice of a key means: plain figures, no longer than any key; anything else is no choice."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


ACCEPTED = ",".join(f".{extension}" for extension in KINDS)

NO_VALUES = frozenset({"csrf_token", "version", "was", "form"})
"""Fields of a form that are no values of the row."""


def as_typed(value: Any) -> tuple[str, ...]:
    """A stored value as a form's field would write it; of several choices the order says nothing."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return tuple(sorted(str(part) for part in value))
    return ("" if value is None else str(value),)


def mark_of(typed: tuple[str, ...]) -> str:
    """A short mark of what a field held: it tells whether the field was changed since, and nothing else."""
    return blake2b("\x1f".join(typed).encode(errors="replace"), digest_size=6).hexdigest()


def marks_of(values: Mapping[str, Any]) -> str:
    """The marks of stored values by their fields' names, as one hidden field carries them."""
    return " ".join(f"{name}:{mark_of(as_typed(value))}" for name, value in values.items())


class VersionForm(FlaskForm):  # type: ignore[misc]
    """A form of something that stands: which version of it the page showed, and what its fields then held."""

    class Meta:
        """The library's own messages, which it would read from its files for every request."""

        def get_translations(self, _form: VersionForm) -> DefaultTranslations:
            """Asked by the library when a form is made."""
            return form_texts(language())

    version = HiddenField(validators=[Optional()])
    was = HiddenField(validators=[Optional()])

    def shown(self, before: str = "") -> Markup:
        """The hidden fields that say what the page showed; `before` stands before their ids."""
        if not self.was.data:
            self.was.data = marks_of({f.name: f.object_data for f in self if f.name not in NO_VALUES})
        version: Markup = self.version(id=f"{before}version")
        was: Markup = self.was(id=f"{before}was")
        return version + was


class WhyForm(VersionForm):
    """What every change may carry: from when it holds, why, and for moved dates the cause."""

    effective_on = DateField(_("True from"), [Optional()])
    cause = SelectField(_("Cause, if a date moves"), [Optional()], validate_choice=False)
    reason = StringField(_("Why, in a line"), [Length(max=2000)])
    keeps_cause = BooleanField(_("Keep the cause within the country"))

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


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """A version of a file that was uploaded in error."""

    reason = StringField(_("Why, in a line"), [Length(max=2000)], render_kw={"required": True})
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


class EvidenceForm(ReasonForm):
    """A piece of evidence."""

    kind = SelectField(_("Kind"), validate_choice=False)
    title = StringField(_("What it is"), [InputRequired(), Length(max=300)])
    reference = StringField(_("Reference, or where it may be inspected"), [Length(max=500)])
    url = StringField(_("Link"), [Length(max=1000)])
    number = IntegerField(_("Number"), [Optional()])
    unit = StringField(_("What is counted"), [Length(max=60)])
    about_on = DateField(_("The day it is about"), [Optional()])
    expires_on = DateField(_("Valid until"), [Optional()])
    milestones = SelectMultipleField(_("Milestones it is about"), validate_choice=False)
    file = FileField(_("File"), render_kw={"accept": ACCEPTED})

    FIELDS = ("kind", "title", "reference", "url", "number", "unit", "about_on", "expires_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices_of(EvidenceKind)

    def offer(self, milestones: Iterable[MilestoneRecord], *, takes_file: bool) -> None:
        """What may be chosen: milestones of the item, where it has any, and a file where the item takes one."""
        listed = [(one.reference, one.title if not one.is_closing else gettext(one.title)) for one in milestones]
        self.milestones.choices = [SelectChoice(value=key, label=f"{key} {title}") for key, title in listed]
        if not listed:
            del self.milestones
        if not takes_file:
            del self.file
            self.kind.choices = choices_of(kind for kind in EvidenceKind if kind is not EvidenceKind.FILE)

    def values(self) -> dict[str, Any]:
        """The fields of the evidence, and the references of milestones where some could be chosen."""
        values: dict[str, Any] = {name: self[name].data for name in self.FIELDS}
        if "milestones" in self:
            values["milestones"] = self.milestones.data or []
        return values


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
