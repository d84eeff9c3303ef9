"""The version for Parliament and Council: how many Member States are how far, and no country's name. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.views import BlockView
from app.core.labels import message
from app.exchange.book.instructions import DISCLAIMER
from app.readiness.disclosure import FEWEST, Group
from app.reports.parts import Document, Paragraph, Part, Table
from app.reports.tongue import Tongue

RULE = message(
    "No figure is below three. Where one would be, it is put together with the one beside it, so that it cannot be"
    " worked out. In place means that the key items of the block are reported in place; under way, that something has"
    " begun; open, that something was shared and nothing has begun."
)


@dataclass(frozen=True)
class CountLine:
    """A block (None: all blocks in the sum) with its groups; no group where fewer than three can be told."""

    block: BlockView | None
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Counts:
    """What is told of a day, as known now or on another; `lines`: the blocks, then all of them together."""

    lines: Sequence[CountLine]
    day: date
    known: date | None
    is_invented: bool


def named(group: Group, tongue: Tongue) -> str:
    """The stages of a group: “in place or under way”."""
    return tongue.say(message(" or ")).join(tongue.say(stage.label) for stage in group.stages)


def told(line: CountLine, tongue: Tongue) -> str:
    """“In place in 12, under way or open in 9, nothing shared or not applicable in 6 Member States.”"""
    if not line.groups:
        return tongue.say(message("Not told: fewer than %(fewest)s Member States.")) % {"fewest": FEWEST}
    parts = [
        tongue.say(message("%(stages)s in %(number)s")) % {"stages": named(group, tongue), "number": group.number}
        for group in line.groups
    ]
    said = ", ".join(parts)
    return tongue.say(message("%(counts)s Member States")) % {"counts": said[:1].upper() + said[1:]}


def title_of(line: CountLine, tongue: Tongue) -> str:
    """The block's number and title."""
    if line.block is None:
        return tongue.say(message("All blocks in the sum"))
    return f"{line.block.code} {tongue.text(line.block.title)}"


def heading(tongue: Tongue) -> str:
    """What the report is called."""
    return tongue.say(message("Implementation of the Pact: how many Member States are how far"))


def facts(of: Counts, tongue: Tongue) -> str:
    """The day, and from what it was counted."""
    said = tongue.say(message("%(day)s, from what Member States have shared")) % {"day": tongue.day(of.day)}
    known = tongue.say(message("as known on %(day)s")) % {"day": tongue.day(of.known)} if of.known else ""
    return ", ".join(filter(None, (said, known)))


def council_document(of: Counts, tongue: Tongue) -> Document:
    """The report as a document of one page."""
    say = tongue.say
    mark = say(message("Invented data")) if of.is_invented else ""
    foot = ". ".join(filter(None, (mark, say(DISCLAIMER))))
    return Document(heading(tongue), tongue.language, "", foot, tuple(_parts(of, tongue, mark)), mark)


def _parts(of: Counts, tongue: Tongue, mark: str) -> Iterator[Part]:
    say = tongue.say
    yield Paragraph(facts(of, tongue))
    caption = " · ".join(filter(None, (say(message("Member States by block")), mark)))
    rows = tuple((title_of(line, tongue), told(line, tongue)) for line in of.lines)
    yield Table(caption, (say(message("Block")), say(message("In how many Member States"))), rows)
    yield Paragraph(say(RULE))
