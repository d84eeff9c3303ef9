"""The shape of `catalogue.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.catalogue.reading import scalars as s
from app.catalogue.reading.shapes.base import Shape


class DocumentShape(Shape):
    reference: s.Line
    celex: s.Celex | None = None
    date: s.Day | None = None
    note: s.Text | None = None


class PlanSectionShape(Shape):
    key: s.Word
    title: s.Text
    hint: s.Text | None = None


class Files(Shape):
    """Names of the other files, in the folder of the head or below it."""

    sources: s.Line | None = None
    acts: s.Line | None = None
    articles: s.Line | None = None
    actors: s.Line | None = None
    funds: s.Line | None = None
    countries: s.Line | None = None
    participation: s.Line | None = None
    conditions: s.Line | None = None
    workstreams: s.Line | None = None
    empowerments: s.Line | None = None
    linkages: s.Line | None = None
    deadlines: s.Line | None = None
    cycle: s.Line | None = None
    cycle_record: s.Line | None = None
    reference_keys: s.Line | None = None
    pools: s.Line | None = None
    allocations: s.Line | None = None
    presidencies: s.Line | None = None
    finding_kinds: s.Line | None = None
    findings: s.Line | None = None
    guidance: s.Line | None = None
    support: s.Line | None = None
    terms: s.Line | None = None
    blocks: Annotated[tuple[s.Line, ...], Field(min_length=1)]


class Head(Shape):
    catalogue: s.CatalogueName
    version: s.Edition
    title: s.Text
    notice: s.Text
    language: Literal["en"]
    starts_on: s.Day
    applies_from: s.Day
    in_force_from: s.Day
    documents: tuple[DocumentShape, ...] = ()
    plan_sections: tuple[PlanSectionShape, ...] = ()
    files: Files
