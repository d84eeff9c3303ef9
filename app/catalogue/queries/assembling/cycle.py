"""The annual cycle of a release, what is known of its years, and the reference keys, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.queries.assembling.law import Law
from app.catalogue.queries.assembling.tables import Tables
from app.catalogue.queries.assembling.tree import Tree


class Cycle:
    """Steps, records and keys."""

    def __init__(self, tables: Tables, law: Law, tree: Tree, item_keys: Mapping[int, str], first_year: int) -> None:
        """`first_year`: from which the steps of a release without rules are read."""
        self.tables = tables
        self.law = law
        self.tree = tree
        self.item_keys = item_keys
        self.first_year = first_year
        self.steps = tables.rows(models.CycleStep)

    def beside(self) -> dict[str, Any]:
        return {
            "cycle": self._steps(),
            "cycle_record": self._record(),
            "reference_keys": {key.year: key for key in self._keys()},
            "pools": {pool.year: pool for pool in self._pools()},
            "presidencies": self._presidencies(),
        }

    def _steps(self) -> tuple[views.CycleStepView, ...]:
        legal = self.tables.grouped(models.CycleReference, "step_id")
        parts = self.tables.grouped(models.CycleActor, "step_id")
        items = self.tables.grouped(models.CycleItem, "step_id")
        roles = {row.part_id: st.StepRole(row.role) for row in self.tables.rows(models.CycleRole)}
        rules = {row.step_id: row for row in self.tables.rows(models.CycleRule)}
        links = self._links()
        return tuple(
            views.CycleStepView(
                key=row.key,
                position=row.position,
                title=self.tables.texts[row.title_id],
                when=self.tables.texts[row.when_id],
                parts=tuple(
                    views.StepActorView(
                        self.tree.actors[part.actor_id].code, roles.get(part.id, st.StepRole.RESPONSIBLE)
                    )
                    for part in parts.get(row.id, ())
                ),
                needs=tuple(links[row.id, st.StepLinkKind.NEEDS]),
                items=tuple(self.item_keys[item.item_id] for item in items.get(row.id, ())),
                legal=self.law.legal(legal.get(row.id, ())),
                **self._rule(row, rules.get(row.id), tuple(links[row.id, st.StepLinkKind.COUNTED_FROM])),
            )
            for row in self.steps
        )

    def _links(self) -> Mapping[tuple[int, st.StepLinkKind], list[str]]:
        keys = {row.id: row.key for row in self.steps}
        found: defaultdict[tuple[int, st.StepLinkKind], list[str]] = defaultdict(list)
        for row in self.tables.rows(models.CycleLink):
            found[row.step_id, st.StepLinkKind(row.kind)].append(keys[row.other_id])
        return found

    def _rule(self, step: Row[Any], rule: Row[Any] | None, counted_from: tuple[str, ...]) -> dict[str, Any]:
        if rule is None:
            kind = st.StepDueKind.DAY if step.month_day else st.StepDueKind.UNDATED
            return {
                "due": views.StepDueView(kind, day=step.month_day),
                "from_year": self.first_year,
                "is_by_each": False,
                "concerns": st.StepRole.RESPONSIBLE,
                "unless": None,
                "description": None,
                "produces": None,
                "done": None,
            }
        text = self.tables.text
        return {
            "due": views.StepDueView(
                kind=st.StepDueKind(rule.kind),
                day=rule.last_month_day,
                from_day=rule.first_month_day,
                years_after=rule.years_after,
                period=rule.period,
                is_in_working_days=rule.is_in_working_days,
                of=counted_from,
                event=text(rule.event_id),
            ),
            "from_year": rule.from_year,
            "is_by_each": rule.is_by_each,
            "concerns": st.StepRole(rule.concerns),
            "unless": self._unless(rule),
            "description": text(rule.description_id),
            "produces": text(rule.produces_id),
            "done": text(rule.done_id),
        }

    def _unless(self, rule: Row[Any]) -> views.StepUnlessView | None:
        if rule.condition_id is None:
            return None
        return views.StepUnlessView(self.law.conditions[rule.condition_id].key, self.tables.texts[rule.unless_id])

    def _record(self) -> tuple[views.CycleRecordView, ...]:
        keys = {row.id: row.key for row in self.steps}
        countries = self.law.country_rows
        return tuple(
            views.CycleRecordView(
                year=row.year,
                step=keys[row.step_id],
                turn=row.turn,
                country=countries[row.country_id].code if row.country_id is not None else None,
                happened_on=row.happened_on,
                planned_on=row.planned_on,
                is_nothing_found=row.is_nothing_found,
                reference=row.reference,
                url=row.url,
                note=self.tables.text(row.note_id),
                source=self.law.source(row.source_id),
                confidence=st.Confidence(row.confidence),
            )
            for row in self.tables.rows(models.CycleRecord)
        )

    def _keys(self) -> tuple[views.ReferenceKeyView, ...]:
        legal = self.tables.grouped(models.KeyReference, "key_id")
        members = self.tables.grouped(models.KeyMember, "key_id")
        return tuple(
            views.ReferenceKeyView(
                year=row.year,
                legal=self.law.legal(legal.get(row.id, ())),
                population=self._input(row, "population"),
                gdp=self._input(row, "gdp"),
                note=self.tables.text(row.note_id),
                members={member.country: member for member in map(self._member, members.get(row.id, ()))},
            )
            for row in self.tables.rows(models.ReferenceKey)
        )

    def _input(self, row: Row[Any], name: str) -> views.KeyInputView:
        return views.KeyInputView(
            year=getattr(row, f"{name}_year"),
            unit=self.tables.texts[getattr(row, f"{name}_unit_id")],
            source=str(self.law.source(getattr(row, f"{name}_source_id"))),
            confidence=st.Confidence(getattr(row, f"{name}_confidence")),
            note=self.tables.text(getattr(row, f"{name}_note_id")),
        )

    def _member(self, row: Row[Any]) -> views.KeyMemberView:
        official = None
        if row.official_share is not None:
            official = views.OfficialShareView(
                row.official_share,
                str(self.law.source(row.official_source_id)),
                st.Confidence(row.official_confidence),
            )
        return views.KeyMemberView(self.law.country_rows[row.country_id].code, row.population, row.gdp, official)

    def _pools(self) -> tuple[views.PublicPoolView, ...]:
        entries = self.tables.grouped(models.PublicPoolEntry, "pool_id")
        return tuple(
            views.PublicPoolView(
                year=row.year,
                act=row.act,
                url=row.url,
                published_on=row.published_on,
                relocations=row.relocations,
                money=row.money,
                note=self.tables.text(row.note_id),
                source=str(self.law.source(row.source_id)),
                confidence=st.Confidence(row.confidence),
                entries=tuple(map(self._pool_entry, entries.get(row.id, ()))),
            )
            for row in self.tables.rows(models.PublicPool)
        )

    def _presidencies(self) -> tuple[views.PresidencyView, ...]:
        return tuple(
            views.PresidencyView(
                country=self.law.country_rows[row.country_id].code,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                source=str(self.law.source(row.source_id)),
                confidence=st.Confidence(row.confidence),
            )
            for row in self.tables.rows(models.Presidency)
        )

    def _pool_entry(self, row: Row[Any]) -> views.PublicPoolEntryView:
        return views.PublicPoolEntryView(
            country=self.law.country_rows[row.country_id].code,
            kind=st.PoolKind(row.kind),
            type=st.Solidarity(row.type),
            amount=row.amount,
            as_at=row.as_at,
            note=self.tables.text(row.note_id),
            source=str(self.law.source(row.source_id)),
            confidence=st.Confidence(row.confidence),
        )
