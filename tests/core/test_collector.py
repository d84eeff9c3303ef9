"""The garbage collector is paused for a piece of work, and only for that."""

from __future__ import annotations

import gc

import pytest

from app.core.collector import collector_paused, made_to_stay


def test_it_runs_again_after_the_work_and_after_a_failure() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled(), "the outer work is not done"
    assert gc.isenabled()
    with pytest.raises(ValueError, match="no"), collector_paused():
        raise ValueError("no")
    assert gc.isenabled()


def test_who_does_without_it_is_left_so() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_made_to_stay_is_looked_through_no_more_and_what_fails_is() -> None:
    before = gc.get_freeze_count()
    with pytest.raises(ValueError, match="no"), made_to_stay():
        raise ValueError("no")
    assert gc.get_freeze_count() <= before
    with made_to_stay():
        made: list[object] = [[]]
    assert gc.get_freeze_count() > before
    assert gc.isenabled()
    assert not any(held is made for held in gc.get_objects())
