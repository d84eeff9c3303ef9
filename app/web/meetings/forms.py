"""Forms of meetings. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.views import CatalogueView
from app.core.errors import Invalid
from app.core.labels import message
from app.meetings.records import PointRecord
from app.meetings.states import LINE_LIMIT, TEXT_LIMIT, ActionState, Body, Reach
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField
from app.web.frame import country_name
from app.web.support.forms import block_choices, numbers
from app.web.tongue import gettext, language


class MeetingForm(VersionForm):
    """Who meets, when and where, and who reads of it."""

    body = SelectField(_("Who meets"), validate_choice=False)
    name = StringField(_("Name of the group, where it is another one"), [Length(max=LINE_LIMIT)])
    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    starts_on = DateField(_("First day"), [InputRequired()])
    ends_on = DateField(_("Last day"), [Optional()])
    place = StringField(_("Place"), [Length(max=LINE_LIMIT)])
    is_online = BooleanField(_("Online"))
    is_cancelled = BooleanField(_("It does not take place"))
    year = SelectField(_("Cycle, by the year of its report"), validate_choice=False)
    step = SelectField(_("Step of the cycle"), validate_choice=False)
    reach = SelectField(_("Who reads it"), validate_choice=False)
    countries = SelectMultipleField(_("Member States that take part, or the one consulted"), validate_choice=False)

    def offer(self, view: CatalogueView, bodies: Sequence[Body], years: Iterable[int]) -> None:
        """What may be chosen."""
        self.body.choices = choices_of(bodies)
        self.year.choices = [SelectChoice(value=str(year), label=str(year)) for year in years]
        none = [SelectChoice(value="", label=gettext("none in particular"))]
        steps = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.cycle]
        self.step.choices = [*none, *steps]
        self.reach.choices = choices_of(reach for reach in Reach if reach is not Reach.COUNTRY)
        self.countries.choices = [SelectChoice(value=code, label=country_name(code)) for code in view.countries]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("body", "name", "title", "starts_on", "ends_on", "place", "is_online", "is_cancelled", "step")
        given = {name: self[name].data for name in names}
        given["year"] = whole_number(self.year.data)
        return {**given, "reach": self.reach.data, "countries": self.countries.data or []}


class PointForm(VersionForm):
    """A point of an agenda and what it is about."""

    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    text = TextAreaField(_("Text"), [Length(max=TEXT_LIMIT)])
    position = IntegerField(_("Place on the agenda"), [Optional()])
    flags = StringField(_("Flags"), [Length(max=LINE_LIMIT)])
    blocks = SelectMultipleField(_("Blocks"), validate_choice=False)
    items = SelectMultipleField(_("Items"), validate_choice=False)
    steps = SelectMultipleField(_("Steps of the cycle"), validate_choice=False)

    def offer(self, view: CatalogueView) -> None:
        """What may be chosen: items of Member States and of the EU level."""
        self.blocks.choices = block_choices(view)
        self.items.choices = [
            SelectChoice(
                value=str(item.item_id), label=f"{view.blocks[item.block_key].code} {item.title.in_(language())}"
            )
            for item in view.items.values()
        ]
        self.steps.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.cycle]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        given = {name: self[name].data for name in ("title", "text", "position", "flags", "blocks", "steps")}
        return {**given, "items": numbers(self.items.data)}


class ConclusionForm(VersionForm):
    """What was concluded; the version is the key of the last one that the page showed."""

    text = TextAreaField(_("What was concluded"), [InputRequired(), Length(max=TEXT_LIMIT)])


class ActionForm(VersionForm):
    """What somebody is to do by when."""

    what = TextAreaField(_("What is to be done"), [InputRequired(), Length(max=TEXT_LIMIT)])
    owner = SelectField(_("By whom"), validate_choice=False)
    due_on = DateField(_("By when"), [InputRequired()])
    point_id = SelectField(_("Point of the agenda"), validate_choice=False)

    def offer(self, owners: Iterable[tuple[str, str]], points: Sequence[PointRecord]) -> None:
        """What may be chosen."""
        self.owner.choices = [SelectChoice(value=code, label=name) for code, name in owners]
        numbered = enumerate(points, 1)
        listed = [SelectChoice(value=str(one.point_id), label=f"{number}. {one.title}") for number, one in numbered]
        self.point_id.choices = [SelectChoice(value="", label=gettext("the meeting as a whole")), *listed]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        given = {name: self[name].data for name in ("what", "owner", "due_on")}
        return {**given, "point_id": whole_number(self.point_id.data)}


class ChangeForm(VersionForm):
    """What an open action is and by when, anew; the version is the key of the last entry that the page showed."""

    what = TextAreaField(_("What is to be done"), [InputRequired(), Length(max=TEXT_LIMIT)])
    due_on = DateField(_("By when"), [InputRequired()])
    note = TextAreaField(_("Why it is changed"), [Length(max=TEXT_LIMIT)])

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in ("what", "due_on", "note")}


class ReportForm(VersionForm):
    """What became of an action; the version is the key of the last entry that the page showed."""

    state = SelectField(_("What became of it"), validate_choice=False)
    ended_on = DateField(_("Since when"), [Optional()])
    note = TextAreaField(_("Note"), [Length(max=TEXT_LIMIT)])

    def offer(self, states: Iterable[ActionState]) -> None:
        """What may be said of it now."""
        self.state.choices = choices_of(states)

    @property
    def state_chosen(self) -> ActionState:
        """What was chosen. Raises Invalid for what there is not."""
        try:
            return ActionState(self.state.data)
        except ValueError:
            raise Invalid(message("Choose one of the list."), field="state") from None
