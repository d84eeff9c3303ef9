"""Circles in what depends on what, found without recursion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def cycles(waits_for: Mapping[str, Sequence[str]], *, at_most: int = 50) -> list[list[str]]:
    """One circle for each edge that closes one, in the order met: `[a, b, a]` says that a waits for b and b for a.

    No more than `at_most`: where everything waits for everything, a few show it.
    """
    found: list[list[str]] = []
    done: set[str] = set()
    for start in waits_for:
        if start in done:
            continue
        trail: list[str] = [start]
        on_trail = {start: 0}
        turns = [iter(waits_for[start])]
        while turns and len(found) < at_most:
            following = next(turns[-1], None)
            if following is None:
                turns.pop()
                node = trail.pop()
                del on_trail[node]
                done.add(node)
            elif following in on_trail:
                found.append([*trail[on_trail[following] :], following])
            elif following not in done and following in waits_for:
                on_trail[following] = len(trail)
                trail.append(following)
                turns.append(iter(waits_for[following]))
    return found


def spelled_circle(circle: Sequence[str]) -> str:
    """A circle in one line; of a long one the beginning and the end."""
    shortened = circle if len(circle) <= 12 else [*circle[:6], "…", *circle[-5:]]
    return " → ".join(shortened)
