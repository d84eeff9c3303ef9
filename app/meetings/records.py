"""What is read of meetings: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.meetings.policy import ActionSubject, MeetingSubject, of_action
from app.meetings.states import ActionState, Body, LinkKind, Reach


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting; see `Meeting`. `countries`: in no order that says anything."""

    meeting_id: int
    body: Body
    name: str
    title: str
    starts_on: date
    ends_on: date
    place: str
    is_online: bool
    is_cancelled: bool
    year: int
    step_key: str
    chair: str
    reach: Reach
    made_at: datetime
    author: str | None
    version: int
    author_id: int | None = None
    countries: tuple[str, ...] = ()

    @property
    def subject(self) -> MeetingSubject:
        """As far as a right on it depends on it."""
        return MeetingSubject(self.body, self.reach, frozenset(self.countries), self.chair)


@dataclass(frozen=True, slots=True)
class LinkedMeeting:
    """A meeting as pages of what is on its agenda name it."""

    meeting_id: int
    title: str
    starts_on: date
    year: int


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What a point is about; `name`: of a flag, as it is called (`IE-7`)."""

    point_id: int
    kind: LinkKind
    key: str
    item_id: int | None = None
    flag_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class FormerRecord:
    """How a point was worded until somebody changed it."""

    position: int
    title: str
    text: str
    replaced_at: datetime
    author: str | None


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A point of an agenda with those of its links that the reader may know, and how it was worded before."""

    point_id: int
    meeting_id: int
    position: int
    title: str
    text: str
    version: int
    links: tuple[LinkRecord, ...] = ()
    former: tuple[FormerRecord, ...] = ()

    def of(self, kind: LinkKind) -> tuple[LinkRecord, ...]:
        """The links of one kind."""
        return tuple(link for link in self.links if link.kind is kind)

    @property
    def flag_names(self) -> str:
        """The flags that the reader may know of, as a form shows them."""
        return ", ".join(link.name for link in self.of(LinkKind.FLAG))


@dataclass(frozen=True, slots=True)
class ConclusionRecord:
    """A version of what was concluded; `place` is the key of the point, 0 for the meeting as a whole."""

    conclusion_id: int
    place: int
    text: str
    said_at: datetime
    author: str | None


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """What was said of an action, all that held from then on."""

    entry_id: int
    action_id: int
    what: str
    due_on: date
    state: ActionState
    ended_on: date | None
    note: str
    said_at: datetime
    author: str | None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """An action as it stands, now or at an instant, with its meeting."""

    action_id: int
    meeting: MeetingRecord
    point_id: int | None
    number: int
    owner: str
    given_at: datetime
    given_by_id: int | None
    entry: EntryRecord
    bodies: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """What it is called: the key of its meeting and its number there."""
        return f"{self.meeting.meeting_id}.{self.number}"

    @property
    def subject(self) -> ActionSubject:
        """As far as a right on it depends on it."""
        return of_action(self.meeting.subject, self.owner, self.bodies)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.entry.state is ActionState.OPEN

    def days_late(self, day: date) -> int:
        """How many days after its due day an open action stands on a day, or came one that is done; 0: not late."""
        if self.entry.state is ActionState.WITHDRAWN:
            return 0
        return max(0, ((self.entry.ended_on or day) - self.entry.due_on).days)
