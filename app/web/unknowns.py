"""What an address asks for that the lists which the reader reads do not know: a page says so, a file is not made."""

from __future__ import annotations

from collections.abc import Collection

from app.core.errors import NotFound
from app.core.labels import message


def refuse_unknown(names: Collection[str]) -> None:
    """For files, on which no notice can stand: one with more rows than were asked for would be taken for another.

    `names`: of the parameters whose value is not known. Raises NotFound.
    """
    if names:
        raise NotFound(
            message("The address asks for something that is not among what you read (%(names)s)."),
            names=", ".join(names),
        )
