"""What a form offers to choose from, and what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from wtforms.fields.choices import SelectChoice

from app.plans.queries.records import AuthorityRecord
from app.web.tongue import gettext, language


def choices_of(kinds: Iterable[Any], *, empty: str = "") -> list[SelectChoice]:
    """Choices of an enumeration; with `empty`, a first one that means none."""
    listed = _spoken(tuple(kinds), language())
    return [SelectChoice(value="", label=empty), *listed] if empty else list(listed)


@lru_cache(maxsize=64)
def _spoken(kinds: tuple[Any, ...], _tongue: str) -> tuple[SelectChoice, ...]:
    return tuple(SelectChoice(value=kind.value, label=gettext(kind.label)) for kind in kinds)


def authority_choices(
    authorities: Iterable[AuthorityRecord],
    chosen: int | None = None,
    may_choose: Callable[[int | None], bool] = lambda _key: True,
) -> list[SelectChoice]:
    """Active authorities that the person may choose, or none if they may, and the present one in any case."""
    listed = [
        (str(one.authority_id), one.name)
        for one in authorities
        if one.authority_id == chosen or (one.is_active and may_choose(one.authority_id))
    ]
    nobody = [("", gettext("none"))] if may_choose(None) or not listed else []
    return [SelectChoice(value=value, label=label) for value, label in (*nobody, *listed)]


def check_choice(field: Any) -> bool:
    """Whether what was sent is among the choices; if not, the field says so."""
    if field.data is None or str(field.data) in {str(choice.value) for choice in field.choices}:
        return True
    field.errors = [*field.errors, gettext("Choose one of the authorities you act for.")]
    return False


def whole_number(text: str | None) -> int | None:
    """What an optional choice of a key means: plain figures, no longer than any key; anything else is no choice."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
