"""What happens in the demonstration on its last day, by the services themselves: a round, asks, a file, a comment,
deputies at work.

It belongs to a demonstration up to today, since services know no other day, and to one whose accounts are there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import actor_of, find_user_by_email
from app.catalogue.states import EvidenceKind
from app.comments.queries.places import milestone_place
from app.comments.services.comments import write_comment
from app.comments.services.consultations import record_consultation
from app.comments.states import Reach
from app.core import clock
from app.demo.accounts import ADDRESS, DEPUTY_COUNTRIES
from app.demo.assessing import play_assessments
from app.demo.chance import lot
from app.demo.convening import play_meetings
from app.demo.cycling import play_cycle
from app.demo.delivering import play_deliverables
from app.demo.fiches import play_fiches
from app.demo.flags import People, play_flags
from app.demo.gaps import play_gaps
from app.demo.pledging import play_pledges
from app.demo.practising import play_practices
from app.demo.publishing import play_publications
from app.demo.questioning import play_questions, play_uses
from app.demo.services import COORDINATOR
from app.demo.stating import play_statements
from app.demo.supporting import play_support
from app.demo.words import (
    CHANGED,
    COMMENT,
    CONSULTED,
    DOCUMENT,
    LETTER,
    POSITION,
    RECORD,
    ROUND,
    ROUND_TITLE,
    SHOWN,
    SUBJECT,
)
from app.desk.services.asking import ask_authority
from app.files.depot import Depot
from app.files.services.receiving import Upload, examined
from app.plans.parts import parts_of
from app.plans.queries.heads import get_plan, list_authorities, list_plans
from app.plans.queries.records import MilestoneRecord, PlanHead
from app.plans.queries.state import list_evidence, list_milestones
from app.plans.services.evidence import attach_evidence
from app.plans.services.milestone_status import confirm_milestones
from app.plans.services.parts import Said, save_parts
from app.plans.states import EU, Scope
from app.review.queries.rounds import list_open_rounds
from app.review.queries.submissions import list_submissions
from app.review.services.rounds import open_round
from app.review.services.submissions import submit
from app.review.states import DEFAULT_INTERVAL, SubmissionKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

DESK = "IE"
"""The country whose desk has been used: letters are out, and a file was attached."""

ROUND_DAYS, REPLY_DAYS = 21, 10
SUBMITTED, LETTERS, LINES, CONFIRMED = 6, 2, 3, 3
"""So many countries have answered, letters are out, about so many milestones each; so many a deputy confirms."""


def play_lately(session: Session, view: CatalogueView, depot: Depot, seed: int) -> bool:
    """Play it in the plans that are there; False, and nothing is done, where the accounts are missing."""
    lead, ireland = _person(session, ADDRESS.format(name="lead")), _coordinator(session, DESK)
    if lead is None or ireland is None:
        return False
    coordinators = {code: one for code in view.countries if (one := _coordinator(session, code))}
    sharing = _sharing(session, lead, seed)
    if sharing:
        play_gaps(session, view, coordinators, sharing, seed)
    round_id = _open(session, view, lead)
    _submit(session, view, round_id, sharing)
    _state_position(session, view, ireland)
    _ask(session, ireland)
    _show(session, view, ireland, depot)
    _talk(session, view, ireland)
    _deputise(session)
    reviewer = _person(session, ADDRESS.format(name="reviewer"))
    play_flags(session, view, People([reviewer or lead, lead], coordinators), seed)
    play_assessments(session, view, seed)
    play_fiches(session, view, lead, coordinators, round_id)
    play_statements(session, view, seed)
    play_cycle(session, view, coordinators, seed)
    play_meetings(session, view, lead, coordinators, seed)
    play_pledges(session, view, coordinators, seed)
    play_questions(session, view, reviewer or lead, coordinators, seed)
    play_publications(session, view, seed)
    play_uses(session, view, coordinators, seed)
    officer, expert = (find_user_by_email(session, ADDRESS.format(name=name)) for name in ("support", "expert"))
    if officer and expert and officer.is_demonstration and expert.is_demonstration:
        play_support(session, view, officer, expert, coordinators, seed)
        session.expire_all()
        play_deliverables(session, view, actor_of(officer), actor_of(expert), coordinators, depot)
        play_practices(session, view, actor_of(officer), coordinators, seed)
    return True


def _person(session: Session, email: str) -> Actor | None:
    user = find_user_by_email(session, email)
    return actor_of(user) if user and user.is_demonstration else None


def _coordinator(session: Session, owner: str) -> Actor | None:
    return _person(session, COORDINATOR.format(code=owner.lower()))


def _open(session: Session, view: CatalogueView, lead: Actor) -> int:
    """The round; one that an earlier demonstration opened serves again."""
    held = next((one for one in list_open_rounds(session) if one.title == ROUND_TITLE), None)
    if held is not None:
        return held.round_id
    cut_off = clock.today() + timedelta(days=ROUND_DAYS)
    values = {"title": ROUND_TITLE, "asked": ROUND, "cut_off_on": cut_off, "interval_days": DEFAULT_INTERVAL}
    return open_round(session, view, values, actor=lead)


def _sharing(session: Session, lead: Actor, seed: int) -> list[PlanHead]:
    """Those that answer the round: some that have shared something before, all with the same chance; none where a
    round has been answered."""
    if any(list_submissions(session, lead, round_ids=[held.round_id]) for held in list_open_rounds(session)):
        return []
    shared = [head for head in list_plans(session) if head.owner not in (EU, DESK) and head.last_shared_at]
    return lot(seed, "submissions").sample(shared, min(SUBMITTED, len(shared)))


def _submit(session: Session, view: CatalogueView, round_id: int, sharing: Iterable[PlanHead]) -> None:
    """They answer it."""
    values = {
        "kind": SubmissionKind.UPDATE.value,
        "round_id": round_id,
        "note": ROUND,
        "document_title": DOCUMENT,
        "document_language": "en",
    }
    for head in sharing:
        coordinator = _coordinator(session, head.owner)
        if coordinator is not None:
            submit(session, view, head.owner, values, actor=coordinator)


def _state_position(session: Session, view: CatalogueView, ireland: Actor) -> None:
    """The country of the desk has sent a position: it shares nothing, and what was then known is sealed to compare
    with."""
    plan = get_plan(session, DESK, ireland)
    if not list_submissions(session, ireland, plan_id=plan.plan_id):
        values = {"kind": SubmissionKind.POSITION.value, "note": POSITION, "document_language": "en"}
        submit(session, view, DESK, values, actor=ireland)


def _ask(session: Session, ireland: Actor) -> None:
    """Letters to the authorities with most to do, about what they have open that falls due first."""
    plan = get_plan(session, DESK, ireland)
    open_ones = _open_ones(session, plan.head)
    by_authority = {
        one.authority_id: [m for m in open_ones if m.authority_id == one.authority_id]
        for one in list_authorities(session, plan.plan_id)
        if one.is_active
    }
    for authority_id in sorted(by_authority, key=lambda key: (-len(by_authority[key]), key))[:LETTERS]:
        asked = by_authority[authority_id][:LINES]
        if asked:
            ask_authority(
                session,
                DESK,
                authority_id,
                actor=ireland,
                references=[milestone.reference for milestone in asked],
                subject=SUBJECT,
                body=LETTER.format(lines="\n".join(f"{m.reference} {m.title}" for m in asked)),
                reply_by=clock.today() + timedelta(days=REPLY_DAYS),
            )


def _open_ones(session: Session, head: PlanHead) -> list[MilestoneRecord]:
    """Open milestones with a date, the one due first before the others; closing ones are the system's."""
    found: Iterable[MilestoneRecord] = list_milestones(session, head.plan_id, Scope.WORKING, clock.today())
    dated = [(m.due_on, m) for m in found if m.due_on and not (m.is_closing or m.is_cancelled or m.actual_on)]
    return [milestone for _, milestone in sorted(dated, key=lambda pair: (pair[0], pair[1].milestone_id))]


def _show(session: Session, view: CatalogueView, ireland: Actor, depot: Depot) -> None:
    """A file for an item that is reported in place and asks for none of the kinds that are there."""
    plan, today = get_plan(session, DESK, ireland), clock.today()
    evidenced = {piece.item_id for piece in list_evidence(session, plan.plan_id, Scope.WORKING, today)}
    for milestone in list_milestones(session, plan.plan_id, Scope.WORKING, today):
        item = view.items_by_id.get(milestone.item_id)
        if item is None or item.is_sensitive or item.item_id in evidenced:
            continue
        if milestone.is_closing and milestone.actual_on:
            values = {"kind": EvidenceKind.FILE.value, "title": SHOWN, "about_on": milestone.actual_on}
            with examined(Upload("invented-record.txt", io.BytesIO(RECORD.encode())), depot) as file:
                attach_evidence(session, view, DESK, item.key, values, actor=ireland, file=file)
            return


def _talk(session: Session, view: CatalogueView, ireland: Actor) -> None:
    """A question of the coordinator to whoever contributes, which mentions them, and what a consultation changed."""
    contributor = _person(session, ADDRESS.format(name=f"contributor.{DESK.lower()}"))
    head = get_plan(session, DESK, ireland).head
    for milestone in _open_ones(session, head)[:1]:
        place = milestone_place(session, DESK, milestone.reference, ireland)
        mentions = [contributor.user_id] if contributor and contributor.user_id else []
        write_comment(session, place, COMMENT, Reach.INTERNAL.value, actor=ireland, mentions=mentions)
    values = {
        "reach": Reach.MEMBER_STATES.value,
        "with_whom": CONSULTED,
        "held_on": clock.today() - timedelta(days=30),
        "what_changed": CHANGED,
    }
    record_consultation(session, view, DESK, None, values, actor=ireland)


def _deputise(session: Session) -> None:
    """Who acts for a coordinator says that what falls due next is as it stands, and brings one part up to date."""
    for owner in DEPUTY_COUNTRIES:
        deputy = _person(session, ADDRESS.format(name=f"deputy.{owner.lower()}"))
        head = next((head for head in list_plans(session) if head.owner == owner), None)
        if deputy is None or head is None or deputy.acting_for(owner) is None:
            continue
        open_ones = _open_ones(session, head)
        confirmed = {milestone.reference: None for milestone in open_ones[:CONFIRMED]}
        if confirmed:
            confirm_milestones(session, owner, confirmed, actor=deputy)
        divided = next((milestone for milestone in open_ones[CONFIRMED:] if milestone.parts), None)
        if divided is not None:
            part = min(parts_of(divided.parts).values(), key=lambda part: (part.value or 0) / max(1, part.target))
            reached = min(part.target - 1, (part.value or 0) + 1)
            said = Said(part.authority_id, part.target, reached, clock.today())
            save_parts(session, owner, divided.reference, [said], actor=deputy)
