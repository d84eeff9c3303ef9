"""Forms of support. They give shape and wording; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.catalogue.states import CallKind, Level
from app.catalogue.views import CallView, CatalogueView
from app.core import clock
from app.plans.queries.records import AuthorityRecord, MilestoneRecord
from app.plans.states import Cause
from app.support.states import LINE_LIMIT, TEXT_LIMIT, Deed, LinkKind
from app.support.values import FIELDS
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.fields import DateField, IntegerField
from app.web.tongue import day_on_page, gettext, language


def block_choices(view: CatalogueView, keys: Collection[str] | None = None) -> list[SelectChoice]:
    """Blocks by number and title; with `keys`, these."""
    blocks = [block for block in view.blocks.values() if keys is None or block.key in keys]
    return [SelectChoice(value=block.key, label=f"{block.code} {block.title.in_(language())}") for block in blocks]


def item_choices(view: CatalogueView, keys: Collection[int] | None = None) -> list[SelectChoice]:
    """Items of Member States with their block's number; with `keys`, these."""
    items = [item for item in view.items.values() if item.level is not Level.EU]
    return [
        SelectChoice(value=str(item.item_id), label=f"{view.blocks[item.block_key].code} {item.title.in_(language())}")
        for item in items
        if keys is None or item.item_id in keys
    ]


def numbers(typed: Iterable[str] | None) -> list[int]:
    """Keys of items as a form sends them; what is no number is no item."""
    return [-1 if (number := whole_number(text)) is None else number for text in typed or ()]


def _call_named(call: CallView) -> str:
    """A call by its title, with the day on which it closed: what was asked under it can still be recorded."""
    title = call.title.in_(language())
    if call.closes_on is None or call.closes_on >= clock.today():
        return title
    return gettext("%(title)s (closed on %(day)s)", title=title, day=day_on_page(call.closes_on))


class RequestForm(VersionForm):
    """What is asked for, for whom, in which blocks, with which measures, and what is to come of it."""

    call_key = SelectField(_("Call"), validate_choice=False)
    title = StringField(_("Title"), [InputRequired(), Length(max=LINE_LIMIT)])
    beneficiary_id = SelectField(_("Authority that is to benefit"), validate_choice=False)
    blocks = SelectMultipleField(_("Blocks"), validate_choice=False)
    item_ids = SelectMultipleField(_("Single items"), validate_choice=False)
    measures = SelectMultipleField(_("Measures"), validate_choice=False)
    themes = SelectMultipleField(_("Themes"), validate_choice=False)
    need = TextAreaField(_("What the need is"), [Length(max=TEXT_LIMIT)])
    expected_results = TextAreaField(_("Expected results"), [InputRequired(), Length(max=TEXT_LIMIT)])
    starts_on = DateField(_("From"), [InputRequired()])
    ends_on = DateField(_("Until"), [InputRequired()])

    def __init__(self, view: CatalogueView, authorities: Iterable[AuthorityRecord], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.call_key.choices = [
            SelectChoice(value=call.key, label=_call_named(call))
            for call in reversed(view.calls)
            if call.kind is not CallKind.EARLIER
        ]
        self.beneficiary_id.choices = [
            SelectChoice(value="", label=gettext("choose")),
            *(SelectChoice(value=str(one.authority_id), label=one.name) for one in authorities if one.is_active),
        ]
        self.blocks.choices, self.item_ids.choices = block_choices(view), item_choices(view)
        self.measures.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.measures]
        self.themes.choices = [SelectChoice(value=one.key, label=one.title.in_(language())) for one in view.themes]

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("call_key", "title", "blocks", "measures", "themes", "need", "starts_on", "ends_on")
        return {
            **{name: self[name].data for name in names},
            "expected_results": self.expected_results.data,
            "beneficiary_id": whole_number(self.beneficiary_id.data),
            "items": numbers(self.item_ids.data),
        }


class StepForm(VersionForm):
    """A step in the life of a request; which fields it shows depends on the step."""

    on_day = DateField(_("On"), [Optional()])
    starts_on = DateField(_("Support from"), [Optional()])
    ends_on = DateField(_("Support until"), [Optional()])
    blocks = SelectMultipleField(_("Blocks that the support plan covers"), validate_choice=False)
    item_ids = SelectMultipleField(_("Single items that it covers"), validate_choice=False)
    text = TextAreaField(_("In words"), [Length(max=TEXT_LIMIT)])

    def __init__(self, view: CatalogueView, deed: Deed, **kwargs: Any) -> None:
        super().__init__(prefix=deed.value, **kwargs)
        self.blocks.choices, self.item_ids.choices = block_choices(view), item_choices(view)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("on_day", "starts_on", "ends_on", "blocks", "text")
        return {**{name: self[name].data for name in names}, "items": numbers(self.item_ids.data)}


class LinkForm(VersionForm):
    """What complements a request."""

    kind = SelectField(_("What it is"), validate_choice=False)
    text = StringField(_("What it does, in a line"), [InputRequired(), Length(max=LINE_LIMIT)])
    reference = StringField(_("Reference"), [Length(max=LINE_LIMIT)])
    url = StringField(_("Link"), [Length(max=1000)])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(prefix="link", **kwargs)
        self.kind.choices = choices_of(LinkKind)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        return {name: self[name].data for name in ("kind", "text", "reference", "url")}


class AssignForm(VersionForm):
    """Who is assigned, for what, from when until when."""

    email = StringField(_("E-mail address"), [InputRequired(), Length(max=254)])
    name = StringField(_("Name, of who has no account yet"), [Length(max=200)])
    task = StringField(_("Task, in a line"), [InputRequired(), Length(max=LINE_LIMIT)])
    starts_on = DateField(_("First day"), [InputRequired()])
    ends_on = DateField(_("Last day"), [InputRequired()])
    blocks = SelectMultipleField(_("Blocks"), validate_choice=False)
    item_ids = SelectMultipleField(_("Single items"), validate_choice=False)

    def __init__(self, view: CatalogueView, blocks: Collection[str], items: Collection[int], **kwargs: Any) -> None:
        super().__init__(prefix="assign", **kwargs)
        within = {item.item_id for item in view.items.values() if item.block_key in blocks}
        self.blocks.choices = block_choices(view, blocks)
        self.item_ids.choices = item_choices(view, within | set(items))

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        names = ("email", "name", "task", "starts_on", "ends_on", "blocks")
        return {**{name: self[name].data for name in names}, "items": numbers(self.item_ids.data)}


class ReasonForm(VersionForm):
    """Why something ends."""

    reason = StringField(_("Why, in a line"), [InputRequired(), Length(max=LINE_LIMIT)])


class _MilestoneForm(VersionForm):
    """The fields of a milestone that a suggestion can be about."""

    title = StringField(FIELDS["title"], [Length(max=300)])
    forecast_on = DateField(FIELDS["forecast_on"], [Optional()])
    start_on = DateField(FIELDS["start_on"], [Optional()])
    step_key = SelectField(FIELDS["step_key"], validate_choice=False)
    target_value = IntegerField(FIELDS["target_value"], [Optional()])
    value = IntegerField(FIELDS["value"], [Optional()])
    note = TextAreaField(FIELDS["note"], [Length(max=2000)])

    def offer(self, view: CatalogueView, milestone: MilestoneRecord, only: Collection[str] = tuple(FIELDS)) -> None:
        """The steps of its ladder; fields that it does not have, or that are not asked for, go."""
        stream = view.workstreams.get(milestone.workstream_key)
        is_target = milestone.measured_by == "target"
        self.step_key.choices = [
            SelectChoice(value="", label=gettext("not begun")),
            *(
                SelectChoice(value=step.key, label=step.title.in_(language()))
                for step in (stream.ladder if stream else ())
            ),
        ]
        gone = {"step_key"} if is_target else {"target_value", "value"}
        if milestone.is_closing:
            gone = {"title", "step_key", "target_value", "value"}
        if milestone.parts:
            gone |= {"target_value", "value"}
        for name in gone | (set(FIELDS) - set(only)):
            del self[name]

    def suggested(self) -> dict[str, Any]:
        """What was typed, of the fields that the milestone has."""
        given = {name: self[name].data for name in FIELDS if name in self}
        return {name: None if value == "" and name not in ("title", "note") else value for name, value in given.items()}


class SuggestForm(_MilestoneForm):
    """A suggested change with its reason."""

    reason = TextAreaField(_("Why"), [InputRequired(), Length(max=TEXT_LIMIT)])


class AnswerForm(_MilestoneForm):
    """What the coordinator writes of a suggestion, or says against it."""

    deed = HiddenField()
    milestone_version = HiddenField()
    cause = SelectField(_("Cause, where a date moves"), [Optional()], validate_choice=False)
    answer = TextAreaField(_("Answer to the expert"), [Length(max=TEXT_LIMIT)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cause.choices = choices_of(Cause, empty=gettext("none"))
