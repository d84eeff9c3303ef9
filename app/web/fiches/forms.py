"""Forms of fiches. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.states import Level
from app.catalogue.views import CatalogueView
from app.fiches.states import LETTER_LIMIT, TEXT_LIMIT, Aspect, Outcome
from app.review.queries.records import RoundRecord
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField
from app.web.tongue import gettext, language

BLOCK, ITEM = "block", "item"


class BeginForm(VersionForm):
    """Of which day the figures are, and which round it is about."""

    as_of = DateField(_("Figures of"), [Optional()])
    round_id = SelectField(_("Round"), [Optional()], validate_choice=False)

    def __init__(self, rounds: Iterable[RoundRecord], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_id.choices = [
            SelectChoice(value="", label=gettext("no round")),
            *(SelectChoice(value=str(one.round_id), label=one.title) for one in rounds),
        ]

    @property
    def chosen_round(self) -> int | None:
        """The key of the round; 0, which none has, for what is no key."""
        return (whole_number(self.round_id.data) or 0) if self.round_id.data else None


class DayForm(VersionForm):
    """For which day figures are computed anew."""

    as_of = DateField(_("Figures of"), [Optional()])


class BlockForm(VersionForm):
    """The narrative of a block."""

    progress = TextAreaField(_("Progress"), [Length(max=TEXT_LIMIT)])
    challenges = TextAreaField(_("Challenges"), [Length(max=TEXT_LIMIT)])
    next_steps = TextAreaField(_("Next steps"), [Length(max=TEXT_LIMIT)])

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {aspect.value: self[aspect.value].data for aspect in Aspect}


class LetterForm(VersionForm):
    """The words of a letter."""

    text = TextAreaField(_("Letter"), [Length(max=LETTER_LIMIT)], render_kw={"rows": 16})


class CommentForm(VersionForm):
    """A comment of the country."""

    about = SelectField(_("It is about"), [Optional()], validate_choice=False)
    text = TextAreaField(_("Comment"), [InputRequired(), Length(max=TEXT_LIMIT)])

    def __init__(self, view: CatalogueView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="comment", **kwargs)
        choices = [SelectChoice(value="", label=gettext("the whole"))]
        for block in view.blocks.values():
            title = f"{block.code} {block.title.in_(language())}"
            choices.append(SelectChoice(value=f"{BLOCK}:{block.key}", label=title))
            choices += [
                SelectChoice(value=f"{ITEM}:{item.key}", label=f"{block.code} · {item.title.in_(language())}")
                for item in block.items
                if item.level is not Level.EU
            ]
        self.about.choices = choices

    def place(self) -> dict[str, str]:
        """What it is about, as the service asks for it."""
        kind, _colon, key = (self.about.data or "").partition(":")
        return {f"{kind}_key": key} if kind in (BLOCK, ITEM) else {"block_key": kind}


class PositionForm(VersionForm):
    """The country's position."""

    text = TextAreaField(_("Position"), [Length(max=TEXT_LIMIT)])


class SettleForm(VersionForm):
    """What became of a comment."""

    outcome = SelectField(_("What became of it"), validate_choice=False)
    reply = TextAreaField(_("What you say"), [Length(max=TEXT_LIMIT)])

    def __init__(self, comment_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"comment{comment_id}", **kwargs)
        self.outcome.choices = choices_of(Outcome, empty=gettext("choose"))
