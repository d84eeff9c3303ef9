"""Two snapshots side by side: added, changed, cancelled, moved, no longer there."""

from __future__ import annotations

from typing import Any

from app.review.comparing import Change, Deed, Of, compare
from app.review.sealing import matches, read_snapshot, seal, unsealed


def a_step(**differing: Any) -> dict[str, Any]:
    plain = {
        "title": "Bill adopted",
        "is_cancelled": False,
        "cancel_reason": "",
        "workstream_key": "legal",
        "step_key": "draft",
        "progress": 2500,
        "forecast_on": "2026-03-01",
        "confirmed_on": None,
    }
    return {**plain, **differing}


def a_snapshot(steps: dict[str, Any], *, shown: int | None = None, **differing: Any) -> dict[str, Any]:
    item = {
        "block": "alpha",
        "said": {"current_state": ""},
        "figures": {"state": "on_plan", "level": None},
        "milestones": steps,
        "evidence": [],
    }
    figures = {"total": {"shown_progress": shown}, "blocks": {"alpha": {"shown_progress": shown}}}
    return {"rule_version": 1, "items": {"alpha.law": {**item, **differing}}, "prose": {}, "figures": figures}


def changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    return compare(old, new, ["alpha"]).changes


def test_the_same_plan_differs_in_nothing() -> None:
    same = a_snapshot({"IE-0001": a_step()})
    assert changes(same, same) == ()


def test_a_date_that_was_there_before_and_after_has_moved_by_days() -> None:
    later = a_snapshot({"IE-0001": a_step(forecast_on="2026-03-31")})
    found = compare(a_snapshot({"IE-0001": a_step()}), later, ["alpha"])
    assert [(one.deed, one.field, one.days) for one in found.changes] == [(Deed.MOVED, "forecast_on", 30)]
    assert found.latest_move == 30
    first = changes(a_snapshot({"IE-0001": a_step(forecast_on=None)}), later)
    assert [(one.deed, one.days) for one in first] == [(Deed.CHANGED, None)], "a first date has moved nothing"


def test_milestones_are_added_cancelled_changed_and_gone() -> None:
    old = a_snapshot({"IE-0001": a_step(), "IE-0002": a_step(), "IE-0003": a_step()})
    new = a_snapshot(
        {
            "IE-0001": a_step(step_key="government", progress=4500, confirmed_on="2026-01-01"),
            "IE-0002": a_step(is_cancelled=True, cancel_reason="Another act"),
            "IE-0004": a_step(title="Decree"),
        }
    )
    told = [(one.deed, one.name, one.old, one.new) for one in changes(old, new)]
    assert told == [
        (Deed.CHANGED, "IE-0001", "draft", "government"),
        (Deed.CANCELLED, "IE-0002", None, "Another act"),
        (Deed.ADDED, "IE-0004", None, None),
        (Deed.GONE, "IE-0003", None, None),
    ]


def test_a_subject_with_several_changed_fields_counts_once() -> None:
    new = a_snapshot({"IE-0001": a_step(title="Act adopted", step_key="government")})
    found = compare(a_snapshot({"IE-0001": a_step()}), new, ["alpha"])
    assert len(found.changes) == 2
    assert found.count(Deed.CHANGED) == 1


def test_items_evidence_and_prose_are_compared_too() -> None:
    piece = {"kind": "statement", "title": "A paper", "expires_on": None}
    old = a_snapshot({}, evidence=[piece, {**piece, "title": "Gone"}])
    new = a_snapshot(
        {},
        said={"current_state": "Two offices"},
        figures={"state": "in_place", "level": "shown"},
        evidence=[{**piece, "expires_on": "2027-01-01"}, {**piece, "title": "New"}],
    )
    new["prose"] = {"alpha": {"legal": {"text": "Begun.", "language": "en"}}}
    told = [(one.of, one.deed, one.title or one.name, one.field) for one in changes(old, new)]
    assert told == [
        (Of.ITEM, Deed.CHANGED, "", "current_state"),
        (Of.ITEM, Deed.CHANGED, "", "state"),
        (Of.ITEM, Deed.CHANGED, "", "level"),
        (Of.EVIDENCE, Deed.CHANGED, "A paper", "expires_on"),
        (Of.EVIDENCE, Deed.ADDED, "New", ""),
        (Of.EVIDENCE, Deed.GONE, "Gone", ""),
        (Of.PROSE, Deed.CHANGED, "legal", "text"),
        (Of.PROSE, Deed.CHANGED, "legal", "language"),
    ]


def test_the_difference_of_figures_is_that_of_the_shown_numbers() -> None:
    found = compare(a_snapshot({}, shown=40), a_snapshot({}, shown=43), ["alpha"])
    assert (found.total.difference, [(one.key, one.difference) for one in found.blocks]) == (3, [("alpha", 3)])
    assert compare(a_snapshot({}), a_snapshot({}, shown=43), ["alpha"]).total.difference is None


def test_a_seal_is_of_its_content_and_every_change_shows() -> None:
    one, again = seal({"b": 1, "a": "Åland"}), seal({"a": "Åland", "b": 1})
    assert one == again
    assert matches(one.content, one.hash)
    assert read_snapshot(one.content) == {"a": "Åland", "b": 1}
    other = seal({"a": "Aland", "b": 1})
    assert not matches(other.content, one.hash)
    for damaged in ("", "no base 64", one.content[:-8], one.content[4:]):
        assert unsealed(damaged) is None
        assert not matches(damaged, one.hash)
        assert read_snapshot(damaged) == {}
