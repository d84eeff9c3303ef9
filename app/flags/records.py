"""What is read of flags: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.calendars.reading import calendar_of
from app.calendars.working_days import Calendar
from app.core import clock
from app.flags.clocks import Standing, Step, standing_on
from app.flags.policy import FlagSubject
from app.flags.states import About, AnswerKind, Category, Deed, NoteReach, Severity, Side, State
from app.plans.states import EU


@dataclass(frozen=True)
class StepRecord:
    """A step of an exchange, with what was said."""

    flag_id: int
    deed: Deed
    side: Side
    state: State
    answer: AnswerKind | None
    text: str
    due_on: date | None
    taken_at: datetime
    author: str | None


@dataclass(frozen=True)
class NoteRecord:
    """A message beside the exchange; of one that was withdrawn the text is empty."""

    note_id: int
    circle: str
    reach: NoteReach
    text: str
    written_at: datetime
    author_id: int | None
    author: str | None
    withdrawn_at: datetime | None
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class FlagRecord:
    """A flag with its steps, the first one first. `reference`: of the milestone it is about."""

    flag_id: int
    owner: str
    number: int | None
    asker: str
    about: About
    block_key: str
    item_id: int | None
    milestone_id: int | None
    reference: str | None
    gap_code: str
    severity: Severity
    severity_reason: str
    category: Category
    asked: str
    due_on: date
    state: State
    written_at: datetime
    author_id: int | None
    author: str | None
    sent_at: datetime | None
    version: int
    steps: tuple[StepRecord, ...] = ()

    @property
    def name(self) -> str:
        """What it is called and where it stands: `IE-7`; empty for a draft."""
        return f"{self.owner}-{self.number}" if self.number else ""

    @property
    def subject(self) -> FlagSubject:
        """As far as a right on it depends on it."""
        return FlagSubject(self.owner, self.asker, self.number is None)

    @property
    def answers(self) -> int:
        """How often it has been answered."""
        return sum(step.deed is Deed.ANSWER for step in self.steps)

    @property
    def positions(self) -> Mapping[Side, StepRecord]:
        """The last word of each side where they differ; nothing where they do not."""
        if not any(step.state in (State.POSITIONS_DIFFER, State.RAISED) for step in self.steps):
            return {}
        said = [step for step in self.steps if step.deed in (Deed.SEND, Deed.ANSWER, Deed.MAINTAIN)]
        return {side: word for side in Side for word in said if word.side is side}

    def standing(self, day: date) -> Standing | None:
        """Where it stood at the end of a day; None: it had not been sent."""
        steps = [Step(clock.day_of(step.taken_at), step.state, step.due_on) for step in self.steps]
        return standing_on(steps, day, calendars_of(self.owner, self.asker))


def calendars_of(owner: str, asker: str) -> Mapping[Side, Calendar]:
    """In whose working days each side counts: a country in its own, the Commission in those of the institutions."""
    return {Side.ASKER: calendar_of(asker or EU), Side.ANSWERER: calendar_of(owner)}
