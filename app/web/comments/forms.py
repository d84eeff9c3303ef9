"""Forms of comments. What is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.comments.queries.records import Person
from app.comments.states import CHANGED_LIMIT, TEXT_LIMIT, URL_LIMIT, WITH_LIMIT, Reach
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField
from app.web.frame import country_name
from app.web.tongue import gettext


class CommentForm(FlaskForm):  # type: ignore[misc]
    """A new comment, or an answer."""

    text = TextAreaField(_("Comment"), [InputRequired(), Length(max=TEXT_LIMIT)])
    reach = SelectField(_("Who may read it"), validate_choice=False)
    mentions = SelectMultipleField(_("Mention"), validate_choice=False)
    answers = HiddenField(validators=[Optional()])

    def __init__(self, reaches: Iterable[Reach], people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reach.choices = choices_of(reaches)
        self.mentions.choices = [SelectChoice(value=str(one.user_id), label=named(one)) for one in people]

    def mentioned(self) -> list[int]:
        """The keys of those who are ticked; what is no key is one of nobody."""
        return [whole_number(key) or 0 for key in self.mentions.data or ()]


class ConsultationForm(VersionForm):
    """Who in general was consulted, when, and what changed."""

    with_whom = StringField(_("With whom"), [InputRequired(), Length(max=WITH_LIMIT)])
    held_on = DateField(_("Day"), [InputRequired()])
    what_changed = TextAreaField(_("What changed because of it"), [InputRequired(), Length(max=CHANGED_LIMIT)])
    url = StringField(_("Link"), [Length(max=URL_LIMIT)])
    reach = SelectField(_("Who may read it"), validate_choice=False)

    FIELDS = ("reach", "with_whom", "held_on", "what_changed", "url")

    def __init__(self, reaches: Iterable[Reach], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach.choices = choices_of(reaches)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in self.FIELDS}


class CorrectionForm(VersionForm):
    """Another text for a comment."""

    text = TextAreaField(_("Comment"), [InputRequired(), Length(max=TEXT_LIMIT)])


def named(person: Person) -> str:
    """A person as one picks them: “@Anna, coordinator, Ireland”."""
    roles = ", ".join(gettext(role.label) for role in person.roles)
    return ", ".join(part for part in (f"@{person.name}", roles, country_name(person.country)) if part)
