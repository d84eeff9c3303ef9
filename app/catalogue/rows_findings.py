"""The rows of what the Commission determines of Member States, made in memory."""

from __future__ import annotations

from app.catalogue import models
from app.catalogue.rows_cycle import RowsOfCycle


class RowsOfFindings(RowsOfCycle):
    """Labels refer to conditions, acts and items, which are there before them."""

    def add_findings(self) -> None:
        """Add the rows of all of them."""
        conditions = {row["key"]: row["id"] for row in self.rows[models.Condition]}
        kinds: dict[str, int] = {}
        for kind in self._catalogue.finding_kinds:
            key = kinds[kind.key] = self._add(
                models.FindingKind,
                position=kind.order,
                key=kind.key,
                title_id=self._phrase(kind.title),
                condition_id=conditions[kind.condition] if kind.condition else None,
            )
            self._references(models.FindingKindReference, "kind_id", key, kind.legal)
            for number, effect in enumerate(kind.effects):
                effect_id = self._add(
                    models.FindingEffect,
                    position=number,
                    kind_id=key,
                    text_id=self._phrase(effect.text),
                    condition_id=conditions[effect.condition] if effect.condition else None,
                )
                self._references(models.FindingEffectReference, "effect_id", effect_id, effect.legal)
                for position, item in enumerate(effect.items):
                    self._add(
                        models.FindingEffectItem, position=position, effect_id=effect_id, item_id=self.item_ids[item]
                    )
        for position, finding in enumerate(self._catalogue.findings):
            finding_id = self._add(
                models.PublicFinding,
                position=position,
                year=finding.year,
                kind_id=kinds[finding.kind],
                reference=finding.reference,
                url=finding.url,
                decided_on=finding.on,
                valid_from=finding.from_,
                valid_until=finding.until,
                note_id=self._text(finding.note),
                source_id=self._sources[finding.source],
                confidence=finding.confidence.value,
            )
            for number, code in enumerate(finding.countries):
                self._add(
                    models.PublicFindingCountry,
                    position=number,
                    finding_id=finding_id,
                    country_id=self._countries[code],
                )
