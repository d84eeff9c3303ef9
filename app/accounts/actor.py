"""Who asks: a detached picture of a person and the grants that hold today, read on every request."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.accounts.states import Role


@dataclass(frozen=True)
class Held:
    """One grant in force: its role and scope. Empty `blocks` and `desk` mean no limit."""

    role: Role
    country: str | None = None
    is_deputy: bool = False
    authorities: frozenset[int] = frozenset()
    blocks: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()


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

    @property
    def countries(self) -> frozenset[str]:
        """Countries whose working state the person sees: as coordinator or contributor."""
        roles = (Role.COORDINATOR, Role.CONTRIBUTOR)
        return frozenset(h.country for h in self.held if h.role in roles and h.country)


NOBODY = Actor(user_id=None)
SYSTEM = Actor(user_id=None, name="system", is_system=True)
