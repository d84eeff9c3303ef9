"""Good practices to find: the list with its filters, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from app.catalogue.states import Level
from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.core.languages import LANGUAGES
from app.core.policy import allows
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans.states import EU
from app.practices.policy import PROPOSE, own_countries, reads_some
from app.practices.queries.practices import Wanted, count_practices, list_practices
from app.practices.records import PracticeRecord
from app.support.policy import SupportSubject, is_officer
from app.support.states import PartKind
from app.web.catalogue.wording import language_name
from app.web.countries.choices import whole_number
from app.web.export import Cell, csv_answer, file_name
from app.web.filtering import AddressFilters
from app.web.frame import in_language, spoken
from app.web.practices.area import area
from app.web.search.matching import LONGEST, words_typed
from app.web.support.area import ask_to_see
from app.web.unknowns import refuse_unknown

SIZE = 50
HEAD = (
    *("practice", "country", "title", "what_was_done", "what_it_needed", "what_came_of_it", "language", "blocks"),
    *("items", "measures", "themes", "whom_to_ask", "deliverable", "where_it_stands", "shared_since"),
)


@dataclass(frozen=True)
class Filters(AddressFilters):
    """What the address asks for; empty: all."""

    q: str = ""
    block: str = ""
    item: str = ""
    measure: str = ""
    theme: str = ""
    language: str = ""
    country: str = ""

    def wanted(self, view: CatalogueView) -> Wanted:
        """The same for the query."""
        block, item = view.blocks.get(self.block), view.items.get(self.item)
        return Wanted(
            words=tuple(words_typed(self.q)),
            block=(block.key, frozenset(one.item_id for one in block.items)) if block else None,
            item_id=item.item_id if item else None,
            measure=self.measure or None,
            theme=self.theme or None,
            language=self.language or None,
            owner=self.country or None,
        )


def filters_of(values: Mapping[str, str], view: CatalogueView) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known = {
        "block": set(view.blocks),
        "item": {item.key for item in view.items.values() if item.level is not Level.EU},
        "measure": {one.key for one in view.measures},
        "theme": {one.key for one in view.themes},
        "language": set(LANGUAGES),
        "country": set(view.countries) - {EU},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    asked |= {"country": asked["country"].upper()} if "country" in asked else {}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    found = {name: value for name, value in asked.items() if name not in unknown}
    return Filters(q=values.get("q", "").strip()[:LONGEST], **found), unknown


def items_to_choose(view: CatalogueView, filters: Filters) -> list[ItemView]:
    """The items of the block that is asked for, and the one that is."""
    block = view.blocks.get(filters.block)
    listed = [item for item in block.items if item.level is not Level.EU] if block else []
    chosen = view.items.get(filters.item)
    return listed if chosen is None or chosen in listed else [*listed, chosen]


@area.get("/practices")
@signed_in
def show_practices() -> str:
    """The practices that the person reads, the latest first."""
    ask_to_see()
    view, who = catalogue(), actor()
    filters, unknown = filters_of(request.args, view)
    wanted = filters.wanted(view)
    total = count_practices(session(), who, wanted)
    page = min(max(whole_number(request.args.get("page")) or 1, 1), max(-(-total // SIZE), 1))
    return render_template(
        "practices/list_practices.html",
        view=view,
        filters=filters,
        unknown=unknown,
        found=list_practices(session(), who, wanted, limit=SIZE, offset=(page - 1) * SIZE) if total else [],
        total=total,
        page=page,
        size=SIZE,
        languages=LANGUAGES,
        items=items_to_choose(view, filters),
        proposing=_proposing(view, filters),
        own=own_countries(who),
        is_officer=is_officer(who, None),
        reads_some=reads_some(who),
        language_name=language_name,
    )


def _proposing(view: CatalogueView, filters: Filters) -> list[str]:
    """The countries for which the person may propose: their own, as a support officer the one that is asked for."""
    own = own_countries(actor())
    listed = [code for code in view.countries if code in own or code == filters.country]
    return [code for code in listed if allows(actor(), PROPOSE, SupportSubject(code))]


@area.get("/practices.csv")
@signed_in
def download_practices() -> Response:
    """The practices that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    ask_to_see()
    view = catalogue()
    filters, unknown = filters_of(request.args, view)
    refuse_unknown(unknown)
    name = file_name("practices", "csv", day=clock.today(), is_invented=is_demonstration())
    return csv_answer(name, HEAD, _rows(view, list_practices(session(), actor(), filters.wanted(view))))


def _rows(view: CatalogueView, found: list[PracticeRecord]) -> Iterator[tuple[Cell, ...]]:
    blocks = {key: f"{block.code} {in_language(block.title)}" for key, block in view.blocks.items()}
    measures = {one.key: in_language(one.title) for one in view.measures}
    themes = {one.key: in_language(one.title) for one in view.themes}
    for one in found:
        yield (
            *(one.name, one.owner, one.title, one.what_done, one.needed, one.came_of_it, one.language),
            "; ".join(blocks.get(key, key) for key in one.of(PartKind.BLOCK)),
            "; ".join(in_language(view.items_by_id[key].title) for key in one.items if key in view.items_by_id),
            "; ".join(measures.get(key, key) for key in one.of(PartKind.MEASURE)),
            "; ".join(themes.get(key, key) for key in one.of(PartKind.THEME)),
            *(one.contact_role, one.deliverable, spoken(one.state), one.published_on),
        )
