"""Deliverables in the house: of Ireland's expert one that was submitted and a draft, on the milestone that was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask

from app.accounts.queries import find_user_by_email, load_actor
from app.catalogue.views import CatalogueView
from app.http.context import services
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable
from app.support.deliverables.states import Act
from tests.factories.files import sent
from tests.guards.told_support import EXPERT
from tests.web.browsing import keep, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

SENT, DRAFT = "words of a deliverable", "words of a draft deliverable"
_READERS = frozenset({"coordinator", "contributor", "support officer", "expert"})
WORDS = {SENT: _READERS, DRAFT: frozenset({"expert"})}
"""Words and the roles that may read them."""


def tell_deliverables(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, Ireland's with the keys of its deliverables."""
    one = told["own"]
    with app.app_context():
        depot = services().depot
        session = writing(app)
        user = find_user_by_email(session, EXPERT)
        expert = load_actor(session, user.id) if user else None
        assert expert is not None
        values = {
            "kind": "procedure",
            "language": "en",
            "measures": ["legal-recommendations"],
            "items": [one.item_id],
            "milestones": [one.reference],
            "product_of": one.reference,
        }
        keys, files = [], []
        for title in (SENT, DRAFT):
            keys.append(create_deliverable(session, view, one.project_id, {**values, "title": title}, actor=expert))
            with sent(depot, "procedure.txt", title.encode()) as file:
                files.append(add_file(session, keys[-1], file, actor=expert))
        take_step(session, view, keys[0], Act.SUBMIT, actor=expert, expected_version=None)
        keep(app, session)
    made = replace(one, deliverable_id=keys[0], deliverable_file=files[0], begun_id=keys[1], begun_file=files[1])
    return {**told, "own": made}
