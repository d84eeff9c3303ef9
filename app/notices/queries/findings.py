"""That a finding on a country was recorded, replaced or withdrawn, and which items count or no longer do by it: for the
country's coordinators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView, ItemView
from app.core.policy import allows
from app.governance.solidarity.overlay import laid_over, moved_by
from app.governance.solidarity.policy import READ_FINDINGS
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.records import FindingRecord
from app.notices import paths, words
from app.notices.policy import coordinated
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.states import EU


class Told(NamedTuple):
    """What is said of an entry, and of which items; none: it moved no item."""

    said: str
    items: tuple[ItemView, ...] = ()


def notices_of_findings(session: Session, view: CatalogueView, actor: Actor, window: Window) -> Iterator[Notice]:
    """Of what others recorded, by the law in force today. One statement for each country that the actor coordinates."""
    if not allows(actor, READ_FINDINGS):
        return
    for country in sorted(coordinated(actor) - {EU}):
        records = list_finding_records(session, country)
        for number, one in enumerate(records):
            is_by_others = one.author_id is None or one.author_id != actor.user_id
            if is_by_others and window.holds(one.said_at) and one.kind in view.finding_kinds:
                for told in _told(view, records[: number + 1]):
                    yield Notice(
                        Kind.FINDINGS,
                        one.said_at,
                        told.said,
                        paths.of_findings(country),
                        owner=country,
                        name=one.reference,
                        items=tuple(item.item_id for item in told.items),
                        on=one.valid_from,
                    )


def _told(view: CatalogueView, records: Sequence[FindingRecord]) -> Iterator[Told]:
    """What the last of these entries says, and what moved by it."""
    *earlier, last = records
    before = next((one for one in reversed(earlier) if one.cell == last.cell), None)
    days = [day for one in (last, before) if one is not None for day in (one.valid_from, one.valid_until)]
    laws = laid_over(view, earlier), laid_over(view, records)
    gained, lost = moved_by(*laws, view.finding_kinds[last.kind].conditions, last.country, days)
    if last.is_withdrawn:
        yield Told(words.FINDING_WITHDRAWN_ITEMS, lost) if lost else Told(words.FINDING_WITHDRAWN)
        return
    yield from _of_items(is_new=before is None or before.is_withdrawn, gained=gained, lost=lost)


def _of_items(*, is_new: bool, gained: tuple[ItemView, ...], lost: tuple[ItemView, ...]) -> Iterator[Told]:
    if gained:
        yield Told(words.FINDING_RECORDED_ITEMS if is_new else words.FINDING_REPLACED_ITEMS, gained)
    if lost:
        yield Told(words.FINDING_REPLACED_WITHOUT, lost)
    if not gained and not lost:
        yield Told(words.FINDING_RECORDED if is_new else words.FINDING_REPLACED)
