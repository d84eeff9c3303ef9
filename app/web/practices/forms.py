"""Forms of practices. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.states import Level
from app.catalogue.views import CatalogueView
from app.core.languages import LANGUAGES
from app.practices.states import LINE_LIMIT, TEXT_LIMIT, Reach
from app.web.catalogue.wording import language_name
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField
from app.web.frame import country_name
from app.web.support.forms import block_choices, item_choices, numbers
from app.web.tongue import language

WORDS = ("title", "what_done", "needed", "came_of_it", "language", "contact_role")


class PracticeForm(VersionForm):
    """What was done, what it needed, what came of it, and what it is about."""

    deliverable_version = SelectField(_("Version of the deliverable"), validate_choice=False)
    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    what_done = TextAreaField(_("What was done"), [InputRequired(), Length(max=TEXT_LIMIT)])
    needed = TextAreaField(_("What it needed"), [Length(max=TEXT_LIMIT)])
    came_of_it = TextAreaField(_("What came of it"), [Length(max=TEXT_LIMIT)])
    language = SelectField(_("Language"), validate_choice=False)
    contact_role = StringField(_("Whom to ask: an office or a role"), [Length(max=LINE_LIMIT)])
    blocks = SelectMultipleField(_("Blocks as a whole"), validate_choice=False)
    item_ids = SelectMultipleField(_("Items"), validate_choice=False)
    measures = SelectMultipleField(_("Measures"), validate_choice=False)
    themes = SelectMultipleField(_("Themes"), validate_choice=False)
    adapted_from = StringField(_("Adapted from"), [Length(max=12)])
    tells_author = BooleanField(_("Those it was adapted from may read that we adapted it"), default=True)

    def offer(self, view: CatalogueView, versions: Sequence[int] = ()) -> None:
        """What may be chosen; sensitive items are not among it. Without versions it is no deliverable."""
        items = (item for item in view.items.values() if item.level is not Level.EU and not item.is_sensitive)
        self.blocks.choices = block_choices(view)
        self.item_ids.choices = item_choices(view, {item.item_id for item in items})
        self.language.choices = [SelectChoice(value=code, label=language_name(code)) for code in LANGUAGES]
        self.measures.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.measures]
        self.themes.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.themes]
        if versions:
            self.deliverable_version.choices = [SelectChoice(value=str(one), label=str(one)) for one in versions]
        else:
            del self.deliverable_version

    def values(self) -> dict[str, Any]:
        """What was typed, by name; of what the form does not have nothing."""
        given = {name: self[name].data for name in (*WORDS, "blocks", "measures", "themes")}
        given["items"] = numbers(self.item_ids.data)
        if "deliverable_version" in self:
            given["version"] = whole_number(self.deliverable_version.data)
        if "adapted_from" in self:
            given |= {"adapted_from": self.adapted_from.data or "", "tells_author": self.tells_author.data}
        return given


class ConsentForm(VersionForm):
    """With whom a practice is shared, and whether with its files."""

    reach = SelectField(_("Who may read it"), validate_choice=False)
    countries = SelectMultipleField(_("The Member States named"), validate_choice=False)
    with_files = BooleanField(_("The files of the deliverable too"))

    def offer(self, countries: Iterable[str], *, has_files: bool) -> None:
        """All other Member States, or some of them."""
        self.reach.choices = choices_of(Reach)
        self.countries.choices = [SelectChoice(value=code, label=country_name(code)) for code in countries]
        if not has_files:
            del self.with_files


class WhyForm(VersionForm):
    """Why a consent is withdrawn, or a proposal declined."""

    text = TextAreaField(_("Why"), [Length(max=TEXT_LIMIT)])


class AdoptForm(FlaskForm):  # type: ignore[misc]
    """From when on a country uses a practice of another."""

    adopted_on = DateField(_("In use from"), [Optional()])
    text = TextAreaField(_("Note, for your own country and whom you tell"), [Length(max=TEXT_LIMIT)])
    tells_author = BooleanField(
        _("The country that wrote it, and support officers, may read that we use it"), default=True
    )


class SourceForm(FlaskForm):  # type: ignore[misc]
    """What a deliverable was adapted from."""

    adapted_from = StringField(_("Name of the good practice"), [Length(max=12)])
    tells_author = BooleanField(_("Those it was adapted from may read that we adapted it"), default=True)
