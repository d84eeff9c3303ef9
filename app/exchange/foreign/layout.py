"""How a spreadsheet from elsewhere is read: its columns by the words above them, its words, its order of dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from app.core.labels import LabelledEnum, message

LEFT_OUT = "-"
"""What a word means that is read for nothing."""
NEW = "+"
"""Before the name of an authority that is new."""


class Target(LabelledEnum):
    """What a column can be read as."""

    TITLE = "title", message("Milestone (title)")
    ITEM = "item", message("Item or block")
    AUTHORITY = "authority_id", message("Authority")
    START = "start_on", message("Start")
    BASELINE = "baseline_on", message("Baseline or due date")
    FORECAST = "forecast_on", message("Forecast")
    DONE = "actual_on", message("Done on")
    STEP = "step_key", message("Step or status")
    NOTE = "note", message("Note")
    REFERENCE = "reference", message("Number or reference in the spreadsheet")


DAYS = (Target.START, Target.BASELINE, Target.FORECAST, Target.DONE)


class Order(LabelledEnum):
    """Which number of a date like 3/4/2026 is the day."""

    DAY_FIRST = "day", message("the day first: 31/12/2026")
    MONTH_FIRST = "month", message("the month first: 12/31/2026")


@dataclass(frozen=True)
class Layout:
    """The sheet, the row of its heads (from 0), target → head of its column, and word → what it means here.

    `items` and `titles` (of rows whose item the sheet does not say) lead to keys of items, `authorities` to a row's
    key or `+` and a new name, `steps` by workstream to a step's key. `-`: read for nothing; empty: not decided.
    """

    sheet: str = ""
    head: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    items: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    authorities: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to_text(self) -> str:
        """The layout as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def adds_to(self, other: Layout) -> bool:
        """Whether this says all that another layout says of columns and words, wherever the table stands."""
        return self.columns == other.columns and other._said().items() <= self._said().items()

    def _said(self) -> dict[tuple[str, str], str]:
        """(kind of word, word) → what it means, where that is decided; also the order of dates."""
        by_kind = {"items": self.items, "titles": self.titles, "authorities": self.authorities}
        by_kind |= {f"steps of {key}": words for key, words in self.steps.items()} | {"order": {"": self.order}}
        return {(kind, word): meant for kind, words in by_kind.items() for word, meant in words.items() if meant}

    def with_words_of(self, other: Layout) -> Layout:
        """The same sheet and columns, with the words of another layout where this says nothing."""
        steps = {key: {**other.steps.get(key, {}), **self.steps.get(key, {})} for key in {*other.steps, *self.steps}}
        return replace(
            self,
            order=self.order or other.order,
            items={**other.items, **self.items},
            titles={**other.titles, **self.titles},
            authorities={**other.authorities, **self.authorities},
            steps=steps,
        )


def from_text(text: str) -> Layout:
    """The layout that `Layout.to_text` wrote."""
    return Layout(**json.loads(text))
