"""Lines of files that tell who pays for milestones, the same for one plan and for several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.catalogue.views import CatalogueView
from app.core.money import plain
from app.http.context import Viewpoint
from app.plans.funding import rows_of
from app.plans.queries.records import MilestoneRecord
from app.web.export import Cell
from app.web.frame import in_language
from app.web.money import titles_of

FUNDING_HEAD = (
    "day",
    "plan",
    "block",
    "item",
    "milestone",
    "title",
    "cancelled",
    "budget_euro",
    "not_covered_euro",
    "instrument",
    "instrument_title",
    "planned_euro",
    "committed_euro",
    "spent_euro",
)


def funding_lines(
    view: CatalogueView, milestones: Iterable[tuple[str, MilestoneRecord]], seen: Viewpoint
) -> Iterator[tuple[Cell, ...]]:
    """A line an instrument of each milestone, given with its plan's owner; one line where nobody pays yet."""
    titles = titles_of(view)
    for owner, one in milestones:
        item = view.items_by_id.get(one.item_id)
        if item is None or (not one.budget and not one.funding):
            continue
        head = (
            seen.as_of,
            owner,
            view.blocks[item.block_key].code,
            in_language(item.title),
            one.reference,
            one.title,
            "yes" if one.is_cancelled else "no",
            None if one.budget is None else plain(one.budget),
            plain(one.uncovered),
        )
        for row in rows_of(one.funding).values():
            amounts = (plain(row.planned), plain(row.committed), plain(row.spent))
            yield (*head, row.instrument, titles.get(row.instrument, row.instrument), *amounts)
        if not one.funding:
            yield (*head, *(None,) * (len(FUNDING_HEAD) - len(head)))
