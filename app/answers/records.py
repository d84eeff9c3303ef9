"""What is read of questions and answers: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.answers.policy import QuestionSubject
from app.answers.states import Act, PartKind, QuestionState, Side, Signed
from app.comments.states import Reach


@dataclass(frozen=True)
class QuestionRecord:
    """A question with its answer as it stands, if it has one.

    `asker`: whose it is, empty where the reader may not know; pages show this and never `subject`.
    """

    question_id: int
    asker: str
    title: str
    text: str
    reach: Reach
    shows_asker: bool
    state: QuestionState
    is_offered: bool
    asked_on: date
    version: int
    answer_number: int
    answer: str
    answered_at: datetime | None
    follows: int | None
    merged_into: int | None
    subject: QuestionSubject = field(repr=False)
    parts: Mapping[PartKind, tuple[str, ...]] = field(default_factory=dict)
    items: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: `Q12`."""
        return f"Q{self.question_id}"

    def of(self, kind: PartKind) -> tuple[str, ...]:
        """The keys of a kind."""
        return self.parts.get(kind, ())

    @property
    def articles(self) -> tuple[tuple[str, str], ...]:
        """The articles, each as act and number."""
        return tuple((act, number) for act, _, number in (key.partition(" ") for key in self.of(PartKind.ARTICLE)))


@dataclass(frozen=True)
class VersionRecord:
    """A version of an answer, or that it was withdrawn."""

    number: int
    is_withdrawal: bool
    text: str
    reason: str
    signed: Signed
    said_at: datetime


@dataclass(frozen=True)
class DraftRecord:
    """What is drafted of an answer; `version` of the draft."""

    text: str
    reason: str
    written_at: datetime
    version: int


@dataclass(frozen=True)
class ActRecord:
    """An act on a question, without who did it."""

    act: Act
    side: Side
    text: str
    taken_at: datetime


@dataclass(frozen=True)
class RelianceRecord:
    """That an item of a plan relies on version `number` of an answer; `latest`: the number of the last one."""

    reliance_id: int
    question_id: int
    owner: str
    item_id: int
    number: int
    latest: int
    state: QuestionState
    title: str
    begun_at: datetime
    version: int

    @property
    def name(self) -> str:
        """What the question is called."""
        return f"Q{self.question_id}"

    @property
    def has_changed(self) -> bool:
        """Whether the answer was revised or withdrawn since."""
        return self.latest > self.number
