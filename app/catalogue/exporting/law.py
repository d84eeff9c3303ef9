"""Acts, articles, countries, who is bound by what and conditions as they stand in their files."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import legal, said, unless_high


def acts(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            code=act.code,
            celex=act.celex,
            number=act.number,
            group=act.group,
            kind=act.kind,
            title=act.title,
            subject=act.subject,
            published_on=act.published_on,
            in_force_on=act.in_force_on,
            applies_from=act.applies_from,
            applies_from_printed=act.applies_from_printed,
            exceptions=[said(articles=e.articles, from_=e.applies_from) for e in act.exceptions],
            parent=act.parent,
            confidence=unless_high(act.confidence),
            note=act.note,
        )
        for act in view.acts.values()
    ]


def countries(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            code=country.code,
            iso2=country.iso2,
            iso3=country.iso3,
            order=country.position,
            title=country.title,
            native=country.native,
            schengen=country.schengen,
            borders=said(
                external_land=country.has_external_land_border,
                sea=country.has_sea_border,
                air=country.has_air_border,
                neighbours=country.neighbours,
                note=country.border_note,
            ),
        )
        for country in view.countries.values()
    ]


def participation(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            country=entry.country,
            act=entry.act,
            bound=entry.bound,
            articles=entry.articles,
            basis=entry.basis,
            confidence=unless_high(entry.confidence),
            source=entry.source,
        )
        for entry in view.participation.values()
    ]


def conditions(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=condition.key,
            title=condition.title,
            description=condition.description,
            legal=legal(condition.legal),
            otherwise=condition.otherwise,
            holds=[
                said(
                    country=held.country,
                    holds=held.holds,
                    from_=held.valid_from,
                    until=held.valid_until,
                    basis=held.basis,
                    source=held.source,
                )
                for held in condition.holds
                if held.laid is None
            ],
        )
        for condition in view.conditions.values()
    ]


def articles(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(act=entry.act, number=entry.number, heading=entry.heading, paragraphs=entry.paragraphs)
        for entry in view.articles.values()
    ]
