"""Amounts of money: euro in whole cents, read as people write them and written back. Whole numbers only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.labels import message

LIMIT = 10**14
"""Cents: a million million euro. Sums of a plan stay far within what databases hold."""

LONGEST = 40
"""Characters of an amount as it is typed."""

NO_AMOUNT = message("This is no amount in euro. Write it as 1250000.50, 1 250 000,50 or 1,250,000.50.")
TOO_LARGE = message("The amount is too large.")
BELOW_ZERO = message("An amount cannot be below zero.")

_CENTS = r"(?:(?P<point>[.,])(?P<cents>[0-9]{1,2}))?"
_GROUPED = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:(?P<by>[ ,.'])[0-9]{3})(?:(?P=by)[0-9]{3})*)" + _CENTS)
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?P<by>)" + _CENTS)
_AROUND = re.compile(r"^(?:eur|€)\s*|\s*(?:eur|€)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount as sentences say it: `EUR 1,250,000.50`, without cents where there are none."""

    cents: int

    def __str__(self) -> str:
        return f"EUR {written(self.cents).removesuffix('.00')}"


def written(cents: int) -> str:
    """`125000050` → `1,250,000.50`: digits in threes, and always two of cents."""
    sign, whole = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{whole // 100:,}.{whole % 100:02}"


def plain(cents: int) -> str:
    """`125000050` → `1250000.50`: for files that other programs read."""
    return written(cents).replace(",", "")


def read_amount(text: str, field: str) -> int | None:
    """The cents that a text says; None for an empty one.

    Thousands may stand apart by blanks, commas, points or apostrophes, always the same; one or two digits behind a
    comma or point are cents. As an amount has no third of these, `1.250` and `1,250` are both a thousand and more.
    Raises Invalid naming the field.
    """
    said = _AROUND.sub("", " ".join(text.replace("’", "'").split()))
    if not said:
        return None
    if len(said) > LONGEST:
        raise Invalid(TOO_LARGE if said.isdigit() else NO_AMOUNT, field=field)
    if said[0] in "-−":
        raise Invalid(BELOW_ZERO if read_amount(said[1:], field) is not None else NO_AMOUNT, field=field)
    for form in (_GROUPED, _PLAIN):
        found = form.fullmatch(said)
        if found is not None and found["point"] != found["by"]:
            whole = re.sub(r"[^0-9]", "", found["whole"])
            return clean_amount(int(whole) * 100 + int((found["cents"] or "0").ljust(2, "0")), field)
    raise Invalid(NO_AMOUNT, field=field)


def clean_amount(value: object, field: str) -> int | None:
    """Whole cents from zero on, or none; a text is read. Raises Invalid naming the field."""
    if value is None:
        return None
    if isinstance(value, str):
        return read_amount(value, field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Invalid(NO_AMOUNT, field=field)
    if value < 0:
        raise Invalid(BELOW_ZERO, field=field)
    if value > LIMIT:
        raise Invalid(TOO_LARGE, field=field)
    return value
