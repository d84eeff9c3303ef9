"""Forms of deliverables. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.views import CatalogueView, ItemView
from app.core.languages import LANGUAGES
from app.files.checks.kinds import KINDS
from app.plans.queries.records import MilestoneRecord
from app.support.deliverables.states import DeliverableKind
from app.support.states import LINE_LIMIT, TEXT_LIMIT
from app.web.catalogue.wording import language_name
from app.web.countries.choices import choices_of
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField
from app.web.support.forms import item_choices, numbers
from app.web.tongue import gettext, language

ACCEPTED = ",".join(f".{extension}" for extension in KINDS)


class DeliverableForm(VersionForm):
    """What it is, in which language, for which measures, and which items and milestones it serves."""

    kind = SelectField(_("Kind"), validate_choice=False)
    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    language = SelectField(_("Language"), validate_choice=False)
    measures = SelectMultipleField(_("Measures"), validate_choice=False)
    item_ids = SelectMultipleField(_("Items it serves"), validate_choice=False)
    milestones = SelectMultipleField(_("Milestones it serves"), validate_choice=False)
    product_of = SelectField(_("The milestone it is the product of"), validate_choice=False)
    summary = TextAreaField(_("Summary"), [Length(max=TEXT_LIMIT)])

    def offer(self, view: CatalogueView, items: Collection[ItemView], milestones: Sequence[MilestoneRecord]) -> None:
        """What may be chosen."""
        self.kind.choices = choices_of(DeliverableKind)
        self.language.choices = [SelectChoice(value=code, label=language_name(code)) for code in LANGUAGES]
        self.measures.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.measures]
        self.item_ids.choices = item_choices(view, {item.item_id for item in items})
        here = {item.item_id: item.title.in_(language()) for item in items}
        listed = [
            (one.reference, f"{gettext('In place')}: {here.get(one.item_id, '')}" if one.is_closing else one.title)
            for one in milestones
        ]
        self.milestones.choices = [SelectChoice(value=key, label=f"{key} {title}") for key, title in listed]
        self.product_of.choices = [
            SelectChoice(value="", label=gettext("none")),
            *(SelectChoice(value=key, label=f"{key} {title}") for key, title in listed),
        ]

    def values(self) -> dict[str, Any]:
        """What was typed, by name; the milestone it is the product of is among those it serves."""
        names = ("kind", "title", "language", "measures", "summary")
        product = self.product_of.data or None
        return {
            **{name: self[name].data for name in names},
            "items": numbers(self.item_ids.data),
            "milestones": [*(self.milestones.data or ()), *([product] if product else [])],
            "product_of": product,
        }


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file of the version that is being put together."""

    file = FileField(_("File"), render_kw={"accept": ACCEPTED})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = True  # asked below: it may have arrived in pieces


class ActForm(VersionForm):
    """A step in the life of a deliverable; which fields it shows depends on the step."""

    on_day = DateField(_("On"), [Optional()])
    text = TextAreaField(_("What is to be said"), [Length(max=TEXT_LIMIT)])
