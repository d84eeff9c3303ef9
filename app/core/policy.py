"""Rights as data: a permission is a list of clauses, a clause a list of small predicates.

`allows()` says yes when all predicates of any clause hold. Each domain registers its permissions in its
`policy.py`; `docs/access.md` is generated from what is registered here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.errors import NotAllowed
from app.core.labels import message

Predicate = Callable[[Any, Any], bool]
"""(actor, subject) → whether it holds. Its docstring is what `docs/access.md` says of it."""

Clause = tuple[Predicate, ...]


@dataclass(frozen=True)
class Permission:
    """`scope:resource:action`, present tense, with the clauses that grant it and a sentence."""

    name: str
    sentence: str
    clauses: tuple[Clause, ...]


_permissions: dict[str, Permission] = {}


def permit(name: str, sentence: str, *clauses: Sequence[Predicate]) -> str:
    """Register a permission and return its name. Raises ValueError when the name is taken."""
    if name in _permissions:
        raise ValueError(f"permission {name} is registered twice")
    _permissions[name] = Permission(name, sentence, tuple(tuple(clause) for clause in clauses))
    return name


def permissions() -> Mapping[str, Permission]:
    """All registered permissions by name."""
    return dict(sorted(_permissions.items()))


def allows(actor: Any, name: str, subject: Any = None) -> bool:
    """Whether the actor may do this to the subject. Raises KeyError for an unknown permission."""
    clauses = _permissions[name].clauses
    return any(all(predicate(actor, subject) for predicate in clause) for clause in clauses)


def require(actor: Any, name: str, subject: Any = None) -> None:
    """Raise NotAllowed unless `allows()`."""
    if not allows(actor, name, subject):
        raise NotAllowed(message("You may not do this."))
