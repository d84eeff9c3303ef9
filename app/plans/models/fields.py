"""The fields that count, once for a subject and its spans."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.plans.states import Applicability, Measure


class ProseFields:
    """Prose of a block: one row a section of the plan's template."""

    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")


class PlanItemFields:
    """What a country says of an item as a whole."""

    applicability: Mapped[str] = mapped_column(default=Applicability.APPLIES.value)
    applicability_reason: Mapped[str] = mapped_column(default="")
    lead_authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    current_state: Mapped[str] = mapped_column(default="")
    missing: Mapped[str] = mapped_column(default="")
    change_planned: Mapped[str] = mapped_column(default="")
    noted_gaps: Mapped[str | None]  # gaps that are known and accepted until a day: app/plans/noted.py
    noted_reasons: Mapped[str | None]


class MilestoneFields:
    """What is promised and done. `progress` in 1/100 %, derived from step, value or completion."""

    title: Mapped[str]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    measured_by: Mapped[str] = mapped_column(default=Measure.STEPS.value)
    workstream_key: Mapped[str]
    step_key: Mapped[str | None]
    target_unit: Mapped[str | None]
    target_base: Mapped[int | None] = mapped_column(BigInteger)
    target_base_on: Mapped[date | None] = mapped_column(Date)
    target_value: Mapped[int | None] = mapped_column(BigInteger)
    target_source: Mapped[str | None]
    value: Mapped[int | None] = mapped_column(BigInteger)
    value_on: Mapped[date | None] = mapped_column(Date)
    parts: Mapped[str | None]  # of the target by authority: app/plans/parts.py; target and value are then their sums
    progress: Mapped[int] = mapped_column(Integer, default=0)
    start_on: Mapped[date | None] = mapped_column(Date)
    baseline_on: Mapped[date | None] = mapped_column(Date)
    forecast_on: Mapped[date | None] = mapped_column(Date)
    actual_on: Mapped[date | None] = mapped_column(Date)
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    cancel_reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None] = mapped_column(Date)  # last day somebody said that this is still true
    comes_from: Mapped[str | None]  # reference of the milestone that it was split or moved from
    continued_as: Mapped[str | None]  # reference of the milestone that it goes on as since it was moved
    budget: Mapped[int | None] = mapped_column(BigInteger)  # what it is estimated to cost, in cents
    funding: Mapped[str | None]  # who pays, by instrument, in cents: app/plans/funding.py


class EvidenceFields:
    """What shows it. `is_withdrawn` takes it away from that day on; expiry does so by itself."""

    kind: Mapped[str]
    title: Mapped[str]
    reference: Mapped[str] = mapped_column(
        default=""
    )  # number of the act, of the notification; where it may be inspected
    url: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # its present version
    about_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)
