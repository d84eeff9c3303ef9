"""Questions to find: the list with its filters, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from werkzeug.wrappers import Response

from app.answers.policy import asks_for
from app.answers.queries.questions import Wanted, count_questions, list_questions, readable
from app.answers.records import QuestionRecord
from app.answers.states import HIDDEN, PartKind, QuestionState
from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.states import EU
from app.web.countries.choices import whole_number
from app.web.export import Cell, csv_answer, file_name
from app.web.filtering import AddressFilters
from app.web.frame import in_language, spoken
from app.web.questions.area import area, ask_to_see, until_of
from app.web.questions.forms import articles_typed
from app.web.search.matching import LONGEST, words_typed
from app.web.tongue import gettext
from app.web.unknowns import refuse_unknown

SIZE = 50
HEAD = (
    *("question", "asked_by", "asked_on", "title", "text", "blocks", "items", "articles", "state", "reach"),
    *("answer", "version", "answered_at", "answered_by_question"),
)


@dataclass(frozen=True)
class Filters(AddressFilters):
    """What the address asks for; empty: all."""

    q: str = ""
    block: str = ""
    item: str = ""
    article: str = ""
    state: str = ""
    country: str = ""

    def wanted(self, view: CatalogueView, until: datetime | None = None) -> Wanted:
        """The same for the query; `until`: as they stood then."""
        block, item = view.blocks.get(self.block), view.items.get(self.item)
        return Wanted(
            words=tuple(words_typed(self.q)),
            block=(block.key, frozenset(one.item_id for one in block.items)) if block else None,
            item_id=item.item_id if item else None,
            article=self.article or None,
            state=QuestionState(self.state) if self.state else None,
            asker=self.country or None,
            until=until,
        )


def filters_of(values: Mapping[str, str], view: CatalogueView) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known = {
        "block": set(view.blocks),
        "item": set(view.items),
        "state": {state.value for state in QuestionState},
        "country": {*view.countries, EU},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    asked |= {"country": asked["country"].upper()} if "country" in asked else {}
    unknown = [name for name, value in asked.items() if value not in known[name]]
    found = {name: value for name, value in asked.items() if name not in unknown}
    if values.get("article", "").strip():
        named = articles_typed(values["article"])
        if len(named) == 1 and view.article(*named[0]) is not None:
            found["article"] = " ".join(named[0])
        else:
            unknown.append("article")
    return Filters(q=values.get("q", "").strip()[:LONGEST], **found), tuple(unknown)


def items_to_choose(view: CatalogueView, filters: Filters) -> list[ItemView]:
    """The items of the block that is asked for, and the one that is."""
    block = view.blocks.get(filters.block)
    listed = list(block.items) if block else []
    chosen = view.items.get(filters.item)
    return listed if chosen is None or chosen in listed else [*listed, chosen]


def asking_for() -> list[str]:
    """For whom the person may ask."""
    return [code for code in (*catalogue().countries, EU) if asks_for(actor(), code)]


@area.get("/questions")
@signed_in
def show_questions() -> str:
    """The questions that the person reads, the latest first."""
    ask_to_see()
    seen, view, who = read_viewpoint(), catalogue(), actor()
    filters, unknown = filters_of(request.args, view)
    wanted = filters.wanted(view, until_of(seen))
    total = count_questions(session(), who, wanted)
    page = min(max(whole_number(request.args.get("page")) or 1, 1), max(-(-total // SIZE), 1))
    return render_template(
        "questions/list_questions.html",
        view=view,
        filters=filters,
        unknown=unknown,
        found=list_questions(session(), who, wanted, limit=SIZE, offset=(page - 1) * SIZE) if total else [],
        total=total,
        page=page,
        size=SIZE,
        items=items_to_choose(view, filters),
        asking=[] if seen.is_past else asking_for(),
        states=QuestionState,
        countries=(*view.countries, EU),
        hidden=HIDDEN,
    )


@area.get("/questions.csv")
@signed_in
def download_questions() -> Response:
    """The questions that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    ask_to_see()
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = filters_of(request.args, view)
    refuse_unknown(unknown)
    name = file_name("questions", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, HEAD, _rows(view, list_questions(session(), actor(), filters.wanted(view, until_of(seen)))))


def _rows(view: CatalogueView, found: list[QuestionRecord]) -> Iterator[tuple[Cell, ...]]:
    known = readable(session(), actor(), {one.merged_into for one in found if one.merged_into is not None})
    blocks = {key: f"{block.code} {in_language(block.title)}" for key, block in view.blocks.items()}
    for one in found:
        yield (
            *(one.name, one.asker or gettext(HIDDEN), one.asked_on, one.title, one.text),
            "; ".join(blocks.get(key, key) for key in one.of(PartKind.BLOCK)),
            "; ".join(in_language(view.items_by_id[key].title) for key in one.items if key in view.items_by_id),
            "; ".join(one.of(PartKind.ARTICLE)),
            *(spoken(one.state), spoken(one.reach), one.answer, one.answer_number or None),
            clock.day_of(one.answered_at) if one.answered_at else None,
            f"Q{one.merged_into}" if one.merged_into in known else "",
        )
