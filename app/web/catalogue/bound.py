"""Who must answer an item, and whom an act binds: the 27 Member States in protocol order, with the basis in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import Bound, Confidence, Holds, Level, Standing
from app.catalogue.views import EU, ActView, CatalogueView, CountryView, HoldsView, ItemView, Text


@dataclass(frozen=True)
class ItemRow:
    """An item for one Member State: by law, by its condition, and why it is not counted (message id; None: counted)."""

    country: CountryView
    standing: Standing
    basis: Text | None
    holds: Holds | None
    statement: HoldsView | None
    not_counted: str | None


@dataclass(frozen=True)
class ActRow:
    """An act for one Member State; without a statement it is simply bound. `through`: the act that says so."""

    country: CountryView
    bound: Bound
    articles: tuple[str, ...] = ()
    basis: Text | None = None
    confidence: Confidence = Confidence.HIGH
    source: str | None = None
    through: str = ""


def rows_of_item(item: ItemView, view: CatalogueView, day: date) -> list[ItemRow]:
    """One row a Member State; none for an EU-level item."""
    if item.level is Level.EU:
        return []
    return [_item_row(item, view, country, day) for country in view.countries.values()]


def _item_row(item: ItemView, view: CatalogueView, country: CountryView, day: date) -> ItemRow:
    duty = view.duty(country.code, item.item_id)
    holds = statement = None
    if item.condition is not None:
        holds = view.condition_holds(item.condition, country.code, day)
        statement = view.statement_on(item.condition, country.code, day)
    return ItemRow(
        country,
        duty.standing if duty else Standing.TO_BE_CONFIRMED,
        duty.basis if duty else None,
        holds,
        statement,
        view.why_not_counted(country.code, item.item_id, day),
    )


def eu_level_counts(item: ItemView, view: CatalogueView, day: date) -> bool:
    """Whether an EU-level item is counted in the EU-level plan."""
    return view.counts(EU, item.item_id, day)


def rows_of_act(act: ActView, view: CatalogueView) -> list[ActRow]:
    """One row a Member State; an implementing act without a statement of its own follows its parent."""
    return [_act_row(act, view, country) for country in view.countries.values()]


def _act_row(act: ActView, view: CatalogueView, country: CountryView) -> ActRow:
    for code in _line(act, view):
        stated = view.participation.get((country.code, code))
        if stated is not None:
            through = "" if code == act.code else code
            return ActRow(
                country, stated.bound, stated.articles, stated.basis, stated.confidence, stated.source, through
            )
    return ActRow(country, Bound.YES)


def _line(act: ActView, view: CatalogueView) -> Iterator[str]:
    code: str | None = act.code
    while code is not None:
        yield code
        code = view.acts[code].parent
