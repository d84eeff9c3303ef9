"""Forms of questions and answers. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.answers.states import ANSWER_LIMIT, LINE_LIMIT, REACHES, REASON_LIMIT, TEXT_LIMIT
from app.catalogue.views import CatalogueView
from app.plans.queries.records import AuthorityRecord
from app.web.countries.choices import whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.frame import spoken
from app.web.support.forms import block_choices, numbers
from app.web.tongue import language

_BREAKS = re.compile(r"[\n;]+")


class AskForm(VersionForm):
    """What is asked, what it is about, and who may read it."""

    authority = SelectField(_("Agency that asks"), validate_choice=False)
    title = StringField(_("Question in one line"), [InputRequired(), Length(max=LINE_LIMIT)])
    text = TextAreaField(_("Question"), [InputRequired(), Length(max=TEXT_LIMIT)])
    articles = TextAreaField(_("Articles"), [Length(max=1000)])
    blocks = SelectMultipleField(_("Blocks as a whole"), validate_choice=False)
    item_ids = SelectMultipleField(_("Items"), validate_choice=False)
    reach = SelectField(_("Who may read it"), validate_choice=False)
    shows_asker = BooleanField(_("The other Member States may read who asked"))

    def offer(self, view: CatalogueView, authorities: list[AuthorityRecord], *, whole: bool) -> None:
        """What may be chosen. `authorities`: for which one may ask; `whole`: also for the plan as a whole."""
        if not authorities:
            del self.authority
        else:
            self.authority.choices = [SelectChoice(value="", label=_("the EU level as a whole"))] if whole else []
            self.authority.choices += [SelectChoice(value=str(a.authority_id), label=a.name) for a in authorities]
        self.blocks.choices = block_choices(view)
        self.item_ids.choices = [
            SelectChoice(
                value=str(item.item_id), label=f"{view.blocks[item.block_key].code} {item.title.in_(language())}"
            )
            for item in view.items.values()
        ]
        self.reach.choices = [SelectChoice(value=one.value, label=spoken(one)) for one in REACHES]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {
            "authority": whole_number(self.authority.data) if "authority" in self else None,
            "title": self.title.data,
            "text": self.text.data,
            "blocks": self.blocks.data or (),
            "items": numbers(self.item_ids.data),
            "articles": articles_typed(self.articles.data or ""),
            "reach": self.reach.data,
            "shows_asker": self.shows_asker.data,
        }


class AnswerForm(VersionForm):
    """What is answered; of a revision why. `draft_version`: of the draft that the page showed."""

    text = TextAreaField(_("Answer"), [InputRequired(), Length(max=ANSWER_LIMIT)])
    reason = TextAreaField(_("Why it is revised"), [Length(max=REASON_LIMIT)])
    draft_version = HiddenField(validators=[Optional()])

    @property
    def draft_shown(self) -> int | None:
        """The version of the draft that the page showed; None where it showed none."""
        return whole_number(self.draft_version.data)


class ReasonForm(VersionForm):
    """Why a question or an answer is withdrawn."""

    reason = TextAreaField(_("Why"), [Length(max=REASON_LIMIT)])


class MergeForm(VersionForm):
    """Which other question answers it."""

    into = StringField(_("Number of the question that answers it"), [InputRequired(), Length(max=12)])

    @property
    def key(self) -> int:
        """Its key; -1 where what was typed can be none."""
        number = whole_number((self.into.data or "").strip().lstrip("Qq"))
        return -1 if number is None or not 0 <= number < 2**31 else number


class WidenForm(VersionForm):
    """Whether the Member States may read who asked."""

    shows_asker = BooleanField(_("The other Member States may read who asked"))


def articles_typed(text: str) -> list[tuple[str, str]]:
    """Articles as they are typed, `RCD 35(1)` on lines of their own or between semicolons: act and number each."""
    found = []
    for piece in _BREAKS.split(text):
        act, _blank, number = piece.strip().partition(" ")
        if act:
            found.append((act, number.strip()))
    return found
