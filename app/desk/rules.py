"""Why something needs a hand: one function a kind, asked of every item of a plan. Pure.

What the desk calls past its legal date, forecast after needed-by, not yet shown or expired is what the rules of
readiness find (`app.readiness.gaps`), so that the desk and the list of gaps never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.labels import message
from app.desk.facts import DeskMilestone, Running
from app.desk.rights import Rights
from app.desk.states import SOON_DAYS, Deed, Kind
from app.desk.tasks import Line
from app.readiness.cases import Case, ItemReading
from app.readiness.facts import UNCONFIRMED_DAYS, is_shown, is_unconfirmed
from app.readiness.gaps import note_on
from app.readiness.gaps.dates import forecast_after_needed_by, past_legal_date
from app.readiness.gaps.evidence import evidence_expired, not_yet_shown
from app.readiness.gaps.rule import Rule
from app.readiness.states import Counting, InPlace, State
from app.readiness.words import Sentence

INTERVAL_DAYS = UNCONFIRMED_DAYS
"""A milestone is to be confirmed after so many days, unless an open round names its own."""


@dataclass(frozen=True)
class Looked:
    """An item of a plan as the desk looks at it."""

    case: Case
    reading: ItemReading
    milestones: tuple[DeskMilestone, ...]
    lead: int | None
    authorities: frozenset[int]
    running: tuple[Running, ...]
    interval: int = INTERVAL_DAYS
    """Days after which a milestone that nobody changed or confirmed is to be confirmed."""

    @property
    def day(self) -> date:
        """Today."""
        return self.case.day

    @property
    def block_key(self) -> str:
        """Where the item stands."""
        return self.case.item.block_key

    @property
    def closing(self) -> DeskMilestone | None:
        """The closing milestone; None while nothing was said of the item."""
        return next((milestone for milestone in self.milestones if milestone.facts.is_closing), None)

    def found(self, rule: Rule) -> Mapping[str, Any] | None:
        """What a rule of readiness finds, asked as it is for the list of gaps; nothing where that gap is noted."""
        is_asked = self.reading.is_counted and self.reading.facts.has_information
        if not is_asked or rule.of_open == (self.reading.state is State.IN_PLACE):
            return None
        finding = rule.look(self.case)
        return None if finding is None or note_on(self.case, rule, finding) else finding.values


Look = Callable[[Looked, Rights], Iterator[Line]]


def past_its_legal_date(item: Looked, rights: Rights) -> Iterator[Line]:
    """A forecast is asked for where none stands that can still come true; else that it is reported in place."""
    values = item.found(past_legal_date)
    if values is None:
        return
    on = values["date"]
    said = Sentence(message("since %(date)s, %(days)s days"), {"date": on, "days": values["days"]})
    yield from _about_closing(item, rights, said, on, Deed.FORECAST)


def _about_closing(item: Looked, rights: Rights, said: Sentence, on: date, wanted: Deed) -> Iterator[Line]:
    """A line about the item as a whole: a date of its closing milestone, or its report, as far as one may."""
    closing = item.closing
    own = _one(closing.authority_id) if closing else frozenset()
    forecast = closing.facts.forecast_on if closing else None
    is_ahead = forecast is not None and forecast >= item.day
    may_date = closing is not None and rights.may_update(item.block_key, own)
    may_close = rights.may_update(item.block_key, own | _one(item.lead))
    if may_date and (wanted is Deed.CHANGE_FORECAST or not is_ahead):
        if wanted is Deed.FORECAST and forecast is not None:
            wanted = Deed.NEW_FORECAST
        yield Line(closing, said, on, wanted, item.authorities | own)
    elif may_close:
        yield Line(closing, said, on, Deed.REPORT, item.authorities | own)


def due(item: Looked, rights: Rights) -> Iterator[Line]:
    """Open milestones whose own date falls in the next two weeks, or has passed; of items that are not in place."""
    last = item.day + timedelta(days=SOON_DAYS)
    for milestone in open_ones(item):
        own = milestone.facts.own_on
        if own is not None and own <= last and rights.may_update(item.block_key, _one(milestone.authority_id)):
            yield Line(milestone, _due_in_words(own, item.day), own, Deed.UPDATE, _one(milestone.authority_id))


def _due_in_words(own: date, day: date) -> Sentence:
    days = (own - day).days
    if days == 0:
        return Sentence(message("due today"))
    if days == 1:
        return Sentence(message("due tomorrow, %(date)s"), {"date": own})
    if days > 1:
        return Sentence(message("due %(date)s, in %(days)s days"), {"date": own, "days": days})
    if days == -1:
        return Sentence(message("was due yesterday, %(date)s"), {"date": own})
    return Sentence(message("was due %(date)s, %(days)s days ago"), {"date": own, "days": -days})


def forecast_after(item: Looked, rights: Rights) -> Iterator[Line]:
    """The closing milestone's date, or where it has none the open milestone that is done last."""
    values = item.found(forecast_after_needed_by)
    if values is None:
        return
    said = Sentence(
        message("forecast %(forecast)s, %(days)s days after it is needed (%(date)s)"),
        {"forecast": values["forecast"], "days": values["days"], "date": values["date"]},
    )
    closing = item.closing
    if closing is not None and closing.facts.own_on is not None:
        yield from _about_closing(item, rights, said, values["date"], Deed.CHANGE_FORECAST)
        return
    dated = [milestone for milestone in open_ones(item) if milestone.facts.own_on is not None]
    last = max(dated, key=lambda milestone: milestone.facts.own_on or date.min, default=None)
    if last is not None and rights.may_update(item.block_key, _one(last.authority_id)):
        yield Line(last, said, values["date"], Deed.CHANGE_FORECAST, _one(last.authority_id))


def not_shown(item: Looked, rights: Rights) -> Iterator[Line]:
    """Reported in place, and what was received does not show it."""
    values = item.found(not_yet_shown)
    if values is not None and rights.may_show(item.block_key, item.authorities):
        on = values["date"]
        said = Sentence(message("reported in place on %(date)s"), {"date": on})
        yield Line(item.closing, said, on, Deed.SHOW, item.authorities)


def expired(item: Looked, rights: Rights) -> Iterator[Line]:
    """What showed it has run out, or will within two weeks, and what is left does not show it."""
    if not rights.may_show(item.block_key, item.authorities):
        return
    values = item.found(evidence_expired)
    if values is not None:
        said = Sentence(message("expired on %(date)s"), {"date": values["date"]})
        yield Line(item.closing, said, values["date"], Deed.RENEW, item.authorities)
        return
    ends_on = _ends_on(item)
    if ends_on is not None:
        said = Sentence(message("expires on %(date)s"), {"date": ends_on})
        yield Line(item.closing, said, ends_on, Deed.RENEW, item.authorities)


def _ends_on(item: Looked) -> date | None:
    """The last day on which the item is still shown, where that is within two weeks."""
    if item.reading.level is not InPlace.SHOWN:
        return None
    last = item.day + timedelta(days=SOON_DAYS)
    for day in sorted({piece.expires_on for piece in item.running if piece.expires_on}):
        left = frozenset(piece.kind for piece in item.running if piece.expires_on is None or piece.expires_on > day)
        evidenced = item.reading.facts.evidenced._replace(kinds=left)
        if day <= last and not is_shown(evidenced, item.case.item.proofs):
            return day
    return None


def to_decide(item: Looked, rights: Rights) -> Iterator[Line]:
    """Whether it applies is to be confirmed, and the plan has said nothing of it yet. For coordinators."""
    is_open = item.reading.counting is Counting.TO_BE_CONFIRMED and not item.reading.facts.has_information
    if is_open and rights.coordinates:
        said = Sentence(message("needed by %(date)s, if it applies"), {"date": item.case.item.needed_by})
        yield Line(item.closing, said, item.case.item.needed_by, Deed.DECIDE, item.authorities)


def to_confirm(item: Looked, rights: Rights) -> Iterator[Line]:
    """Milestones that run or fall due within 90 days and that nobody has changed or confirmed for the interval."""
    if not item.reading.is_counted:
        return
    for milestone in open_ones(item):
        own = _one(milestone.authority_id)
        if not milestone.facts.is_closing and is_unconfirmed(milestone.facts, item.day, item.interval):
            since = milestone.facts.changed_on
            if rights.may_update(item.block_key, own):
                values = {"date": since, "days": (item.day - since).days}
                said = Sentence(message("unchanged since %(date)s, %(days)s days"), values)
                yield Line(milestone, said, since, Deed.CONFIRM, own)


def open_ones(item: Looked) -> Iterator[DeskMilestone]:
    """Open milestones; none where the item is in place or does not apply."""
    if item.reading.state not in (State.IN_PLACE, State.NOT_APPLICABLE):
        yield from (milestone for milestone in item.milestones if milestone.facts.is_open(item.day))


def _one(authority_id: int | None) -> frozenset[int]:
    return frozenset() if authority_id is None else frozenset({authority_id})


RULES: Mapping[Kind, Look] = {
    Kind.PAST_LEGAL_DATE: past_its_legal_date,
    Kind.DUE: due,
    Kind.FORECAST_AFTER: forecast_after,
    Kind.NOT_SHOWN: not_shown,
    Kind.EXPIRED: expired,
    Kind.TO_DECIDE: to_decide,
    Kind.TO_CONFIRM: to_confirm,
}
"""In the order of urgency; what is not yet shared is asked of the plan as a whole."""
