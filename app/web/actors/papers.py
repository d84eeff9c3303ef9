"""What an actor has put on paper, as far as the reader may read it: decisions, acts, conclusions, answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.policy import reads_some as reads_questions
from app.answers.queries.questions import Wanted as WantedQuestions
from app.answers.queries.questions import count_questions
from app.answers.states import QuestionState
from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.governance.ledger import PoolRecord, ledger_of
from app.governance.policy import READ_POOL
from app.governance.queries import list_pool_records
from app.governance.solidarity.findings import Finding, findings_of
from app.governance.solidarity.policy import READ_FINDINGS
from app.governance.solidarity.queries import list_finding_records
from app.governance.states import LedgerKind
from app.meetings.policy import reads_some as reads_meetings
from app.meetings.queries.agenda import list_conclusions_across
from app.meetings.queries.meetings import Wanted as WantedMeetings
from app.meetings.queries.meetings import list_meetings
from app.meetings.records import ConclusionRecord, MeetingRecord
from app.meetings.states import Body

COMMISSION, COUNCIL, COORDINATOR, PRESIDENCY = "COM", "COUNCIL", "EUSC", "MS_PRES"
"""Codes of the catalogue."""

CONVENED: Mapping[str, tuple[Body, ...]] = MappingProxyType(
    {
        COMMISSION: (Body.MECHANISM, Body.CONTACT_COMMITTEE, Body.CONSULTATION),
        COORDINATOR: (Body.TECHNICAL_LEVEL,),
        PRESIDENCY: (Body.HIGH_LEVEL,),
    }
)
"""Who convenes or chairs which meetings: the forums AMMR Articles 13 and 15, the others the Commission."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A published act or decision. `countries`: on how many Member States; `is_recorded`: in the tracker, and not
    found in public sources; `year`: of the page that has it."""

    reference: str
    url: str
    day: date | None
    year: int
    countries: int
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class Concluded:
    """A meeting with what was concluded of it, as it holds."""

    meeting: MeetingRecord
    conclusions: tuple[ConclusionRecord, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """All of them, the latest first. `answers`: how many questions are answered, of those that the reader reads; None
    where it answers none."""

    findings: tuple[Decision, ...] = ()
    pools: tuple[Decision, ...] = ()
    meetings: tuple[Concluded, ...] = ()
    answers: int | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there are none."""
        return not (self.findings or self.pools or self.meetings or self.answers)


def papers_of(
    session: Session,
    view: CatalogueView,
    code: str,
    actor: Actor,
    day: date,
    known: datetime | None,
    until: datetime | None,
) -> Papers:
    """What an actor put on paper by a day, as known now or at an instant; at most six statements, none for most.

    `until`: the instant up to which meetings and answers are told; None for today.
    """
    is_commission = code == COMMISSION
    return Papers(
        findings=_findings(session, view, actor, day, known) if is_commission else (),
        pools=_pools(session, view, actor, day, known) if code == COUNCIL else (),
        meetings=_concluded(session, actor, CONVENED[code], until) if code in CONVENED else (),
        answers=_answers(session, actor, until) if is_commission else None,
    )


def _findings(
    session: Session, view: CatalogueView, actor: Actor, day: date, known: datetime | None
) -> tuple[Decision, ...]:
    """Decisions by which the Commission determined something of Member States, each once."""
    if not allows(actor, READ_FINDINGS):
        return ()
    by_decision: defaultdict[tuple[str, date, int], list[Finding]] = defaultdict(list)
    for one in findings_of(view, list_finding_records(session), day, known).found:
        by_decision[one.reference, one.decided_on, one.year].append(one)
    return _latest_first(
        Decision(
            reference,
            next((one.url for one in found if one.url), ""),
            decided_on,
            year,
            len({one.country for one in found}),
            is_recorded=all(one.source is None for one in found),
        )
        for (reference, decided_on, year), found in by_decision.items()
    )


def _pools(
    session: Session, view: CatalogueView, actor: Actor, day: date, known: datetime | None
) -> tuple[Decision, ...]:
    """Acts by which the Council set up a pool, and those on deductions from it that its ledger names."""
    if not allows(actor, READ_POOL):
        return ()
    lines: defaultdict[int, list[PoolRecord]] = defaultdict(list)
    for line in list_pool_records(session):
        lines[line.year].append(line)
    found: dict[tuple[int, str], Decision] = {}
    for year in sorted({*view.pools, *lines}):
        ledger = ledger_of(year, view.pools.get(year), lines[year], day, known)
        if ledger.is_open:
            is_recorded = ledger.source is None
            found[year, ledger.act] = Decision(
                ledger.act, ledger.url or "", ledger.published_on, year - 1, 0, is_recorded
            )
        deducted: defaultdict[str, list[tuple[str, date | None, str]]] = defaultdict(list)
        for (kind, country, _), amount in ledger.cells.items():
            if kind is LedgerKind.DEDUCTION and amount.reference:
                deducted[amount.reference].append((country, amount.as_at, amount.url))
        for reference, told in deducted.items():
            countries = len({country for country, _, _ in told})
            found.setdefault(
                (year, reference), Decision(reference, told[0][2], told[0][1], year - 1, countries, is_recorded=True)
            )
    return _latest_first(found.values())


def _latest_first(found: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(found, key=lambda one: (one.day or date.min, one.reference), reverse=True))


def _concluded(
    session: Session, actor: Actor, bodies: tuple[Body, ...], until: datetime | None
) -> tuple[Concluded, ...]:
    if not reads_meetings(actor):
        return ()
    held = [
        one
        for one in list_meetings(session, actor, WantedMeetings(until=until))
        if one.body in bodies and not one.is_cancelled
    ]
    concluded = list_conclusions_across(session, [one.meeting_id for one in held], until)
    return tuple(Concluded(one, concluded[one.meeting_id]) for one in held if one.meeting_id in concluded)


def _answers(session: Session, actor: Actor, until: datetime | None) -> int | None:
    if not reads_questions(actor):
        return None
    return count_questions(session, actor, WantedQuestions(state=QuestionState.ANSWERED, until=until))
