"""What agencies and institutions published: for the coordinators of each country whose items it names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView
from app.guidance.queries.publications import list_publications
from app.guidance.records import PublicationRecord
from app.notices import paths, words
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.states import EU


def notices_of_publications(session: Session, view: CatalogueView, actor: Actor, window: Window) -> Iterator[Notice]:
    """One of each publication and country, where it still stands and names items that bind the country. At most one
    statement, none for those who are not meant."""
    own = sorted(coordinated(actor) - {EU})
    for one in list_publications(session) if own else ():
        if one.is_withdrawal or not window.holds(one.recorded_at):
            continue
        for owner in own:
            items = served(view, owner, one)
            if items:
                said = words.PUBLISHED if len(items) > 1 else words.PUBLISHED_FOR_ONE
                path = paths.of_publication(one.key)
                yield Notice(
                    Kind.GUIDANCE, one.recorded_at, said, path, owner=owner, by=one.maker, name=one.key, items=items
                )


def served(view: CatalogueView, owner: str, one: PublicationRecord) -> tuple[int, ...]:
    """The items that a publication names and that are a country's to put in place, as far as the law is known."""
    items = (view.items[key] for key in one.items if key in view.items)
    duties = ((item.item_id, view.duty(owner, item.item_id)) for item in items)
    return tuple(key for key, duty in duties if duty is not None and duty.standing is not Standing.NOT_BOUND)
