"""The same deeds through the services and in bulk leave the same rows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.audit.services import seal
from app.catalogue.views import CatalogueView
from app.core.clock import end_of
from app.demo import deeds
from app.demo.book import Book, Keys, Row
from app.demo.chance import SEED
from app.demo.deeds import Deed
from app.demo.playing import Player
from app.demo.queries import first_keys, list_plans
from app.demo.story import Story, begins_at
from app.demo.writing import KEYED, write_audit, write_books
from app.plans.states import EU
from tests.demo.conftest import FIXED_DAY
from tests.demo.rows import audited, rows_of_plans
from tests.demo.services_player import ServicesPlayer

RARE = (deeds.ReportParts, deeds.CancelMilestone, deeds.WithdrawEvidence, deeds.StateApplicability)
USUAL = "reception.directive-transposed"
KINDS = {kind.__name__ for kind in Deed.__subclasses__()}


def _chosen(story: Story) -> list[Deed]:
    """Deeds of every kind: all on a few items of three plans, and what is said of these plans as a whole."""
    sharing_row = next(owner for owner, profile in story.profiles.items() if profile.shares_row)
    told = story.deeds(end_of(FIXED_DAY), (EU, "IE", sharing_row))
    items = {USUAL, *story.view.items[USUAL].depends_on}
    for kind in RARE:
        items.add(next(deed.item for deed in told if isinstance(deed, kind)))
    return [deed for deed in told if _is_about(deed, items)]


def _is_about(deed: Deed, items: set[str]) -> bool:
    if isinstance(deed, deeds.Link) and deed.before_item not in items:
        return False
    return getattr(deed, "item", None) in items or not hasattr(deed, "item")


def _play_in_bulk(session: Session, view: CatalogueView, told: list[Deed]) -> None:
    keys = Keys(first_keys(session, KEYED))
    audit: list[Row] = []
    players: dict[str, Player] = {}
    for plan in list_plans(session):
        book = Book(plan.plan_id, plan.owner, plan.blocks, keys=keys, author_id=None, audit=audit)
        players[plan.owner] = Player(view, book, players)
    for deed in told:
        players[deed.owner].play(deed)
    write_books(session, [player.book for player in players.values()], begins_at(view), lambda _line: None)
    write_audit(session, audit)
    session.expire_all()


def test_services_and_bulk_leave_the_same_rows(session: Session, view: CatalogueView) -> None:
    told = _chosen(Story(view, SEED))
    assert len(told) >= 200
    assert {type(deed).__name__ for deed in told} == KINDS

    attempt = session.begin_nested()
    ServicesPlayer(session, view).play_all(told)
    seal(session)
    by_services, trail_by_services = rows_of_plans(session), audited(session)
    attempt.rollback()
    session.expire_all()

    _play_in_bulk(session, view, told)
    in_bulk, trail_in_bulk = rows_of_plans(session), audited(session)
    for name, rows in by_services.items():
        assert in_bulk[name] == rows, name
    assert trail_in_bulk == trail_by_services
