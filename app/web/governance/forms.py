"""Forms of what is recorded of a step, and of the calculator. What is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField

FIELDS = ("happened_on", "planned_on", "is_nothing_found", "reference", "url", "note")


class StepForm(VersionForm):
    """All that holds of an occurrence; the version is the key of the entry that the page showed."""

    happened_on = DateField(_("Happened on"), [Optional()])
    planned_on = DateField(_("Planned for"), [Optional()])
    is_nothing_found = BooleanField(_("Looked for, and no public information found"))
    reference = StringField(_("Reference of the document"), [Length(max=REFERENCE_LIMIT)])
    url = StringField(_("Link"), [Length(max=URL_LIMIT)])
    note = TextAreaField(_("Note"), [Length(max=NOTE_LIMIT)])

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in FIELDS}


MOST = 10_000_000
"""So many relocations can be reckoned with at most."""


class CalculatorForm(VersionForm):
    """A pool, a country, and what it means to give. Nothing of it is kept."""

    country = SelectField(_("Member State"), validate_choice=False)
    relocations = IntegerField(_("Relocations of the pool"), [InputRequired(), NumberRange(1, MOST)])
    money = StringField(_("Money of the pool, in euro"), [InputRequired(), Length(max=40)])
    deduction = StringField(_("Deducted by the Council, in euro"), [Length(max=40)])
    own_relocations = IntegerField(_("Relocations"), [Optional(), NumberRange(0, MOST)])
    own_offsets = IntegerField(_("Responsibility offsets, in applications"), [Optional(), NumberRange(0, MOST)])
    own_money = StringField(_("Financial contribution, in euro"), [Length(max=40)])
    own_alternative = StringField(_("Alternative measures, value in euro"), [Length(max=40)])

    def __init__(self, countries: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.country.choices = [SelectChoice(value=code, label=name) for code, name in countries.items()]
