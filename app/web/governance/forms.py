"""The form of what is recorded of a step. What is right and allowed is asked below."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.governance.limits import NOTE_LIMIT, REFERENCE_LIMIT, URL_LIMIT
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField

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
