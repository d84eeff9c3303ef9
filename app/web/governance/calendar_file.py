"""A cycle as a calendar file (RFC 5545): one day-long entry for each dated occurrence. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75
"""Octets of a line; longer ones are folded."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day in a calendar, or several up to `last`; `key` stays the same however often the file is fetched, so that
    calendars update it. `is_cancelled`: it stays in the file, so that those that took it strike it out."""

    key: str
    day: date
    title: str
    text: str
    address: str
    last: date | None = None
    is_cancelled: bool = False


def calendar_file(name: str, host: str, events: Iterable[Event], now: datetime) -> str:
    """The file, with the line ends and folds that the standard asks for."""
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pact implementation tracker//cycle//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(event.key)}@{_escaped(host)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{(event.last or event.day) + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
            f"DESCRIPTION:{_escaped(event.text)}",
            f"URL:{event.address}",
            *(["STATUS:CANCELLED"] if event.is_cancelled else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return "".join(sign for sign in text if sign.isprintable() or sign == "\t")


def _folded(line: str) -> Iterable[str]:
    """Pieces of at most 75 octets, each after the first behind a blank; no sign is cut in two."""
    piece, size, limit = "", 0, LINE
    for sign in line:
        width = len(sign.encode())
        if size + width > limit:
            yield piece if limit == LINE else f" {piece}"
            piece, size, limit = "", 0, LINE - 1
        piece, size = piece + sign, size + width
    yield piece if limit == LINE else f" {piece}"
