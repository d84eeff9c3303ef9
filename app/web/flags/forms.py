"""Forms of flags. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.flags.queries.notes import Person
from app.flags.states import LINE_LIMIT, TEXT_LIMIT, AnswerKind, Category, NoteReach, Severity
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.tongue import gettext

PLACE = ("about", "block_key", "item_key", "reference", "gap_code")
"""What it points at: said by the address that led to the form, and carried along."""


class FlagForm(VersionForm):
    """What is asked, how much it matters and why, and by when."""

    about = HiddenField()
    block_key = HiddenField()
    item_key = HiddenField()
    reference = HiddenField()
    gap_code = HiddenField()
    asked = TextAreaField(_("What is asked"), [InputRequired(), Length(max=TEXT_LIMIT)])
    severity = SelectField(_("How much it matters"), validate_choice=False)
    severity_reason = StringField(_("Why so, in a line"), [InputRequired(), Length(max=LINE_LIMIT)])
    category = SelectField(_("What it is about"), validate_choice=False)
    due_on = DateField(_("Answer by"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.severity.choices = choices_of(Severity)
        self.category.choices = choices_of(Category, empty=gettext("choose"))

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = (*PLACE, "asked", "severity", "severity_reason", "category", "due_on")
        return {name: self[name].data for name in names}


class StepForm(VersionForm):
    """A step of the exchange, with what is said."""

    deed = HiddenField()
    answer = SelectField(_("The answer is"), [Optional()], validate_choice=False)
    text = TextAreaField(_("What you say"), [Length(max=TEXT_LIMIT)])
    due_on = DateField(_("Second answer by"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer.choices = choices_of(AnswerKind, empty=gettext("choose"))


class NoteForm(VersionForm):
    """A message beside the exchange."""

    text = TextAreaField(_("Message"), [InputRequired(), Length(max=TEXT_LIMIT)])
    reach = SelectField(_("Who reads it"), validate_choice=False)
    mentions = SelectMultipleField(_("Mention"), validate_choice=False)

    def __init__(self, people: Iterable[Person], own: str, *, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(prefix="note", **kwargs)
        reaches = [NoteReach.OWN] if is_draft else [NoteReach.OWN, NoteReach.BOTH]
        self.reach.choices = [SelectChoice(value=reach.value, label=gettext(reach.label)) for reach in reaches]
        self.mentions.choices = [
            SelectChoice(
                value=str(one.user_id),
                label=one.name if one.circle == own else gettext("%(name)s (other side)", name=one.name),
            )
            for one in people
        ]

    def mentioned(self) -> list[int]:
        """The keys that were chosen; 0, which nobody has, for what is none."""
        return [whole_number(text) or 0 for text in self.mentions.data or ()]
