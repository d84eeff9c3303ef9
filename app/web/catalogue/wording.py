"""What the catalogue says in closed words, as sentences for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from babel import Locale
from flask_babel import format_date, get_locale, gettext, ngettext

from app.catalogue.states import (
    ActGroup,
    ActorGroup,
    Confidence,
    DueKind,
    EvidenceKind,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
)
from app.catalogue.views import ActorView, ActView, DueView, HoldsView, ItemView
from app.web.frame import full_date, in_language

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
Grouped = TypeVar("Grouped", ActView, ActorView)
_LEAP_YEAR = 2024  # so that a month and day may be 29 February


def _(text: str, /, **values: object) -> str:
    """A sentence in the reader's language."""
    said: str = gettext(text, **values)
    return said


def is_official(url: str) -> bool:
    """Whether an address is a place of the European Union; no other is linked."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return parts.scheme == "https" and (host == "europa.eu" or host.endswith(".europa.eu"))


def duration_words(duration: str) -> str:
    """An ISO 8601 duration in words: `PT72H` is 72 hours, `P1Y6M` 1 year and 6 months."""
    found = _DURATION.fullmatch(duration)
    if found is None or not any(found.groups()):
        return duration
    years, months, weeks, days, hours, minutes = (int(part) if part else 0 for part in found.groups())
    parts = (
        years and ngettext("%(num)d year", "%(num)d years", years),
        months and ngettext("%(num)d month", "%(num)d months", months),
        weeks and ngettext("%(num)d week", "%(num)d weeks", weeks),
        days and ngettext("%(num)d day", "%(num)d days", days),
        hours and ngettext("%(num)d hour", "%(num)d hours", hours),
        minutes and ngettext("%(num)d minute", "%(num)d minutes", minutes),
    )
    return f" {_('and')} ".join(part for part in parts if part)


def every_words(duration: str) -> str:
    """How often: `P1Y` is every year, `P6M` every 6 months."""
    once = {"P1Y": _("every year"), "P1M": _("every month"), "P1D": _("every day")}
    return once.get(duration) or _("every %(time)s", time=duration_words(duration))


def day_of_year(month_day: str) -> str:
    """`06-01` is 1 June."""
    return str(format_date(date.fromisoformat(f"{_LEAP_YEAR}-{month_day}"), "d\u00a0MMMM"))


def needed_by_words(item: ItemView) -> str:
    """The day an item is needed by, with its kind: a planning date says that it is not legal."""
    day = full_date(item.needed_by)
    match item.needed_by_kind:
        case NeededByKind.LEGAL:
            return _("legal date %(day)s", day=day)
        case NeededByKind.APPLICATION:
            return _("date of application %(day)s", day=day)
        case NeededByKind.PLANNING:
            return _("planning date %(day)s, not legal", day=day)


def needed_by_reason(item: ItemView, applies_from: date) -> str:
    """Why an item is needed by its day, as a sentence."""
    anchor = item.needed_by_anchor
    if item.needed_by_kind is NeededByKind.PLANNING:
        return _("No act gives a date: the programme's date of application serves for planning. It is not legal.")
    if item.needed_by_kind is NeededByKind.LEGAL:
        if item.nature is Nature.RECURRING:
            return _("The arrangement must stand when it falls due for the first time (%(anchor)s).", anchor=anchor)
        return _("The act itself gives the date (%(anchor)s).", anchor=anchor)
    if item.needed_by > applies_from:
        return _("The article it rests on applies only from this day (%(anchor)s).", anchor=anchor)
    return _(
        "The article it rests on (%(anchor)s) applies by then; nothing is needed before the programme's date of"
        " application unless the act says so.",
        anchor=anchor,
    )


def due_sentences(due: DueView) -> list[str]:
    """The date an item carries itself, sentence by sentence."""
    said = [_due_sentence(due)]
    if due.printed_on is not None and due.printed_on != due.on:
        said.append(_("First printed in the Official Journal as %(day)s.", day=full_date(due.printed_on)))
    if due.anchor:
        said.append(_("Basis: %(anchor)s.", anchor=due.anchor))
    if due.note is not None:
        said.append(in_language(due.note).rstrip(".") + ".")
    return said


def _due_sentence(due: DueView) -> str:
    limit = duration_words(due.within) if due.within else ""
    start = in_language(due.starts_from)
    match due.kind:
        case DueKind.LEGAL:
            return _("Legal date: %(day)s.", day=full_date(due.on))
        case DueKind.INDICATIVE:
            return _("Indicative date: %(day)s. It makes nothing late.", day=full_date(due.on))
        case DueKind.RECURRING:
            return _recurring_sentence(due)
        case DueKind.PER_CASE:
            if limit and start:
                return _("In each case within %(limit)s of %(start)s.", limit=limit, start=start)
            return _("In each case within %(limit)s.", limit=limit) if limit else _("In each case.")
        case DueKind.ON_EVENT:
            if limit and start:
                return _("Only when it happens: within %(limit)s of %(start)s.", limit=limit, start=start)
            if start:
                return _("Only when it happens: on %(start)s.", start=start)
            return _("Only when it happens.")


def _recurring_sentence(due: DueView) -> str:
    often = every_words(due.every or "")
    if due.day and due.on:
        return _(
            "Due %(often)s by %(day)s, for the first time on %(first)s.",
            often=often,
            day=day_of_year(due.day),
            first=full_date(due.on),
        )
    if due.day:
        return _("Due %(often)s by %(day)s.", often=often, day=day_of_year(due.day))
    if due.on:
        return _("Due %(often)s, for the first time on %(first)s.", often=often, first=full_date(due.on))
    return _("Due %(often)s.", often=often)


def obligation_words(obligation: Obligation) -> str:
    """What kind of duty it is, as a sentence."""
    return {
        Obligation.SHALL: _("A duty: the act says “shall”. It counts in readiness."),
        Obligation.SHALL_IF: _("A duty on a condition: it counts in readiness where the condition holds."),
        Obligation.MAY: _("Voluntary: shown, never counted in readiness."),
        Obligation.RECOMMENDED: _("Recommended: shown, never counted in readiness."),
    }[obligation]


def obligation_and_nature(item: ItemView) -> str:
    """Obligation and nature in few words, for a cell: “recurring duty”, “voluntary; when it happens”."""
    obligation, nature = gettext(item.obligation.label), gettext(item.nature.label)
    if item.nature is Nature.ARRANGEMENT:
        return str(obligation)
    if item.nature is Nature.RECURRING and item.obligation is Obligation.SHALL:
        return str(nature)
    return f"{nature}; {obligation}"


def nature_words(nature: Nature) -> str:
    """What kind of thing is to be in place, as a sentence."""
    return {
        Nature.ARRANGEMENT: _("An arrangement, to be put in place once."),
        Nature.RECURRING: _("A recurring duty: an arrangement, and turns that each fall due on their day."),
        Nature.EVENT: _("An ability: nothing falls due unless the event happens."),
        Nature.PER_CASE: _("A workflow to be in place, which then holds in each case."),
    }[nature]


def confidence_words(confidence: Confidence) -> str:
    """How sure the catalogue is of an item, as a sentence."""
    return {
        Confidence.HIGH: _("High: read in the act itself, or in another official text."),
        Confidence.MEDIUM: _("Medium: follows from the act or from reports; it was not found in these words."),
        Confidence.LOW: _("Low: a reading that others may not share."),
        Confidence.NONE: _("None: not confirmed by any source seen."),
    }[confidence]


def provenance_words(provenance: Provenance) -> str:
    """What an item was drawn from, as a sentence."""
    return {
        Provenance.ACT: _("Drawn from the text of the act."),
        Provenance.COMMON_PLAN: _("Drawn from the Common Implementation Plan, as far as it is known."),
        Provenance.CHECKLIST: _("Drawn from a row of the Operational Checklist that was seen."),
        Provenance.DELIVERED_ACT: _("Drawn from an implementing act that has been adopted."),
        Provenance.STATE_OF_PLAY: _("Drawn from a later report or news item of the Commission."),
        Provenance.NATIONAL_PLAN: _("Drawn from a pattern in published national plans."),
        Provenance.COMMISSION_PAGE: _("Drawn from a page of the Commission."),
    }[provenance]


def evidence_words(kind: EvidenceKind) -> str:
    """A kind of evidence with its article: “a legal reference”."""
    return {
        EvidenceKind.LEGAL_REFERENCE: _("a legal reference"),
        EvidenceKind.NOTIFICATION: _("a notification"),
        EvidenceKind.LINK: _("a link"),
        EvidenceKind.NUMBER: _("a number with its unit and date"),
        EvidenceKind.STATEMENT: _("a statement"),
        EvidenceKind.FILE: _("a file"),
        EvidenceKind.PRODUCT: _("a product of technical support"),
        EvidenceKind.DELIVERABLE: _("a deliverable of technical support"),
    }[kind]


def proofs_in_words(proofs: Iterable[Iterable[EvidenceKind]]) -> str:
    """What a closing condition asks for: “a link or a file, and besides a number with its unit and date”."""
    groups = [_either([evidence_words(kind) for kind in sorted(group)]) for group in proofs]
    return _(", and besides ").join(groups)


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} {_('or')} {last}" if others else last


def period(held: HoldsView) -> str:
    """From when until when a condition is stated to hold, to be set behind the word; empty for always."""
    if held.valid_from and held.valid_until:
        values = {"first": full_date(held.valid_from), "last": full_date(held.valid_until)}
        return _(" from %(first)s to %(last)s", **values)
    if held.valid_from:
        return _(" from %(first)s", first=full_date(held.valid_from))
    return _(" until %(last)s", last=full_date(held.valid_until)) if held.valid_until else ""


def articles_words(articles: Sequence[str]) -> str:
    """`Articles 16-55, 72-80`."""
    listed = ", ".join(articles)
    several = len(articles) > 1 or "-" in listed
    return _("Articles %(list)s", list=listed) if several else _("Article %(list)s", list=listed)


def in_groups(rows: Iterable[Grouped]) -> list[tuple[Any, list[Grouped]]]:
    """Acts or actors with their groups, these in the order in which the code names them."""
    found: dict[Any, list[Grouped]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [(group, found[group]) for group in type(next(iter(found))) if group in found] if found else []


def act_group_title(group: ActGroup) -> str:
    """The heading above the acts of a group."""
    return {
        ActGroup.PACT: _("Acts of the Pact"),
        ActGroup.RELATED: _("Related acts"),
        ActGroup.IMPLEMENTING: _("Implementing and delegated acts"),
    }[group]


def actor_group_title(group: ActorGroup) -> str:
    """The heading above the actors of a group."""
    return {
        ActorGroup.EU: _("EU institutions"),
        ActorGroup.AGENCY: _("EU agencies"),
        ActorGroup.NATIONAL: _("National authorities, by task"),
        ActorGroup.PARTNER: _("Partners"),
    }[group]


def language_name(code: str) -> str:
    """The name of a language in the reader's language; its code where there is none."""
    name: str | None = Locale.parse(code).get_display_name(get_locale())
    return name or code
