"""The brief of one page as a document: the sentences and lists of the page, in its order. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.views import CatalogueView
from app.core.labels import message
from app.desk.waiting import AwaitedFromEu
from app.exchange.book.instructions import DISCLAIMER
from app.plans.queries.records import PlanInScope, ReleaseRecord
from app.plans.states import EU, Scope
from app.readiness.cells import Reading
from app.reports.brief import Brief, Consulted, OpenItem
from app.reports.parts import Document, Heading, Paragraph, Part, Table
from app.reports.stated import stated
from app.reports.tongue import Tongue
from app.review.queries.sent import Sent, SentOne

OPEN_SHOWN = 10
AWAITED_SHOWN = 4
SENT_SHOWN = 2
RELEASES_SHOWN = 2
"""So many lines of each list fit on one A4 page."""


@dataclass(frozen=True)
class BriefMaterial:
    """What the brief says of a plan on a day, as its reader may see it; `releases`: the latest first."""

    view: CatalogueView
    plan: PlanInScope
    total: Reading
    brief: Brief
    sent: Sent
    releases: Sequence[ReleaseRecord]
    day: date
    known: date | None
    consulted: Consulted


def brief_document(of: BriefMaterial, tongue: Tongue) -> Document:
    """The brief of a plan."""
    say, owner = tongue.say, of.plan.owner
    country = of.view.countries.get(owner)
    name = say(message("EU level")) if owner == EU or country is None else tongue.text(country.title)
    mark = say(message("Invented data")) if of.plan.head.is_demonstration else ""
    foot = ". ".join(filter(None, (mark, say(DISCLAIMER))))
    parts = (
        *_sentences(of, tongue),
        *_consulted(of.consulted, tongue),
        *_open(of, tongue),
        *_awaited(of, tongue),
        *_submitted(of.sent, tongue),
        *_shared(of, tongue),
    )
    return Document(say(message("Brief: %(country)s")) % {"country": name}, tongue.language, "", foot, parts, mark)


def _sentences(of: BriefMaterial, tongue: Tongue) -> Iterator[Part]:
    say, total, brief = tongue.say, of.total, of.brief
    state = message("working state") if of.plan.scope is Scope.WORKING else message("shared state")
    known = say(message("as known on %(day)s")) % {"day": tongue.day(of.known)} if of.known else ""
    yield Paragraph(" · ".join(filter(None, (tongue.day(of.day), known, say(state), say(total.state.label)))))
    if not total.informed:
        yield Paragraph(say(message("Nothing that counts has been shared.")))
        return
    said = say(
        message("Key items in place: %(reported)s of %(total)s reported, %(shown)s shown, %(confirmed)s confirmed.")
    )
    levels = {"reported": total.key_reported, "shown": total.key_shown, "confirmed": total.key_confirmed}
    yield Paragraph(said % {**levels, "total": total.key_total})
    for counted, name in (
        (brief.by_state, message("Open")),
        (brief.outside, message("Open in blocks outside the sum")),
    ):
        if counted:
            yield Paragraph(", ".join(f"{number} {say(state.label)}" for state, number in counted.items()), say(name))
    said = say(message("Over all items: %(progress)s %% on %(informed)s of %(counted)s items."))
    yield Paragraph(said % {"progress": total.shown_progress, "informed": total.informed, "counted": total.counted})


def _consulted(of: Consulted, tongue: Tongue) -> Iterator[Part]:
    if of.latest:
        named = "; ".join(f"{whom} ({tongue.day(day)})" for whom, day in of.latest)
        more = tongue.say(message("and %(number)s more")) % {"number": of.more} if of.more else ""
        yield Paragraph(" ".join(filter(None, (named, more))), tongue.say(message("Consulted")))


def _open(of: BriefMaterial, tongue: Tongue) -> Iterator[Part]:
    say, brief = tongue.say, of.brief
    yield Heading(1, say(message("What is open")))
    if not brief.open:
        yield Paragraph(say(message("No key item is open.")))
        return
    heads = (
        message("Key item"),
        message("State and why"),
        message("Who"),
        message("Forecast"),
        message("Needed by"),
    )
    rows = tuple(_row(one, tongue) for one in brief.open[:OPEN_SHOWN])
    caption = say(message("Key items that are not in place"))
    if of.plan.head.is_demonstration:
        caption = f"{caption} · {say(message('Invented data'))}"
    yield Table(caption, tuple(map(say, heads)), rows)
    yield from _and_more(len(brief.open) - OPEN_SHOWN, tongue)


def _row(one: OpenItem, tongue: Tongue) -> tuple[str, ...]:
    state = stated(one.state, one.reasons[:1], tongue)
    needed = f"{tongue.day(one.item.needed_by)}\n{tongue.say(one.item.needed_by_kind.label)}"
    return (tongue.text(one.item.title), state, one.lead or "–", tongue.day(one.on), needed)


def _awaited(of: BriefMaterial, tongue: Tongue) -> Iterator[Part]:
    say, awaited = tongue.say, of.brief.awaited
    yield Heading(1, say(message("What waits for the EU level")))
    if not awaited:
        yield Paragraph(say(message("Nothing that is counted waits for the EU level.")))
    for one in awaited[:AWAITED_SHOWN]:
        title = one.title if isinstance(one.title, str) else one.title.in_(tongue.language)
        yield Paragraph(f"{title}: {_when(one, tongue)}")
    yield from _and_more(len(awaited) - AWAITED_SHOWN, tongue)


def _when(one: AwaitedFromEu, tongue: Tongue) -> str:
    if one.delivered_on:
        said = tongue.say(message("delivered on %(day)s; the time to put it to use ends on %(until)s"))
        return said % {"day": tongue.day(one.delivered_on), "until": tongue.day(one.until)}
    if one.expected_on:
        return tongue.say(message("expected on %(day)s")) % {"day": tongue.day(one.expected_on)}
    return tongue.say(message("no date is given"))


def _submitted(of: Sent, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    yield Heading(1, say(message("What was submitted")))
    if not of.submissions and not of.unanswered:
        yield Paragraph(say(message("Nothing has been submitted, and no round is open.")))
    for one in of.submissions[:SENT_SHOWN]:
        yield Paragraph(f"{tongue.moment(one.submitted_at)} ({_what(one, tongue)})", say(message("Submitted")))
    if len(of.submissions) > SENT_SHOWN:
        yield Paragraph(say(message("and earlier ones")))
    for waiting in of.unanswered[:SENT_SHOWN]:
        values = {"title": waiting.title, "day": tongue.day(waiting.cut_off_on)}
        yield Paragraph(say(message("%(title)s, by %(day)s, not yet answered")) % values, say(message("Open")))
    yield from _and_more(len(of.unanswered) - SENT_SHOWN, tongue)


def _what(one: SentOne, tongue: Tongue) -> str:
    answering = tongue.say(message("in answer to %(title)s")) % {"title": one.round_title} if one.round_title else ""
    receipt = tongue.say(message("receipt %(number)s")) % {"number": one.submission_id}
    return ", ".join(filter(None, (tongue.say(one.kind.label), answering, receipt)))


def _shared(of: BriefMaterial, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    yield Heading(1, say(message("What was shared when")))
    if not of.releases:
        yield Paragraph(say(message("Nothing has been shared yet.")))
    for one in of.releases[:RELEASES_SHOWN]:
        codes = [of.view.blocks[key].code if key in of.view.blocks else key for key in one.block_keys]
        what = say(message("whole plan")) if one.is_whole_plan else f"{say(message('blocks'))} {', '.join(codes)}"
        changes = say(message("changes: %(number)s")) % {"number": one.changes_shared}
        yield Paragraph(f"{tongue.moment(one.released_at)}: {changes}, {what}")
    if len(of.releases) > RELEASES_SHOWN:
        yield Paragraph(say(message("and earlier ones")))


def _and_more(number: int, tongue: Tongue) -> Iterator[Part]:
    if number > 0:
        yield Paragraph(tongue.say(message("and %(number)s more")) % {"number": number})
