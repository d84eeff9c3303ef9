"""What a fiche says to a reader: the Commission reads it as it stands, the country as it was sent or sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.assessments.queries import first_reading, list_assessments
from app.core import clock
from app.core.errors import NotFound
from app.core.policy import allows
from app.fiches.content import Comment, Content, from_plain
from app.fiches.figures import figures_of
from app.fiches.letters import usual_letter
from app.fiches.policy import READ_COMMENTS, WRITE
from app.fiches.queries.fiches import NO_FICHE, find_text, list_blocks, list_comments
from app.fiches.records import CommentRecord, FicheRecord
from app.fiches.states import CHECK_DAYS, Stage, State
from app.flags.queries.flags import list_flags
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.queries.reading import read_one
from app.review.sealing import read_snapshot

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


@dataclass(frozen=True)
class Said:
    """What a reader reads of a fiche. `hash`: under which it is sealed; empty where it is not."""

    content: Content
    hash: str = ""


def read_figures(session: Session, view: CatalogueView, owner: str, day: date, actor: Actor) -> dict[str, Any]:
    """The figures of a plan's shared state on a day, as known now. Raises NotFound."""
    plan, eu = get_plan_beside_eu(session, owner, actor)
    reading, _ = read_one(session, view, (plan.head, Scope.SHARED), eu, day, ReadingCache())
    flags = list_flags(session, actor, owners=[owner])
    first = first_reading(list_assessments(session, plan.plan_id, day))
    return figures_of(view, reading, flags, first, is_invented=plan.head.is_demonstration)


def reads_as_sent(fiche: FicheRecord, actor: Actor) -> bool:
    """Whether the actor may read what was sent for the check: both sides, and no observer."""
    return fiche.sent_at is not None and any(allows(actor, right, fiche.subject) for right in (WRITE, READ_COMMENTS))


def read_said(
    session: Session, view: CatalogueView, fiche: FicheRecord, actor: Actor, *, as_sent: bool = False
) -> Said:
    """What the fiche says to somebody who may read it; `as_sent`: what it said when it was sent.

    Raises NotFound where that is nothing for them, or what was sealed can no longer be read.
    """
    if as_sent and not reads_as_sent(fiche, actor):
        raise NotFound(NO_FICHE)
    is_written = fiche.standing(clock.today()).state in (State.DRAFT, State.CHECKED, State.LAPSED)
    if is_written and not as_sent and allows(actor, WRITE, fiche.subject):
        return Said(content_now(session, view, fiche, list_comments(session, fiche, actor)))
    kept = find_text(session, fiche.fiche_id, Stage.FINAL if fiche.final_at and not as_sent else Stage.SENT)
    said = read_snapshot(kept[1]) if kept else {}
    if kept is None or not said:
        raise NotFound(NO_FICHE)
    return Said(from_plain(said), kept[0])


def content_now(
    session: Session, view: CatalogueView, fiche: FicheRecord, comments: Iterable[CommentRecord]
) -> Content:
    """What the fiche says as it stands."""
    country = view.countries[fiche.owner]
    figures = json.loads(fiche.figures)
    blocks = list_blocks(session, fiche.fiche_id)
    name = country.title.in_("en")
    listed = list(comments)
    standing = fiche.standing(clock.today())
    return Content(
        owner=fiche.owner,
        name=name,
        round_title=fiche.round_title or "",
        figures=figures,
        narrative={
            key: {aspect.value: text for aspect, text in blocks[key].texts.items()}
            for key in view.blocks
            if key in blocks
        },
        letter=fiche.letter or usual_letter(name, figures["total"], fiche.as_of, standing.state, CHECK_DAYS),
        sent_on=clock.day_of(fiche.sent_at) if fiche.sent_at else None,
        check_due_on=fiche.check_due_on,
        checked_on=clock.day_of(fiche.checked_at) if fiche.checked_at else None,
        final_on=clock.day_of(fiche.final_at) if fiche.final_at else None,
        comments=tuple(_comment(view, one) for one in listed if not one.is_position),
        position=next((one.text for one in reversed(listed) if one.is_position), ""),
    )


def _comment(view: CatalogueView, one: CommentRecord) -> Comment:
    item = view.items_by_id.get(one.item_id or 0)
    return Comment(one.block_key, item.title.in_("en") if item else "", one.text, one.outcome, one.reply)
