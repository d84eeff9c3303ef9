"""Own preparations of pledges in the estate, each text with its mark: for those of the country alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.governance.solidarity.services.pledges import prepare_pledge

MULLED = "mulled"
"""The stage of what a country thinks of pledging: read by its coordinators and contributors and by nobody else."""

MULLED_TEXTS = {
    f"{part}{name}" for part in ("first-", "") for name in ("decides", "authorities", "steps", "questions", "due")
}

_IRISH = frozenset({"IE"})
_READS: Mapping[str, frozenset[str]] = {"ireland": _IRISH, "contributor": _IRISH, "france": frozenset({"FR"})}


def reads_mulled(role: str) -> frozenset[str]:
    """Whose preparations a role reads."""
    return _READS.get(role, frozenset())


def tell_pledge(
    session: Session, view: CatalogueView, owner: str, write: Callable[[str, str, str], str], actor: Actor
) -> None:
    """Two versions."""
    for seen, part in enumerate(("first-", "")):
        said = {
            name: write(owner, MULLED, f"{part}{name}") for name in ("decides", "authorities", "steps", "questions")
        }
        due = (date(2026, 12, 1), write(owner, MULLED, f"{part}due")[:300])
        prepare_pledge(session, view, owner, 2027, {**said, "dues": [due], "is_checked": True}, actor=actor, seen=seen)


def addresses_of_pledges(owners: tuple[str, ...]) -> Iterator[str]:
    """Of every country, of the next pool and of the one that runs; and the pages of findings."""
    yield from ("/governance/findings", "/governance/findings/findings.csv")
    for owner in owners:
        yield from (f"/countries/{owner}/pledge/{year}" for year in (2026, 2027))
        yield f"/governance/findings/{owner}"
