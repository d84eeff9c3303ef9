"""Loading the demonstration: the story told, played in memory, and written in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.collector import collector_paused
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.demo import queries, writing
from app.demo.book import Book, Keys, Row
from app.demo.chance import SEED
from app.demo.playing import Player
from app.demo.policy import LOAD
from app.demo.story import Story, begins_at
from app.demo.writing import Say
from app.plans.states import EU, SubjectKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

COORDINATOR = "coordinator.{code}@demo.example"
"""Who writes in a country's plan, by the country's code in lower case; the EU level's is written by the system."""


@dataclass(frozen=True)
class PlanCount:
    """What a plan got."""

    owner: str
    milestones: int
    revisions: int
    releases: int


@dataclass(frozen=True)
class Loaded:
    """What was loaded; `replaced`: a demonstration stood there before."""

    until: date
    replaced: bool
    plans: tuple[PlanCount, ...]


def load_demonstration(
    session: Session,
    view: CatalogueView,
    *,
    actor: Actor,
    until: date | None = None,
    seed: int = SEED,
    owners: Collection[str] | None = None,
    say: Say = lambda _line: None,
) -> Loaded:
    """Fill the plans up to the end of a day, by default up to now; `owners` limits it to some plans.

    A demonstration that stands there is replaced: its rows go, the audit trail keeps the deeds of the first load
    and gets one entry more instead of the same deeds again. Raises Invalid for a day in the future or before the
    programme, WrongState where something real is written in a plan or a plan is missing, NotAllowed.
    """
    require(actor, LOAD)
    day, instant = _moment(until, view)
    plans = [plan for plan in queries.list_plans(session) if owners is None or plan.owner in owners]
    replaced = _make_room(session, view, plans, say)
    granted = queries.granted_authorities(session)
    if replaced:
        writing.delete_books(session)
    story = Story(view, seed)
    audit: list[Row] = []
    players = _players(session, view, plans, audit)
    with collector_paused():
        told = story.deeds(instant, players.keys())
        say(f"{len(told):,} deeds in {len(players)} plans")
        for deed in told:
            players[deed.owner].play(deed)
        books = [player.book for player in players.values()]
        writing.write_books(session, books, begins_at(view), say)
    if replaced:
        authorities = {(p.book.owner, code): key for p in players.values() for code, key in p.authorities.items()}
        writing.restore_granted(session, granted, authorities)
    else:
        writing.write_audit(session, audit)
        say(f"{len(audit):,} entries of the audit trail")
    session.expire_all()
    loaded = Loaded(day, replaced, tuple(_count(book) for book in books))
    _record(session, loaded, actor)
    return loaded


def _moment(until: date | None, view: CatalogueView) -> tuple[date, datetime]:
    day = until or clock.today()
    if day > clock.today():
        raise Invalid(message("The demonstration cannot be loaded up to a day in the future."), field="until")
    if day < view.starts_on:
        raise Invalid(
            message("The demonstration begins with the programme, on %(day)s."),
            field="until",
            day=view.starts_on.isoformat(),
        )
    return day, min(clock.end_of(day), clock.now())


def _make_room(session: Session, view: CatalogueView, plans: list[queries.PlanRow], say: Say) -> bool:
    """Whether a demonstration has to go first. Raises WrongState for real plans and for plans without blocks."""
    real = [plan.owner for plan in queries.list_plans(session) if plan.is_begun and not plan.is_demonstration]
    if real:
        raise WrongState(
            message(
                "There is real data in the plans of %(owners)s. The demonstration is loaded only where all plans are"
                " empty or invented. Nothing was changed."
            ),
            owners=", ".join(real),
        )
    if not plans or any(key not in plan.blocks for plan in plans for key in view.blocks):
        raise WrongState(message("The plans of this catalogue have not been opened."))
    is_there = any(plan.is_begun for plan in queries.list_plans(session))
    if is_there:
        say("a demonstration is there already and is replaced")
    return is_there


def _players(
    session: Session, view: CatalogueView, plans: list[queries.PlanRow], audit: list[Row]
) -> dict[str, Player]:
    emails = {plan.owner: COORDINATOR.format(code=plan.owner.lower()) for plan in plans}
    authors = queries.authors_by_email(session, set(emails.values()))
    keys = Keys(queries.first_keys(session, writing.KEYED))
    request_id = session.info.get("request_id", "")
    players: dict[str, Player] = {}
    for plan in sorted(plans, key=lambda plan: plan.owner != EU):
        book = Book(
            plan.plan_id,
            plan.owner,
            plan.blocks,
            keys=keys,
            author_id=authors.get(emails[plan.owner]),
            audit=audit,
            request_id=request_id,
            stamps=plan.stamps,
        )
        players[plan.owner] = Player(view, book, players)
    return players


def _count(book: Book) -> PlanCount:
    return PlanCount(
        owner=book.owner,
        milestones=len(book.subjects[SubjectKind.MILESTONE]),
        revisions=sum(len(subject.sayings) for subjects in book.subjects.values() for subject in subjects),
        releases=len(book.rows["plan_release"]),
    )


def _record(session: Session, loaded: Loaded, actor: Actor) -> None:
    record(
        session,
        actor=actor,
        deed="demo:plans:replaced" if loaded.replaced else "demo:plans:loaded",
        subject_kind="demonstration",
        subject_id=None,
        changes={"until": [None, loaded.until], "milestones": [None, sum(p.milestones for p in loaded.plans)]},
    )
