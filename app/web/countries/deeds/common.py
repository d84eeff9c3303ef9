"""What the deeds share: where to go back to, how a conflict is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import DateField

from app.catalogue.views import CatalogueView, ItemView
from app.core.errors import Conflict, NotFound
from app.core.labels import message
from app.http.errors import wants_json
from app.web.tongue import day_in_full

KEPT_OUT = frozenset({"csrf_token", "version", "form"})
"""Fields of a form that are no values of the row."""

CHOICE = "choice."
THEIRS = "theirs"


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
    """A field on which two people differ: `name` in the form, its label, both values as the form writes them and
    as they are shown."""

    name: str
    label: str
    theirs: str
    yours: str
    shown_theirs: str
    shown_yours: str


def conflict_page(form: Any, conflict: Conflict, *, title: str, back: str) -> tuple[str, int]:
    """Both values of each field that differs; the person chooses per field. What was typed is kept, as text."""
    differences, same = [], []
    for field in form:
        if field.name in KEPT_OUT:
            continue
        typed = request.form.get(field.name)
        if typed is None:
            continue
        stored = as_typed(conflict.theirs.get(field.name)) if field.name in conflict.theirs else typed
        if stored != typed:
            shown = as_shown(field, stored), as_shown(field, typed)
            differences.append(Difference(field.name, str(field.label.text), stored, typed, *shown))
        else:
            same.append((field.name, typed))
    return (
        render_template(
            "countries/conflict.html",
            title=title,
            back=back,
            differences=differences,
            same=same,
            version=conflict.current_version,
            form_name=request.form.get("form", ""),
        ),
        409,
    )


def as_typed(value: Any) -> str:
    """A stored value as a form's field would write it."""
    return "" if value is None else str(value)


def as_shown(field: Any, typed: str) -> str:
    """A value as a person reads it: the words of a choice, a day in full."""
    for choice in getattr(field, "choices", None) or ():
        if str(choice.value) == typed:
            return str(choice.label)
    if isinstance(field, DateField) and typed:
        try:
            return day_in_full(date.fromisoformat(typed))
        except ValueError:
            return typed
    return typed


def chosen(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without those for which the person chose to keep the other's."""
    return {name: value for name, value in values.items() if request.form.get(CHOICE + name) != THEIRS}
