"""All that was said on the flags of a plan in a period, as a table and as a file: whose each text is, is marked."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from flask import Response, render_template, request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, SelectField
from wtforms.validators import InputRequired, ValidationError

from app.core import clock
from app.core.errors import NotFound
from app.flags.policy import reads_flags
from app.flags.queries.flags import NO_FLAG
from app.flags.queries.said import Said, list_said
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans.states import EU
from app.web.export import Cell, csv_answer, file_name
from app.web.fields import DateField
from app.web.flagging.rights import reviews_plans
from app.web.flags.area import area
from app.web.flags.reading import subject_in_words
from app.web.frame import country_name, full_instant, spoken
from app.web.sheets import add_sheet, new_book, notes_of, workbook_answer, write_table
from app.web.tongue import gettext

COLUMNS = ("flag", "about", "said_on", "said_by", "what", "text", "disclosure")


class PeriodForm(FlaskForm):  # type: ignore[misc]
    """Whose plan, and from which day to which; it asks for a page and changes nothing."""

    class Meta:
        csrf = False

    country = SelectField(_("Plan"))
    first = DateField(_("From"), [InputRequired()])
    last = DateField(_("To, this day included"), [InputRequired()])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.country.choices = [(code, country_name(code)) for code in _owners()]

    def validate_last(self, field: Field) -> None:
        """The period ends after it begins."""
        if self.first.data and field.data and field.data < self.first.data:
            raise ValidationError(gettext("The period ends before it begins."))


def _owners() -> list[str]:
    if reviews_plans():
        return [EU, *catalogue().countries]
    return [*sorted(actor().countries - {EU}), EU]


def _require_reading() -> None:
    if not reads_flags(actor()):
        raise NotFound(NO_FLAG)


@area.get("/flags/record")
@signed_in
def show_record() -> str | tuple[str, int]:
    """What was said in a period: on the page, and where to take it away. Raises NotFound."""
    _require_reading()
    form = PeriodForm()
    if not request.args:
        form.first.data, form.last.data = date(clock.today().year, 1, 1), clock.today()
        form.country.data = next((owner for owner in _owners() if owner != EU), EU)
        said = list_said(session(), actor(), form.country.data, form.first.data, form.last.data)
        return _page(form, said)
    if not form.validate():
        return _page(form, None), 422
    return _page(form, list_said(session(), actor(), form.country.data, form.first.data, form.last.data))


def _page(form: PeriodForm, said: list[Said] | None) -> str:
    rows = None if said is None else list(_rows(said))
    return render_template("flags/show_record.html", form=form, rows=rows)


@area.get("/flags/record.<kind>")
@signed_in
def download_record(kind: str) -> Response | tuple[str, int]:
    """The same as a file, `csv` or `xlsx`. Raises NotFound."""
    _require_reading()
    if kind not in ("csv", "xlsx"):
        raise NotFound(NO_FLAG)
    form = PeriodForm()
    if not form.validate():
        return _page(form, None), 422
    owner, first, last = form.country.data, form.first.data, form.last.data
    rows = _rows(list_said(session(), actor(), owner, first, last))
    stem = f"flags-record-{owner}-{first.isoformat()}-to"
    name = file_name(stem, kind, day=last, is_invented=is_demonstration())
    if kind == "csv":
        return csv_answer(name, COLUMNS, rows)
    target = io.BytesIO()
    with new_book(target, clock.today()) as book:
        bold = book.add_format({"bold": True})
        title = gettext("What was said on the flags of a plan: %(plan)s", plan=country_name(owner))
        sheet = add_sheet(book, gettext("Flags"), notes_of(title, is_invented=is_demonstration()), bold)
        write_table(sheet, _heads(), rows, bold)
    return workbook_answer(target.getvalue(), name)


def _heads() -> list[str]:
    return [
        gettext("Flag"),
        gettext("About"),
        gettext("When"),
        gettext("Said by"),
        gettext("What"),
        gettext("Text"),
        gettext("Before it is disclosed"),
    ]


def _rows(said: list[Said]) -> Iterator[tuple[Cell, ...]]:
    view = catalogue()
    for one in said:
        yield (
            one.flag.name,
            subject_in_words(view, one.flag),
            full_instant(one.at),
            _side(one.origin),
            _what(one),
            one.text,
            _mark(one),
        )


def _side(code: str) -> str:
    return gettext("Commission") if code == EU else country_name(code)


def _what(one: Said) -> str:
    if one.deed is None:
        return gettext("internal message") if one.is_internal else gettext("message")
    said = spoken(one.deed)
    return f"{said}: {spoken(one.answer)}" if one.answer else said


def _mark(one: Said) -> str:
    if one.is_internal:
        return gettext("Own text, written for the own side alone")
    if not one.is_of_third_party:
        return gettext("Own text")
    if one.own == EU:
        return gettext(
            "Third party: %(whose)s. It is consulted first (Regulation (EC) No 1049/2001, Art. 4(4) and (5))",
            whose=_side(one.origin),
        )
    return gettext(
        "Third party: %(whose)s. It is consulted first (Regulation (EC) No 1049/2001, Art. 5)", whose=_side(one.origin)
    )
