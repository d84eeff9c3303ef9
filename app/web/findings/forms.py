"""The form of a finding. What is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField

FIELDS = ("reference", "url", "decided_on", "valid_from", "valid_until", "is_withdrawn", "note")


class NeededUnlessWithdrawn:
    """A finding says it; one that is withdrawn keeps what it said."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        if form["is_withdrawn"].data:
            field.errors = []
            raise StopValidation
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation(str(_("This field is required.")))


class FindingForm(VersionForm):
    """All that holds of a finding; the version is the key of the last entry that the page showed."""

    year = IntegerField(_("Year of the report"), [InputRequired()])
    kind = SelectField(_("In the words of the decision"), validate_choice=False)
    reference = StringField(
        _("Reference of the published decision"), [NeededUnlessWithdrawn(), Length(max=REFERENCE_LIMIT)]
    )
    url = StringField(_("Link"), [Length(max=URL_LIMIT)])
    decided_on = DateField(_("Decided on"), [NeededUnlessWithdrawn()])
    valid_from = DateField(_("Valid from"), [Optional()])
    valid_until = DateField(_("Valid until"), [NeededUnlessWithdrawn()])
    is_withdrawn = BooleanField(_("Withdraw: there is no such finding"))
    note = TextAreaField(_("Note; why it was replaced or withdrawn"), [Length(max=NOTE_LIMIT)])

    def __init__(self, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [SelectChoice(value=key, label=label) for key, label in kinds.items()]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in FIELDS}
