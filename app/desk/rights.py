"""On whose behalf the desk is looked at: what of a plan somebody can act on."""

from __future__ import annotations

from typing import Protocol

from app.accounts.actor import Actor
from app.core.policy import allows
from app.plans import policy
from app.plans.policy import PlanSubject, WorkSubject


class Rights(Protocol):
    """What the rules of the desk ask; `authorities` are those whose work it is."""

    @property
    def coordinates(self) -> bool: ...
    def may_update(self, block_key: str, authorities: frozenset[int], /) -> bool: ...
    def may_show(self, block_key: str, authorities: frozenset[int], /) -> bool: ...


class OfPerson:
    """A person at the desk of a country, by the policy of plans."""

    def __init__(self, actor: Actor, owner: str) -> None:
        self.actor, self.owner = actor, owner
        self.coordinates = allows(actor, policy.SHARE, PlanSubject(owner))
        self._known: dict[tuple[str, str, frozenset[int]], bool] = {}

    def may_update(self, block_key: str, authorities: frozenset[int]) -> bool:
        """Whether they may change and confirm a milestone."""
        return self._may(policy.UPDATE_MILESTONE, block_key, authorities)

    def may_show(self, block_key: str, authorities: frozenset[int]) -> bool:
        """Whether they may attach evidence."""
        return self._may(policy.ATTACH_EVIDENCE, block_key, authorities)

    def _may(self, permission: str, block_key: str, authorities: frozenset[int]) -> bool:
        key = (permission, block_key, authorities)
        if key not in self._known:
            subject = WorkSubject(self.owner, block_key, authorities)
            self._known[key] = allows(self.actor, permission, subject)
        return self._known[key]


class OfAuthority:
    """What an authority is asked: what its contributors could act on, in every block."""

    coordinates = False

    def __init__(self, authority_id: int) -> None:
        self.authority_id = authority_id

    def may_update(self, _block_key: str, authorities: frozenset[int]) -> bool:
        """Whether it is its milestone."""
        return self.authority_id in authorities

    def may_show(self, _block_key: str, authorities: frozenset[int]) -> bool:
        """Whether it has a part in the item."""
        return self.authority_id in authorities
