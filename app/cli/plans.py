"""`flask plans`: a plan on a day, item by item; a plan as a workbook; whether a submission's seal holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click
from flask.cli import AppGroup

from app.accounts.actor import SYSTEM
from app.catalogue.states import proper_code
from app.catalogue.views import CatalogueView
from app.cli.days import as_of_option, day_asked
from app.cli.documents import write_document
from app.cli.edge import look, refusals, say_json
from app.cli.seals import verify
from app.cli.workbooks import export_workbook, import_workbook
from app.core import clock
from app.governance.solidarity.law import law_on
from app.plans.funding import STAGES, rows_of
from app.plans.parts import parts_of
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan
from app.plans.queries.records import EvidenceRecord, MilestoneRecord, PlanInScope, PlanState
from app.plans.queries.state import spans_of_plan
from app.plans.states import Scope

group = AppGroup("plans", help="What countries promise and have done.")
group.add_command(verify)
group.add_command(export_workbook)
group.add_command(write_document)
group.add_command(import_workbook)

KEYS = frozenset({"plan_id", "plan_item_id", "item_id", "milestone_id", "evidence_id", "authority_id"})
"""Keys of rows mean nothing outside this database; items go by their key in words."""


@group.command("show")
@click.argument("code")
@as_of_option
@click.option("--working", is_flag=True, help="The country's own working state; left out: what it has shared.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; progress in 1/100 %, money in cents.")
@refusals
def show(code: str, as_of: datetime | None, working: bool, as_json: bool) -> None:
    """Print the plan CODE (IE, EU): its items with milestones and evidence."""
    scope = Scope.WORKING if working else Scope.SHARED
    with look() as session:
        day = day_asked(session, as_of)
        view = law_on(session, day)
        plan = get_plan(session, proper_code(code), SYSTEM)
        state = spans_of_plan(session, plan.plan_id, scope, day)
        authorities = {a.authority_id: a.name for a in list_authorities_on(session, plan.plan_id, scope, day)}
    if as_json:
        say_json(_as_data(view, plan, scope, day, state, authorities))
        return
    _print(view, plan, scope, day, state)


def _print(view: CatalogueView, plan: PlanInScope, scope: Scope, day: date, state: PlanState) -> None:
    shared = plan.head.last_shared_at
    click.echo(
        f"{plan.owner} on {day.isoformat()}, {scope.value} state: {len(state.items)} items, "
        f"{len(state.milestones)} milestones, {len(state.evidence)} pieces of evidence; "
        f"last shared {clock.day_of(shared).isoformat() if shared else 'never'}."
    )
    if plan.head.is_demonstration:
        click.echo("Invented data.")
    milestones = _by_item(state.milestones)
    evidence = _by_item(state.evidence)
    for item in _in_order(view, state):
        click.echo(f"\n{view.items_by_id[item].key}")
        for step in milestones.get(item, ()):
            click.echo(f"  {step.reference:<9}{step.progress // 100:>4} %  {_when(step):<24}{step.title}")
        for piece in evidence.get(item, ()):
            click.echo(f"  shown by  {piece.kind}: {piece.title}")


def _when(step: MilestoneRecord) -> str:
    if step.is_cancelled:
        return "cancelled"
    if step.actual_on:
        return f"done {step.actual_on.isoformat()}"
    return f"due {step.due_on.isoformat()}" if step.due_on else "no date"


def _in_order(view: CatalogueView, state: PlanState) -> list[int]:
    """Items of which something was said, in the catalogue's order; those of other releases are left out."""
    said = {item.item_id for item in state.items}
    return [item_id for item_id in view.items_by_id if item_id in said]


def _by_item(
    records: Iterable[MilestoneRecord] | Iterable[EvidenceRecord],
) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[record.item_id].append(record)
    return found


def _as_data(
    view: CatalogueView, plan: PlanInScope, scope: Scope, day: date, state: PlanState, authorities: Mapping[int, str]
) -> dict[str, Any]:
    said = {item.item_id: item for item in state.items}
    milestones, evidence = _by_item(state.milestones), _by_item(state.evidence)
    items = {
        view.items_by_id[item].key: {
            "applicability": said[item].applicability,
            "applicability_reason": said[item].applicability_reason,
            "current_state": said[item].current_state,
            "missing": said[item].missing,
            "change_planned": said[item].change_planned,
            "milestones": [
                {
                    **_record(step),
                    "authority": authorities.get(step.authority_id or 0),
                    "parts": parts_told(step.parts, authorities),
                    "funding": funding_told(step.funding),
                }
                for step in milestones.get(item, ())
            ],
            "evidence": [_record(piece) for piece in evidence.get(item, ())],
        }
        for item in _in_order(view, state)
    }
    return {
        "plan": plan.owner,
        "as_of": day,
        "state_of_plan": scope.value,
        "last_shared_at": plan.head.last_shared_at,
        "is_invented": plan.head.is_demonstration,
        "items": items,
    }


def parts_told(text: str | None, authorities: Mapping[int, str]) -> list[dict[str, Any]]:
    """The parts of a target by the names of the authorities, in their order; empty for a target of one hand."""
    return [
        {"authority": authorities.get(key), "target": part.target, "value": part.value, "value_on": part.value_on}
        for key, part in parts_of(text).items()
    ]


def funding_told(text: str | None) -> list[dict[str, Any]]:
    """Who pays, by the codes of instruments, in cents; empty where nobody is named."""
    return [
        {"instrument": key, **{stage: getattr(row, stage) for stage in STAGES}} for key, row in rows_of(text).items()
    ]


def _record(record: MilestoneRecord | EvidenceRecord) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name not in KEYS}


commands = (group,)
