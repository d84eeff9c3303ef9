"""A country's fair share of a published pool, what it plans and what remains; when preparation begins. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.catalogue.article_ranges import number_of
from app.catalogue.views import CatalogueView, CycleStepView
from app.governance.contribution import Offer, Reckoning, by_official_share, reckon
from app.governance.cycle import Cycle
from app.governance.key_table import key_table
from app.governance.ledger import Ledger
from app.governance.states import HAPPENED, LedgerKind, Standing

BEGINS_DAYS = 60
"""So many days before the High-Level Forum a preparation is asked for that is not begun."""


@dataclass(frozen=True, slots=True)
class FairShare:
    """What is due by the computed share, less what the Council deducted, and what an offer leaves of it.

    `official`: relocations and cents by the published share, where there is one; without it the computed one is an
    estimate. `deduction`: known from the ledger, in cents.
    """

    found: Reckoning
    share: int
    official: tuple[int, int] | None
    deduction: int

    @property
    def beyond(self) -> int:
        """Cents that are planned beyond the share."""
        return max(-self.found.remains, 0)


def fair_share(view: CatalogueView, ledger: Ledger, country: str, offer: Offer) -> FairShare | None:
    """What an offer leaves of a country's fair share; None while the pool or its key is not known.

    A deduction beyond the share takes off no more than the share (AMMR Art. 61, 62).
    """
    key = view.reference_keys.get(ledger.year)
    if key is None or ledger.pool is None:
        return None
    table = key_table(view, key)
    row = next((one for one in table.rows if one.country == country), None)
    if row is None:
        return None
    whole = reckon(ledger.pool, table.shares, country, Offer()).money
    deduction = min(int((ledger.value(LedgerKind.DEDUCTION, country) or 0) + Fraction(1, 2)), whole)
    found = reckon(ledger.pool, table.shares, country, offer, deduction=deduction)
    official = by_official_share(ledger.pool, row.official.share) if row.official else None
    return FairShare(found, row.share, official, deduction)


def forum_step(view: CatalogueView) -> CycleStepView | None:
    """The step in which Member States pledge: the first one that rests on AMMR Art. 13; None without one."""
    return next((step for step in view.cycle if any(_is_forum(one.act, one.article) for one in step.legal)), None)


def _is_forum(act: str, article: str) -> bool:
    return act == "AMMR" and number_of(article) == "13"


@dataclass(frozen=True, slots=True)
class Ahead:
    """The forum for which a pledge is wanted; `day`: None where it waits for a step that is late itself."""

    day: date | None


def begins_before(cycle: Cycle, today: date) -> Ahead | None:
    """The forum for which a pledge should now be in preparation: it lies within 60 days, or waits; else None.

    While report, decision or proposal are late, the day that was reckoned from them passes: the forum is still ahead.
    """
    step = forum_step(cycle.view)
    line = cycle.line((step.key, 1, "")) if step else None
    if line is None or line.standing in HAPPENED:
        return None
    day = line.occurrence.planned_on or line.occurrence.due_on
    if day is None or day > today + timedelta(days=BEGINS_DAYS):
        return None
    if day >= today:
        return Ahead(day)
    return Ahead(None) if line.standing is Standing.WAITS else None
