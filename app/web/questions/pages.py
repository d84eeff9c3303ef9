"""A question with its answer, the versions of that, what was done with it, and the forms of what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, render_template

from app.accounts.states import Role
from app.answers.changes import Piece, pieces_of
from app.answers.policy import ANSWER, READ_LIFE, READ_RELIANCE, RELY, STEER, RelianceSubject, asks_for
from app.answers.queries.life import find_draft, list_life, list_versions
from app.answers.queries.questions import Wanted, find_question, get_question, list_questions
from app.answers.queries.reliance import authorities_on, list_reliances
from app.answers.records import QuestionRecord, RelianceRecord, VersionRecord
from app.answers.services.answering import may_answer
from app.answers.states import DISCLAIMER, ENDED, HIDDEN, Act, QuestionState
from app.calendars.reading import calendar_of
from app.catalogue.views import CatalogueView, ItemView
from app.comments.states import Reach
from app.core import clock
from app.core.policy import allows
from app.http.context import actor, catalogue, session, viewpoint
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.states import EU
from app.web.questions.area import area, until_of
from app.web.questions.forms import MergeForm, ReasonForm, WidenForm
from app.web.questions.lists import asking_for


@dataclass(frozen=True)
class Told:
    """A version of an answer with what differs from the one before; no pieces for the first, or around a withdrawal."""

    version: VersionRecord
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Relying:
    """An item of the reader's plan that relies on it, with what differs from the version that it relies on."""

    record: RelianceRecord
    item: ItemView | None
    pieces: tuple[Piece, ...]
    may: bool


@area.get("/questions/<int:question_id>")
@signed_in
def show_question(question_id: int) -> str:
    """A question."""
    return question_page(get_question(session(), question_id, actor(), until_of(read_viewpoint())))


def working_days(since: date, until: date | None = None) -> int:
    """How many working days of the institutions somebody waits, up to today or to another day."""
    return calendar_of(EU).between(since, until or clock.today())


def question_page(found: QuestionRecord, **sent: Any) -> str:
    """The page; `sent`: forms as they were sent where something was wrong, by the names that the template has.

    Of another day it tells what was asked and answered by then, has no forms, and shows neither drafts nor reliance.
    """
    view, who, seen = catalogue(), actor(), viewpoint()
    until, is_today = until_of(seen), not seen.is_past
    versions = list_versions(session(), found, who)
    may_steer = is_today and allows(who, STEER, found.subject)
    answers = is_today and allows(who, ANSWER, found.subject)
    is_narrow = found.reach is Reach.COMMISSION and found.state not in ENDED
    draft = find_draft(session(), found, who) if is_today else None
    forms = {
        "withdrawing": form_for("withdraw") if may_steer and found.state is QuestionState.OPEN else None,
        "widening": WidenForm(formdata=None) if may_steer and is_narrow else None,
        "taking_back": form_for("take-back") if answers and found.state is QuestionState.ANSWERED else None,
        "merging": MergeForm(formdata=None) if answers and found.state is QuestionState.OPEN else None,
    }
    return render_template(
        "questions/show_question.html",
        view=view,
        found=found,
        told=list(reversed(told_of(versions))),
        draft=draft,
        life=list_life(session(), found, who, until),
        reads_life=allows(who, READ_LIFE, found.subject),
        source=find_question(session(), found.follows, who, until) if found.follows else None,
        merged=find_question(session(), found.merged_into, who, until) if found.merged_into else None,
        duplicates=list_questions(session(), who, Wanted(merged_into=found.question_id, until=until)),
        following=list_questions(session(), who, Wanted(follows=found.question_id, until=until)),
        waiting=working_days(found.asked_on, seen.as_of) if found.state is QuestionState.OPEN else None,
        may_answer=is_today and may_answer(who, found),
        may_offer=answers and is_narrow and not found.is_offered,
        may_name=may_steer and found.reach is Reach.MEMBER_STATES and found.state is not QuestionState.WITHDRAWN,
        asking=asking_for() if is_today and found.state is not QuestionState.WITHDRAWN else [],
        **(_relying(view, found, versions) if is_today else {"relying": [], "choices": {}}),
        **(forms | sent),
        disclaimer=DISCLAIMER,
        hidden=HIDDEN,
        Act=Act,
    )


def form_for(act: str) -> ReasonForm:
    """An empty form that asks for a reason, with an id of its own on the page."""
    return with_id(ReasonForm(formdata=None), act)


def with_id(form: ReasonForm, act: str) -> ReasonForm:
    """The form with the ids of its act."""
    form.reason.id = f"{act}-reason"
    form.reason.label.field_id = form.reason.id
    form.reason.flags.required = act == "take-back"
    return form


def told_of(versions: list[VersionRecord]) -> list[Told]:
    """Versions with what differs from the one before, the first first."""
    found: list[Told] = []
    for version in versions:
        before = found[-1].version if found else None
        compares = before is not None and not before.is_withdrawal and not version.is_withdrawal
        pieces = pieces_of(before.text, version.text) if compares and before is not None else ()
        found.append(Told(version, tuple(pieces)))
    return found


def _relying(view: CatalogueView, found: QuestionRecord, versions: list[VersionRecord]) -> dict[str, Any]:
    """Which items of the reader's plans rely on it, and of which they may say so."""
    who = actor()
    owners = [owner for owner in sorted(who.countries) if allows(who, READ_RELIANCE, RelianceSubject(owner))]
    if not owners or not versions:
        return {"relying": [], "choices": {}}
    by_number = {version.number: version for version in versions}
    listed = []
    for record in list_reliances(session(), who, owners, question_id=found.question_id):
        item = view.items_by_id.get(record.item_id)
        newest, then = versions[-1], by_number.get(record.number)
        pieces = pieces_of(then.text, newest.text) if then and record.has_changed and not newest.is_withdrawal else ()
        listed.append(Relying(record, item, tuple(pieces), may_rely(record.owner, item)))
    taken = {(one.record.owner, one.record.item_id) for one in listed}
    choices = {}
    for owner in owners if found.state is QuestionState.ANSWERED else ():
        items = [
            item
            for item in view.items.values()
            if view.duty(owner, item.item_id) is not None
            and (owner, item.item_id) not in taken
            and may_rely(owner, item)
        ]
        first = set(found.items)
        if items:
            choices[owner] = sorted(items, key=lambda item: item.item_id not in first)
    return {"relying": listed, "choices": choices}


def may_rely(owner: str, item: ItemView | None) -> bool:
    """Whether the person says of an item of a plan on what it relies."""
    if allows(actor(), RELY, RelianceSubject(owner)):
        return True  # whoever may of the plan as a whole may of each item
    if item is None or not actor().holds(Role.CONTRIBUTOR, owner):
        return False
    known: dict[str, dict[int, frozenset[int]]] = g.setdefault("authorities_on", {})
    if owner not in known:
        known[owner] = authorities_on(session(), owner)
    own = known[owner].get(item.item_id, frozenset())
    return allows(actor(), RELY, RelianceSubject(owner, item.block_key, own))


def may_ask(owner: str) -> bool:
    """Whether the person may ask for a country, or for an agency of the EU level."""
    return bool(asks_for(actor(), owner))
