"""Single values of a plan."""

from __future__ import annotations

import pytest

from app.core.errors import Invalid
from app.plans.rules.values import clean_reason


def test_a_reason_is_held_to_the_rule_of_texts() -> None:
    with pytest.raises(Invalid, match="change the direction of writing"):
        clean_reason("because\u202e")
