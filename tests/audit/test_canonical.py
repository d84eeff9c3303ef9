"""The canonical text of an entry never changes: trails that were written years ago must still verify."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest

from app.audit.canonical import HASHED, NO_HASH, entry_hash, plain
from app.audit.services import chained


class Sign(StrEnum):
    PLUS = "plus"


ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "recorded_at": datetime(2025, 3, 10, 12, 0, 0, 7, tzinfo=UTC),
        "actor_id": None,
        "deed": "plans:plan:opened",
        "subject_kind": "plan",
        "subject_id": 1,
        "country": "IE",
        "changes": {},
        "reason": "",
        "request_id": "command-line",
    },
    {
        "recorded_at": datetime(2025, 3, 10, 13, 0, tzinfo=timezone(timedelta(hours=1))),
        "actor_id": 4,
        "deed": "plans:milestone:updated",
        "subject_kind": "milestone",
        "subject_id": 12,
        "country": None,
        "changes": {
            "value": [None, 1000000000000],
            "forecast_on": ["2025-09-01", None],
            "authorities": [[3, 1], []],
            "is_cancelled": [False, True],
            "ratio": [0.5, -1.25],
            "note": ["ä “quoted” \n\t\\ value", "Ω \u2028 🙂"],
        },
        "reason": "because\nof Æ",
        "request_id": "0f",
    },
)

HASHES = (
    "56452b0252dc5c2f582d7d4438f51efb9142ea210850401ce2e44d320727c793",
    "2ebf4e070ca71947ff1be21b6f06665a5b3967d9fc98d0167047f0758ff98654",
)
"""As the first version wrote them; a change here breaks every trail there is."""


def test_the_chain_is_what_it_has_always_been() -> None:
    assert tuple(row["hash"] for row in chained(ENTRIES, 0, NO_HASH)) == HASHES


def test_the_text_is_that_of_values_made_plain_one_by_one() -> None:
    changes = {
        "on": [date(2025, 1, 2), None],
        "at": [None, datetime(2025, 1, 2, 3, tzinfo=timezone(timedelta(hours=-2)))],
        "sign": [Sign.PLUS, "minus"],
        "codes": [{"b", "a"}, ("c",)],
    }
    entry = {**ENTRIES[1], "changes": changes, "id": 2, "previous_hash": NO_HASH}
    content = {name: plain(entry[name]) for name in HASHED}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert entry_hash(entry) == hashlib.sha256(text.encode()).hexdigest()
    assert entry_hash({**entry, "changes": plain(changes)}) == entry_hash(entry)


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no canonical form"):
        entry_hash({**ENTRIES[0], "id": 1, "previous_hash": NO_HASH, "changes": {"x": object()}})
