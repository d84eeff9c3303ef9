"""Bar 15, which this program cannot measure."""

from __future__ import annotations

from collections.abc import Iterator

from bench.results import NotMeasured
from bench.stage import Stage


def measure(_stage: Stage) -> Iterator[NotMeasured]:
    """Lighthouse is no package that the set-up pins."""
    why = "Lighthouse is not part of the set-up; accessibility is tested with axe, weight is bar 11"
    yield NotMeasured(15, "Lighthouse", why)
