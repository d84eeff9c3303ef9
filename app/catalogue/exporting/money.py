"""What is public of money as it stands in its file."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import euro, said, unless_high


def allocations(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=one.key,
            order=one.position,
            title=one.title,
            by=one.by,
            country=one.country,
            funds=one.funds,
            blocks=one.blocks,
            money=None if one.money is None else euro(one.money),
            on=one.said_on,
            period=one.period,
            note=one.note,
            sources=one.sources,
            confidence=unless_high(one.confidence),
        )
        for one in view.allocations
    ]
