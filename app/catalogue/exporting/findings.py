"""What the Commission determines of Member States, as it stands in its files."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import legal, said, unless_high


def kinds(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=kind.key,
            order=kind.position,
            title=kind.title,
            legal=legal(kind.legal),
            condition=kind.condition,
            effects=[
                said(text=one.text, legal=legal(one.legal), items=one.items, condition=one.condition)
                for one in kind.effects
            ],
        )
        for kind in view.finding_kinds.values()
    ]


def findings(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            year=one.year,
            kind=one.kind,
            countries=one.countries,
            reference=one.reference,
            url=one.url,
            on=one.decided_on,
            from_=one.valid_from,
            until=one.valid_until,
            note=one.note,
            source=one.source,
            confidence=unless_high(one.confidence),
        )
        for one in view.findings
    ]
