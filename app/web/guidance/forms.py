"""Forms of guidance. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.states import GuidanceKind
from app.catalogue.views import CatalogueView
from app.core.languages import LANGUAGES
from app.guidance.records import PublicationRecord
from app.guidance.states import (
    LINE_LIMIT,
    NOTE_LIMIT,
    PURPOSE_LIMIT,
    REASON_LIMIT,
    URL_LIMIT,
    UseKind,
    UseReach,
)
from app.plans.queries.records import AuthorityRecord
from app.web.catalogue.wording import language_name
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField
from app.web.support.forms import block_choices
from app.web.tongue import language

PUBLISHED = (
    *("kind", "title", "said_on", "languages", "reference", "url", "purpose", "length", "audience", "blocks", "items"),
)
"""What a form of a publication says of it."""


class UseForm(VersionForm):
    """How an authority uses a publication; of a correction also whether it was recorded in error."""

    authority_id = SelectField(_("Authority"), validate_choice=False)
    kind = SelectField(_("Use"), validate_choice=False)
    number = IntegerField(_("Number"), [Optional()])
    as_on = DateField(_("As at"), [Optional()])
    note = TextAreaField(_("Note"), [Length(max=NOTE_LIMIT)])
    reach = SelectField(_("Who may read it"), validate_choice=False)
    is_nothing = BooleanField(_("It was recorded in error"))

    def offer(self, authorities: list[AuthorityRecord], *, corrects: bool) -> None:
        """What may be chosen."""
        self.authority_id.choices = [
            SelectChoice(value=str(one.authority_id), label=one.name)
            for one in authorities
            if one.is_active or corrects
        ]
        self.kind.choices = choices_of(UseKind)
        self.reach.choices = choices_of(UseReach)
        if not corrects:
            del self.is_nothing
            first = SelectChoice(value="", label=_("Please choose"))
            self.authority_id.choices.insert(0, first)
            self.kind.choices.insert(0, first)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        said = {name: self[name].data for name in ("kind", "number", "as_on", "note", "reach")}
        said["authority_id"] = whole_number(self.authority_id.data)
        return said | {"is_nothing": "is_nothing" in self and bool(self.is_nothing.data)}


class PublicationForm(VersionForm):
    """What an institution or agency published; of a correction also why."""

    maker = SelectField(_("Published by"), validate_choice=False)
    kind = SelectField(_("Kind"), validate_choice=False)
    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    said_on = DateField(_("Day of publication"), [InputRequired()])
    url = StringField(_("Address"), [InputRequired(), Length(max=URL_LIMIT)])
    reference = StringField(_("Reference"), [Length(max=LINE_LIMIT)])
    purpose = StringField(_("What it is for, in a sentence"), [InputRequired(), Length(max=PURPOSE_LIMIT)])
    length = StringField(_("How long it takes"), [Length(max=LINE_LIMIT)])
    audience = StringField(_("For whom it is"), [Length(max=LINE_LIMIT)])
    languages = SelectMultipleField(_("Languages"), validate_choice=False)
    blocks = SelectMultipleField(_("Blocks as a whole"), validate_choice=False)
    item_keys = SelectMultipleField(_("Items"), validate_choice=False)
    reason = TextAreaField(_("Why it is corrected"), [Length(max=REASON_LIMIT)])

    def offer(self, view: CatalogueView, makers: Mapping[str, str], *, corrects: bool) -> None:
        """What may be chosen. `makers`: whose publications the person records, by code."""
        self.kind.choices = choices_of(GuidanceKind)
        self.languages.choices = [SelectChoice(value=code, label=language_name(code)) for code in LANGUAGES]
        self.blocks.choices = block_choices(view)
        self.item_keys.choices = [
            SelectChoice(value=item.key, label=f"{view.blocks[item.block_key].code} {item.title.in_(language())}")
            for item in view.items.values()
        ]
        if corrects:
            del self.maker
            self.reason.flags.required = True
            return
        del self.reason
        first = SelectChoice(value="", label=_("Please choose"))
        self.kind.choices.insert(0, first)
        self.maker.choices = [SelectChoice(value=code, label=label) for code, label in makers.items()]
        if len(makers) > 1:
            self.maker.choices.insert(0, first)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[FIELDS.get(name, name)].data for name in PUBLISHED}


class WithdrawForm(VersionForm):
    """Why a publication is withdrawn."""

    reason = TextAreaField(_("Why it is withdrawn"), [InputRequired(), Length(max=REASON_LIMIT)])


FIELDS = {"items": "item_keys"}
"""Name below → name of the field, where a form calls its own things so."""


def words_of(found: PublicationRecord) -> dict[str, Any]:
    """A publication as its form begins."""
    said = {FIELDS.get(name, name): getattr(found, name) for name in PUBLISHED}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()} | {
        "kind": found.kind.value
    }
