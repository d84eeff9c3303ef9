"""Forms of what is recorded of a step, and of the calculator. What is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.catalogue.states import Solidarity
from app.core.errors import Invalid
from app.core.labels import message
from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.governance.states import LedgerKind
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField

NOT_LISTED = message("Choose one of the list.")

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


class PoolForm(VersionForm):
    """A line of a pool's ledger; the version is the key of the last line that the page showed."""

    kind = SelectField(_("What is said"), validate_choice=False)
    type = SelectField(_("Of which type"), validate_choice=False)
    amount = StringField(_("How much: persons, or euro"), [Length(max=40)])
    as_at = DateField(_("As at"), [InputRequired()])
    reference = StringField(_("Reference of the published document"), [InputRequired(), Length(max=REFERENCE_LIMIT)])
    url = StringField(_("Link"), [Length(max=URL_LIMIT)])
    note = TextAreaField(_("Note"), [Length(max=NOTE_LIMIT)])

    def __init__(self, *, is_reference: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if is_reference:
            self.as_at.label.text = _("The act was published on")
        kinds = [kind for kind in LedgerKind if (kind is LedgerKind.REFERENCE) is is_reference]
        types = [Solidarity.RELOCATION, Solidarity.FINANCIAL] if is_reference else list(Solidarity)
        self.kind.choices = [SelectChoice(value=kind.value, label=_(kind.label)) for kind in kinds]
        self.type.choices = [SelectChoice(value=one.value, label=_(one.label)) for one in types]

    @property
    def kind_chosen(self) -> LedgerKind:
        """What was chosen. Raises Invalid for what there is not."""
        try:
            return LedgerKind(self.kind.data)
        except ValueError:
            raise Invalid(NOT_LISTED, field="kind") from None

    @property
    def type_chosen(self) -> Solidarity:
        """What was chosen. Raises Invalid for what there is not."""
        try:
            return Solidarity(self.type.data)
        except ValueError:
            raise Invalid(NOT_LISTED, field="type") from None
