"""Prints the public holidays of all Member States in some years: `python countries.py 2026 2030`, as JSON.

Run in a process of its own: the library takes 20 MiB, and what is wanted of it are some thousand days. It imports
nothing of ours.
"""

from __future__ import annotations

import json
import sys

CODES = tuple(
    "BE BG CZ DK DE EE IE EL ES FR HR IT CY LV LT LU HU MT NL AT PL PT RO SI SK FI SE".split()  # noqa: SIM905 - short
)
ELSEWHERE = {"EL": "GR"}
"""Codes that the library writes as ISO 3166 does."""


def main(first: int, last: int) -> None:
    """Code → the days, as ISO 8601 writes them."""
    import holidays

    years = range(first, last + 1)
    found = {code: holidays.country_holidays(ELSEWHERE.get(code, code), years=years) for code in CODES}
    json.dump({code: sorted(day.isoformat() for day in days) for code, days in found.items()}, sys.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
