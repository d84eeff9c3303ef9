"""Good practices in the house: Ireland shares a deliverable with France, with its file, and has a proposal that waits;
France shares one with Ireland, one that Ireland adopted, and one with Germany alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Flask

from app.accounts.actor import SYSTEM
from app.accounts.queries import find_user_by_email, load_actor
from app.catalogue.views import CatalogueView
from app.http.context import services
from app.practices.queries.life import list_practice_files
from app.practices.queries.practices import get_practice
from app.practices.services.adopting import adopt_practice
from app.practices.services.consenting import consent
from app.practices.services.courses import set_course_consent
from app.practices.services.writing import propose_practice
from app.practices.states import Reach
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable
from app.support.deliverables.states import Act
from tests.factories.files import sent
from tests.guards.told_support import EXPERT
from tests.web.browsing import keep, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

_COUNTRY = frozenset({"coordinator", "contributor"})
_COMMISSION = frozenset({"reviewer", "lead reviewer", "support officer"})
SHARED, WAITING = "words of a shared practice", "words of a practice that waits"
FOR_IRELAND, ADOPTED, FOR_GERMANY = (f"words of a practice of France for {name}" for name in ("IE", "use", "DE"))
WORDS = {
    SHARED: _COUNTRY | _COMMISSION | {"desk reviewer", "expert"},
    WAITING: _COUNTRY,
    FOR_IRELAND: _COUNTRY | _COMMISSION,
    ADOPTED: _COUNTRY | _COMMISSION,
    FOR_GERMANY: _COMMISSION,
}
"""Words and the roles that may read them; the expert wrote the deliverable that is the first."""


def tell_practices(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the keys of their practices."""
    own, other = told["own"], told["other"]
    with app.app_context():
        depot = services().depot
        session = writing(app)
        expert, ireland = (_person(session, email) for email in (EXPERT, "coordinator@demo.example"))
        made = {"kind": "procedure", "title": SHARED, "language": "en", "items": [own.item_id]}
        made |= {"measures": ["legal-recommendations"], "summary": SHARED}
        deliverable = create_deliverable(session, view, own.project_id, made, actor=expert)
        with sent(depot, "shared.txt", SHARED.encode()) as file:
            add_file(session, deliverable, file, actor=expert)
        take_step(session, view, deliverable, Act.SUBMIT, actor=expert, expected_version=None)
        take_step(session, view, deliverable, Act.ACCEPT, actor=ireland, expected_version=None)

        def propose(owner: str, title: str, *named: str, **differing: Any) -> int:
            values = {"title": title, "what_done": title, "language": "en", "items": [own.item_id], **differing}
            key = propose_practice(session, view, owner, values, actor=SYSTEM)
            if named:
                files = {"with_files": True, "actor": SYSTEM, "expected_version": None}
                consent(session, view, key, Reach.LISTED, named, **files)  # type: ignore[arg-type]
            return key

        practice = propose(own.code, SHARED, other.code, deliverable_id=deliverable)
        waiting = propose(own.code, WAITING)
        shown = propose(other.code, FOR_IRELAND, own.code)
        adopted = propose(other.code, ADOPTED, own.code)
        propose(other.code, FOR_GERMANY, "DE")
        adoption = adopt_practice(session, adopted, own.code, actor=ireland)
        set_course_consent(session, other.code, True, actor=SYSTEM)
        files = list_practice_files(session, get_practice(session, practice, SYSTEM), SYSTEM)
        keep(app, session)
    keys = {"practice_id": practice, "practice_file": files[0].file_id, "waiting_practice": waiting}
    own = replace(own, adoption_id=adoption, **keys)
    return {**told, "own": own, "other": replace(other, practice_id=shown)}


def _person(session: Any, email: str) -> Any:
    user = find_user_by_email(session, email)
    assert user is not None
    return load_actor(session, user.id)
