"""Who asks: a detached picture of a person and the grants that hold today, read on every request."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.accounts.states import COUNTRY_ROLES, Role


@dataclass(frozen=True)
class Held:
    """One grant in force: its role and scope. Empty `blocks` and `desk` mean no limit, but for an expert, who reads the
    blocks and items that are named and nothing else; `reads_working`: there as the country works on it.

    `acting_for` is the key of the person for whom a deputy acts, where one was named.
    """

    role: Role
    country: str | None = None
    is_deputy: bool = False
    acting_for: int | None = None
    authorities: frozenset[int] = frozenset()
    blocks: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()
    items: frozenset[int] = frozenset()
    reads_working: bool = False
    grant_id: int | None = None  # of an expert alone: pages are kept for all whose rights are the same


@dataclass(frozen=True)
class Actor:
    """A signed-in person. `NOBODY` is everyone else; `SYSTEM` is the command line and the machinery."""

    user_id: int | None
    name: str = ""
    email: str = ""
    held: tuple[Held, ...] = field(default=())
    is_system: bool = False

    def holds(self, role: Role, country: str | None = None) -> bool:
        """Whether a grant of the role is in force; with a country, one for that country."""
        return any(h.role is role and (country is None or h.country == country) for h in self.held)

    def acting_for(self, country: str | None, authorities: frozenset[int] = frozenset()) -> int | None:
        """The key of the person for whom this one acts in a country, on work of some authorities; None: for nobody.

        Nobody who coordinates the country, or contributes for one of the authorities, in a role of their own.
        """
        here = [held for held in self.held if country and held.country == country and held.role in COUNTRY_ROLES]
        for held in here:
            is_own = held.acting_for is None
            if is_own and (held.role is Role.COORDINATOR or held.authorities & authorities):
                return None
        return next((held.acting_for for held in here if held.acting_for is not None), None)

    @property
    def countries(self) -> frozenset[str]:
        """Countries whose working state the person sees: as coordinator or contributor."""
        roles = (Role.COORDINATOR, Role.CONTRIBUTOR)
        return frozenset(h.country for h in self.held if h.role in roles and h.country)


NOBODY = Actor(user_id=None)
SYSTEM = Actor(user_id=None, name="system", is_system=True)
