"""What can go wrong, below every door. Doors translate: 404, 403, 409, 422."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.core.labels import message as sentence

CHANGED: Final = sentence("Somebody else has changed this in the meantime. Read it first.")


class DomainError(Exception):
    """A refusal with a sentence for the person who asked."""

    def __init__(self, message: str, **values: Any) -> None:
        """`message` is a message id with %(name)s places; `values` fill them after translation."""
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class NotFound(DomainError):
    """There is no such thing, or none that the person may see (404)."""


class NotAllowed(DomainError):
    """The person sees the thing and may not do this to it (403)."""


class WrongState(DomainError):
    """Nobody can do this now (409)."""


class Conflict(DomainError):
    """The row has been changed since it was read (409).

    `theirs` holds the values now in the database, field by field, and `current_version` their version. `message`: where
    there is more to say than that somebody was quicker.
    """

    def __init__(
        self,
        message: str = CHANGED,
        *,
        theirs: Mapping[str, Any] | None = None,
        current_version: int = 0,
        **values: Any,
    ):
        super().__init__(message, **values)
        self.theirs = dict(theirs or {})
        self.current_version = current_version


class Invalid(DomainError):
    """The content is wrong (422); `field` names where, so that the message stands beside it."""

    def __init__(self, message: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field


class Busy(DomainError):
    """The same work is under way elsewhere; try again shortly (503)."""


class TooMany(DomainError):
    """A limit has been reached (429); `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int, **values: Any) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after
