"""What a search finds: items, acts, guidance, milestones of the own plan, and of questions, meetings, good practices
and comments those that the reader may read; each list with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.policy import reads_some as reads_questions
from app.answers.queries.questions import Wanted as WantedQuestions
from app.answers.queries.questions import list_questions
from app.answers.records import QuestionRecord
from app.catalogue.views import ActView, CatalogueView, ItemView
from app.comments.queries.records import CommentHit
from app.comments.queries.searching import search_comments
from app.guidance.records import Entry
from app.meetings.policy import reads_some as reads_meetings
from app.meetings.queries.searching import MeetingHit, search_meetings
from app.plans.queries.milestones import search_milestones
from app.plans.queries.records import SearchHit
from app.practices.policy import reads_some
from app.practices.queries.practices import Wanted, list_practices
from app.practices.records import PracticeRecord
from app.web.search.matching import Question, text_of, text_of_act, text_of_entry, words_typed

MOST_SHOWN = 50
"""Of each group; the count says how many there are."""


@dataclass(frozen=True)
class Found:
    """What was found. `milestones` are those of plans whose working state the person reads, and no others.

    `is_more`: there are more milestones than shown (they are not counted any further). `comments`: of those alone that
    the person may read, the latest first; `has_more_comments` as `is_more`; `practices`, `questions`
    and `meetings` alike. `guidance`: of the catalogue and recorded, best first, of `guidance_count`.
    """

    question: Question
    items: Sequence[ItemView]
    item_count: int
    acts: Sequence[ActView]
    milestones: Sequence[SearchHit]
    is_more: bool
    comments: Sequence[CommentHit] = ()
    has_more_comments: bool = False
    practices: Sequence[PracticeRecord] = ()
    has_more_practices: bool = False
    questions: Sequence[QuestionRecord] = ()
    has_more_questions: bool = False
    meetings: Sequence[MeetingHit] = ()
    has_more_meetings: bool = False
    guidance: Sequence[Entry] = ()
    guidance_count: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether no group has anything."""
        of_plans = self.milestones or self.comments or self.practices or self.questions or self.meetings
        return not (self.items or self.acts or self.guidance or of_plans)


def find(session: Session, text: str, *, view: CatalogueView, actor: Actor, published: Sequence[Entry] = ()) -> Found:
    """Search for what was typed; an empty question finds nothing. `published`: the guidance there is."""
    question = Question.of(text, view)
    items = find_items(question, view)
    milestones = search_milestones(session, actor, question.text, MOST_SHOWN + 1) if question.terms else []
    comments = search_comments(session, actor, words_typed(question.text), MOST_SHOWN + 1)
    wanted = Wanted(words=tuple(words_typed(question.text)), shared=True)
    asks = bool(wanted.words) and reads_some(actor)
    practices = list_practices(session, actor, wanted, limit=MOST_SHOWN + 1) if asks else []
    asked = WantedQuestions(words=wanted.words)
    asks = bool(wanted.words) and reads_questions(actor)
    questions = list_questions(session, actor, asked, limit=MOST_SHOWN + 1) if asks else []
    met = search_meetings(session, actor, wanted.words, MOST_SHOWN + 1) if reads_meetings(actor) else []
    guidance = find_guidance(question, view, published)
    return Found(
        question,
        items[:MOST_SHOWN],
        len(items),
        find_acts(question, view)[:MOST_SHOWN],
        milestones[:MOST_SHOWN],
        len(milestones) > MOST_SHOWN,
        comments[:MOST_SHOWN],
        len(comments) > MOST_SHOWN,
        practices[:MOST_SHOWN],
        len(practices) > MOST_SHOWN,
        questions[:MOST_SHOWN],
        len(questions) > MOST_SHOWN,
        met[:MOST_SHOWN],
        len(met) > MOST_SHOWN,
        guidance[:MOST_SHOWN],
        len(guidance),
    )


def find_items(question: Question, view: CatalogueView) -> list[ItemView]:
    """The items that fit, best first; equals in the catalogue's order, key items before others."""
    scored = [(question.score(text_of(item, view)), item) for item in view.items.values()]
    fitting = [(score, item) for score, item in scored if score]
    return [item for _, item in sorted(fitting, key=lambda pair: (-pair[0], not pair[1].is_key))]


def find_guidance(question: Question, view: CatalogueView, published: Sequence[Entry]) -> list[Entry]:
    """The publications that fit, best first; equals in the order in which they are listed."""
    scored = [(question.score(text_of_entry(one, view)), one) for one in published]
    return [one for score, one in sorted(scored, key=lambda pair: -pair[0]) if score]


def find_acts(question: Question, view: CatalogueView) -> list[ActView]:
    """The acts whose names fit, and those that the question names by code or number."""
    named = question.acts
    scored = [(99 if act.code in named else question.score(text_of_act(act)), act) for act in view.acts.values()]
    return [act for score, act in sorted(scored, key=lambda pair: -pair[0]) if score]
