"""What is said of a milestone's funding: a field an instrument and a stage, `funding-AMIF-planned`, for every door."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.core.errors import Invalid
from app.core.labels import message
from app.core.money import clean_amount
from app.plans.funding import STAGES, Funding, difference, rows_of, written
from app.plans.history import State

NO_INSTRUMENT = message("There is no such instrument.")
_BEFORE = "funding-"


def field_of(instrument: str, stage: str) -> str:
    """The name of what an instrument has planned, committed or spent."""
    return f"{_BEFORE}{instrument}-{stage}"


def named_in(field: str) -> tuple[str, str] | None:
    """The instrument and the stage that a field's name says; None where it is no field of funding."""
    instrument, between, stage = field.removeprefix(_BEFORE).rpartition("-")
    return (instrument, stage) if field.startswith(_BEFORE) and between and stage in STAGES else None


def fields_of(text: str | None) -> dict[str, int]:
    """What the rows of a funding say, by the names of fields; nothing stands for zero."""
    return {
        field_of(row.instrument, stage): cents
        for row in rows_of(text).values()
        for stage in STAGES
        if (cents := getattr(row, stage))
    }


def with_funding(cleaned: State, values: Mapping[str, Any], held: str | None, known: Collection[str]) -> State:
    """The cleaned values of a milestone, and what `values` say of its funding that differs from what it has.

    `known`: the instruments that can pay; one that no longer can be chosen may be kept and taken away. An amount left
    empty is none. Raises Invalid naming the field.
    """
    rows = rows_of(held)
    for field, value in values.items():
        instrument, stage = named_in(field) or ("", "")
        cents = clean_amount(value, field) or 0
        if instrument not in rows and instrument not in known:
            raise Invalid(NO_INSTRUMENT, field=field)
        row = rows.get(instrument, Funding(instrument))
        amounts = {name: getattr(row, name) for name in STAGES} | {stage: cents}
        rows[instrument] = Funding(instrument, **amounts)
    _old, said = difference(held, written(rows.values()))
    return cleaned if said is None else {**cleaned, "funding": said}


def taken_in(values: Mapping[str, Any], held: str | None, known: Collection[str]) -> State:
    """Values of which those of funding are put together as the history says them, as `with_funding` does."""
    others, paid = apart(values)
    return with_funding(others, paid, held, known) if paid else others


def apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values that are no fields of funding, and those that are."""
    others = {name: value for name, value in values.items() if named_in(name) is None}
    return others, {name: value for name, value in values.items() if name not in others}
