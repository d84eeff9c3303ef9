"""`/compare`: all plans, a country or a block on two days; a page and files."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from app.catalogue.views import BlockView
from app.core.errors import NotAllowed, NotFound
from app.core.labels import message
from app.http.caching import is_demonstration
from app.http.context import actor, session
from app.http.days import read_range
from app.http.doors import signed_in
from app.plans.states import EU
from app.readiness.moving import Factor, Figure, Moved
from app.web.compare import files
from app.web.compare.making import Compared, Line, compared_for, moves_in
from app.web.export import Cell, csv_answer, file_name
from app.web.kept_pages import kept_page
from app.web.readings import readable_by
from app.web.sheets import workbook_answer
from app.web.unknowns import refuse_unknown

area = Blueprint("compare", __name__)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. `line`: of one plan; `block`: of one block; `unknown`: names of what there is not."""

    compared: Compared
    line: Line | None
    block: BlockView | None
    figure: Figure
    unknown: tuple[str, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The plans that are shown."""
        return [self.line] if self.line else list(self.compared.lines.values())

    @property
    def blocks(self) -> list[BlockView | None]:
        """The blocks that are shown of one plan, all blocks in the sum (None) last."""
        return [self.block] if self.block else [*self.compared.view.blocks.values(), None]

    @property
    def in_address(self) -> dict[str, str]:
        """The same for an address."""
        chosen = {"country": self.line.owner if self.line else "", "block": self.block.code if self.block else ""}
        return self.compared.days.in_address | {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True)
class Summary:
    """What a comparison says in a sentence: Member States that stand higher, lower and the same, and those of which
    there is no difference; `whole`: the average that goes with them, or the one plan's figure."""

    higher: int
    lower: int
    same: int
    untold: int
    whole: Moved | None

    @property
    def total(self) -> int:
        """How many Member States there are."""
        return self.higher + self.lower + self.same + self.untold


def summary_of(asked: Asked) -> Summary:
    """Count what a page lists."""
    key = asked.block.key if asked.block else None
    found = [line.moved(asked.figure, key) for line in asked.lines if line.owner != EU]
    moved = [one.difference for one in found if one.difference is not None]
    higher, lower = sum(one > 0 for one in moved), sum(one < 0 for one in moved)
    if asked.line:
        whole: Moved | None = asked.line.moved(asked.figure, key)
    else:
        whole = asked.compared.averages[key] if asked.figure is Figure.PROGRESS else None
    return Summary(higher, lower, len(moved) - higher - lower, len(found) - len(moved), whole)


@area.get("/compare")
@signed_in
@kept_page
def show_comparison() -> str:
    """A figure of every plan on two days, what its difference is made of, and what moved."""
    asked = _asked()
    if asked is None:
        return render_template("compare/no_plans.html")
    line = asked.line
    return render_template(
        "compare/show_comparison.html",
        asked=asked,
        compared=asked.compared,
        view=asked.compared.view,
        days=asked.compared.days,
        title=files.title_of(asked.compared),
        moves=moves_in(session(), asked.compared.days, line) if line and line.opens else (),
        factors=tuple(Factor),
        figures=tuple(Figure),
        progress=Figure.PROGRESS,
        summary=summary_of(asked),
    )


@area.get("/compare.csv")
@signed_in
def download_comparison() -> Response:
    """Every figure of what was asked for, as a file."""
    asked = _somebodys()
    return csv_answer(_name(asked, "compare", "csv"), files.HEAD, _figures(asked))


@area.get("/compare/moved.csv")
@signed_in
def download_moves() -> Response:
    """What moved in one plan, as a file. Raises NotFound without a plan that the reader may open."""
    asked = _somebodys()
    moves = _moves(asked)
    if moves is None:
        raise NotFound(message("Name a country whose plan you read: what moved is told of one plan."))
    return csv_answer(_name(asked, "moved", "csv"), files.MOVES_HEAD, moves)


@area.get("/compare.xlsx")
@signed_in
def download_comparison_workbook() -> Response:
    """Both as a workbook."""
    asked = _somebodys()
    content = files.workbook_of(asked.compared, _figures(asked), _moves(asked), is_invented=is_demonstration())
    return workbook_answer(content, _name(asked, "compare", "xlsx"))


def _figures(asked: Asked) -> list[tuple[Cell, ...]]:
    rows = list(files.rows_of(asked.compared, asked.lines, asked.blocks))
    return rows if asked.line else [*rows, *files.averages_of(asked.compared, asked.blocks)]


def _moves(asked: Asked) -> list[tuple[Cell, ...]] | None:
    if asked.line is None or not asked.line.opens:
        return None
    moves = moves_in(session(), asked.compared.days, asked.line)
    return list(files.moves_of_file(asked.compared, asked.line, moves, asked.block))


def _name(asked: Asked, stem: str, ending: str) -> str:
    days = asked.compared.days
    parts = [stem, asked.line.owner if asked.line else "", days.start.isoformat()]
    return file_name("-".join(filter(None, parts)), ending, day=days.end, is_invented=is_demonstration())


def _somebodys() -> Asked:
    asked = _asked()
    if asked is None:
        raise NotAllowed(message("Your role reads no plans."))
    refuse_unknown(asked.unknown)
    return asked


def _asked() -> Asked | None:
    """What the address asks for; None for somebody who reads no plan. Raises BadRange."""
    readable = readable_by(session(), actor())
    if not readable.rows:
        return None
    compared = compared_for(session(), readable, read_range())
    owner, number = request.args.get("country", ""), request.args.get("block", "")
    line, block = compared.lines.get(owner), compared.view.block_by_code(number) if number else None
    wanted = request.args.get("figure", "")
    figure = Figure(wanted) if wanted in set(Figure) else Figure.PROGRESS
    asked = {"country": (owner, line), "block": (number, block), "figure": (wanted, wanted == figure)}
    unknown = tuple(name for name, (text, thing) in asked.items() if text and not thing)
    return Asked(compared, line, block, figure, unknown)
