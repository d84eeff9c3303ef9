"""Any two versions of a plan, or one and today, side by side: a page and a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.views import CatalogueView
from app.core.errors import NotFound
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session, viewpoint
from app.http.doors import signed_in
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.records import PlanHead, PlanInScope
from app.review.comparing import Change, Comparison, compare
from app.review.queries.records import SealRecord, SubmissionRecord
from app.review.queries.snapshots import read_snapshot_of
from app.review.queries.submissions import NO_SUBMISSION, list_with_seals
from app.review.sealing import canonical_text, read_snapshot
from app.web.countries.area import country_of
from app.web.countries.choices import whole_number
from app.web.countries.readings import one_reading
from app.web.export import Cell, csv_answer, file_name
from app.web.review.area import area
from app.web.review.wording import days_in_words, field_in_words, in_a_sentence, subject_in_words, value_in_words

TODAY = "today"
SHOWN = 500
"""Changes in the table; the file holds all."""

HEAD = ("plan", "from", "to", "block", "item", "what", "deed", "reference", "title", "field", "old", "new", "days")


@dataclass(frozen=True)
class Versions:
    """What the address asks for: the ends of the comparison, each a submission's key or `today`."""

    view: CatalogueView
    plan: PlanInScope
    submissions: list[SubmissionRecord]
    start: str
    end: str
    comparison: Comparison


@area.get("/countries/<code>/compare")
@signed_in
def compare_versions(code: str) -> BaseResponse | str:
    """What was added, changed, cancelled and moved between two versions, and the figures."""
    view = catalogue()
    country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    asked = request.args.get("from"), request.args.get("to")
    if not all(asked):
        listed, _ = list_with_seals(session(), code, (), actor())
        if not listed:
            return render_template("review/nothing_to_compare.html", owner=code)
        start, end = asked[0] or str(listed[0].submission_id), asked[1] or TODAY
        ends: dict[str, Any] = {"from": start, "to": end}
        return redirect(url_for("review.compare_versions", code=code, **ends), 303)
    versions = versions_asked(view, plan, eu)
    rows = [told(view, change) for change in versions.comparison.changes[:SHOWN]]
    return render_template(
        "review/compare_versions.html",
        owner=code,
        versions=versions,
        comparison=versions.comparison,
        sentence=in_a_sentence(versions.comparison),
        rows=rows,
        number=len(versions.comparison.changes),
        view=view,
        today=TODAY,
    )


@area.get("/countries/<code>/compare.csv")
@signed_in
def download_comparison(code: str) -> Response:
    """The same changes as a file."""
    view = catalogue()
    country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    versions = versions_asked(view, plan, eu)
    stem = f"changes-{code}-{versions.start}-{versions.end}"
    return csv_answer(file_name(stem, "csv", is_invented=is_demonstration()), HEAD, rows_of(versions))


def rows_of(versions: Versions) -> Iterator[tuple[Cell, ...]]:
    """A row a change, values as they were sealed."""
    ends = versions.plan.owner, versions.start, versions.end
    for one in versions.comparison.changes:
        block = versions.view.blocks.get(one.block_key)
        subject = (block.code if block else one.block_key, one.item_key, one.of.value, one.deed.value, one.name)
        title = subject_in_words(versions.view, one)
        yield (*ends, *subject, title, one.field, in_cell(one.old), in_cell(one.new), one.days)


def in_cell(value: Any) -> Cell:
    """A value as a cell holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, (int, str)):
        return value
    return ", ".join(str(part) for part in value)


def versions_asked(view: CatalogueView, plan: PlanInScope, eu: PlanHead | None) -> Versions:
    """Both ends of the comparison that the address names. Raises NotFound."""
    start, end = request.args.get("from", ""), request.args.get("to", TODAY)
    wanted = [key for key in map(whole_number, (start, end)) if key is not None]
    submissions, seals = list_with_seals(session(), plan.owner, wanted, actor())

    def snapshot(asked: str) -> Mapping[str, Any]:
        return today_of(view, plan, eu) if asked == TODAY else sealed(seals, asked)

    comparison = compare(snapshot(start), snapshot(end), list(view.blocks))
    return Versions(view, plan, submissions, start, end, comparison)


def sealed(seals: Mapping[int, SealRecord], asked: str) -> Mapping[str, Any]:
    """What was sealed with a submission. Raises NotFound."""
    seal = seals.get(whole_number(asked) or 0)
    if seal is None:
        raise NotFound(NO_SUBMISSION)
    return read_snapshot(seal.content)


def today_of(view: CatalogueView, plan: PlanInScope, eu: PlanHead | None) -> Mapping[str, Any]:
    """The plan as it stands today in the state the reader reads, as if it were sealed."""
    reading, _ = one_reading(session(), view, plan, eu, viewpoint())
    found: dict[str, Any] = json.loads(
        canonical_text(read_snapshot_of(session(), view, plan, viewpoint().as_of, reading))
    )
    return found


@dataclass(frozen=True)
class Told:
    """A change as the table shows it."""

    change: Change
    subject: str
    field: str
    old: str
    new: str
    days: str

    @property
    def is_long(self) -> bool:
        """Whether the table is better off with the values folded."""
        return max(len(self.old), len(self.new)) > 160


def told(view: CatalogueView, change: Change) -> Told:
    """A change in the reader's language."""
    return Told(
        change,
        subject_in_words(view, change),
        field_in_words(change),
        value_in_words(view, change, change.old, change.workstreams[0]),
        value_in_words(view, change, change.new, change.workstreams[1]),
        days_in_words(change.days),
    )
