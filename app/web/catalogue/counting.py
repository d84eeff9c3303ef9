"""How many items rest on an act, and how many an actor has something to do with."""

from __future__ import annotations

from collections import Counter

from app.catalogue.views import CatalogueView


def counts_by_act(view: CatalogueView) -> Counter[str]:
    """Items by the acts they rest on, by whichever reference; an item counts once for an act."""
    return Counter(act for item in view.items.values() for act in {reference.act for reference in item.legal})


def counts_by_actor(view: CatalogueView) -> Counter[str]:
    """Items by actor."""
    return Counter(code for item in view.items.values() for code in item.actors)
