"""The form of a piece of evidence: what it is, what it is about, and its file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.states import OF_COUNTRY
from app.files.checks.kinds import KINDS
from app.plans.queries.records import MilestoneRecord
from app.plans.states import EvidenceKind
from app.web.countries.choices import choices_of
from app.web.countries.forms import ReasonForm
from app.web.fields import DateField, IntegerField
from app.web.tongue import gettext

NOT_FOR_SENSITIVE = frozenset({EvidenceKind.LINK, EvidenceKind.FILE})
ACCEPTED = ",".join(f".{extension}" for extension in KINDS)


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
        self.kind.choices = choices_of(OF_COUNTRY)

    def offer(self, milestones: Iterable[MilestoneRecord], *, is_sensitive: bool) -> None:
        """What may be chosen: milestones of the item, where it has any; of a sensitive item neither link nor file."""
        listed = [(one.reference, one.title if not one.is_closing else gettext(one.title)) for one in milestones]
        self.milestones.choices = [SelectChoice(value=key, label=f"{key} {title}") for key, title in listed]
        if not listed:
            del self.milestones
        if is_sensitive:
            del self.file
            if not self.url.object_data:  # an older link stays to be seen, so that it can be taken out
                del self.url
            self.kind.choices = choices_of(kind for kind in OF_COUNTRY if kind not in NOT_FOR_SENSITIVE)

    def values(self) -> dict[str, Any]:
        """The fields of the evidence, and the references of milestones where some could be chosen."""
        values: dict[str, Any] = {name: self[name].data for name in self.FIELDS if name in self}
        if "milestones" in self:
            values["milestones"] = self.milestones.data or []
        return values
