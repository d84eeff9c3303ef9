"""The parts of a catalogue beside its items, each a page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.errors import NotFound
from app.core.labels import message


@dataclass(frozen=True)
class Section:
    """`/catalogue/<key>`, with its title and a sentence on what it holds (message ids)."""

    key: str
    title: str
    sentence: str


SECTIONS = (
    Section("actors", message("Actors"), message("Who has something to do, at EU level and in the Member States.")),
    Section(
        "deadlines",
        message("Dates of the acts"),
        message("The horizontal timeline: what the acts date, and what came of it."),
    ),
    Section("cycle", message("Annual cycle"), message("The steps of the yearly governance, in the order of the act.")),
    Section(
        "conditions",
        message("Conditions"),
        message("Situations and choices on which a duty hangs, and for which Member States they hold."),
    ),
    Section(
        "workstreams",
        message("Workstreams and ladders"),
        message("Kinds of work, and the steps by which the progress of a milestone is measured."),
    ),
    Section("linkages", message("Linkages between blocks"), message("What one block hands to another.")),
    Section("funds", message("Funds"), message("Instruments of the Union that can pay for items.")),
    Section(
        "support",
        message("Technical support"),
        message("The measures and themes of technical support, by the Commission's own names."),
    ),
    Section("terms", message("Names by language"), message("The words of the programme as printed by the EU.")),
    Section("sources", message("Sources"), message("What the statements of this catalogue rest on.")),
)


def find_section(key: str) -> Section:
    """The section of an address. Raises NotFound."""
    for section in SECTIONS:
        if section.key == key:
            return section
    raise NotFound(message("The catalogue has no part “%(key)s”."), key=key[:50])
