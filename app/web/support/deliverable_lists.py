"""Deliverables to find: the list with its filters, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum
from app.core.languages import LANGUAGES
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.states import EU
from app.support.deliverables.queries.deliverables import (
    Wanted,
    count_deliverables,
    iterate_deliverables,
    list_deliverables,
)
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.states import DeliverableKind, Standing
from app.web.catalogue.wording import language_name
from app.web.countries.choices import whole_number
from app.web.export import Cell, csv_answer, file_name
from app.web.filtering import AddressFilters
from app.web.frame import in_language, spoken
from app.web.support.area import area
from app.web.unknowns import refuse_unknown

SIZE = 50
HEAD = (
    "deliverable",
    "country",
    "kind",
    "title",
    "language",
    "measures",
    "items",
    "state",
    "submitted",
    "approved",
    "accepted",
    "in_use_since",
)


@dataclass(frozen=True)
class Filters(AddressFilters):
    """What the address asks for; empty: all."""

    kind: str = ""
    measure: str = ""
    language: str = ""
    country: str = ""
    block: str = ""
    state: str = ""
    project: str = ""
    item: str = ""

    def wanted(self, view: CatalogueView) -> Wanted:
        """The same for the query."""
        block, item = view.blocks.get(self.block), view.items.get(self.item)
        here = {one.item_id for one in block.items} if block else None
        if item is not None:
            here = {item.item_id} if here is None else here & {item.item_id}
        return Wanted(
            kind=DeliverableKind(self.kind) if self.kind else None,
            measure=self.measure or None,
            language=self.language or None,
            owner=self.country or None,
            items=None if here is None else frozenset(here),
            state=Standing(self.state) if self.state else None,
            project_id=int(self.project) if self.project else None,
        )


def filters_of(values: Mapping[str, str], view: CatalogueView) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known = {
        "kind": _values(DeliverableKind),
        "measure": {one.key for one in view.measures},
        "language": set(LANGUAGES),
        "country": set(view.countries) - {EU},
        "block": set(view.blocks),
        "state": _values(Standing),
        "item": set(view.items),
    }
    project = whole_number(values.get("project"))
    known["project"] = set() if project is None else {str(project)}
    asked = {name: values[name] for name in known if values.get(name)}
    asked |= {"country": asked["country"].upper()} if "country" in asked else {}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return Filters(**{name: value for name, value in asked.items() if name not in unknown}), unknown


@area.get("/deliverables")
@signed_in
def show_deliverables() -> str:
    """The deliverables that the person reads, the latest first; who had an assignment finds their own."""
    read_viewpoint()
    view = catalogue()
    filters, unknown = filters_of(request.args, view)
    wanted = filters.wanted(view)
    total = count_deliverables(session(), actor(), wanted)
    page = min(max(whole_number(request.args.get("page")) or 1, 1), max(-(-total // SIZE), 1))
    return render_template(
        "support/list_deliverables.html",
        view=view,
        filters=filters,
        unknown=unknown,
        found=list_deliverables(session(), actor(), wanted, limit=SIZE, offset=(page - 1) * SIZE),
        total=total,
        page=page,
        size=SIZE,
        kinds=tuple(DeliverableKind),
        states=tuple(Standing),
        languages=LANGUAGES,
        language_name=language_name,
    )


@area.get("/deliverables.csv")
@signed_in
def download_deliverables() -> Response:
    """The deliverables that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = filters_of(request.args, view)
    refuse_unknown(unknown)
    name = file_name("deliverables", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, HEAD, _rows(view, iterate_deliverables(session(), actor(), filters.wanted(view))))


def _rows(view: CatalogueView, found: Iterable[DeliverableRecord]) -> Iterator[tuple[Cell, ...]]:
    measures = {one.key: in_language(one.title) for one in view.measures}
    for one in found:
        yield (
            one.name,
            one.owner,
            spoken(one.kind),
            one.title,
            one.language,
            "; ".join(measures.get(key, key) for key in one.measures),
            "; ".join(in_language(view.items_by_id[key].title) for key in one.items if key in view.items_by_id),
            spoken(one.state),
            one.submitted_at,
            one.approved_on,
            one.accepted_on,
            one.in_use_since,
        )


def _values(kind: type[LabelledEnum]) -> set[str]:
    return {one.value for one in kind}
