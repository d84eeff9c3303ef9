"""The sums of what was not touched after the instant, from the spans of the day up to which blocks were known."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, and_, bindparam, cast, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.plans.models import PlanItem
from app.plans.states import Scope, SubjectKind
from app.readiness.queries.facts import FactStatements
from app.readiness.queries.known.instants import instants_of
from app.readiness.queries.links import once_known
from app.readiness.queries.spans import Chosen, plan_ids
from app.readiness.queries.statements import evidence_sums, item_statements, milestone_sums


class listed(FunctionElement[str]):  # noqa: N801 - reads as the SQL function it is
    """The members of a JSON array, one a row: however many they are, they are one parameter."""

    type = Text()
    inherit_cache = True


@compiles(listed, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(listed, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSON))"


def _is_untouched(span: Any, scope: Scope, kind: SubjectKind) -> ColumnElement[bool]:
    """As `Replayed.parameters` has it."""
    keys = bindparam(f"{scope.value}_{kind.value}_replayed", type_=Text())
    found: ColumnElement[int] = cast(listed(keys).table_valued("value").c.value, Integer)
    replayed: ColumnElement[bool] = span.subject_id.not_in(select(found))
    return replayed


def _as_known(kind: SubjectKind | None) -> Chosen:
    """The spans that show what was known of items; with a kind of subject, of those that were not touched later."""

    def chosen(span: Any, scope: Scope) -> ColumnElement[bool]:
        instants = instants_of(scope)
        conditions = [
            PlanItem.plan_id.in_(plan_ids(scope)),
            instants.c.block_id == PlanItem.plan_block_id,
            span.plan_id == once_known(PlanItem.plan_id),
            span.item_id == once_known(PlanItem.item_id, instants.c.block_id),
            span.scope == scope.value,
            span.valid_from <= instants.c.day,
            span.valid_to > instants.c.day,
        ]
        return and_(*conditions, *([] if kind is None else [_is_untouched(span, scope, kind)]))

    return chosen


THEN = FactStatements(
    partial(milestone_sums, chosen=_as_known(SubjectKind.MILESTONE)),
    partial(evidence_sums, chosen=_as_known(SubjectKind.EVIDENCE)),
    partial(item_statements, chosen=_as_known(None)),
    None,
)
"""As known then, but for touched subjects and for links."""
