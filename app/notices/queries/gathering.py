"""All that somebody is meant to hear of, of a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core.policy import require
from app.notices.policy import READ, coordinated, kinds_for, reviews_any
from app.notices.queries import (
    deliverables,
    exchange,
    findings,
    meetings,
    plans,
    practices,
    publications,
    questions,
    review,
    rounds,
    support,
)
from app.notices.records import Notice, Window


def gather(session: Session, view: CatalogueView, actor: Actor, window: Window) -> list[Notice]:
    """The latest first. At most thirty-four statements, none for those who are not meant; three more for each
    further country that somebody coordinates. Raises NotAllowed for nobody.
    """
    require(actor, READ)
    if not kinds_for(actor):
        return []
    found = [
        *exchange.notices_of_messages(session, actor, window),
        *plans.notices_of_comments(session, view, actor, window),
    ]
    if coordinated(actor) or reviews_any(actor):
        found += [
            *exchange.notices_of_steps(session, actor, window),
            *plans.notices_of_releases(session, actor, window),
            *plans.notices_of_submissions(session, actor, window),
            *plans.notices_of_assessments(session, view, actor, window),
            *plans.notices_of_statements(session, view, actor, window),
            *rounds.notices_of_rounds(session, actor, window),
            *review.notices_of_fiches(session, actor, window),
            *review.notices_of_second_readings(session, actor, window),
        ]
    found += support.notices_of_support(session, actor, window)
    found += deliverables.notices_of_deliverables(session, actor, window)
    found += meetings.notices_of_meetings(session, actor, window)
    found += meetings.notices_of_actions(session, actor, window)
    found += practices.notices_of_practices(session, actor, window)
    found += questions.notices_of_questions(session, actor, window)
    found += findings.notices_of_findings(session, view, actor, window)
    found += publications.notices_of_publications(session, view, actor, window)
    return sorted(found, key=lambda notice: (notice.at, notice.path, notice.said), reverse=True)
