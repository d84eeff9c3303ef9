"""Forms of rounds and submissions. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.views import CatalogueView
from app.review.queries.records import RoundRecord
from app.review.states import DEFAULT_INTERVAL, SubmissionKind
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_evidence import ACCEPTED
from app.web.fields import DateField, IntegerField
from app.web.tongue import day_on_page, gettext, language


def block_choices(view: CatalogueView) -> list[SelectChoice]:
    """All blocks of a catalogue."""
    return [
        SelectChoice(value=block.key, label=f"{block.code} {block.title.in_(language())}")
        for block in view.blocks.values()
    ]


class RoundForm(FlaskForm):  # type: ignore[misc]
    """What a round asks for."""

    title = StringField(_("Title"), [InputRequired(), Length(max=200)])
    asked = TextAreaField(_("What is asked"), [InputRequired(), Length(max=8000)])
    cut_off_on = DateField(_("Cut-off"), [InputRequired()])
    interval_days = IntegerField(_("Days after which milestones are to be confirmed"), [Optional()])
    blocks = SelectMultipleField(_("Blocks it is about"), validate_choice=False)

    def __init__(self, view: CatalogueView, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.blocks.choices = block_choices(view)
        if not self.is_submitted():
            self.interval_days.data = DEFAULT_INTERVAL

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("title", "asked", "cut_off_on", "interval_days", "blocks")
        return {name: self[name].data for name in names}


class SubmissionForm(FlaskForm):  # type: ignore[misc]
    """What is submitted, in answer to what, and where the official text stands."""

    kind = SelectField(_("Kind"), validate_choice=False)
    round_id = SelectField(_("In answer to"), [Optional()], validate_choice=False)
    blocks = SelectMultipleField(_("Blocks, where it is a part of the plan"), validate_choice=False)
    note = TextAreaField(_("Covering note"), [Length(max=8000)])
    document_title = StringField(_("Title of the official document"), [Length(max=300)])
    document_number = StringField(_("Its reference or number"), [Length(max=200)])
    document_url = StringField(_("Link to it"), [Length(max=1000)])
    document_language = StringField(_("Its language"), [Length(max=5)])
    document_on = DateField(_("Its date"), [Optional()])
    file = FileField(_("The document as a file"), render_kw={"accept": ACCEPTED})
    document_is_public = BooleanField(_("The official document is public"))

    def __init__(self, view: CatalogueView, rounds: Iterable[RoundRecord], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices_of(SubmissionKind, empty=gettext("choose"))
        self.round_id.choices = [
            *(
                SelectChoice(
                    value=str(one.round_id),
                    label=gettext("%(title)s, by %(day)s", title=one.title, day=day_on_page(one.cut_off_on)),
                )
                for one in rounds
            ),
            SelectChoice(value="", label=gettext("no round")),
        ]
        self.blocks.choices = block_choices(view)

    def values(self) -> dict[str, Any]:
        """What was typed, by name; a round that is no key of one is none that there is."""
        names = ("kind", "blocks", "note", "document_title", "document_number", "document_url", "document_language")
        chosen = self.round_id.data
        return {
            **{name: self[name].data for name in names},
            "round_id": (whole_number(chosen) or 0) if chosen else None,
            "document_on": self.document_on.data,
            "document_is_public": self.document_is_public.data,
        }
