"""The overview, its files and its picture."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, jsonify, render_template, request

from app.accounts.states import SUPPORT_ROLES, Role
from app.core.errors import NotAllowed, NotFound
from app.core.labels import message
from app.http.caching import cached_by_version, is_demonstration
from app.http.context import Viewpoint, actor, catalogue, catalogue_on, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.export import csv_answer, file_name
from app.web.kept import fragment
from app.web.kept_pages import kept_page
from app.web.overview import file, trend
from app.web.overview.averages import sum_of_states
from app.web.overview.cells import Shown
from app.web.overview.figures import figures_of, widest_gaps
from app.web.overview.lately import shared_lately
from app.web.overview.matrix import Choice, Order, average_of_totals, averages_by_block, table_of
from app.web.overview.workbook import workbook_of
from app.web.readings import Matrix, Readable, all_withheld, matrix_of, readable_by
from app.web.sheets import workbook_answer

area = Blueprint("overview", __name__)


@area.get("/")
@signed_in
@kept_page
def show_overview() -> str:
    """The matrix and what it says; for somebody who reads no plan, what they can do."""
    readable = readable_by(session(), actor())
    if not readable.rows and any(held.role in SUPPORT_ROLES for held in actor().held):
        return averages_page()
    if not readable.rows:  # nothing of any day, so no day is asked for either
        return render_template("overview/no_plans.html", administrates=actor().holds(Role.ADMINISTRATOR))
    seen, view = read_viewpoint(), catalogue()
    read = matrix_of(session(), readable, view, seen)
    drawn = trend.trend_of(session(), readable, read) if seen.known is None else None
    lately, more = shared_lately(session(), readable, view, seen)
    return render_template(
        "overview/show_overview.html",
        unknown=Choice.unknown_in(request.args),
        upper=fragment("overview/upper.html", read.sources, read.rights, lambda: _upper(read)),
        widest=fragment("overview/widest.html", read.sources, read.rights, lambda: {"widest": widest_gaps(read)}),
        trend=fragment("overview/trend.html", drawn.sources, read.withheld, lambda: _drawn(drawn)) if drawn else "",
        lately=fragment("overview/lately.html", (), lately, lambda: {"lately": lately, "more": more}),
    )


def averages_page() -> str:
    """The averages of Member States and nothing else, for who gives support and reads no plan."""
    seen, view = read_viewpoint(), catalogue()
    read = matrix_of(session(), all_withheld(session()), view, seen)
    return render_template(
        "overview/averages_only.html",
        view=view,
        averages=averages_by_block(read),
        total=average_of_totals(read),
    )


def _drawn(drawn: trend.Trend) -> dict[str, object]:
    return {"points": drawn.points, "sentence": trend.sentence_of(drawn.points)}


def _upper(read: Matrix) -> dict[str, object]:
    return {
        "view": read.view,
        "figures": figures_of(read),
        "matrix": table_of(read, Choice.of(request.args)),
        "orders": Order,
        "showns": Shown,
    }


@area.get("/why")
@signed_in
@kept_page
def derive_average() -> str:
    """The derivation of an average of Member States: of a block (`?block=3`), else of all blocks in the sum."""
    seen, view = read_viewpoint(), catalogue()
    number = request.args.get("block", "")
    block = view.block_by_code(number) if number else None
    if number and block is None:
        raise NotFound(message("There is no block with this number."))
    matrix = matrix_of(session(), _somebodys(), view, seen)
    return render_template("overview/derive_average.html", sum=sum_of_states(matrix, block))


@area.get("/matrix.csv")
@signed_in
def download_matrix() -> Response:
    """Every cell that the reader sees, and the averages."""
    seen, view = read_viewpoint(), catalogue()
    matrix = matrix_of(session(), _somebodys(), view, seen)
    name = file_name("matrix", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, file.HEAD, file.rows_of_file(matrix))


@area.get("/matrix.xlsx")
@signed_in
def download_workbook() -> Response:
    """The same as a workbook, in the colours of the states."""
    seen, view = read_viewpoint(), catalogue()
    matrix = matrix_of(session(), _somebodys(), view, seen)
    name = file_name("matrix", "xlsx", day=seen.as_of, is_invented=is_demonstration())
    return workbook_answer(workbook_of(matrix, is_invented=is_demonstration()), name)


@area.get("/trend.json")
@signed_in
@cached_by_version
def show_trend() -> Response:
    """The trend as Plotly draws it."""
    points = _trend(read_viewpoint())
    return jsonify(trend.picture_of(points, catalogue().applies_from, is_invented=is_demonstration()))


@area.get("/trend.csv")
@signed_in
def download_trend() -> Response:
    """The figures of the trend."""
    seen = read_viewpoint()
    points = _trend(seen)
    name = file_name("trend", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, trend.HEAD, trend.rows_of_file(points))


def _trend(seen: Viewpoint) -> tuple[trend.Point, ...]:
    """The trend is told as known now, whatever the address asks for."""
    readable = _somebodys()
    matrix = matrix_of(session(), readable, catalogue_on(seen.as_of), replace(seen, known=None))
    return trend.trend_of(session(), readable, matrix).points


def _somebodys() -> Readable:
    """Whose plans the reader reads. Raises NotAllowed for somebody who reads none."""
    readable = readable_by(session(), actor())
    if not readable.rows:
        raise NotAllowed(message("Your role reads no plans."))
    return readable
