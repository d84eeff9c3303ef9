"""The form of a change of many milestones. It gives shape; what is right and allowed is asked below."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from app.catalogue.views import CatalogueView
from app.plans.bulk import NEEDS, BulkChange, BulkDeed
from app.plans.queries.records import AuthorityRecord
from app.plans.states import Cause
from app.web.countries.choices import authority_choices, choices_of, whole_number
from app.web.fields import DateField, IntegerField
from app.web.tongue import gettext, language


class BulkForm(FlaskForm):  # type: ignore[misc]
    """What is done to all that is chosen; the fields that the deed does not need are not read."""

    deed = SelectField(_("What changes"), [DataRequired(_("Choose what changes."))])
    day = DateField(_("Day"), [Optional()])
    days = IntegerField(_("Days to move the forecast by"), [Optional()])
    authority_id = SelectField(_("Authority"), [Optional()])
    step_key = SelectField(_("Step"), [Optional()])
    cause = SelectField(_("Cause"), [Optional()])
    reason = StringField(_("Why, in a line"), [Length(max=2000)])

    keeps_cause = BooleanField(_("Keep cause and reason within the country"))

    def __init__(self, view: CatalogueView, authorities: Iterable[AuthorityRecord]) -> None:
        super().__init__(formdata=_sent_for_deed(request.form) if request.method == "POST" else None)
        self.day.flags.required = self.days.flags.required = True  # of the deeds that show them
        self.deed.choices = choices_of(BulkDeed, empty=gettext("choose"))
        self.authority_id.choices = authority_choices(authorities)
        self.step_key.choices = [SelectChoice(value="", label=gettext("no step")), *_steps(view)]
        self.cause.choices = choices_of(Cause, empty=gettext("no cause"))

    @property
    def is_asked(self) -> bool:
        """Whether what was sent comes from a page that showed what the deed needs."""
        return all(name in request.form for name in self.needed[:1])

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields of the chosen deed."""
        return _needed_for(self.deed.data)

    @property
    def fields_of_deeds(self) -> list[tuple[str, str]]:
        """Each field that some deed needs, with the names of those deeds as a page's script reads them."""
        names = dict.fromkeys(name for needed in NEEDS.values() for name in needed)
        ordered = [field.name for field in self if field.name in names]
        return [(name, " ".join(deed.value for deed in BulkDeed if name in NEEDS[deed])) for name in ordered]

    def change(self) -> BulkChange:
        """What was asked for."""
        return BulkChange(
            deed=BulkDeed(self.deed.data),
            day=self.day.data,
            days=self.days.data,
            authority_id=whole_number(self.authority_id.data),
            step_key=self.step_key.data or "",
            cause=self.cause.data or None,
            reason=self.reason.data or "",
            keeps_cause=self.keeps_cause.data,
        )

    def sent(self) -> list[tuple[str, str]]:
        """The fields as they were sent, to be sent again."""
        pairs = ((name, self[name].data) for name in ("deed", *self.needed))
        return [(name, "" if data is None or data is False else str(data)) for name, data in pairs]


def _needed_for(deed: str | None) -> tuple[str, ...]:
    return next((needed for one, needed in NEEDS.items() if one.value == deed), ())


def _sent_for_deed(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent without the fields that another deed would need."""
    unread = {name for needed in NEEDS.values() for name in needed} - set(_needed_for(sent.get("deed")))
    return MultiDict((name, value) for name, value in sent.items(multi=True) if name not in unread)


def _steps(view: CatalogueView) -> list[SelectChoice]:
    """The steps of all ladders; those that several ladders share, once."""
    found: dict[str, list[str]] = {}
    for stream in view.workstreams.values():
        for step in stream.ladder:
            found.setdefault(step.key, []).append(step.title.in_(language()))
    return [SelectChoice(value=key, label=" / ".join(dict.fromkeys(titles))) for key, titles in found.items()]
