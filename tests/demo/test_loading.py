"""Loading: what is written, what is refused, what a second load does."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, SYSTEM
from app.accounts.models import Grant, GrantAuthority, User
from app.accounts.passwords import Passwords
from app.accounts.states import Role
from app.audit.models import AuditEntry
from app.audit.services import seal, verify
from app.catalogue.views import CatalogueView
from app.comments.models import Comment, Consultation
from app.comments.queries.places import milestone_place
from app.comments.services.comments import write_comment
from app.comments.services.consultations import record_consultation
from app.core import clock
from app.core.clock import end_of
from app.core.errors import Invalid, NotAllowed, WrongState
from app.demo.accounts import AGENCIES, accounts_of, keep_password, make_accounts
from app.demo.services import Loaded, load_demonstration
from app.desk.services import asking
from app.plans.history import Recorded, revisions_of, shown_spans
from app.plans.models import Authority, Milestone, MilestoneSpan, Plan, PlanBlock, PlanRelease, Revision
from app.plans.services import authorities
from app.plans.states import Scope, SubjectKind
from tests.demo.rows import rows_of_plans

UNTIL = date(2025, 3, 31)
PASSWORD = "any sentence will do"
OWNERS = ("EU", "IE", "FR", "BE")
QUICK = Passwords(memory_kib=64, rounds=1)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _load(session: Session, view: CatalogueView, until: date | None = UNTIL) -> Loaded:
    loaded = load_demonstration(session, view, actor=SYSTEM, until=until, owners=OWNERS)
    seal(session)
    return loaded


def test_plans_are_filled_and_marked_as_invented(session: Session, tiny: CatalogueView) -> None:
    loaded = _load(session, tiny)
    assert {plan.owner for plan in loaded.plans} == set(OWNERS)
    for plan in session.scalars(select(Plan).where(Plan.owner.in_(OWNERS))):
        assert plan.is_demonstration
        assert plan.working_stamp > 0
    first = session.scalar(select(Milestone.reference).order_by(Milestone.id).limit(1))
    assert first == "EU-0001"
    assert session.scalar(select(func.count()).select_from(PlanRelease)) == sum(p.releases for p in loaded.plans)
    assert verify(session, None).is_whole


def test_current_rows_and_spans_equal_the_replay_of_their_revisions(session: Session, tiny: CatalogueView) -> None:
    _load(session, tiny)
    milestones = list(session.scalars(select(Milestone).order_by(Milestone.id)))
    shared_at = {
        (plan_id, key): at
        for plan_id, key, at in session.execute(select(PlanBlock.plan_id, PlanBlock.block_key, PlanBlock.shared_at))
    }
    for milestone in milestones[:40]:
        revisions = revisions_of(session, SubjectKind.MILESTONE, milestone.id)
        bound = shared_at[milestone.plan_id, tiny.items_by_id[milestone.item_id].block_key]
        known = [revision for revision in revisions if bound is not None and revision.recorded_at <= bound]
        _assert_spans(session, milestone.id, Scope.WORKING, revisions)
        _assert_spans(session, milestone.id, Scope.SHARED, known)
        assert (milestone.first_shared_at is not None) == bool(known)


def _assert_spans(session: Session, milestone_id: int, scope: Scope, revisions: list[Recorded]) -> None:
    rows = session.execute(
        select(MilestoneSpan.valid_from, MilestoneSpan.valid_to, MilestoneSpan.progress, MilestoneSpan.forecast_on)
        .where(MilestoneSpan.subject_id == milestone_id, MilestoneSpan.scope == scope.value)
        .order_by(MilestoneSpan.valid_from)
    )
    expected = [
        (span.valid_from, span.valid_to, span.state["progress"], span.state["forecast_on"])
        for span in shown_spans(SubjectKind.MILESTONE, revisions)
    ]
    assert [tuple(row) for row in rows] == expected


def test_the_newest_changes_are_not_shared_yet(session: Session, tiny: CatalogueView) -> None:
    _load(session, tiny)
    unshared = session.scalar(
        select(func.count())
        .select_from(Revision)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .where(PlanBlock.shared_at.is_not(None), Revision.recorded_at > PlanBlock.shared_at)
    )
    assert unshared


def test_a_second_load_replaces_and_leaves_one_audit_entry(session: Session, tiny: CatalogueView) -> None:
    _load(session, tiny)
    rows, entries = rows_of_plans(session), session.scalar(select(func.count()).select_from(AuditEntry))
    again = _load(session, tiny)
    assert again.replaced
    rows_again = rows_of_plans(session)
    stamped = {"plan", "plan_touch"}
    assert {name: rows_again[name] for name in rows.keys() - stamped} == {n: rows[n] for n in rows.keys() - stamped}
    for plan, before in zip(rows_again["plan"], rows["plan"], strict=True):
        assert plan["reference"] == before["reference"]
        # What was computed is kept under a stamp, so that none may come twice.
        assert plan["working"] == 2 * before["working"]
    newest = list(session.scalars(select(AuditEntry.deed).where(AuditEntry.id > entries)))
    assert newest == ["demo:plans:replaced"]
    assert verify(session, None).is_whole


def test_the_world_on_a_day_of_a_longer_story_is_that_of_the_shorter(session: Session, tiny: CatalogueView) -> None:
    _load(session, tiny)
    shorter = rows_of_plans(session)["revision"]
    _load(session, tiny, date(2025, 12, 31))
    longer = [row for row in rows_of_plans(session)["revision"] if row["recorded_at"] <= end_of(UNTIL)]
    assert longer == shorter


def test_real_plans_are_refused(session: Session, tiny: CatalogueView) -> None:
    authorities.add_authority(session, "FR", "Ministry of the Interior", actor=SYSTEM)
    with pytest.raises(WrongState, match="FR"):
        _load(session, tiny)
    assert session.scalar(select(func.count()).select_from(Milestone)) == 0


def test_a_day_in_the_future_or_before_the_programme_is_refused(session: Session, tiny: CatalogueView) -> None:
    with time_machine.travel(NOW, tick=False):
        for day in (date(2026, 11, 24), date(2024, 6, 10)):
            with pytest.raises(Invalid):
                _load(session, tiny, day)


def test_a_load_up_to_today_ends_now(session: Session, tiny: CatalogueView) -> None:
    with time_machine.travel(datetime(2024, 12, 16, 10, tzinfo=UTC), tick=False):
        loaded = _load(session, tiny, None)
        assert loaded.until == date(2024, 12, 16)
    newest = session.scalar(select(func.max(Revision.recorded_at)))
    assert newest is not None
    assert newest <= datetime(2024, 12, 16, 10, tzinfo=UTC)


def test_only_the_command_line_loads(session: Session, tiny: CatalogueView) -> None:
    with pytest.raises(NotAllowed):
        load_demonstration(session, tiny, actor=NOBODY)


def _codes_of_contributors(session: Session) -> set[str | None]:
    return set(
        session.scalars(
            select(Authority.actor_code)
            .join(GrantAuthority, GrantAuthority.authority_id == Authority.id)
            .join(Grant, Grant.id == GrantAuthority.grant_id)
            .where(Grant.role == Role.CONTRIBUTOR.value, Grant.country == "IE")
        )
    )


def test_accounts_are_made_once_and_keep_their_authorities(session: Session, tiny: CatalogueView) -> None:
    before = make_accounts(session, PASSWORD, QUICK, tiny)
    _load(session, tiny)
    after = make_accounts(session, PASSWORD, QUICK, tiny)
    assert "contributor.ie@demo.example" in after
    assert all(address.startswith("contributor.") for address in after)
    assert make_accounts(session, PASSWORD, QUICK, tiny) == []
    users = list(session.scalars(select(User)))
    assert {user.email for user in users} == {*before, *after}
    assert all(user.is_demonstration for user in users)
    assert len({user.password_hash for user in users if user.email in before}) == 1
    assert _codes_of_contributors(session) == {"MS_INT", "MS_RECEP"}
    _load(session, tiny)
    session.expire_all()
    assert _codes_of_contributors(session) == {"MS_INT", "MS_RECEP"}


def test_there_is_an_account_for_every_role_and_country(detached: CatalogueView) -> None:
    accounts = list(accounts_of(detached))
    assert {account.role for account in accounts} == set(Role)
    names = {account.name for account in accounts}
    assert {f"coordinator.{code.lower()}" for code in detached.countries} < names
    others = {
        "deputy.ie",
        "deputy.fr",
        "deputy.bg",
        "contributor.ie",
        "coordinator.eu",
        "reviewer",
        "reviewer2",
        "lead",
        "observer",
        "observer.ie",
        "support",
        "expert",
        "admin",
    }
    others |= {f"contributor.{code.lower()}" for code in AGENCIES if code in detached.actors}
    assert names == others | {f"coordinator.{code.lower()}" for code in detached.countries}


def test_coordinators_are_the_authors_of_their_plans(session: Session, tiny: CatalogueView) -> None:
    make_accounts(session, PASSWORD, QUICK, tiny)
    _load(session, tiny)
    authors = set(
        session.execute(
            select(Plan.owner, User.email)
            .select_from(Revision)
            .join(Plan, Plan.id == Revision.plan_id)
            .outerjoin(User, User.id == Revision.author_id)
        )
    )
    assert {tuple(row) for row in authors} == {
        *((code, f"coordinator.{code.lower()}@demo.example") for code in OWNERS),
    }


def test_another_password_is_given_to_all(session: Session, tiny: CatalogueView) -> None:
    make_accounts(session, PASSWORD, QUICK, tiny)
    assert not keep_password(session, PASSWORD, QUICK)
    assert keep_password(session, "another sentence here", QUICK)
    user = session.scalars(select(User).where(User.email == "lead@demo.example")).one()
    assert QUICK.fits("another sentence here", user.password_hash)


def test_a_second_load_takes_what_was_said_and_asked_about_the_first(session: Session, tiny: CatalogueView) -> None:
    _load(session, tiny)
    milestone = session.scalars(select(Milestone).join(Plan).where(Plan.owner == "IE").limit(1)).one()
    place = milestone_place(session, "IE", milestone.reference, SYSTEM)
    said = write_comment(session, place, "When?", "internal", actor=SYSTEM)
    write_comment(session, place, "In May", "internal", actor=SYSTEM, answers=said)
    consulted = {"with_whom": "UNHCR", "held_on": UNTIL, "what_changed": "Nothing", "reach": "internal"}
    record_consultation(session, tiny, "IE", None, consulted, actor=SYSTEM)
    authority = session.scalars(select(Authority).where(Authority.plan_id == place.plan_id).limit(1)).one()
    asking.ask_authority(
        session,
        "IE",
        authority.id,
        actor=SYSTEM,
        references=[milestone.reference],
        subject="What is due",
        body="Please answer",
        reply_by=clock.today(),
    )
    _load(session, tiny)
    assert session.scalar(select(func.count()).select_from(Comment)) == 0
    assert session.scalar(select(func.count()).select_from(Consultation)) == 0
