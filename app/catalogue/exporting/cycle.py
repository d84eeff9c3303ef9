"""The annual cycle, what is known of its years, and the reference keys as they stand in their files."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import euro, legal, said, unless_high
from app.catalogue.states import PoolKind, StepDueKind, StepRole


def steps(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=step.key,
            order=step.position,
            title=step.title,
            description=step.description,
            when=step.when,
            due=_due(step.due),
            from_year=step.from_year,
            actors=[said(actor=part.actor, role=part.role) for part in step.parts],
            by_each=step.is_by_each or None,
            concerns=None if step.concerns is StepRole.RESPONSIBLE else step.concerns,
            unless=said(condition=step.unless.condition, text=step.unless.text) if step.unless else None,
            needs=step.needs,
            produces=step.produces,
            done=step.done,
            items=step.items,
            legal=legal(step.legal),
        )
        for step in view.cycle
    ]


def _due(due: v.StepDueView) -> dict[str, Any]:
    is_window = due.kind is StepDueKind.WINDOW
    return said(
        kind=due.kind,
        day=None if is_window else due.day,
        from_=due.from_day,
        until=due.day if is_window else None,
        years_after=due.years_after or None,
        period=due.period,
        working_days=due.is_in_working_days or None,
        of=due.of,
        event=due.event,
    )


def record(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            year=known.year,
            step=known.step,
            turn=known.turn if known.turn > 1 else None,
            country=known.country,
            on=known.happened_on,
            planned_on=known.planned_on,
            nothing_found=known.is_nothing_found or None,
            reference=known.reference,
            url=known.url,
            note=known.note,
            source=known.source,
            confidence=unless_high(known.confidence),
        )
        for known in view.cycle_record
    ]


def reference_keys(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            year=key.year,
            legal=legal(key.legal),
            population=_input(key.population),
            gdp=_input(key.gdp),
            note=key.note,
            members=[_member(member) for member in key.members.values()],
        )
        for key in view.reference_keys.values()
    ]


def _input(given: v.KeyInputView) -> dict[str, Any]:
    return said(
        year=given.year,
        unit=given.unit,
        source=given.source,
        confidence=unless_high(given.confidence),
        note=given.note,
    )


def _member(member: v.KeyMemberView) -> dict[str, Any]:
    official = member.official
    return said(
        country=member.country,
        population=member.population,
        gdp=member.gdp,
        official=said(
            share=f"{official.share // 10_000}.{official.share % 10_000:04}",
            source=official.source,
            confidence=unless_high(official.confidence),
        )
        if official
        else None,
    )


def pools(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            year=pool.year,
            act=pool.act,
            url=pool.url,
            published_on=pool.published_on,
            relocations=pool.relocations,
            money=euro(pool.money),
            note=pool.note,
            source=pool.source,
            confidence=unless_high(pool.confidence),
            entries=[_pool_entry(entry) for entry in pool.entries],
        )
        for pool in view.pools.values()
    ]


def presidencies(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            country=held.country,
            **{"from": held.starts_on},
            until=held.ends_on,
            source=held.source,
            confidence=unless_high(held.confidence),
        )
        for held in view.presidencies
    ]


def _pool_entry(entry: v.PublicPoolEntryView) -> dict[str, Any]:
    return said(
        country=entry.country,
        kind=None if entry.kind is PoolKind.PLEDGE else entry.kind,
        type=entry.type,
        persons=entry.amount if entry.type.is_in_persons else None,
        money=None if entry.type.is_in_persons else euro(entry.amount),
        on=entry.as_at,
        note=entry.note,
        source=entry.source,
        confidence=unless_high(entry.confidence),
    )
