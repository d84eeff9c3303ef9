"""What the deeds share: which version a form showed, where to go back to, how a conflict is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, SelectMultipleField

from app.catalogue.views import CatalogueView, ItemView
from app.core.errors import Conflict, NotFound
from app.core.labels import message
from app.http.errors import wants_json
from app.http.uploads import ARRIVED
from app.web.countries.choices import whole_number
from app.web.countries.forms_versions import NO_VALUES, as_typed, mark_of, marks_of
from app.web.countries.told import ToldEntry
from app.web.tongue import day_on_page, gettext

BESIDE = ("form", "deed", "is_offered")
"""What a form says beside its fields: which of two forms it is, which of two buttons was pressed."""

CHOICE = "choice."
THEIRS = "theirs"

NO_VERSION = -1
"""No row ever has it."""


def version_shown() -> int:
    """The version of the row that the form's page showed. Every deed that edits something shown hands it on.

    A form that says none, or nothing that is a number, is taken for one of a row that has changed since: nothing
    is saved unseen, and the person compares and chooses.
    """
    version = whole_number(request.form.get("version"))
    return NO_VERSION if version is None else version


def wants_fragment() -> bool:
    """Whether the page's own script asked for a piece of the page."""
    return wants_json()


def item_of(view: CatalogueView, key: str) -> ItemView:
    """An item by its key. Raises NotFound."""
    item = view.items.get(key)
    if item is None:
        raise NotFound(message("There is no such item."))
    return item


def cell_address(view: CatalogueView, owner: str, item: ItemView) -> str:
    """The item on its cell's page."""
    code = view.blocks[item.block_key].code
    return url_for("countries.show_cell", code=owner, number=code, _anchor=f"item-{item.item_id}")


def back_to(view: CatalogueView, owner: str, item: ItemView) -> Response:
    """Back to the item on its cell's page."""
    return redirect(cell_address(view, owner, item), 303)


@dataclass(frozen=True)
class Difference:
    """A field on which two people differ: `name` in the form, its label, both values as the form writes them, and
    both as they are shown."""

    name: str
    label: str
    yours: tuple[str, ...]
    theirs: tuple[str, ...]
    shown_yours: str
    shown_theirs: str


def conflict_page(
    form: Any, conflict: Conflict, *, title: str, back: str, deed: str = "", latest: Sequence[ToldEntry] = ()
) -> tuple[str, int]:
    """Both values of each field that differs; the person chooses per field. What was typed is kept, as text.

    A field in which the person left what the page had shown stays as it now stands, and is only named. `deed` says
    what a button would have done; then there is nothing to choose but whether to do it all the same. `latest` are the
    changes to look at before that: who made them and when.
    """
    marks = marks_sent()
    differences: list[Difference] = []
    left: list[Difference] = []
    same: list[tuple[str, str, str, str]] = []
    for field in form:
        is_list = isinstance(field, SelectMultipleField)
        if field.name in NO_VALUES or not (is_list or field.name in request.form):
            continue
        typed = tuple(line_ends(text) for text in request.form.getlist(field.name)[: None if is_list else 1])
        typed = as_typed(typed) if is_list else typed
        says_nothing = field.name in form.LEFT_EMPTY and typed == ("",)
        is_compared = field.name in conflict.theirs and not says_nothing
        stored = as_typed(conflict.theirs[field.name]) if is_compared else typed
        label = str(field.label.text)
        if stored == typed:
            same += [(field.name, label, text, as_shown(field, (text,))) for text in typed]
            continue
        found = Difference(field.name, label, typed, stored, as_shown(field, typed), as_shown(field, stored))
        (left if marks.get(field.name) == mark_of(typed) else differences).append(found)
    page = render_template(
        "countries/conflict.html",
        title=title,
        back=back,
        deed=deed,
        is_unseen=version_shown() == NO_VERSION,
        differences=differences,
        left=left,
        same=same,
        latest=latest,
        version=conflict.current_version,
        was=marks_of({one.name: conflict.theirs[one.name] for one in form if one.name in conflict.theirs}),
        beside=_said_beside(),
    )
    return page, 409


def _said_beside() -> dict[str, str]:
    """What goes on with the form; of files only one that has arrived and in whose place none was chosen."""
    names = [name for name in BESIDE if name in request.form]
    if ARRIVED in request.form and not any(file.filename for file in request.files.values()):
        names.append(ARRIVED)
    return {name: request.form[name] for name in names}


def marks_sent() -> dict[str, str]:
    """What the fields of the form held when its page was drawn, as marks by their names."""
    pairs = (part.partition(":") for part in request.form.get("was", "").split())
    return {name: mark for name, _colon, mark in pairs}


def line_ends(text: str) -> str:
    """A text as it is stored: browsers end lines with two characters."""
    return text.replace("\r\n", "\n")


def as_shown(field: Any, typed: tuple[str, ...]) -> str:
    """A value as a person reads it: the words of a choice, a day in full."""
    return ", ".join(_one_shown(field, text) for text in typed)


def _one_shown(field: Any, typed: str) -> str:
    for choice in getattr(field, "choices", None) or ():
        if str(choice.value) == typed:
            return str(choice.label)
    if isinstance(field, BooleanField) and typed:
        return gettext("yes")
    if isinstance(field, DateField) and typed:
        try:
            return day_on_page(date.fromisoformat(typed))
        except ValueError:
            return typed
    return typed


def chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those for which the person chose to keep the other's."""
    return {name: value for name, value in values.items() if request.form.get(CHOICE + name) != THEIRS}
