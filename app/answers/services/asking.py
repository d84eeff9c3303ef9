"""Somebody asks, withdraws the question, shares it with the Member States, names or hides who asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.models import Question, QuestionPart
from app.answers.policy import ASK, STEER, QuestionSubject, asks_for
from app.answers.queries.questions import get_question
from app.answers.services.common import NOT_NOW, add_act, hold, next_state, note
from app.answers.states import (
    ARTICLE_LIMIT,
    ENDED,
    LINE_LIMIT,
    REACHES,
    REASON_LIMIT,
    TEXT_LIMIT,
    Act,
    PartKind,
    QuestionState,
    Side,
)
from app.comments.states import Reach
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_line, clean_text
from app.plans.models import Plan
from app.plans.queries.heads import NO_PLAN
from app.plans.queries.rows import find_locked_plan
from app.plans.services.access import require_authority

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

MOST_ARTICLES = 20


def ask(session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], *, actor: Actor) -> int:
    """Ask the Commission; returns the question's key.

    `values`: title, text; blocks (keys), items (numbers), articles (pairs of act and number); reach, shows_asker;
    follows (the key of a question that the actor reads); authority (of the EU-level plan: the agency that asks, needed
    from who works for several, and None for the EU level as a whole). Raises NotFound, NotAllowed, Invalid.
    """
    if not asks_for(actor, owner):
        raise NotFound(NO_PLAN)
    plan = find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_PLAN)
    authority_id = _authority(session, plan, values.get("authority"), actor)
    parts = clean_parts(view, values)
    reach = clean_reach(values.get("reach"))
    follows = get_question(session, int(values["follows"]), actor).question_id if values.get("follows") else None
    now = clock.now()
    row = Question(
        plan_id=plan.id,
        authority_id=authority_id,
        title=clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        text=clean_text(values.get("text"), "text", TEXT_LIMIT, required=True),
        reach=reach.value,
        shows_asker=bool(values.get("shows_asker")),
        state=QuestionState.OPEN.value,
        is_offered=False,
        answer_number=0,
        follows_id=follows,
        merged_into_id=None,
        asked_at=now,
        asked_on=clock.day_of(now),
        author_id=actor.user_id,
    )
    session.add(row)
    session.flush()
    session.add_all(QuestionPart(question_id=row.id, **part) for part in parts)
    add_act(session, row.id, Act.ASK, Side.ASKER, actor=actor)
    changes = {"reach": [None, reach.value], "shows_asker": [None, row.shows_asker]}
    note(session, "answers:question:asked", "question", row.id, owner, actor=actor, changes=changes)
    return row.id


def withdraw_question(
    session: Session, question_id: int, reason: str, *, actor: Actor, expected_version: int | None
) -> None:
    """Withdraw one's question before it is answered. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid."""
    found, row = hold(session, question_id, STEER, actor=actor, expected_version=expected_version)
    to = next_state(found.state, Act.WITHDRAW)
    said = clean_text(reason, "reason", REASON_LIMIT)
    row.state, row.is_offered = to.value, False
    session.flush()
    add_act(session, row.id, Act.WITHDRAW, Side.ASKER, actor=actor, text=said)
    changes = {"state": [found.state.value, to.value]}
    owner = found.subject.owner
    note(session, "answers:question:withdrawn", "question", row.id, owner, actor=actor, changes=changes)


def widen(session: Session, question_id: int, *, shows_asker: bool, actor: Actor, expected_version: int | None) -> None:
    """Share a question with the Member States; it is not narrowed again, since others have read it.

    Raises NotFound, NotAllowed, Conflict, WrongState.
    """
    found, row = hold(session, question_id, STEER, actor=actor, expected_version=expected_version)
    if found.reach is Reach.MEMBER_STATES or found.state in ENDED:
        raise WrongState(NOT_NOW)
    row.reach, row.shows_asker, row.is_offered = Reach.MEMBER_STATES.value, shows_asker, False
    session.flush()
    add_act(session, row.id, Act.WIDEN, Side.ASKER, actor=actor)
    changes = {"reach": [found.reach.value, row.reach], "shows_asker": [found.shows_asker, shows_asker]}
    owner = found.subject.owner
    note(session, "answers:question:widened", "question", row.id, owner, actor=actor, changes=changes)


def decline_to_widen(session: Session, question_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Say no to the Commission, which asked to share it. Raises NotFound, NotAllowed, Conflict, WrongState."""
    found, row = hold(session, question_id, STEER, actor=actor, expected_version=expected_version)
    if not found.is_offered:
        raise WrongState(NOT_NOW)
    row.is_offered = False
    session.flush()
    add_act(session, row.id, Act.DECLINE, Side.ASKER, actor=actor)
    note(session, "answers:question:not-widened", "question", row.id, found.subject.owner, actor=actor)


def name_asker(
    session: Session, question_id: int, *, shows_asker: bool, actor: Actor, expected_version: int | None
) -> None:
    """Let the Member States read who asked, or no longer. Raises NotFound, NotAllowed, Conflict, WrongState."""
    found, row = hold(session, question_id, STEER, actor=actor, expected_version=expected_version)
    if found.shows_asker == shows_asker:
        return
    if found.reach is not Reach.MEMBER_STATES:
        raise WrongState(NOT_NOW)
    row.shows_asker = shows_asker
    session.flush()
    add_act(session, row.id, Act.NAME if shows_asker else Act.HIDE, Side.ASKER, actor=actor)
    changes = {"shows_asker": [found.shows_asker, shows_asker]}
    note(session, "answers:question:named", "question", row.id, found.subject.owner, actor=actor, changes=changes)


def clean_reach(value: object) -> Reach:
    """A reach that a question can have. Raises Invalid."""
    for reach in REACHES:
        if value in (reach, reach.value):
            return reach
    raise Invalid(message("Choose who may read it."), field="reach")


def clean_parts(view: CatalogueView, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a question is about: at least one block, item or article that there is. Raises Invalid."""
    parts: list[dict[str, Any]] = []
    blocks, items = set(values.get("blocks") or ()), set(values.get("items") or ())
    if blocks - set(view.blocks):
        raise Invalid(message("There is no such block."), field="blocks")
    if items - set(view.items_by_id):
        raise Invalid(message("There is no such item."), field="items")
    parts += [{"kind": PartKind.BLOCK.value, "key": key, "item_id": None} for key in view.blocks if key in blocks]
    parts += [
        {"kind": PartKind.ITEM.value, "key": item.key, "item_id": item.item_id}
        for item in view.items.values()
        if item.item_id in items
    ]
    named = dict.fromkeys(_article(view, act, number) for act, number in values.get("articles") or ())
    if len(named) > MOST_ARTICLES:
        raise Invalid(message("Name at most %(most)s articles."), field="articles", most=MOST_ARTICLES)
    parts += [{"kind": PartKind.ARTICLE.value, "key": key, "item_id": None} for key in named]
    if not parts:
        raise Invalid(message("Choose at least one block, item or article."), field="blocks")
    return parts


def _authority(session: Session, plan: Plan, value: Any, actor: Actor) -> int | None:
    """For which authority of the plan somebody asks who may; None for the plan as a whole. Raises Invalid."""
    may = asks_for(actor, plan.owner)
    chosen = may[0] if value is None and len(may) == 1 else value
    if not allows(actor, ASK, QuestionSubject(plan.owner, authority=chosen)):
        raise Invalid(message("Choose the agency for which you ask."), field="authority")
    require_authority(session, plan, chosen, "authority")
    return chosen


def _article(view: CatalogueView, act: str, number: str) -> str:
    """An article as its key. Raises Invalid where the catalogue has none."""
    said = number.strip()
    if len(said) > ARTICLE_LIMIT or act not in view.acts or view.article(act, said) is None:
        raise Invalid(
            message("The catalogue has no article “%(named)s”. Write act and number, as “RCD 35(1)”."),
            field="articles",
            named=f"{act} {said}"[:80],
        )
    return f"{act} {said}"
