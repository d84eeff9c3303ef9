"""Forms of several milestones on one page: a row of fields for each, beside the fields that all share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.i18n import DefaultTranslations
from wtforms.validators import Length, Optional

from app.core.errors import Invalid
from app.http.doors import put_beside
from app.plans.services.several import AT_MOST, field_of
from app.plans.states import Awaited, Cause
from app.web.countries.choices import check_choice, choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField
from app.web.tongue import form_texts, gettext, language


class PartForm(Form):  # type: ignore[misc]
    """One of several milestones; its fields are called `parts-0-title` and so on."""

    class Meta:
        """The library's own messages, which it would read from its files for every request."""

        def get_translations(self, _form: PartForm) -> DefaultTranslations:
            """Asked by the library when a form is made."""
            return form_texts(language())

    is_taken = BooleanField(_("Add it"))
    title = StringField(_("Title"), [Length(max=300)])
    authority_id = SelectField(_("Authority"), [Optional()], validate_choice=False)
    baseline_on = DateField(_("Baseline"), [Optional()])
    target_value = IntegerField(_("Target"), [Optional()])
    target_unit = StringField(_("Unit"), [Length(max=60)])

    def __init__(self, number: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"parts-{number}-", **kwargs)
        self.title.flags.required = True

    def values(self, *names: str) -> dict[str, Any]:
        """What was typed into these fields, as a service takes it; one that was not sent is not touched."""
        found = {name: self[name].data for name in names if self[name].raw_data}
        if "authority_id" in found:
            found["authority_id"] = whole_number(found["authority_id"])
        return found


def parts_sent() -> list[PartForm]:
    """The rows that the form held when it was sent, as typed."""
    numbers = (number for number in count() if f"parts-{number}-title" not in request.form)
    return [PartForm(number, request.form) for number in range(min(next(numbers), AT_MOST))]


class SplitForm(VersionForm):
    """What holds of all parts of a milestone that is split."""

    cause = SelectField(_("Cause, if a date moves"), [Optional()], validate_choice=False)
    reason = StringField(_("Why, in a line"), [Length(max=2000)])
    keeps_step = BooleanField(_("The new parts begin at the step that it has reached"))
    keeps_links = BooleanField(_("The new parts wait for what it waits for"))
    awaited = SelectField(_("What waits for it then waits for"))
    authorities = SelectMultipleField(_("One part for each of these authorities"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cause.choices = choices_of(Cause, empty=gettext("no cause"))
        self.awaited.choices = choices_of(Awaited)


class MoveForm(VersionForm):
    """To which item a milestone goes, and why."""

    item_key = SelectField(_("Item"), validate_choice=False)
    reason = StringField(_("Why, in a line"), [Length(max=2000)])
    keeps_reason = BooleanField(_("Keep the reason within the country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.flags.required = True


class ReadyForm(FlaskForm):  # type: ignore[misc]
    """Of ready milestones, why they are added."""

    reason = StringField(_("Why, in a line"), [Length(max=2000)])


class Together:
    """A form with its rows, as the summary of errors reads one."""

    def __init__(self, form: FlaskForm, parts: list[PartForm]) -> None:
        self.form, self.parts = form, parts

    def __iter__(self) -> Iterator[Any]:
        return chain(self.form, *self.parts)

    @property
    def form_errors(self) -> list[str]:
        """What is said of no field."""
        found: list[str] = self.form.form_errors
        return found

    @property
    def errors(self) -> dict[str | None, Any]:
        """All errors by field."""
        of_parts = {field.name: field.errors for part in self.parts for field in part if field.errors}
        return {**self.form.errors, **of_parts}

    def is_good(self) -> bool:
        """Whether all can be handed on: their shape, and authorities that the person may choose."""
        shaped = [self.form.validate(), *(part.validate() for part in self.parts)]
        return all([*shaped, *(check_choice(part.authority_id) for part in self.parts)])

    def put(self, error: Invalid, handed_on: Sequence[PartForm]) -> None:
        """Put an error from below beside the field it is about, be it of a row that was handed on, else on top."""
        for number, part in enumerate(handed_on):
            for field in part:
                if field_of(number, field.short_name) == error.field:
                    return put_beside(part, Invalid(error.message, field=field.short_name, **error.values))
        return put_beside(self.form, error)
