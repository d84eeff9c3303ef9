"""The form of an own preparation. What is right and allowed is asked below."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from app.catalogue.states import Solidarity
from app.core.money import read_amount, written
from app.governance.pools import MOST_PERSONS
from app.governance.solidarity.limits import DUE_WORDS_LIMIT, MOST_DUES, WORDS_LIMIT
from app.governance.solidarity.records import PreparationRecord
from app.governance.solidarity.services.pledges import MONEY, PERSONS, WORDS
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField


class PledgeForm(VersionForm):
    """All that holds of a preparation; the version is that which the page showed."""

    considered = SelectMultipleField(_("Types of measures that are considered"), validate_choice=False)
    decides = TextAreaField(_("Who decides nationally, and how"), [Length(max=WORDS_LIMIT)])
    decide_by = DateField(_("The national decision is to be taken by"), [Optional()])
    authorities = TextAreaField(_("Authorities involved"), [Length(max=WORDS_LIMIT)])
    steps = TextAreaField(_("Legal or budget steps needed"), [Length(max=WORDS_LIMIT)])
    questions = TextAreaField(_("Open questions"), [Length(max=WORDS_LIMIT)])
    relocations = IntegerField(_("Relocations, in persons"), [Optional(), NumberRange(0, MOST_PERSONS)])
    financial = StringField(_("Financial contributions, in euro"), [Length(max=40)])
    alternative = StringField(_("Alternative measures, value in euro"), [Length(max=40)])
    offsets = IntegerField(_("Responsibility offsets, in applications"), [Optional(), NumberRange(0, MOST_PERSONS)])
    is_checked = BooleanField(_("I have looked again: there are no figures of needs, pool or pledges in it"))

    def __init__(self, made: PreparationRecord | None = None, **kwargs: Any) -> None:
        super().__init__(data=_shown(made), **kwargs)
        self.considered.choices = [SelectChoice(value=one.value, label=_(one.label)) for one in Solidarity]

    @property
    def due_rows(self) -> list[tuple[Any, Any]]:
        """The fields of own days in pairs."""
        return [(self[f"due_day_{number}"], self[f"due_what_{number}"]) for number in range(MOST_DUES)]

    @property
    def due_rows_shown(self) -> list[tuple[Any, Any]]:
        """Those that are filled, and two more."""
        last = max(
            (n for n, pair in enumerate(self.due_rows, 1) if any(one.data or one.errors for one in pair)), default=0
        )
        return self.due_rows[: last + 2]

    def values(self, *, is_open: bool) -> dict[str, Any]:
        """What was typed, by name; amounts only once figures may be entered. Raises Invalid."""
        said: dict[str, Any] = {name: self[name].data for name in (*WORDS, "considered", "decide_by", "is_checked")}
        said["dues"] = [(day.data, what.data) for day, what in self.due_rows]
        if is_open:
            said |= {name: self[name].data for name in PERSONS}
            said |= {name: read_amount(self[name].data or "", name) for name in MONEY}
        return said


for _number in range(MOST_DUES):
    setattr(PledgeForm, f"due_day_{_number}", DateField(_("Day"), [Optional()]))
    setattr(PledgeForm, f"due_what_{_number}", StringField(_("What by then"), [Length(max=DUE_WORDS_LIMIT)]))


def _shown(made: PreparationRecord | None) -> dict[str, Any]:
    """What stands, as the form's fields hold it."""
    if made is None:
        return {}
    said: dict[str, Any] = {name: getattr(made, name) for name in (*WORDS, *PERSONS, "decide_by")}
    said["considered"] = [one.value for one in made.considered]
    for name in MONEY:
        amount: int | None = getattr(made, name)
        said[name] = "" if amount is None else written(amount).removesuffix(".00")
    for number, (day, what) in enumerate(made.dues):
        held: tuple[date, str] = (day, what)
        said[f"due_day_{number}"], said[f"due_what_{number}"] = held
    return said
