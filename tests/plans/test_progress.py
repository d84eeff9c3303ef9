"""Progress in 1/100 %, by integer arithmetic."""

from __future__ import annotations

import pytest

from app.plans.progress import target_progress


@pytest.mark.parametrize(
    ("base", "target", "value", "progress"),
    [
        (None, 400, 340, 8500),
        (0, 400, 400, 10000),
        (0, 400, 500, 10000),
        (0, 3, 1, 3333),
        (0, 3, 2, 6667),
        (100, 400, 50, 0),
        (0, 400, None, 0),
        (0, None, 7, 0),
        (90, 30, 60, 5000),
        (90, 30, 20, 10000),
        (90, 30, 100, 0),
        (0, 10**12, 10**12 - 1, 9999),
        (0, 16, 11, 6875),
    ],
)
def test_target_progress(base: int | None, target: int | None, value: int | None, progress: int) -> None:
    assert target_progress(base, target, value) == progress
