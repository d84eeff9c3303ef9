"""Ireland's accepted deliverable and its ways of working; people of France, Austria, Germany and of the EU level."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.practices.queries.practices import get_practice
from app.practices.records import PracticeRecord
from app.practices.services.consenting import consent, withdraw_consent
from app.practices.services.writing import propose_practice
from app.practices.states import Reach
from app.support.deliverables.states import Act
from tests.comments.people import somebody
from tests.factories import plans as factory
from tests.support.deliverables.world import World, world_of

WAY = {
    "title": "Shifts of both authorities",
    "what_done": "Both authorities draw up one roster.",
    "needed": "An agreement between them.",
    "came_of_it": "Nobody waits for the other.",
    "language": "en",
    "contact_role": "Reception unit of the agency",
    "measures": ["planning"],
}


@dataclass
class Sharing:
    """Who is there; `deliverable_id`: accepted by Ireland, with one file."""

    world: World
    deliverable_id: int

    @property
    def session(self) -> Session:
        return self.world.session

    @property
    def view(self) -> CatalogueView:
        return self.world.view

    def who(self, name: str) -> Actor:
        return SYSTEM if name == "system" else self.world.who(name)

    def propose(self, name: str = "ireland", owner: str = "IE", **differing: Any) -> int:
        """A way of working on `alpha.law`, or with `deliverable_id` the deliverable."""
        values = {**WAY, "items": [self.world.item("alpha.law")], **differing}
        return propose_practice(self.session, self.view, owner, values, actor=self.who(name))

    def consent(
        self,
        key: int,
        *countries: str,
        name: str = "ireland",
        with_files: bool = False,
        version: int | None = None,
    ) -> PracticeRecord:
        """Consent for these countries; for all of them where none is named."""
        reach = Reach.LISTED if countries else Reach.ALL
        consent(
            self.session,
            self.view,
            key,
            reach,
            countries,
            with_files=with_files,
            actor=self.who(name),
            expected_version=version,
        )
        return self.read(key)

    def withdraw(self, key: int, name: str = "ireland") -> None:
        withdraw_consent(self.session, key, actor=self.who(name), expected_version=None)

    def shared(self, *countries: str, name: str = "ireland", owner: str = "IE", **differing: Any) -> PracticeRecord:
        """A way of working that is published."""
        return self.consent(self.propose(name, owner, **differing), *countries, name=name)

    def read(self, key: int, name: str = "system") -> PracticeRecord:
        return get_practice(self.session, key, self.who(name))


def sharing_of(session: Session, view: CatalogueView, folder: Path) -> Sharing:
    """As `tests.support.deliverables.world`, and a deliverable that was approved and accepted."""
    world = world_of(session, view, folder)
    for name, country in (("austria", "AT"), ("germany", "DE")):
        world.people[name] = somebody(session, name, Role.COORDINATOR, country=country)
    agency = factory.authority(session, "FR", "Agence")
    scope = {"country": "FR", "authorities": frozenset({agency})}
    world.people["french helper"] = somebody(session, "frenchhelper", Role.CONTRIBUTOR, **scope)
    world.people["lead"] = somebody(session, "lead", Role.LEAD_REVIEWER)
    world.people["officer two"] = somebody(session, "officertwo", Role.SUPPORT_OFFICER)
    world.people["union observer"] = somebody(session, "unionobserver", Role.OBSERVER)
    world.people["union coordinator"] = somebody(session, "unioncoordinator", Role.COORDINATOR, country="EU")
    key = world.submitted(content=b"words in a file")
    world.take(key, Act.APPROVE, "officer")
    world.take(key, Act.ACCEPT, "ireland")
    return Sharing(world, key)
