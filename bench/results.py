"""What a measurement yields: lines of a table, each with its limit and whether it was kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One figure. `limit` None: stated, not bound. `unit` is `×` for ratios."""

    bar: int
    what: str
    measured: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Kept, missed, or merely stated."""
        if self.limit is None:
            return "stated"
        is_kept = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        return "pass" if is_kept else "MISS"

    @property
    def limit_text(self) -> str:
        if self.limit is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {figure(self.limit, self.unit)}"


@dataclass(frozen=True)
class NotMeasured:
    """A bar that this run says nothing about, and why."""

    bar: int
    what: str
    why: str


def figure(value: float, unit: str) -> str:
    """A number as the table writes it: three digits are enough for a measurement."""
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}".strip()


def table(lines: list[Line | NotMeasured]) -> str:
    """All lines as a Markdown table, in the order of the bars."""
    rows = ["| bar | what | measured | limit | | note |", "|---|---|---:|---:|---|---|"]
    for line in sorted(lines, key=lambda held: held.bar):
        if isinstance(line, NotMeasured):
            rows.append(f"| {line.bar} | {line.what} | – | | not measured | {line.why} |")
        else:
            measured = figure(line.measured, line.unit)
            rows.append(f"| {line.bar} | {line.what} | {measured} | {line.limit_text} | {line.verdict} | {line.note} |")
    return "\n".join(rows)


def as_data(lines: list[Line | NotMeasured]) -> list[dict[str, Any]]:
    """The same for `--json`."""
    found = []
    for line in sorted(lines, key=lambda held: held.bar):
        verdict = "not measured" if isinstance(line, NotMeasured) else line.verdict
        found.append({**asdict(line), "verdict": verdict})
    return found
