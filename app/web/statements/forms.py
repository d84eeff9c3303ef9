"""Forms of statements. What is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.statements.states import REASON_LIMIT, REFERENCE_LIMIT, TEXT_LIMIT, URL_LIMIT
from app.web.countries.choices import whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField


class StatementForm(VersionForm):
    """What an agency states, of which day, where it can be read up; for which agency, where there are several."""

    authority_id = SelectField(_("For which agency"), validate_choice=False)
    text = TextAreaField(_("Statement"), [InputRequired(), Length(max=TEXT_LIMIT)])
    about_on = DateField(_("Day it is about"), [InputRequired()])
    reference = StringField(_("Reference"), [Length(max=REFERENCE_LIMIT)])
    url = StringField(_("Link"), [Length(max=URL_LIMIT)])

    def __init__(self, agencies: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.authority_id.choices = [SelectChoice(value=str(key), label=name) for key, name in agencies.items()]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        said = {name: self[name].data for name in ("text", "about_on", "reference", "url")}
        return {**said, "authority_id": whole_number(self.authority_id.data)}


class WithdrawForm(VersionForm):
    """Why a statement is withdrawn."""

    reason = StringField(_("Why, in a line"), [InputRequired(), Length(max=REASON_LIMIT)])
