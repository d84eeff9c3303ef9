"""The last day of the demonstration: a round that is answered, letters that are out, a file; and loading it again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.passwords import Passwords
from app.accounts.queries import actor_of, find_user_by_email
from app.accounts.states import Role
from app.answers.queries.questions import list_questions
from app.answers.queries.reliance import list_reliances
from app.audit.services import seal, verify
from app.catalogue.views import CatalogueView
from app.comments.models import Comment, Consultation
from app.core import clock
from app.core.db import Base
from app.demo import publishing, supporting
from app.demo.accounts import make_accounts
from app.demo.chance import SEED
from app.demo.lately import DESK, LETTERS, play_lately
from app.demo.seconds import play_second_readings
from app.demo.services import load_demonstration
from app.demo.words import INVENTED
from app.desk.models import Ask
from app.fiches.models import Fiche
from app.fiches.queries.fiches import list_fiches
from app.fiches.states import State as FicheState
from app.files.models import StoredFile
from app.flags.models import Flag, FlagMention, FlagNote, FlagStep
from app.flags.queries.flags import list_flags
from app.flags.states import Side, State
from app.governance.models import CycleEntry
from app.governance.solidarity.models import FindingEntry, PledgePreparation
from app.guidance.queries.publications import list_publications
from app.guidance.queries.uses import list_uses
from app.meetings.models import ActionEntry, Meeting
from app.meetings.states import Body
from app.plans.models import Evidence, Plan, Revision
from app.plans.states import EU, EvidenceKind
from app.practices.queries.adoptions import list_adoptions_of
from app.practices.queries.courses import list_consenting
from app.practices.queries.lineage import read_links
from app.practices.queries.practices import list_practices
from app.reading.models import SecondReading
from app.review.models import Round, Submission
from app.statements.models import AgencyStatement
from app.support.deliverables.queries.deliverables import list_deliverables
from app.support.queries.requests import get_request, list_requests
from app.support.queries.suggestions import list_suggestions
from app.support.states import State as SupportState
from tests.factories.files import depot_in
from tests.support.conftest import with_calls

PLAYED = (
    Round,
    Submission,
    Ask,
    Evidence,
    StoredFile,
    Comment,
    Flag,
    FlagStep,
    FlagNote,
    FlagMention,
    Fiche,
    AgencyStatement,
    CycleEntry,
    PledgePreparation,
)
QUICK = Passwords(memory_kib=64, rounds=1)


@pytest.fixture(autouse=True)
def before_the_day() -> Iterator[None]:
    """The last day of the story falls where plans still have open milestones."""
    with time_machine.travel(datetime(2025, 10, 20, 10, tzinfo=UTC), tick=True):
        yield


def _load(session: Session, view: CatalogueView, folder: Path) -> bool:
    load_demonstration(session, view, actor=SYSTEM, seed=SEED)
    make_accounts(session, "any sentence will do", QUICK, view)
    played = play_lately(session, view, depot_in(folder), SEED)
    seal(session)
    return played


def _count(session: Session, mapped: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(mapped)) or 0


def test_a_round_is_answered_letters_are_out_and_a_file_shows_something(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    assert _load(session, tiny, tmp_path)
    assert _count(session, Round) == 1
    query = select(Submission.seal_hash, Plan.owner, Submission.round_id).join(Plan, Plan.id == Submission.plan_id)
    sent = list(session.execute(query))
    assert all(sealed for sealed, _, _ in sent)
    answers = [owner for _, owner, round_id in sent if round_id is not None]
    assert answers
    assert DESK not in answers
    assert [owner for _, owner, round_id in sent if round_id is None] == [DESK]
    assert 1 <= _count(session, Ask) <= LETTERS
    shown = session.scalars(select(Evidence).where(Evidence.kind == EvidenceKind.FILE.value)).one()
    assert "invented" in shown.title
    assert _count(session, Comment) == _count(session, Consultation) == 1
    assert _count(session, Meeting) == len(Body) - 1, "one of each but of another group"
    assert set(session.scalars(select(ActionEntry.state))) == {"open", "done"}
    assert all("nvented" in title for title in session.scalars(select(Meeting.title)))
    made = play_second_readings(session, tiny, SEED)
    assert _count(session, SecondReading) == made
    seal(session)
    assert verify(session, None).is_whole


def test_a_deputy_acts_for_a_coordinator_until_a_day_and_again_when_it_is_over(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    _load(session, tiny, tmp_path)
    deputy, coordinator = (find_user_by_email(session, f"{name}.ie@demo.example") for name in ("deputy", "coordinator"))
    assert deputy is not None
    assert coordinator is not None
    said = list(session.scalars(select(Revision).where(Revision.author_id == deputy.id)))
    assert said
    assert {revision.acting_for_id for revision in said} == {coordinator.id}
    (held,) = actor_of(deputy).held
    assert (held.is_deputy, held.acting_for, held.country) == (True, coordinator.id, "IE")
    with time_machine.travel(datetime(2026, 6, 1, 10, tzinfo=UTC)):
        assert not actor_of(deputy).held
        assert make_accounts(session, "any sentence will do", QUICK, tiny) == []
        session.expire_all()
        (again,) = actor_of(deputy).held
        assert again.acting_for == coordinator.id


def test_an_expert_works_today_and_on_the_new_project_after_a_second_load(
    session: Session, tiny: CatalogueView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supporting, "RUNNING", {"IE": ("1", "2")})
    monkeypatch.setattr(publishing, "MAKER", "EULISA")
    view = with_calls(tiny)
    for _ in range(2):
        _load(session, view, tmp_path)
        session.expire_all()
        expert = find_user_by_email(session, "expert@demo.example")
        assert expert is not None
        (held,) = actor_of(expert).held
        assert (held.role, held.country, len(held.blocks)) == (Role.EXPERT, "IE", 2)
        found = list_requests(session, SYSTEM)
        assert [one.owner for one in found].count("IE") == 1
        assert {one.state for one in found} >= {SupportState.RUNNING, SupportState.REPORTED, SupportState.DECLINED}
        assert all("invented" in one.title for one in found)
        days = [step.on_day for step in get_request(session, found[0].request_id, SYSTEM).steps]
        assert days == sorted(days)
        assert list_suggestions(session, SYSTEM)
        delivered = list_deliverables(session, SYSTEM)
        assert {one.state.value for one in delivered} == {"in_use", "accepted", "approved", "returned", "draft"}
        assert [one.counts for one in delivered].count(True) == 2
        asked = list_questions(session, SYSTEM)
        assert {one.state.value for one in asked} == {"open", "answered", "merged"}
        assert any(one.has_changed for one in list_reliances(session, SYSTEM))
        published = list_publications(session)
        assert [(one.number, one.title.startswith("Invented")) for one in published] == [(2, True), (1, True)]
        assert published[-1].key in {one.entry_key for one in list_uses(session, view, SYSTEM)}
        practices = list_practices(session, SYSTEM)
        assert {one.state.value for one in practices} == {"published", "proposed", "withdrawn", "declined"}
        assert all("invented" in one.title for one in practices)
        assert {one.with_files for one in practices if one.is_published} == {True, False}
        first = next(one for one in practices if one.title.startswith("One roster") and "adapted" not in one.title)
        assert {one.tells_author for one in list_adoptions_of(session, first.practice_id, SYSTEM)} == {True, False}
        assert len(read_links(session, first.practice_id)) == 2
        assert 0 < len(list_consenting(session)) < len(view.countries)


def test_a_second_load_replaces_what_people_did_in_the_first(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    _load(session, tiny, tmp_path)
    before = {mapped: _count(session, mapped) for mapped in PLAYED}
    assert all(before.values())
    _load(session, tiny, tmp_path)
    assert {mapped: _count(session, mapped) for mapped in before} == before


def test_flags_are_in_every_state_and_both_sides_are_late_with_some(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    _load(session, tiny, tmp_path)
    lead = find_user_by_email(session, "lead@demo.example")
    assert lead is not None
    flags, drafts = (list_flags(session, actor_of(lead), drafts=drafts) for drafts in (False, True))
    standings = [(flag, standing) for flag in flags if (standing := flag.standing(clock.today()))]
    assert len(standings) == len(flags) > 50
    assert drafts
    assert {standing.state for _, standing in standings} == set(State) - {State.DRAFT}
    late = {flag.owner == EU for flag, standing in standings if standing.late and standing.turn is Side.ANSWERER}
    assert late == {True, False}
    assert {flag.asker for flag in flags if flag.owner == EU} == {"IE", "FR"}
    assert any(flag.positions for flag in flags)


def test_one_fiche_is_drafted_one_at_its_check_and_one_final(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    _load(session, tiny, tmp_path)
    lead = find_user_by_email(session, "lead@demo.example")
    assert lead is not None
    fiches = list_fiches(session, actor_of(lead))
    states = [one.standing(clock.today()).state for one in fiches]
    assert sorted(states) == sorted([FicheState.DRAFT, FicheState.SENT, FicheState.FINAL])
    read = [json.loads(fiche.figures)["first_reading"]["total"] for fiche in fiches]
    assert any(read), "what was assessed by the day of the figures is in them"


def test_countries_recorded_what_they_sent_and_nothing_else_is_invented(
    session: Session, tiny: CatalogueView, tmp_path: Path
) -> None:
    _load(session, tiny, tmp_path)
    found = list(session.scalars(select(CycleEntry)))
    assert found
    assert {one.step_key for one in found} == {
        step.key for step in tiny.cycle if step.is_by_each and step.from_year == 2025
    }
    assert all(one.is_own and one.country and INVENTED in one.note for one in found)
    assert all(one.happened_on is not None and one.happened_on <= clock.today() for one in found)
    prepared = list(session.scalars(select(PledgePreparation)))
    assert prepared
    assert all(INVENTED in one.decides and one.relocations is None for one in prepared)
    assert not _count(session, FindingEntry)


def test_nothing_happens_without_the_accounts(session: Session, tiny: CatalogueView, tmp_path: Path) -> None:
    load_demonstration(session, tiny, actor=SYSTEM, seed=SEED)
    assert not play_lately(session, tiny, depot_in(tmp_path), SEED)
    assert not _count(session, Round)
