"""What the Commission determines of Member States in a release, put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.queries.assembling.law import Law
from app.catalogue.queries.assembling.tables import Rows, Tables


class Findings:
    """Labels with what follows from them, and who was found what."""

    def __init__(self, tables: Tables, law: Law, item_keys: Mapping[int, str]) -> None:
        self.tables = tables
        self.law = law
        self.item_keys = item_keys
        self.kinds = tables.rows(models.FindingKind)

    def beside(self) -> dict[str, Any]:
        legal = self.tables.grouped(models.FindingKindReference, "kind_id")
        effects = self.tables.grouped(models.FindingEffect, "kind_id")
        effect_legal = self.tables.grouped(models.FindingEffectReference, "effect_id")
        items = self.tables.grouped(models.FindingEffectItem, "effect_id")

        def effect_of(row: Row[Any]) -> views.EffectView:
            return views.EffectView(
                text=self.tables.texts[row.text_id],
                legal=self.law.legal(effect_legal.get(row.id, ())),
                items=tuple(self.item_keys[item.item_id] for item in items.get(row.id, ())),
                condition=self._condition(row),
            )

        return {
            "finding_kinds": {
                row.key: views.FindingKindView(
                    key=row.key,
                    position=row.position,
                    title=self.tables.texts[row.title_id],
                    legal=self.law.legal(legal.get(row.id, ())),
                    condition=self._condition(row),
                    effects=tuple(map(effect_of, effects.get(row.id, ()))),
                )
                for row in self.kinds
            },
            "findings": self._findings(),
        }

    def _condition(self, row: Row[Any]) -> str | None:
        return None if row.condition_id is None else str(self.law.conditions[row.condition_id].key)

    def _findings(self) -> tuple[views.PublicFindingView, ...]:
        kinds = {row.id: row.key for row in self.kinds}
        countries: Mapping[int, Rows] = self.tables.grouped(models.PublicFindingCountry, "finding_id")
        return tuple(
            views.PublicFindingView(
                year=row.year,
                kind=kinds[row.kind_id],
                countries=tuple(self.law.country_rows[one.country_id].code for one in countries.get(row.id, ())),
                reference=row.reference,
                url=row.url,
                decided_on=row.decided_on,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                note=self.tables.text(row.note_id),
                source=str(self.law.source(row.source_id)),
                confidence=st.Confidence(row.confidence),
            )
            for row in self.tables.rows(models.PublicFinding)
        )
