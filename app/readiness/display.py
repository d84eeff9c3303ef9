"""How figures are shown: half up, without decimals; 100 only when all is in place, 0 only when nothing has begun."""

from __future__ import annotations

from app.readiness.arithmetic import FULL, half_up


def percent(figure: int | None, *, has_begun: bool, is_complete: bool) -> int | None:
    """Whole per cent of a figure in 1/100 %; None stays None (a dash).

    `has_begun`: something of what is counted is above 0 %. `is_complete`: everything counted is in place.
    """
    if figure is None:
        return None
    if is_complete:
        return 100
    shown = min(half_up(figure, 100), 99)
    return max(shown, 1) if has_begun else shown


def plain(figure: int | None) -> int | None:
    """Whole per cent of a figure that stands for itself, as an expectation or a milestone's progress."""
    return percent(figure, has_begun=bool(figure), is_complete=figure is not None and figure >= FULL)


def difference(shown: int | None, other: int | None) -> int | None:
    """The difference of two *shown* numbers, in percentage points, so that the page adds up for its reader."""
    return None if shown is None or other is None else shown - other


def ramp_step(shown: int) -> int:
    """Index 0 to 4 of the colour ramp for a shown percentage; 20 belongs to the second step, 100 to the last."""
    return min(shown // 20, 4)
