"""What the catalogue says in closed words, as sentences for people."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import format_date, gettext, ngettext

from app.catalogue.states import (
    Confidence,
    DueKind,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
)
from app.catalogue.views import DueView, ItemView
from app.web.frame import full_date, in_language

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_LEAP_YEAR = 2024  # so that a month and day may be 29 February


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
    return gettext(" and ").join(part for part in parts if part)


def every_words(duration: str) -> str:
    """How often: `P1Y` is every year, `P6M` every 6 months."""
    once = {"P1Y": gettext("every year"), "P1M": gettext("every month"), "P1D": gettext("every day")}
    return once.get(duration) or gettext("every %(time)s", time=duration_words(duration))


def day_of_year(month_day: str) -> str:
    """`06-01` is 1 June."""
    return str(format_date(date.fromisoformat(f"{_LEAP_YEAR}-{month_day}"), "d MMMM"))


def needed_by_words(item: ItemView) -> str:
    """The day an item is needed by, with its kind: a planning date says that it is not legal."""
    day = full_date(item.needed_by)
    match item.needed_by_kind:
        case NeededByKind.LEGAL:
            return str(gettext("legal date %(day)s", day=day))
        case NeededByKind.APPLICATION:
            return str(gettext("date of application %(day)s", day=day))
        case NeededByKind.PLANNING:
            return str(gettext("planning date %(day)s, not legal", day=day))


def needed_by_reason(item: ItemView, applies_from: date) -> str:
    """Why an item is needed by its day, as a sentence."""
    anchor = item.needed_by_anchor
    if item.needed_by_kind is NeededByKind.PLANNING:
        return gettext("No act gives a date: the programme's date of application serves for planning. It is not legal.")
    if item.needed_by_kind is NeededByKind.LEGAL:
        if item.nature is Nature.RECURRING:
            return gettext("The arrangement must stand when it falls due for the first time (%(anchor)s).", anchor=anchor)
        return gettext("The act itself gives the date (%(anchor)s).", anchor=anchor)
    if item.needed_by > applies_from:
        return gettext("The article it rests on applies only from this day (%(anchor)s).", anchor=anchor)
    return gettext(
        "The article it rests on (%(anchor)s) applies by then; nothing is needed before the programme's date of"
        " application unless the act says so.",
        anchor=anchor,
    )


def due_sentences(due: DueView) -> list[str]:
    """The date an item carries itself, sentence by sentence."""
    said = [_due_sentence(due)]
    if due.printed_on is not None and due.printed_on != due.on:
        said.append(gettext("First printed in the Official Journal as %(day)s.", day=full_date(due.printed_on)))
    if due.anchor:
        said.append(gettext("Basis: %(anchor)s.", anchor=due.anchor))
    if due.note is not None:
        said.append(in_language(due.note).rstrip(".") + ".")
    return said


def _due_sentence(due: DueView) -> str:
    limit = duration_words(due.within) if due.within else ""
    start = in_language(due.starts_from)
    match due.kind:
        case DueKind.LEGAL:
            return gettext("Legal date: %(day)s.", day=full_date(due.on))
        case DueKind.INDICATIVE:
            return gettext("Indicative date: %(day)s. It makes nothing late.", day=full_date(due.on))
        case DueKind.RECURRING:
            return _recurring_sentence(due)
        case DueKind.PER_CASE:
            if limit and start:
                return gettext("In each case within %(limit)s of %(start)s.", limit=limit, start=start)
            return gettext("In each case within %(limit)s.", limit=limit) if limit else gettext("In each case.")
        case DueKind.ON_EVENT:
            if limit and start:
                return gettext("Only when it happens: within %(limit)s of %(start)s.", limit=limit, start=start)
            if start:
                return gettext("Only when it happens: on %(start)s.", start=start)
            return gettext("Only when it happens.")


def _recurring_sentence(due: DueView) -> str:
    often = every_words(due.every or "")
    if due.day and due.on:
        return gettext(
            "Due %(often)s by %(day)s, for the first time on %(first)s.",
            often=often,
            day=day_of_year(due.day),
            first=full_date(due.on),
        )
    if due.day:
        return gettext("Due %(often)s by %(day)s.", often=often, day=day_of_year(due.day))
    if due.on:
        return gettext("Due %(often)s, for the first time on %(first)s.", often=often, first=full_date(due.on))
    return gettext("Due %(often)s.", often=often)


def obligation_words(obligation: Obligation) -> str:
    """What kind of duty it is, as a sentence."""
    return {
        Obligation.SHALL: gettext("A duty: the act says “shall”. It counts in readiness."),
        Obligation.SHALL_IF: gettext("A duty on a condition: it counts in readiness where the condition holds."),
        Obligation.MAY: gettext("Voluntary: shown, never counted in readiness."),
        Obligation.RECOMMENDED: gettext("Recommended: shown, never counted in readiness."),
    }[obligation]


def nature_words(nature: Nature) -> str:
    """What kind of thing is to be in place, as a sentence."""
    return {
        Nature.ARRANGEMENT: gettext("An arrangement, to be put in place once."),
        Nature.RECURRING: gettext("A recurring duty: an arrangement, and turns that each fall due on their day."),
        Nature.EVENT: gettext("An ability: nothing falls due unless the event happens."),
        Nature.PER_CASE: gettext("A workflow to be in place, which then holds in each case."),
    }[nature]


def confidence_words(confidence: Confidence) -> str:
    """How sure the catalogue is of an item, as a sentence."""
    return {
        Confidence.HIGH: gettext("High: read in the act itself, or in another official text."),
        Confidence.MEDIUM: gettext("Medium: follows from the act or from reports; it was not found in these words."),
        Confidence.LOW: gettext("Low: a reading that others may not share."),
        Confidence.NONE: gettext("None: not confirmed by any source seen."),
    }[confidence]


def provenance_words(provenance: Provenance) -> str:
    """What an item was drawn from, as a sentence."""
    return {
        Provenance.ACT: gettext("Drawn from the text of the act."),
        Provenance.COMMON_PLAN: gettext("Drawn from the Common Implementation Plan, as far as it is known."),
        Provenance.CHECKLIST: gettext("Drawn from a row of the Operational Checklist that was seen."),
        Provenance.DELIVERED_ACT: gettext("Drawn from an implementing act that has been adopted."),
        Provenance.STATE_OF_PLAY: gettext("Drawn from a later report or news item of the Commission."),
        Provenance.NATIONAL_PLAN: gettext("Drawn from a pattern in published national plans."),
        Provenance.COMMISSION_PAGE: gettext("Drawn from a page of the Commission."),
    }[provenance]
