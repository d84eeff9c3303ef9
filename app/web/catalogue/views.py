"""What is required: browse the catalogue, an item, an act, and what stands beside them."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from app.core.errors import NotFound
from app.core.labels import message
from app.http.context import catalogue, releases, viewpoint
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.catalogue import bound, told, wording
from app.web.catalogue.choices import filters_of
from app.web.catalogue.counting import counts_by_act, counts_by_actor
from app.web.catalogue.listing import HEAD, rows_of_file
from app.web.catalogue.sections import SECTIONS, find_section
from app.web.catalogue.selection import Selection, parts_of
from app.web.export import csv_answer, file_name
from app.web.kept_pages import kept_page
from app.web.unknowns import refuse_unknown

area = Blueprint("catalogue", __name__)


@area.app_context_processor
def wordings() -> dict[str, object]:
    """The sentences of the catalogue, for the templates that show items."""
    return {"wording": wording}


@area.get("/catalogue")
@signed_in
@kept_page
def browse_catalogue() -> str:
    """The blocks with their key items, or the items that the filters let pass."""
    read_viewpoint()
    view = catalogue()
    selection = Selection.of(request.args, view)
    items = [] if selection.is_empty else selection.items(view)
    passed = {item.key for item in items}
    return render_template(
        "catalogue/browse_catalogue.html",
        view=view,
        selection=selection,
        filters=filters_of(view),
        blocks=[part for part in (parts_of(block, passed) for block in selection.blocks(view)) if part.parts],
        count=len(items),
        releases=releases(),
        sections=SECTIONS,
    )


@area.get("/catalogue.csv")
@signed_in
def download_catalogue() -> Response:
    """The items that the filters let pass, as a file. The catalogue is real: no word of invented data.

    Raises NotFound for a filter that there is not.
    """
    read_viewpoint()
    view = catalogue()
    selection = Selection.of(request.args, view)
    refuse_unknown(selection.unknown)
    items = selection.items(view)
    name = file_name(f"{view.catalogue}-{view.version}", "csv")
    return csv_answer(name, HEAD, rows_of_file(view, items))


@area.get("/items/<key>")
@signed_in
@kept_page
def show_item(key: str) -> str:
    """Everything about an item."""
    read_viewpoint()
    view = told.law_here()
    item = view.items.get(key)
    if item is None:
        raise NotFound(message("The catalogue of that day has no item “%(key)s”."), key=key[:120])
    day = viewpoint().as_of
    return render_template(
        "catalogue/show_item.html",
        view=view,
        item=item,
        block=view.blocks[item.block_key],
        rows=bound.rows_of_item(item, view, day),
        on_findings=told.conditions_on_findings(view),
        eu_counts=bound.eu_level_counts(item, view, day),
    )


@area.get("/catalogue/acts")
@signed_in
@kept_page
def list_acts() -> str:
    """The acts in their three groups."""
    read_viewpoint()
    view = catalogue()
    return render_template("catalogue/list_acts.html", view=view, items_of=counts_by_act(view))


@area.get("/catalogue/acts/<code>")
@signed_in
@kept_page
def show_act(code: str) -> str:
    """An act: its dates, whom it binds, its articles, what rests on it."""
    read_viewpoint()
    view = catalogue()
    act = view.acts.get(code)
    if act is None:
        raise NotFound(message("The catalogue of that day has no act “%(code)s”."), code=code[:50])
    return render_template(
        "catalogue/show_act.html",
        view=view,
        act=act,
        rows=bound.rows_of_act(act, view),
        articles=[article for article in view.articles.values() if article.act == code],
        items=[item for item in view.items.values() if any(reference.act == code for reference in item.legal)],
        empowerments=[empowerment for empowerment in view.empowerments if empowerment.legal.act == code],
        children=[other for other in view.acts.values() if other.parent == code],
    )


@area.get("/catalogue/<section>")
@signed_in
@kept_page
def show_section(section: str) -> str:
    """What stands beside the items: actors, timeline, annual cycle, support, linkages, funds, words and more."""
    read_viewpoint()
    found = find_section(section)
    view = told.law_here()
    return render_template(
        f"catalogue/sections/{found.key}.html",
        view=view,
        section=found,
        tally=counts_by_actor(view),
        on_findings=told.conditions_on_findings(view),
    )
