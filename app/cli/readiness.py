"""`flask readiness show`: the matrix, or one plan by block, as the rule reads it on a day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.catalogue.states import proper_code
from app.catalogue.views import CatalogueView
from app.cli.days import as_of_option, day_asked
from app.cli.edge import fail, look, refusals, say_json
from app.governance.solidarity.law import law_on
from app.plans.queries.heads import list_plans
from app.plans.queries.records import PlanHead
from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.cells import Reading
from app.readiness.plan import PlanReading
from app.readiness.queries import read_matrix
from app.readiness.states import RULE_VERSION

group = AppGroup("readiness", help="How far the plans are, by the rule of docs/method.md.")

HEAD = f"{'':<6}{'state':<22}{'in %':>5}  {'informed':>10}  {'key: reported, shown, confirmed':<32}{'past':>5}"


@group.command("show")
@click.argument("code", required=False)
@as_of_option
@click.option("--working", is_flag=True, help="The countries' own working state; left out: what they have shared.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; figures in 1/100 %, and in % as pages show them.")
@refusals
def show(code: str | None, as_of: datetime | None, working: bool, as_json: bool) -> None:
    """Print every plan, the EU level first, or the blocks of the plan CODE (IE, EU)."""
    scope = Scope.WORKING if working else Scope.SHARED
    with look() as session:
        day = day_asked(session, as_of)
        view = law_on(session, day)
        heads = _asked(session, proper_code(code) if code else None)
        readings = read_matrix(session, view, [(head, scope) for head in heads], day, ReadingCache())
    plans = {head.owner: readings[head.plan_id, scope] for head in heads}
    is_invented = any(head.is_demonstration for head in heads)
    if as_json:
        figures = {owner: _plan_as_data(view, plan) for owner, plan in plans.items()}
        head = {"as_of": day, "state_of_plans": scope.value, "rule_version": RULE_VERSION, "is_invented": is_invented}
        say_json({**head, "plans": figures})
        return
    invented = " Invented data." if is_invented else ""
    click.echo(f"On {day.isoformat()}, {scope.value} state, rule version {RULE_VERSION}.{invented}")
    click.echo(HEAD)
    for owner, plan in plans.items():
        if code:
            for key, reading in plan.blocks.items():
                click.echo(_line(view.blocks[key].code, reading))
        click.echo(_line("all" if code else owner, plan.total))


def _asked(session: Session, code: str | None) -> list[PlanHead]:
    """Every plan, or the one named; ends the command with status 1 when there is none."""
    heads = list_plans(session)
    asked = [head for head in heads if code in (None, head.owner)]
    if not asked:
        fail(f"There is no plan {code}. There are: {', '.join(head.owner for head in heads) or 'none'}.")
    return asked


def _line(name: str, reading: Reading) -> str:
    percent = "–" if reading.shown_progress is None else str(reading.shown_progress)
    informed = f"{reading.informed} of {reading.counted}"
    key = f"{reading.key_reported}, {reading.key_shown}, {reading.key_confirmed} of {reading.key_total}"
    return f"{name:<6}{reading.state.value:<22}{percent:>5}  {informed:>10}  {key:<32}{reading.past:>5}"


def _plan_as_data(view: CatalogueView, plan: PlanReading) -> dict[str, Any]:
    blocks = {view.blocks[key].code: _as_data(reading) for key, reading in plan.blocks.items()}
    furthest = view.blocks[plan.furthest].code if plan.furthest else None
    gaps = dict(plan.gap_counts)
    return {"total": _as_data(plan.total), "blocks": blocks, "furthest_from_its_date": furthest, "gaps": gaps}


def _as_data(reading: Reading) -> dict[str, Any]:
    """The figures of a block or plan; None where there is nothing to sum."""
    return {
        "state": reading.state.value,
        "progress": reading.progress,
        "progress_percent": reading.shown_progress,
        "expected_own": reading.expected_own,
        "expected_law": reading.expected_law,
        "items_counted": reading.counted,
        "items_with_information": reading.informed,
        "items_past_legal_date": reading.past,
        "key_items": reading.key_total,
        "key_items_reported": reading.key_reported,
        "key_items_shown": reading.key_shown,
        "key_items_confirmed": reading.key_confirmed,
    }


commands = (group,)
