"""The version for Parliament and Council: a page, a file of values and a document."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, render_template

from app.core.policy import require
from app.http.caching import is_demonstration
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.readiness.cells import Reading
from app.readiness.disclosure import counts_of, grouped
from app.readiness.plan import PlanSummary
from app.reports.council import RULE, CountLine, Counts, council_document, facts, heading, named, title_of, told
from app.reports.tongue import Tongue
from app.review.policy import READ_COUNTS
from app.web.export import Cell, csv_answer, file_name
from app.web.kept_pages import kept_page
from app.web.printing import as_pdf
from app.web.readings import Matrix, matrix_for
from app.web.tongue import gettext, language

area = Blueprint("reports", __name__, url_prefix="/reports")

HEAD = ("as_of", "block", "block_title", "stages", "member_states")
ALL = "all"


@area.get("/council")
@signed_in
@kept_page
def show_council() -> str:
    """In how many Member States each block is in place, under way or open; nobody is named or can be worked out."""
    counts, tongue = _counts(), _tongue()
    return render_template(
        "reports/show_council.html",
        heading=heading(tongue),
        facts=facts(counts, tongue),
        rule=tongue.say(RULE),
        lines=[(title_of(line, tongue), told(line, tongue)) for line in counts.lines],
    )


@area.get("/council.csv")
@signed_in
def download_council() -> Response:
    """The same groups as a file, a line a group."""
    counts = _counts()
    name = file_name("council", "csv", day=counts.day, is_invented=counts.is_invented)
    return csv_answer(name, HEAD, _rows(counts, _tongue()))


@area.get("/council.pdf")
@signed_in
def print_council() -> Response:
    """The same as a document to send."""
    counts = _counts()
    name = file_name("council", "pdf", day=counts.day, is_invented=counts.is_invented)
    return as_pdf(council_document(counts, _tongue()), name)


def _tongue() -> Tongue:
    return Tongue(language(), gettext)


def _rows(counts: Counts, tongue: Tongue) -> Iterator[tuple[Cell, ...]]:
    for line in counts.lines:
        code, title = (line.block.code, title_of(line, tongue)) if line.block else (ALL, title_of(line, tongue))
        for group in line.groups:
            yield counts.day, code, title, named(group, tongue), group.number


def _counts() -> Counts:
    """What may be told of the day that is asked for. Raises NotAllowed, BadDay."""
    require(actor(), READ_COUNTS)
    seen, view = read_viewpoint(), catalogue()
    matrix = matrix_for(session(), actor(), view, seen)
    lines = [CountLine(block, grouped(counts_of(_readings(matrix, key)))) for key, block in view.blocks.items()]
    lines.append(CountLine(None, grouped(counts_of(_readings(matrix, None)))))
    return Counts(lines, seen.as_of, seen.known, is_demonstration())


def _readings(matrix: Matrix, block_key: str | None) -> Iterator[Reading | None]:
    """A block, or the plan, of every Member State that counts may rest on, in the shared state."""

    def read(plan: PlanSummary) -> Reading | None:
        return plan.total if block_key is None else plan.blocks.get(block_key)

    def shares(plan: PlanSummary) -> bool:
        reading = read(plan)
        return reading is not None and reading.informed > 0

    return map(read, matrix.pool.counted(shares))
