"""What happened on plans: releases, submissions, assessments, statements, mentions in comments."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.assessments.models import Assessment
from app.catalogue.views import CatalogueView
from app.comments.models import Comment, Mention
from app.comments.policy import reached
from app.notices import paths, words
from app.notices.policy import coordinated, on_desk, reviews_any
from app.notices.queries.windows import within
from app.notices.records import Notice, Window
from app.notices.states import Kind
from app.plans.models import Authority, Milestone, Plan, PlanRelease
from app.plans.states import EU
from app.review.models import Submission
from app.review.states import SubmissionKind
from app.statements.models import AgencyStatement


def notices_of_releases(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For reviewers: plans on their desk that were shared. One statement."""
    if not reviews_any(actor):
        return
    query = (
        select(Plan.owner, PlanRelease.released_at, PlanRelease.is_whole_plan)
        .join(Plan, Plan.id == PlanRelease.plan_id)
        .where(
            within(PlanRelease.released_at, window),
            PlanRelease.released_by_id.is_distinct_from(actor.user_id),
            on_desk(actor),
        )
    )
    for owner, at, is_whole in session.execute(query):
        said = words.SHARED if is_whole else words.SHARED_BLOCKS
        yield Notice(Kind.SHARED, at, said, paths.of_plan(owner), owner=owner)


def notices_of_submissions(session: Session, actor: Actor, window: Window) -> Iterator[Notice]:
    """For reviewers: what countries on their desk sent; for coordinators: what waits for their signature. One
    statement."""
    own = sorted(coordinated(actor))
    if not own and not reviews_any(actor):
        return
    sent = and_(
        within(Submission.submitted_at, window),
        Submission.prepared_by_id.is_distinct_from(actor.user_id),
        Submission.signed_by_id.is_distinct_from(actor.user_id),
        on_desk(actor),
    )
    waits = and_(
        Submission.needs_signature,
        Submission.submitted_at.is_(None),
        Submission.set_aside_at.is_(None),
        within(Submission.prepared_at, window),
        Submission.prepared_by_id.is_distinct_from(actor.user_id),
        Plan.owner.in_(own),
    )
    query = (
        select(Submission.id, Plan.owner, Submission.kind, Submission.submitted_at, Submission.prepared_at)
        .join(Plan, Plan.id == Submission.plan_id)
        .where(or_(sent, waits))
    )
    for submission_id, owner, kind, submitted_at, prepared_at in session.execute(query):
        said = words.SUBMITTED if submitted_at else words.TO_SIGN
        path = paths.of_submission(owner, submission_id)
        name = SubmissionKind(kind).label
        yield Notice(Kind.SUBMISSIONS, submitted_at or prepared_at, said, path, owner=owner, by=owner, name=name)


def notices_of_assessments(session: Session, view: CatalogueView, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators: what was found of items of their plan. One statement."""
    own = sorted(coordinated(actor))
    if not own:
        return
    query = (
        select(Plan.owner, Assessment.item_id, Assessment.assessed_at)
        .join(Plan, Plan.id == Assessment.plan_id)
        .where(
            Plan.owner.in_(own),
            within(Assessment.assessed_at, window),
            Assessment.author_id.is_distinct_from(actor.user_id),
        )
    )
    for owner, item_id, at in session.execute(query):
        path = paths.of_assessments(view, owner, item_id)
        yield Notice(Kind.ASSESSMENTS, at, words.ASSESSED, path, owner=owner, by=EU, item_id=item_id)


def notices_of_statements(session: Session, view: CatalogueView, actor: Actor, window: Window) -> Iterator[Notice]:
    """For coordinators of Member States: what agencies stated of items of their plan, or withdrew. One statement."""
    own = sorted(coordinated(actor) - {EU})
    if not own:
        return
    one = AgencyStatement
    name = func.coalesce(
        func.nullif(func.coalesce(Authority.shared_short_name, Authority.short_name), ""),
        func.coalesce(Authority.shared_name, Authority.name),
    )
    query = (
        select(Plan.owner, one.item_id, name, one.said_at, one.author_id, one.withdrawn_at, one.withdrawn_by_id)
        .join(Plan, Plan.id == one.plan_id)
        .join(Authority, Authority.id == one.authority_id)
        .where(Plan.owner.in_(own), or_(within(one.said_at, window), within(one.withdrawn_at, window)))
    )
    for owner, item_id, agency, said_at, author_id, withdrawn_at, withdrawn_by_id in session.execute(query):
        told = ((said_at, author_id, words.STATED), (withdrawn_at, withdrawn_by_id, words.UNSTATED))
        path = paths.of_statements(view, owner, item_id)
        for at, by_id, said in told:
            if window.holds(at) and by_id != actor.user_id:
                yield Notice(Kind.STATEMENTS, at, said, path, owner=owner, by=EU, name=agency, item_id=item_id)


def notices_of_comments(session: Session, view: CatalogueView, actor: Actor, window: Window) -> Iterator[Notice]:
    """Where the actor is mentioned in comments that they may read. One statement."""
    query = (
        select(Comment.id, Plan.owner, Comment.item_id, Milestone.reference, Comment.said_at)
        .join(Mention, Mention.comment_id == Comment.id)
        .join(Plan, Plan.id == Comment.plan_id)
        .outerjoin(Milestone, Milestone.id == Comment.milestone_id)
        .where(
            Mention.user_id == actor.user_id,
            Comment.withdrawn_at.is_(None),
            Comment.author_id.is_distinct_from(actor.user_id),
            within(Comment.said_at, window),
            reached(actor, Comment.reach),
        )
    )
    for comment_id, owner, item_id, reference, at in session.execute(query):
        path = paths.of_comment(view, owner, item_id, reference or "", comment_id)
        yield Notice(Kind.MENTIONS, at, words.MENTIONED, path, owner=owner, reference=reference or "", item_id=item_id)
