"""What is kept lately: up to a number of values, or up to what they weigh together."""

from __future__ import annotations

from app.readiness.cache import Recent


def test_the_one_not_asked_for_longest_goes() -> None:
    kept: Recent[str] = Recent(2)
    kept.put("a", "one")
    kept.put("b", "two")
    assert kept.get("a") == "one"
    kept.put("c", "three")
    assert [kept.get(key) for key in "abc"] == ["one", None, "three"]


def test_values_weigh_no_more_than_they_may_together() -> None:
    kept: Recent[str] = Recent(10, len)
    kept.put("a", "four")
    kept.put("b", "four")
    kept.put("a", "fo")  # put again it weighs what it weighs now
    kept.put("c", "four")
    assert [kept.get(key) for key in "abc"] == ["fo", "four", "four"]
    kept.put("d", "x")
    assert [kept.get(key) for key in "abcd"] == [None, "four", "four", "x"]


def test_what_is_heavier_than_all_together_is_not_kept() -> None:
    kept: Recent[str] = Recent(3, len)
    kept.put("a", "four")
    assert kept.get("a") is None
    assert len(kept) == 0
