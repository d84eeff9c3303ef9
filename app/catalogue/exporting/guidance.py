"""What was published to help Member States as it stands in its file."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import said, unless_high


def guidance(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=one.key,
            order=one.position,
            kind=one.kind,
            title=one.title,
            by=one.by,
            on=one.said_on,
            period=one.period,
            url=one.url,
            blocks=one.blocks,
            items=one.items,
            note=one.note,
            sources=one.sources,
            confidence=unless_high(one.confidence),
        )
        for one in view.guidance
    ]
