"""Fiches as their readers may see them, and their rows for services."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.fiches.models import Fiche, FicheBlock, FicheComment, FicheText
from app.fiches.policy import READ_COMMENTS, visible_to
from app.fiches.records import DRAFT, BlockRecord, CommentRecord, FicheRecord
from app.fiches.states import Aspect, Outcome, Stage
from app.plans.models import Plan
from app.review.models import Round

NO_FICHE = message("There is no such fiche, or none that you may see.")
AT_MOST = 500
LARGEST = 2**31 - 1


def list_fiches(session: Session, actor: Actor, owner: str | None = None) -> list[FicheRecord]:
    """The fiches that the actor may read, the latest first; of one plan where its owner is named. One statement."""
    query = _fiches(actor)
    if owner is not None:
        query = query.where(Plan.owner == owner)
    query = query.order_by(func.coalesce(Fiche.sent_at, Fiche.written_at).desc(), Fiche.id.desc())
    return [FicheRecord(*row) for row in session.execute(query.limit(AT_MOST))]


def get_fiche(session: Session, name: str, actor: Actor) -> FicheRecord:
    """A fiche by the name in its address: `IE-2`, or `draft-17`. Raises NotFound."""
    whose, _dash, number = name.partition("-")
    if not (number.isascii() and number.isdecimal()) or int(number) > LARGEST:
        raise NotFound(NO_FICHE)
    query = _fiches(actor)
    if whose == DRAFT:
        query = query.where(Fiche.id == int(number), Fiche.number.is_(None))
    else:
        query = query.where(Plan.owner == whose, Fiche.number == int(number))
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_FICHE)
    return FicheRecord(*row)


def list_blocks(session: Session, fiche_id: int) -> dict[str, BlockRecord]:
    """What is written of each block; the caller has asked whether it may be seen."""
    query = select(
        FicheBlock.block_key, FicheBlock.progress, FicheBlock.challenges, FicheBlock.next_steps, FicheBlock.version
    ).where(FicheBlock.fiche_id == fiche_id)
    return {
        key: BlockRecord(key, dict(zip(Aspect, texts, strict=True)), v) for key, *texts, v in session.execute(query)
    }


def list_comments(session: Session, fiche: FicheRecord, actor: Actor) -> list[CommentRecord]:
    """The country's comments and its position, the first one first: its own until the check is returned, and what
    became of them the Commission's until the fiche is final."""
    own = allows(actor, READ_COMMENTS, fiche.subject)
    if fiche.checked_at is None and not own:
        return []
    query = (
        select(
            FicheComment.id,
            FicheComment.block_key,
            FicheComment.item_id,
            FicheComment.is_position,
            FicheComment.text,
            FicheComment.written_at,
            User.name,
            FicheComment.outcome,
            FicheComment.reply,
        )
        .outerjoin(User, User.id == FicheComment.author_id)
        .where(FicheComment.fiche_id == fiche.fiche_id, FicheComment.withdrawn_at.is_(None))
        .order_by(FicheComment.id)
    )
    hidden = own and fiche.final_at is None
    return [_comment(row, is_settling_hidden=hidden) for row in session.execute(query)]


def find_text(session: Session, fiche_id: int, stage: Stage) -> tuple[str, str] | None:
    """The hash and what is kept under it; the caller has asked whether it may be seen."""
    query = select(FicheText.hash, FicheText.content).where(
        FicheText.fiche_id == fiche_id, FicheText.stage == stage.value
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def find_row(session: Session, fiche_id: int) -> Fiche:
    """The row of a fiche, held and read anew."""
    query = select(Fiche).where(Fiche.id == fiche_id).with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one()


def find_block_row(session: Session, fiche_id: int, block_key: str) -> FicheBlock | None:
    """The row of a block's narrative; who changes it holds the fiche's row."""
    query = select(FicheBlock).where(FicheBlock.fiche_id == fiche_id, FicheBlock.block_key == block_key)
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def find_comment_row(session: Session, fiche_id: int, comment_id: int) -> FicheComment | None:
    """The row of a comment that stands; who changes it holds the fiche's row."""
    query = select(FicheComment).where(
        FicheComment.fiche_id == fiche_id, FicheComment.id == comment_id, FicheComment.withdrawn_at.is_(None)
    )
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def last_number(session: Session, plan_id: int) -> int:
    """The highest number given to a fiche of a plan, whose row the caller holds; 0 when there is none."""
    return session.execute(select(func.max(Fiche.number)).where(Fiche.plan_id == plan_id)).scalar_one() or 0


def _fiches(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Fiche.id,
            Plan.owner,
            Fiche.plan_id,
            Fiche.number,
            Fiche.round_id,
            Round.title,
            Fiche.as_of,
            Fiche.figures,
            Fiche.letter,
            Fiche.written_at,
            User.name,
            Fiche.sent_at,
            Fiche.check_due_on,
            Fiche.checked_at,
            Fiche.final_at,
            Fiche.version,
        )
        .join(Plan, Plan.id == Fiche.plan_id)
        .outerjoin(Round, Round.id == Fiche.round_id)
        .outerjoin(User, User.id == Fiche.author_id)
        .where(visible_to(actor))
    )


def _comment(row: Any, *, is_settling_hidden: bool) -> CommentRecord:
    *said, outcome, reply = row
    if is_settling_hidden:
        return CommentRecord(*(*said, None, ""))
    return CommentRecord(*(*said, Outcome(outcome) if outcome else None, reply))
