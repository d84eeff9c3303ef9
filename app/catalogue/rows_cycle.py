"""The rows of the annual cycle, of what is known of its years, and of the reference keys, made in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.catalogue import models
from app.catalogue.rows_around import RowsAround
from app.catalogue.states import StepLinkKind, StepRole

if TYPE_CHECKING:
    from app.catalogue.reading import shapes as s


class RowsOfCycle(RowsAround):
    """Steps refer to actors and items, which are there before them."""

    def add_cycle(self) -> None:
        """Add the rows of all of them."""
        steps = {step.key: self._step(step) for step in self._catalogue.cycle}
        for step in self._catalogue.cycle:
            counted_from = tuple(getattr(step.due, "of", ()))
            for kind, others in ((StepLinkKind.COUNTED_FROM, counted_from), (StepLinkKind.NEEDS, step.needs)):
                for position, other in enumerate(others):
                    self._add(
                        models.CycleLink,
                        position=position,
                        step_id=steps[step.key],
                        other_id=steps[other],
                        kind=kind.value,
                    )
        for position, known in enumerate(self._catalogue.cycle_record):
            self._add(
                models.CycleRecord,
                position=position,
                year=known.year,
                step_id=steps[known.step],
                turn=known.turn,
                country_id=self._countries[known.country] if known.country else None,
                happened_on=known.on,
                planned_on=known.planned_on,
                is_nothing_found=known.nothing_found,
                reference=known.reference,
                url=known.url,
                note_id=self._text(known.note),
                source_id=self._sources[known.source] if known.source else None,
                confidence=known.confidence.value,
            )
        for position, key in enumerate(self._catalogue.reference_keys):
            self._reference_key(position, key)
        for position, pool in enumerate(self._catalogue.pools):
            self._pool(position, pool)
        for position, presidency in enumerate(self._catalogue.presidencies):
            self._add(
                models.Presidency,
                position=position,
                country_id=self._countries[presidency.country],
                starts_on=presidency.from_,
                ends_on=presidency.until,
                source_id=self._sources[presidency.source],
                confidence=presidency.confidence.value,
            )

    def _step(self, step: s.CycleStepShape) -> int:
        due = step.due
        last = getattr(due, "day", None) or getattr(due, "until", None)
        key = self._add(
            models.CycleStep,
            position=step.order,
            key=step.key,
            title_id=self._phrase(step.title),
            when_id=self._phrase(step.when),
            month_day=last,
        )
        self._add(
            models.CycleRule,
            position=step.order,
            step_id=key,
            kind=due.kind,
            first_month_day=getattr(due, "from_", None),
            last_month_day=last,
            years_after=getattr(due, "years_after", 0),
            period=getattr(due, "period", None),
            is_in_working_days=getattr(due, "working_days", False),
            event_id=self._text(getattr(due, "event", None)),
            from_year=step.from_year,
            is_by_each=step.by_each,
            concerns=step.concerns.value,
            condition_id=self._conditions[step.unless.condition] if step.unless else None,
            unless_id=self._text(step.unless.text) if step.unless else None,
            description_id=self._text(step.description),
            produces_id=self._text(step.produces),
            done_id=self._text(step.done),
        )
        for number, part in enumerate(step.actors):
            part_id = self._add(models.CycleActor, position=number, step_id=key, actor_id=self._actors[part.actor])
            if part.role is not StepRole.RESPONSIBLE:
                self._add(models.CycleRole, position=number, part_id=part_id, role=part.role.value)
        for number, item in enumerate(step.items):
            self._add(models.CycleItem, position=number, step_id=key, item_id=self.item_ids[item])
        self._references(models.CycleReference, "step_id", key, step.legal)
        return key

    def _reference_key(self, position: int, key: s.ReferenceKeyShape) -> None:
        key_id = self._add(
            models.ReferenceKey,
            position=position,
            year=key.year,
            population_year=key.population.year,
            population_unit_id=self._phrase(key.population.unit),
            population_source_id=self._sources[key.population.source],
            population_confidence=key.population.confidence.value,
            population_note_id=self._text(key.population.note),
            gdp_year=key.gdp.year,
            gdp_unit_id=self._phrase(key.gdp.unit),
            gdp_source_id=self._sources[key.gdp.source],
            gdp_confidence=key.gdp.confidence.value,
            gdp_note_id=self._text(key.gdp.note),
            note_id=self._text(key.note),
        )
        self._references(models.KeyReference, "key_id", key_id, key.legal)
        for number, member in enumerate(key.members):
            official = member.official
            self._add(
                models.KeyMember,
                position=number,
                key_id=key_id,
                country_id=self._countries[member.country],
                population=member.population,
                gdp=member.gdp,
                official_share=official.share if official else None,
                official_source_id=self._sources[official.source] if official else None,
                official_confidence=official.confidence.value if official else None,
            )

    def _pool(self, position: int, pool: s.PoolShape) -> None:
        pool_id = self._add(
            models.PublicPool,
            position=position,
            year=pool.year,
            act=pool.act,
            url=pool.url,
            published_on=pool.published_on,
            relocations=pool.relocations,
            money=pool.money,
            note_id=self._text(pool.note),
            source_id=self._sources[pool.source],
            confidence=pool.confidence.value,
        )
        for number, entry in enumerate(pool.entries):
            self._add(
                models.PublicPoolEntry,
                position=number,
                pool_id=pool_id,
                country_id=self._countries[entry.country],
                kind=entry.kind.value,
                type=entry.type.value,
                amount=entry.persons if entry.persons is not None else entry.money,
                as_at=entry.on,
                note_id=self._text(entry.note),
                source_id=self._sources[entry.source],
                confidence=entry.confidence.value,
            )
