"""Deliverables in the estate, each text and each file with its mark: who reads which of them.

Of Ireland's expert one that the country accepted and opened to reviewers, one that was returned and a draft; one of the
expert on borders; one of the expert whose assignment was ended since. The officer made one for France.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import load_actor
from app.catalogue.views import CatalogueView
from app.files.depot import Depot
from app.support.deliverables.services.steps import open_to_reviewers, take_step
from app.support.deliverables.services.writing import add_file, create_deliverable
from app.support.deliverables.states import Act
from tests.factories.files import sent

HANDED = "handed"
"""The stage of what stands in deliverables."""

Write = Callable[[str, str, str], str]


def texts_of(name: str, *more: str) -> frozenset[str]:
    """The names of the texts of a deliverable."""
    parts = ("title", "summary", "file-name", "file-content", *more)
    return frozenset(f"{name}-{part}" for part in parts)


ACCEPTED, RETURNED, DRAFT = texts_of("accepted"), texts_of("returned", "reason"), texts_of("draft")
INSIDE, GONE, FRENCH = texts_of("inside"), texts_of("gone"), texts_of("french")
_OF_IRELAND = ACCEPTED | RETURNED | INSIDE | GONE

READS_HANDED: Mapping[str, Mapping[tuple[str, str], frozenset[str]]] = {
    "officer": {("IE", HANDED): _OF_IRELAND, ("FR", HANDED): FRENCH},
    "ireland": {("IE", HANDED): _OF_IRELAND},
    "contributor": {("IE", HANDED): _OF_IRELAND},
    "france": {("FR", HANDED): FRENCH},
    "reviewer": {("IE", HANDED): ACCEPTED},
    "desk": {("IE", HANDED): ACCEPTED},
    "expert": {("IE", HANDED): ACCEPTED | RETURNED | DRAFT},
    "insider": {("IE", HANDED): INSIDE},
    "gone": {("IE", HANDED): GONE},
}
"""By role, owner and stage: the names of the texts that it reads, all of them and no other."""


def tell_deliverables(
    session: Session,
    view: CatalogueView,
    write: Write,
    actors: Mapping[str, Actor],
    people: Mapping[str, int],
    projects: Mapping[str, int],
    references: Mapping[str, tuple[str, str]],
    depot: Depot,
    when: Any,
) -> list[tuple[int, int]]:
    """All of them; returns the key of each with that of its file."""
    officer, ireland = actors["officer"], actors["IE"]
    reception, border = references["IE"]

    def make(
        name: str, author: Actor, item: str, reference: str | None, owner: str = "IE", *, is_sent: bool = True
    ) -> tuple[int, int]:
        texts = {part: write(owner, HANDED, f"{name}-{part}") for part in ("title", "summary", "file-name")}
        values = {
            "kind": "training",
            "title": texts["title"][:300],
            "language": "en",
            "summary": texts["summary"],
            "measures": ["situational-analysis"],
            "items": [view.items[item].item_id],
            "milestones": [reference] if reference else [],
            "product_of": reference,
        }
        key = create_deliverable(session, view, projects[owner], values, actor=author)
        content = f"Text: {write(owner, HANDED, f'{name}-file-content')}".encode()
        with sent(depot, f"{texts['file-name']}.txt", content) as file:
            file_id = add_file(session, key, file, actor=author)
        if is_sent:
            step(key, Act.SUBMIT, author)
        return key, file_id

    def step(key: int, act: Act, actor: Actor, text: str = "") -> None:
        take_step(session, view, key, act, actor=actor, expected_version=None, text=text)

    with time_machine.travel(when):
        session.expire_all()
        expert, insider, gone = (load_actor(session, people[name]) or SYSTEM for name in ("expert", "insider", "gone"))
        accepted = make("accepted", expert, "reception.staff-trained", reception)
        step(accepted[0], Act.APPROVE, officer)
        step(accepted[0], Act.ACCEPT, ireland)
        open_to_reviewers(session, accepted[0], is_shown=True, actor=ireland, expected_version=None)
        returned = make("returned", expert, "reception.staff-trained", reception)
        step(returned[0], Act.RETURN, officer, write("IE", HANDED, "returned-reason"))
        return [
            accepted,
            returned,
            make("draft", expert, "reception.directive-transposed", None, is_sent=False),
            make("inside", insider, "borders.crisis-request", border),
            make("gone", gone, "reception.directive-transposed", None),
            make("french", officer, "reception.directive-transposed", None, "FR"),
        ]
