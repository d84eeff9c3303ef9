"""The brief since a meeting: what moved, slipped, was contested, expired, is new, was closed. Pure.

One and the same list of sections makes the page and the document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.labels import message
from app.exchange.book.instructions import DISCLAIMER
from app.flags.records import FlagRecord, StepRecord
from app.flags.states import ENDED, AnswerKind, Deed, State
from app.plans.queries.records import PlanInScope
from app.plans.states import EU, Scope
from app.readiness.moving import Factor, Figure, Moved, Turn
from app.reports.parts import Document, Heading, Paragraph, Part
from app.reports.tongue import Tongue
from app.review.moved import Became, MilestoneMove

SHOWN = 9
"""So many lines of each section fit on two A4 pages."""

_EXPIRED = frozenset({Turn.EXPIRED})
_NEW = frozenset({Turn.FIRST_TOLD})


@dataclass(frozen=True)
class SinceMaterial:
    """What the brief says of a plan from one day to another, as its reader may see it.

    `flags`: those that the reader may see; None where they see no flags of the plan. `figures`: total figures.
    """

    view: CatalogueView
    plan: PlanInScope
    start: date
    end: date
    as_then: bool
    figures: Mapping[Figure, Moved]
    turns: Sequence[tuple[int, Turn]]
    moves: Sequence[MilestoneMove]
    flags: Sequence[FlagRecord] | None


@dataclass(frozen=True)
class Told:
    """A line: what it is of, and what is said of it; by what it can be found: an item, a milestone, or a flag."""

    what: str
    said: str
    item_id: int | None = None
    reference: str = ""
    flag: int | None = None


@dataclass(frozen=True)
class Section:
    """A heading with its lines, the most important first; `none`: what is said where there is no line."""

    title: str
    lines: tuple[Told, ...]
    none: str

    @property
    def first(self) -> tuple[Told, ...]:
        """As many as the brief has room for."""
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        """How many there is no room for."""
        return max(0, len(self.lines) - SHOWN)


def sections_of(of: SinceMaterial, tongue: Tongue) -> tuple[Section, ...]:
    """The sections in the order of the brief; without flags where the reader sees none."""
    say = tongue.say
    moved = frozenset(Turn) - _EXPIRED - _NEW
    slipped = sorted((one for one in of.moves if one.became is Became.LATER), key=lambda one: -(one.days or 0))
    earlier = [one for one in of.moves if one.became is Became.EARLIER]
    found = [
        Section(
            say(message("Moved")),
            (*_items(of, moved, tongue), *_steps(of, {Became.DONE, Became.OPENED}, tongue)),
            say(message("Nothing moved.")),
        ),
        Section(
            say(message("Slipped, and why")),
            tuple(_step(of, one, tongue) for one in (*slipped, *earlier)),
            say(message("No date moved.")),
        ),
    ]
    if of.flags is not None:
        found.append(
            Section(say(message("Contested")), tuple(_contested(of, tongue)), say(message("Nothing was contested.")))
        )
    found += [
        Section(
            say(message("Evidence expired")),
            tuple(_items(of, _EXPIRED, tongue)),
            say(message("No evidence expired.")),
        ),
        Section(
            say(message("New")),
            (*_steps(of, {Became.ADDED}, tongue), *_sent(of, tongue), *_items(of, _NEW, tongue)),
            say(message("Nothing is new.")),
        ),
        Section(
            say(message("Closed")),
            (*_closed(of, tongue), *_steps(of, {Became.CANCELLED}, tongue)),
            say(message("Nothing was closed.")),
        ),
    ]
    return tuple(found)


def sentences_of(of: SinceMaterial, tongue: Tongue) -> tuple[str, ...]:
    """What the brief says first: the figures on both days and what the difference is made of."""
    say = tongue.say
    progress = of.figures[Figure.PROGRESS]
    if progress.new is None:
        return (say(message("Nothing that counts has been shared.")),)
    if progress.old is None:
        values = {"new": progress.new}
        return (say(message("Progress: %(new)s %%; nothing that counts had been shared before.")) % values,)
    said = say(message("Progress: %(old)s %% → %(new)s %%%(made)s.")) % {
        "old": progress.old,
        "new": progress.new,
        "made": _made_of(progress, tongue),
    }
    return (said, *_key_items(of, tongue))


def _made_of(moved: Moved, tongue: Tongue) -> str:
    named = [f"{tongue.say(factor.label)} {signed(moved.by[factor])}" for factor in Factor if moved.by.get(factor)]
    return f" ({', '.join(named)})" if named else ""


def signed(number: int) -> str:
    """+3, −2, 0."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def _key_items(of: SinceMaterial, tongue: Tongue) -> Iterator[str]:
    levels = Figure.REPORTED, Figure.SHOWN, Figure.CONFIRMED
    told = [of.figures[level] for level in levels]
    words = message("reported"), message("shown"), message("confirmed")
    parts = [f"{one.old} → {one.new} {tongue.say(word)}" for one, word in zip(told, words, strict=True) if one.by]
    if parts:
        yield tongue.say(message("Key items in place: %(levels)s.")) % {"levels": ", ".join(parts)}


def _items(of: SinceMaterial, wanted: Iterable[Turn], tongue: Tongue) -> list[Told]:
    """Items with what became of them, key items first, then in the catalogue's order."""
    by_item: dict[int, list[Turn]] = defaultdict(list)
    for item_id, turn in of.turns:
        if turn in wanted:
            by_item[item_id].append(turn)
    found = sorted(by_item, key=lambda item_id: not of.view.items_by_id[item_id].is_key)
    return [
        Told(_titled(of, item_id, tongue), ", ".join(tongue.say(turn.label) for turn in by_item[item_id]), item_id)
        for item_id in found
    ]


def _titled(of: SinceMaterial, item_id: int, tongue: Tongue) -> str:
    """An item with its block's number, marked where it is key."""
    item = of.view.items_by_id[item_id]
    key = f"{tongue.say(message('key item'))}, " if item.is_key else ""
    block = tongue.say(message("block %(number)s")) % {"number": of.view.blocks[item.block_key].code}
    return f"{tongue.text(item.title)} ({key}{block})"


def _steps(of: SinceMaterial, wanted: Iterable[Became], tongue: Tongue) -> list[Told]:
    return [_step(of, one, tongue) for one in of.moves if one.became in wanted]


def _step(of: SinceMaterial, one: MilestoneMove, tongue: Tongue) -> Told:
    milestone = one.milestone
    title = tongue.say(message("In place")) if milestone.is_closing else milestone.title
    item = of.view.items_by_id.get(milestone.item_id)
    where = f" ({tongue.text(item.title)})" if item else ""
    return Told(f"{milestone.reference} {title}{where}", _became(one, tongue), reference=milestone.reference)


def _became(one: MilestoneMove, tongue: Tongue) -> str:
    say = tongue.say
    if one.became in (Became.LATER, Became.EARLIER):
        days = {"days": abs(one.days or 0), "old": tongue.day(one.old_on), "new": tongue.day(one.new_on)}
        said = say(message("%(old)s → %(new)s, %(days)s days later"))
        if one.became is Became.EARLIER:
            said = say(message("%(old)s → %(new)s, %(days)s days earlier"))
        return f"{said % days}; {_why(one, tongue)}"
    day = one.new_on or one.old_on
    return f"{say(one.became.label)}, {tongue.day(day)}" if day else say(one.became.label)


def _why(one: MilestoneMove, tongue: Tongue) -> str:
    if one.why is None:
        return tongue.say(message("no cause was given"))
    return ": ".join(filter(None, (tongue.say(one.why.cause.label), one.why.reason)))


def _in_time(of: SinceMaterial, flag: FlagRecord) -> list[StepRecord]:
    """The steps of a flag after the first day, up to the last."""
    return [step for step in flag.steps if of.start < clock.day_of(step.taken_at) <= of.end]


def _contested(of: SinceMaterial, tongue: Tongue) -> Iterator[Told]:
    for flag in of.flags or ():
        for step in reversed(_in_time(of, flag)):
            if step.answer is AnswerKind.CONTESTED or step.state is State.POSITIONS_DIFFER:
                label = step.answer.label if step.answer is AnswerKind.CONTESTED else step.state.label
                yield _flag(flag, f"{tongue.say(label)}, {tongue.day(clock.day_of(step.taken_at))}", tongue)
                break


def _sent(of: SinceMaterial, tongue: Tongue) -> Iterator[Told]:
    for flag in of.flags or ():
        if any(step.deed is Deed.SEND for step in _in_time(of, flag)):
            said = tongue.say(message("sent, to be answered by %(day)s")) % {"day": tongue.day(flag.due_on)}
            yield _flag(flag, said, tongue)


def _closed(of: SinceMaterial, tongue: Tongue) -> Iterator[Told]:
    for flag in of.flags or ():
        ends = [step for step in _in_time(of, flag) if step.state in ENDED]
        if ends:
            day = clock.day_of(ends[-1].taken_at)
            yield _flag(flag, f"{tongue.say(ends[-1].state.label)}, {tongue.day(day)}", tongue)


def _flag(flag: FlagRecord, said: str, tongue: Tongue) -> Told:
    asked = flag.asked if len(flag.asked) <= ASKED else f"{flag.asked[: ASKED - 1].rstrip()}…"
    title = f"{tongue.say(message('Flag'))} {flag.name} ({tongue.say(flag.severity.label)}): {asked}"
    return Told(title, said, flag=flag.number)


ASKED = 120
"""Characters of what a flag asks that fit on a line and a half."""


def since_title(of: SinceMaterial, tongue: Tongue) -> str:
    """“Brief since 2 November 2026: Ireland”."""
    owner = of.plan.owner
    country = of.view.countries.get(owner)
    name = tongue.say(message("EU level")) if owner == EU or country is None else tongue.text(country.title)
    return tongue.say(message("Brief since %(day)s: %(country)s")) % {"day": tongue.day(of.start), "country": name}


def since_facts(of: SinceMaterial, tongue: Tongue) -> str:
    """The days, how they are known, and which state of the plan is read."""
    say = tongue.say
    days = {"start": tongue.day(of.start), "end": tongue.day(of.end)}
    span = say(message("From %(start)s to %(end)s, as known on each day"))
    if not of.as_then:
        span = say(message("From %(start)s to %(end)s, as known now"))
    state = message("working state") if of.plan.scope is Scope.WORKING else message("shared state")
    return f"{span % days} · {say(state)}"


def since_document(of: SinceMaterial, tongue: Tongue) -> Document:
    """The brief as a document of two pages."""
    say = tongue.say
    mark = say(message("Invented data")) if of.plan.head.is_demonstration else ""
    foot = ". ".join(filter(None, (mark, say(DISCLAIMER))))
    parts = (
        Paragraph(since_facts(of, tongue)),
        *(Paragraph(sentence) for sentence in sentences_of(of, tongue)),
        *(part for section in sections_of(of, tongue) for part in _parts(section, tongue)),
    )
    return Document(since_title(of, tongue), tongue.language, "", foot, parts, mark)


def _parts(section: Section, tongue: Tongue) -> Iterator[Part]:
    yield Heading(1, section.title)
    if not section.lines:
        yield Paragraph(section.none)
    for line in section.first:
        yield Paragraph(line.said, line.what)
    if section.more:
        yield Paragraph(tongue.say(message("and %(number)s more")) % {"number": section.more})
