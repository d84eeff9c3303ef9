"""Guidance: the list with its filters and the same as a file; further views hang on the same area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import render_template, request
from werkzeug.wrappers import Response

from app.catalogue.states import GuidanceKind
from app.catalogue.views import CatalogueView
from app.core import clock
from app.guidance.records import Entry, short_name
from app.guidance.services.publishing import publishing_for
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session, viewpoint
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.catalogue.wording import language_name
from app.web.export import Cell, csv_answer, file_name
from app.web.frame import in_language, spoken
from app.web.guidance import pages, publishing, using  # noqa: F401 - hang their views on the area
from app.web.guidance.area import area
from app.web.guidance.beside import guidance_on_block, guidance_on_item, on_block
from app.web.published import listed
from app.web.unknowns import refuse_unknown

HEAD = (
    *("key", "kind", "title", "by", "day", "blocks", "items", "address", "note", "sources", "confidence"),
    *("recorded_on", "reference", "languages", "length", "audience"),
)


area.add_app_template_filter(language_name)
area.add_app_template_filter(short_name)


@area.app_context_processor
def beside() -> dict[str, object]:
    """For templates of blocks and items."""
    return {
        "guidance_on_block": guidance_on_block,
        "guidance_on_item": guidance_on_item,
        "publishes_here": publishes_here,
    }


def publishes_here() -> bool:
    """Whether the person records publications; no form for it stands on pages of another day."""
    return not viewpoint().is_past and bool(publishing_for(session(), catalogue(), actor()))


@area.get("/guidance")
@signed_in
def show_guidance() -> str:
    """What was published, by agency, block and kind."""
    read_viewpoint()
    view = catalogue()
    chosen, unknown = _filters(view, request.args)
    bodies = dict.fromkeys(code for one in listed() for code in one.by)
    return render_template(
        "guidance/list_guidance.html",
        view=view,
        found=_chosen(view, chosen),
        chosen=chosen,
        unknown=unknown,
        bodies=[view.actors[code] for code in bodies],
        kinds=GuidanceKind,
        total=len(listed()),
        records=publishes_here(),
    )


@area.get("/guidance.csv")
@signed_in
def download_guidance() -> Response:
    """The same as a file; of the catalogue no word is invented. Raises NotFound for a filter that there is not."""
    read_viewpoint()
    view = catalogue()
    chosen, unknown = _filters(view, request.args)
    refuse_unknown(unknown)
    found = _chosen(view, chosen)
    is_invented = is_demonstration() and any(one.recorded for one in found)
    return csv_answer(file_name("guidance", "csv", is_invented=is_invented), HEAD, _rows(view, found))


def _filters(view: CatalogueView, values: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    known = {
        "by": {code for one in listed() for code in one.by},
        "block": set(view.blocks),
        "kind": {kind.value for kind in GuidanceKind},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return {name: value for name, value in asked.items() if name not in unknown}, unknown


def _chosen(view: CatalogueView, chosen: Mapping[str, str]) -> list[Entry]:
    block = view.blocks.get(chosen.get("block", ""))
    return [
        one
        for one in listed()
        if ("by" not in chosen or chosen["by"] in one.by)
        and ("kind" not in chosen or one.kind.value == chosen["kind"])
        and (block is None or on_block(one, block))
    ]


def _rows(view: CatalogueView, found: list[Entry]) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        recorded = one.recorded
        yield (
            *(one.key, spoken(one.kind), in_language(one.title)),
            "; ".join(in_language(view.actors[code].title) for code in one.by),
            one.said_on or one.period or "",
            "; ".join(in_language(view.blocks[key].title) for key in one.blocks if key in view.blocks),
            "; ".join(in_language(view.items[key].title) for key in one.items if key in view.items),
            *(one.url or "", in_language(one.note) if one.note else ""),
            "; ".join(view.sources[code].title for code in one.sources),
            spoken(one.confidence) if one.confidence else "",
            clock.day_of(recorded.recorded_at) if recorded else None,
            *((recorded.reference, " ".join(recorded.languages)) if recorded else ("", "")),
            *((recorded.length, recorded.audience) if recorded else ("", "")),
        )
