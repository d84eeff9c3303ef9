"""Questions, publications and the use of guidance in the estate, each text with its mark: whom each of them reaches.

Ireland has a question that only the Commission reads, with an answer that was revised; one that waits, on whose answer
the Commission has a draft; one that all Member States read, and not who asked it; one that it withdrew. It records two
uses of what an agency published, and shares one. The agency records a publication, which it corrects, and another one,
which it withdraws: everybody signed in reads all of both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.answers.services.answering import publish, save_draft
from app.answers.services.asking import ask, withdraw_question
from app.answers.services.relying import rely
from app.catalogue.views import CatalogueView
from app.guidance.services.publishing import correct_publication, record_publication, withdraw_publication
from app.guidance.services.using import record_use
from app.plans.states import EU

QUERIED = "queried"
"""The stage of what stands in questions, answers and records of use."""

Write = Callable[[str, str, str], str]

_OWN = frozenset({"own-title", "own-text", "own-answer", "own-revised", "own-reason", "waiting-title", "waiting-text"})
_OWN_WITHDRAWN = frozenset({"withdrawn-title", "withdrawn-text", "withdrawn-reason"})
_SHARED = frozenset({"shared-title", "shared-text", "shared-answer"})
_DRAFT, _INTERNAL, _TOLD = frozenset({"draft"}), frozenset({"use-internal"}), frozenset({"use-shared"})

_WORDS = ("title", "reference", "purpose", "length", "audience")

_COUNTRY = _OWN | _OWN_WITHDRAWN | _SHARED | _INTERNAL | _TOLD
_COMMISSION = _OWN | _OWN_WITHDRAWN | _SHARED | _DRAFT | _TOLD
_READS: Mapping[str, frozenset[str]] = {
    "ireland": _COUNTRY,
    "contributor": _COUNTRY,
    "reviewer": _COMMISSION,
    "desk": _COMMISSION,
    "france": _SHARED,
    "denmark": _SHARED,
    "agency": _SHARED | _TOLD,
}


PUBLISHED = frozenset({f"{one}-{part}" for one in ("standing", "gone") for part in (*_WORDS, "reason")})
"""What agencies record of their publications."""


def reads_queried(role: str) -> dict[tuple[str, str], frozenset[str]]:
    """What a role reads of it, all of it and nothing else."""
    published = {} if role == "nobody" else {(EU, QUERIED): PUBLISHED}
    return published | ({("IE", QUERIED): _READS[role]} if role in _READS else {})


def tell_questions(
    session: Session,
    view: CatalogueView,
    write: Write,
    actors: Mapping[str, Actor],
    reviewer: Actor,
    authority_id: int,
    when: Any,
) -> None:
    """All of them."""
    ireland, item = actors["IE"], view.items["reception.staff-trained"].item_id

    def said(name: str) -> str:
        return write("IE", QUERIED, name)

    def asked(name: str, reach: str = "commission") -> int:
        values = {"title": said(f"{name}-title")[:300], "text": said(f"{name}-text"), "items": [item], "reach": reach}
        return ask(session, view, "IE", values, actor=ireland)

    with time_machine.travel(when):
        own = asked("own")
        publish(session, own, said("own-answer"), actor=reviewer, expected_version=None)
        rely(session, view, "IE", item, own, 1, actor=ireland)
        publish(session, own, said("own-revised"), said("own-reason"), actor=reviewer, expected_version=None)
        save_draft(session, asked("waiting"), said("draft"), actor=reviewer, draft_version=None)
        publish(session, asked("shared", "member_states"), said("shared-answer"), actor=reviewer, expected_version=None)
        withdrawn = asked("withdrawn", "member_states")
        withdraw_question(session, withdrawn, said("withdrawn-reason"), actor=ireland, expected_version=None)
        for name, reach in (("use-internal", "internal"), ("use-shared", "commission")):
            values = {"authority_id": authority_id, "kind": "in_use", "as_on": date(2026, 11, 1), "reach": reach}
            values |= {"note": said(name)[:1000]}
            record_use(session, view, "IE", "reception-standards", values, actor=ireland)
        _publish(session, view, write, actors["agency"])


def _publish(session: Session, view: CatalogueView, write: Write, agency: Actor) -> None:
    """Two publications; the address of the one that is withdrawn is asked for by its name."""
    for one in ("standing", "gone"):
        said = {part: write(EU, QUERIED, f"{one}-{part}")[:300] for part in _WORDS}
        values: dict[str, Any] = {**said, "kind": "training", "said_on": date(2026, 11, 2), "languages": ["en"]}
        values |= {"url": f"https://agency.example/{one}", "items": ["borders.screening"]}
        first = values | {"title": "To be named"} if one == "standing" else values
        name = record_publication(session, view, "EULISA", first, actor=agency)
        reason = write(EU, QUERIED, f"{one}-reason")
        if one == "standing":
            correct_publication(session, view, name, values, reason, actor=agency, seen=1)
        else:
            withdraw_publication(session, view, name, reason, actor=agency, seen=1)


def addresses_of_questions(owners: tuple[str, ...]) -> Iterator[str]:
    """Where they could be read, and where there is none."""
    place = "/governance/questions"
    yield from (
        place,
        f"{place}.csv",
        f"{place}?country=IE",
        f"{place}?q=canary",
        f"{place}?item=reception.staff-trained",
    )
    for key in range(1, 6):
        yield from (f"{place}/{key}", f"{place}/{key}/answer", f"{place}/new/IE?follows={key}")
    yield from (f"{place}/new/{owner}" for owner in owners)
    entry = "/governance/guidance/reception-standards"
    yield from ("/governance/guidance", "/governance/guidance.csv", entry)
    yield from (f"/governance/guidance/{name}" for name in ("new", "G1", "G1/correct", "G2", "G2/correct", "G3"))
    yield from (f"{entry}/use/{code}" for code in owners)
    yield from (f"{entry}/use/IE?corrects={key}" for key in range(1, 4))
