"""Forms of rounds and submissions. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.views import CatalogueView
from app.review.queries.records import RoundRecord
from app.review.states import DEFAULT_INTERVAL, IN_WORDS, SHARES_ALL, SubmissionKind
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


class ExtensionForm(FlaskForm):  # type: ignore[misc]
    """A later cut-off for one country."""

    until_on = DateField(_("Its cut-off"), [InputRequired()])
    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=2000)])


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

    def sent(self) -> list[tuple[str, str]]:
        """The fields as they were sent, to be sent again; a file is chosen anew."""
        names = [field.name for field in self if field.name not in ("csrf_token", "file")]
        return [(name, text) for name in names for text in request.form.getlist(name)]

    def told(self, unshared: Mapping[str, int]) -> list[tuple[str, str]]:
        """What would be submitted, in words. `unshared`: how many changes of each block are not shared yet."""
        kind = SubmissionKind(self.kind.data)
        blocks = [str(one.value) for one in self.blocks.choices or ()] if kind in SHARES_ALL else self.blocks.data or []
        if kind in IN_WORDS:
            blocks = []
        named = ", ".join(_label_of(self.blocks, key) for key in blocks)
        changes = sum(unshared.get(key, 0) for key in blocks)
        document = (self.document_title, self.document_number, self.document_url, self.document_language)
        parts = [field.data for field in document if field.data]
        if self.document_on.data:
            parts.append(day_on_page(self.document_on.data))
        if parts:
            parts.append(gettext("public") if self.document_is_public.data else gettext("not public"))
        return [
            (gettext("Kind"), _label_of(self.kind, self.kind.data)),
            (gettext("In answer to"), _label_of(self.round_id, self.round_id.data or "")),
            (gettext("Blocks"), gettext("all blocks") if kind in SHARES_ALL else named or gettext("none")),
            (gettext("Changes that are shared with it"), f"{changes:,}"),
            (gettext("Covering note"), self.note.data or gettext("none")),
            (gettext("The official document"), ", ".join(parts) or gettext("none named")),
        ]


def _label_of(field: Any, key: str) -> str:
    """The words of a choice."""
    return next((str(one.label) for one in field.choices if str(one.value) == key), "–")
