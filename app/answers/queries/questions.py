"""Questions as pages read them, and their rows for services. What may not be read is not found, and not counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import AnswerVersion, Question, QuestionPart
from app.answers.policy import QuestionSubject, answerable_by, asker_known_to, visible_to
from app.answers.queries.standing import standing_at
from app.answers.records import QuestionRecord
from app.answers.states import PartKind, QuestionState
from app.comments.states import Reach
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Plan

NO_QUESTION = message("There is no such question, or none that you may see.")


@dataclass(frozen=True)
class Wanted:
    """Which questions of a list: each empty for all. `words` stand in it or in its answer, all of them; `block`: a key
    with the items of that block; `article`: act and number; `asker`: of whom the reader may know it; `until`: as they
    stood then, of those asked by then."""

    words: tuple[str, ...] = ()
    block: tuple[str, frozenset[int]] | None = None
    item_id: int | None = None
    article: str | None = None
    state: QuestionState | None = None
    asker: str | None = None
    follows: int | None = None
    merged_into: int | None = None
    answerable: bool = False
    offered: bool = False
    until: datetime | None = None


ALL = Wanted()


def list_questions(
    session: Session, actor: Actor, wanted: Wanted = ALL, *, limit: int | None = None, offset: int = 0
) -> list[QuestionRecord]:
    """The questions that the actor may read, the latest first; two statements."""
    query = _chosen(_questions(actor, wanted.until), actor, wanted).order_by(Question.id.desc())
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return _with_parts(session, session.execute(query).all())


def count_questions(session: Session, actor: Actor, wanted: Wanted = ALL) -> int:
    """How many of them there are."""
    query = _from(select(func.count(Question.id)), wanted.until)
    number: int = session.execute(_chosen(query, actor, wanted)).scalar_one()
    return number


def get_question(session: Session, question_id: int, actor: Actor, until: datetime | None = None) -> QuestionRecord:
    """One question, now or as it stood at an instant. Raises NotFound, also for one that was not asked by then."""
    found = find_question(session, question_id, actor, until)
    if found is None:
        raise NotFound(NO_QUESTION)
    return found


def find_question(
    session: Session, question_id: int, actor: Actor, until: datetime | None = None
) -> QuestionRecord | None:
    """One question, now or as it stood at an instant; None where there is none that the actor may read."""
    query = _questions(actor, until).where(Question.id == question_id, visible_to(actor), *_asked_by(until))
    return next(iter(_with_parts(session, session.execute(query).all())), None)


def readable(session: Session, actor: Actor, keys: Collection[int]) -> frozenset[int]:
    """Which of some questions the actor may read. One statement, none for no keys."""
    if not keys:
        return frozenset()
    query = select(Question.id).join(Plan, Plan.id == Question.plan_id)
    return frozenset(session.scalars(query.where(Question.id.in_(sorted(keys)), visible_to(actor))))


def answered_on_items(session: Session, actor: Actor, most: int) -> dict[int, list[tuple[int, str]]]:
    """Item → answered questions on it that the actor reads, at most so many, the latest first: key and title.

    It rests on the grants alone. One statement.
    """
    place = func.row_number().over(partition_by=QuestionPart.item_id, order_by=Question.id.desc()).label("place")
    numbered = (
        select(QuestionPart.item_id, Question.id, Question.title, place)
        .select_from(Question)
        .join(Plan, Plan.id == Question.plan_id)
        .join(QuestionPart, QuestionPart.question_id == Question.id)
        .where(
            visible_to(actor),
            QuestionPart.item_id.is_not(None),
            Question.state == QuestionState.ANSWERED.value,
        )
        .subquery()
    )
    query = select(numbered).where(numbered.c.place <= most).order_by(numbered.c.item_id, numbered.c.place)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for item_id, key, title, _ in session.execute(query):
        found[item_id].append((key, title))
    return found


def find_row(session: Session, question_id: int) -> Question:
    """The row of a question, held and read anew."""
    query = (
        select(Question).where(Question.id == question_id).with_for_update().execution_options(populate_existing=True)
    )
    return session.execute(query).scalar_one()


def _chosen(query: Select[*tuple[Any, ...]], actor: Actor, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    stands = standing_at(wanted.until)
    conditions = [visible_to(actor), *_asked_by(wanted.until), *(_holds(word) for word in wanted.words)]
    if wanted.block is not None:
        key, items = wanted.block
        whole = and_(QuestionPart.kind == PartKind.BLOCK.value, QuestionPart.key == key)
        conditions.append(_about(or_(whole, QuestionPart.item_id.in_(sorted(items)))))
    if wanted.item_id is not None:
        conditions.append(_about(QuestionPart.item_id == wanted.item_id))
    if wanted.article is not None:
        named = or_(
            QuestionPart.key == wanted.article, QuestionPart.key.startswith(f"{wanted.article}(", autoescape=True)
        )
        conditions.append(_about(and_(QuestionPart.kind == PartKind.ARTICLE.value, named)))
    if wanted.asker is not None:  # of whom one may not know it, it is found under no name
        conditions += [Plan.owner == wanted.asker, asker_known_to(actor)]
    if wanted.offered:
        conditions.append(Question.is_offered.is_(True))
    if wanted.answerable:
        conditions.append(answerable_by(actor))
    same = {
        stands.state: wanted.state.value if wanted.state else None,
        Question.follows_id: wanted.follows,
        stands.merged_into: wanted.merged_into,
    }
    conditions += [column == value for column, value in same.items() if value is not None]
    return query.where(*conditions)


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the question or in the answer as it stands."""
    columns = (Question.title, Question.text, AnswerVersion.text)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _about(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    named = select(QuestionPart.id).where(QuestionPart.question_id == Question.id, condition)
    return exists(named.correlate(Question))


def _asked_by(until: datetime | None) -> list[ColumnElement[bool]]:
    return [] if until is None else [Question.asked_at <= until]


def _from(query: Select[Any], until: datetime | None) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Question)
        .join(Plan, Plan.id == Question.plan_id)
        .outerjoin(
            AnswerVersion,
            and_(AnswerVersion.question_id == Question.id, AnswerVersion.number == standing_at(until).number),
        )
    )


def _questions(actor: Actor, until: datetime | None) -> Select[*tuple[Any, ...]]:
    stands = standing_at(until)
    asker = case((asker_known_to(actor), Plan.owner), else_=literal("")).label("asker")
    columns = [
        Question.id.label("question_id"),
        asker,
        *(Plan.owner, Question.authority_id),
        *(Question.title, Question.text, Question.shows_asker, Question.asked_on, Question.version),
        Question.reach.label("reach_now"),
        Question.state.label("state_now"),
        stands.state.label("state"),
        stands.reach.label("reach"),
        stands.number.label("answer_number"),
        stands.is_offered.label("is_offered"),
        AnswerVersion.text.label("answer"),
        AnswerVersion.said_at.label("answered_at"),
        Question.follows_id.label("follows"),
        stands.merged_into.label("merged_into"),
    ]
    return _from(select(*columns), until)


def _with_parts(session: Session, rows: Sequence[Any]) -> list[QuestionRecord]:
    if not rows:
        return []
    parts, items = _parts(session, [row.question_id for row in rows])
    found = []
    for row in rows:
        values = dict(row._mapping)
        reach, state = Reach(values.pop("reach_now")), QuestionState(values.pop("state_now"))
        subject = QuestionSubject(values.pop("owner"), reach, row.shows_asker, state, values.pop("authority_id"))
        values |= {
            "reach": Reach(row.reach),
            "state": QuestionState(row.state),
            "is_offered": bool(row.is_offered),
            "answer": row.answer or "",
            "subject": subject,  # rights are those of today
            "parts": {kind: tuple(named) for kind, named in parts[row.question_id].items()},
            "items": tuple(items[row.question_id]),
        }
        found.append(QuestionRecord(**values))
    return found


def _parts(
    session: Session, keys: Collection[int]
) -> tuple[dict[int, dict[PartKind, list[str]]], dict[int, list[int]]]:
    parts: dict[int, dict[PartKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    items: dict[int, list[int]] = defaultdict(list)
    query = select(QuestionPart).where(QuestionPart.question_id.in_(sorted(keys))).order_by(QuestionPart.id)
    for row in session.execute(query).scalars():
        parts[row.question_id][PartKind(row.kind)].append(row.key)
        if row.item_id is not None:
            items[row.question_id].append(row.item_id)
    return parts, items
