"""The replay: spans equal what a naive reader of the revisions finds on every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.db import FOREVER
from app.plans.history import Ledger, Recorded, correction, replay, shown_spans, state_on
from app.plans.states import SubjectKind

MILESTONE = SubjectKind.MILESTONE
FIRST = date(2025, 1, 1)
SAID = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)


def recorded(number: int, day: date, **changes: Any) -> Recorded:
    """A revision that sets fields; the old values do not matter to the replay."""
    return Recorded(day, SAID + timedelta(minutes=number), number, {k: [None, v] for k, v in changes.items()})


def made(**more: Any) -> Recorded:
    return recorded(1, FIRST, title="A law", workstream_key="legal", measured_by="steps", **more)


def test_a_back_dated_completion_never_undoes_what_came_after() -> None:
    later = recorded(2, date(2025, 2, 1), progress=4500, step_key="government")
    back_dated = recorded(3, date(2025, 1, 10), progress=2500, step_key="draft")
    spans = replay(MILESTONE, [made(), later, back_dated])
    assert [(span.valid_from, span.state["progress"]) for span in spans] == [
        (FIRST, 0),
        (date(2025, 1, 10), 2500),
        (date(2025, 2, 1), 4500),
    ]
    assert spans[-1].valid_to == FOREVER


def test_of_two_changes_on_a_day_the_one_recorded_later_holds() -> None:
    spans = replay(MILESTONE, [made(), recorded(3, FIRST, note="second"), recorded(2, FIRST, note="first")])
    assert [span.state["note"] for span in spans] == ["second"]


def test_what_is_dated_back_behind_the_making_has_a_title() -> None:
    spans = replay(MILESTONE, [made(note="made"), recorded(2, date(2024, 12, 1), progress=10000)])
    assert spans[0].state["title"] == "A law"
    assert spans[0].state["note"] == ""
    assert spans[0].state["actual_on"] == date(2024, 12, 1)


def test_neighbouring_spans_differ() -> None:
    spans = replay(MILESTONE, [made(), recorded(2, date(2025, 1, 5), note=""), recorded(3, date(2025, 1, 9), note="x")])
    assert len(spans) == 2


def test_an_actual_date_goes_when_progress_falls() -> None:
    spans = replay(
        MILESTONE, [made(), recorded(2, date(2025, 2, 1), progress=10000), recorded(3, date(2025, 2, 9), progress=8500)]
    )
    assert [span.state["actual_on"] for span in spans] == [None, date(2025, 2, 1), None]


def test_a_target_follows_a_back_dated_change_of_what_is_aimed_at() -> None:
    making = recorded(
        1, FIRST, title="Train", workstream_key="training", measured_by="target", target_value=400, value=100
    )
    spans = replay(
        MILESTONE, [making, recorded(2, date(2025, 3, 1), value=200), recorded(3, date(2025, 2, 1), target_value=800)]
    )
    assert [span.state["progress"] for span in spans] == [2500, 1250, 2500]


def test_withdrawn_evidence_has_no_span_from_its_withdrawal_on() -> None:
    making = recorded(1, FIRST, kind="link", title="Law", url="https://law.example")
    spans = shown_spans(SubjectKind.EVIDENCE, [making, recorded(2, date(2025, 2, 1), is_withdrawn=True)])
    assert [(span.valid_from, span.valid_to) for span in spans] == [(FIRST, date(2025, 2, 1))]


def test_nothing_said_has_no_spans() -> None:
    assert replay(MILESTONE, []) == []


def test_a_ledger_says_what_would_change_and_nothing_for_equal_values() -> None:
    ledger = Ledger(MILESTONE, [made()])
    assert ledger.changes_for({"title": "A law"}, date(2025, 2, 1)) == {}
    changes = ledger.changes_for({"forecast_on": date(2025, 6, 1)}, date(2025, 2, 1))
    assert changes == {"forecast_on": [None, "2025-06-01"]}


def test_a_step_is_written_with_all_that_belongs_to_it() -> None:
    changes = Ledger(MILESTONE, [made()]).changes_for({"step_key": "draft", "progress": 2500}, FIRST)
    assert set(changes) == {"step_key", "progress", "workstream_key", "measured_by"}


def test_a_form_saved_for_an_earlier_day_means_what_differs_from_the_present() -> None:
    current = {"title": "New", "step_key": "draft"}
    then = {"title": "Old", "step_key": None}
    measured = frozenset({"step_key"})
    assert correction({"title": "New", "step_key": "government"}, current, then, measured) == {"step_key": "government"}
    assert correction(current, current, then, measured) == {"step_key": "draft"}


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A", "B"]),
        "note": st.sampled_from(["", "x", "y"]),
        "progress": st.sampled_from([0, 2500, 10000]),
        "value": st.integers(0, 12),
        "target_value": st.integers(1, 10),
        "measured_by": st.sampled_from(["steps", "target"]),
        "forecast_on": st.sampled_from([None, "2025-05-01", "2025-06-01"]),
        "actual_on": st.sampled_from([None, "2025-01-03"]),
    },
)
REVISIONS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 5), FIELDS),
    min_size=1,
    max_size=9,
)


def naive(revisions: list[Recorded], day: date) -> dict[str, Any]:
    """The state on a day, found without spans and without the replay's code."""
    first = min(revisions, key=lambda r: (r.recorded_at, r.id))
    state: dict[str, Any] = {"title": "", "note": "", "progress": 0, "value": None, "target_value": None}
    state |= {"measured_by": "steps", "forecast_on": None, "actual_on": None}
    state |= {k: v[1] for k, v in first.changes.items() if k in ("title", "measured_by")}
    for held in sorted(revisions, key=lambda r: (r.effective_on, r.recorded_at, r.id)):
        if held.effective_on > day:
            continue
        state |= {k: v[1] for k, v in held.changes.items()}
        if state["measured_by"] == "target":
            value, target = state["value"], state["target_value"]
            share = 0 if value is None or target is None else min(10000, (value * 20000 + target) // (2 * target))
            state["progress"] = share
        if state["progress"] < 10000:
            state["actual_on"] = None
        elif state["actual_on"] is None:
            state["actual_on"] = held.effective_on.isoformat()
    return state


@given(REVISIONS)
def test_spans_equal_the_naive_replay_on_every_day(drawn: list[tuple[int, int, dict[str, Any]]]) -> None:
    revisions = [
        Recorded(
            FIRST + timedelta(days=day),
            SAID + timedelta(minutes=minute),
            number,
            {k: [None, v] for k, v in changes.items()},
        )
        for number, (day, minute, changes) in enumerate(drawn)
    ]
    spans = replay(MILESTONE, revisions)
    ledger = Ledger(MILESTONE)
    for revision in sorted(revisions, key=lambda r: (r.recorded_at, r.id)):
        ledger.add(revision)
    assert ledger.spans() == spans
    assert ledger.latest == spans[-1].state
    for offset in range(-1, 23):
        day = FIRST + timedelta(days=offset)
        held = [span for span in spans if span.valid_from <= day < span.valid_to]
        if not held:
            assert day < min(revision.effective_on for revision in revisions)
            continue
        expected = naive(revisions, day)
        found = {k: v.isoformat() if isinstance(v, date) else v for k, v in held[0].state.items() if k in expected}
        assert found == expected
        assert state_on(MILESTONE, revisions, day) == held[0].state
