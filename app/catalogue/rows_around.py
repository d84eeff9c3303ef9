"""The rows that blocks and items refer to, made in memory: every key is given here, nothing is asked of a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.catalogue import models
from app.core.db import Base

if TYPE_CHECKING:
    from app.catalogue.reading import CatalogueFile
    from app.catalogue.reading import shapes as s

JOINED_NAMES = " / "
JOINED_ARTICLES = ", "


class RowsAround:
    """The rows that blocks and items refer to: the head, the law, actors, countries, conditions, workstreams."""

    def __init__(
        self,
        catalogue: CatalogueFile,
        *,
        first_keys: Mapping[str, int],
        item_ids: Mapping[str, int],
        loaded_at: datetime,
    ) -> None:
        """`first_keys`: the first free key of each table; `item_ids`: the keys of items that exist already."""
        self.rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self.item_ids = dict(item_ids)
        self._next = dict(first_keys)
        self._catalogue = catalogue
        self._sources: dict[str, int] = {}
        self._acts: dict[str, int] = {}
        self._actors: dict[str, int] = {}
        self._funds: dict[str, int] = {}
        self._countries: dict[str, int] = {}
        self._conditions: dict[str, int] = {}
        self._workstreams: dict[str, int] = {}
        self._basis: dict[tuple[str, str], int] = {}
        self.release_id = self._take(models.Release)
        self._release(loaded_at)
        self._law()
        self._people_and_money()
        self._countries_and_conditions()
        self._work()

    def _take(self, model: type[Base]) -> int:
        table = model.__tablename__
        key = self._next[table]
        self._next[table] = key + 1
        return key

    def _add(self, model: type[Base], **values: Any) -> int:
        key = self._take(model)
        self.rows[model].append({"id": key, "release_id": self.release_id, **values})
        return key

    def _text(self, text: Mapping[str, str] | None) -> int | None:
        return None if text is None else self._phrase(text)

    def _phrase(self, text: Mapping[str, str]) -> int:
        key = self._add(models.Phrase)
        self.rows[models.PhraseText] += [
            {"phrase_id": key, "language": language, "text": words} for language, words in text.items()
        ]
        return key

    def _references(self, model: type[Base], owner: str, owner_id: int, references: Iterable[s.Reference]) -> None:
        for position, reference in enumerate(references):
            self._add(
                model,
                **{owner: owner_id},
                position=position,
                act_id=self._acts[reference.act],
                article=reference.article,
            )

    # --- the head --------------------------------------------------------------------------------------------

    def _release(self, loaded_at: datetime) -> None:
        head = self._catalogue.head
        release = {
            "id": self.release_id,
            "catalogue": head.catalogue,
            "version": head.version,
            "language": head.language,
            "starts_on": head.starts_on,
            "applies_from": head.applies_from,
            "in_force_from": head.in_force_from,
            "content_hash": self._catalogue.content_hash,
            "loaded_at": loaded_at,
        }
        self.rows[models.Release].append(release)
        release["title_id"] = self._phrase(head.title)
        release["notice_id"] = self._phrase(head.notice)
        for position, document in enumerate(head.documents):
            self._add(
                models.Document,
                position=position,
                reference=document.reference,
                celex=document.celex,
                dated_on=document.date,
                note_id=self._text(document.note),
            )
        for position, section in enumerate(head.plan_sections):
            self._add(
                models.PlanSection,
                position=position,
                key=section.key,
                title_id=self._phrase(section.title),
                hint_id=self._text(section.hint),
            )
        for position, source in enumerate(self._catalogue.sources):
            self._sources[source.code] = self._add(
                models.Source,
                position=position,
                code=source.code,
                title=source.title,
                url=source.url,
                seen=source.seen,
            )

    # --- the law and those in it -----------------------------------------------------------------------------

    def _law(self) -> None:
        acts = self._catalogue.acts
        for act in acts:
            self._acts[act.code] = self._take(models.Act)
        for position, act in enumerate(acts):
            self._act(position, act)
        # A child refers to its parent, which must be there first.
        depth = _depths({act.code: act.parent for act in acts})
        codes = {key: code for code, key in self._acts.items()}
        self.rows[models.Act].sort(key=lambda row: depth[codes[row["id"]]])
        for position, article in enumerate(self._catalogue.articles):
            self._add(
                models.Article,
                position=position,
                act_id=self._acts[article.act],
                number=article.number,
                heading_id=self._phrase(article.heading),
                paragraphs=article.paragraphs,
            )

    def _act(self, position: int, act: s.ActShape) -> None:
        key = self._acts[act.code]
        row = {
            "id": key,
            "release_id": self.release_id,
            "position": position,
            "code": act.code,
            "celex": act.celex,
            "number": act.number,
            "act_group": act.group.value,
            "kind": act.kind.value,
            "title_id": self._phrase(act.title),
            "subject_id": self._text(act.subject),
            "published_on": act.published_on,
            "in_force_on": act.in_force_on,
            "applies_from": act.applies_from,
            "applies_from_printed": act.applies_from_printed,
            "parent_id": self._acts[act.parent] if act.parent else None,
            "confidence": act.confidence.value,
            "note_id": self._text(act.note),
        }
        self.rows[models.Act].append(row)
        for number, exception in enumerate(act.exceptions):
            self._add(
                models.ActException,
                position=number,
                act_id=key,
                articles=JOINED_ARTICLES.join(exception.articles),
                applies_from=exception.from_,
            )

    def _people_and_money(self) -> None:
        for position, actor in enumerate(self._catalogue.actors):
            self._actors[actor.code] = self._add(
                models.CatalogueActor,
                position=position,
                code=actor.code,
                title_id=self._phrase(actor.title),
                actor_group=actor.group.value,
                role_id=self._text(actor.role),
            )
        for position, fund in enumerate(self._catalogue.funds):
            self._funds[fund.code] = self._add(
                models.Fund,
                position=position,
                code=fund.code,
                title_id=self._phrase(fund.title),
                act_id=self._acts[fund.act] if fund.act else None,
                note_id=self._text(fund.note),
            )

    def _countries_and_conditions(self) -> None:
        for country in self._catalogue.countries:
            borders = country.borders
            self._countries[country.code] = self._add(
                models.Country,
                position=country.order,
                code=country.code,
                iso2=country.iso2,
                iso3=country.iso3,
                title_id=self._phrase(country.title),
                native=JOINED_NAMES.join(country.native),
                schengen=country.schengen,
                has_external_land_border=borders.external_land,
                has_sea_border=borders.sea,
                has_air_border=borders.air,
                neighbours=JOINED_NAMES.join(borders.neighbours),
                border_note_id=self._text(borders.note),
            )
        for position, statement in enumerate(self._catalogue.participation):
            basis = self._basis[statement.country, statement.act] = self._phrase(statement.basis)
            self._add(
                models.Participation,
                position=position,
                country_id=self._countries[statement.country],
                act_id=self._acts[statement.act],
                bound=statement.bound.value,
                articles=JOINED_ARTICLES.join(statement.articles),
                basis_id=basis,
                confidence=statement.confidence.value,
                source_id=self._sources[statement.source] if statement.source else None,
            )
        for position, condition in enumerate(self._catalogue.conditions):
            self._condition(position, condition)

    def _condition(self, position: int, condition: s.ConditionShape) -> None:
        key = self._conditions[condition.key] = self._add(
            models.Condition,
            position=position,
            key=condition.key,
            title_id=self._phrase(condition.title),
            description_id=self._text(condition.description),
            otherwise=condition.otherwise.value,
        )
        self._references(models.ConditionReference, "condition_id", key, condition.legal)
        for number, held in enumerate(condition.holds):
            self._add(
                models.ConditionHolds,
                position=number,
                condition_id=key,
                country_id=self._countries[held.country],
                holds=held.holds.value,
                valid_from=held.from_,
                valid_until=held.until,
                basis_id=self._text(held.basis),
                source_id=self._sources[held.source] if held.source else None,
            )

    def _work(self) -> None:
        for position, workstream in enumerate(self._catalogue.workstreams):
            key = self._workstreams[workstream.key] = self._add(
                models.Workstream,
                position=position,
                key=workstream.key,
                title_id=self._phrase(workstream.title),
                measured_by=workstream.measured_by.value,
            )
            for number, step in enumerate(workstream.ladder):
                self._add(
                    models.LadderStep,
                    position=number,
                    workstream_id=key,
                    key=step.key,
                    title_id=self._phrase(step.title),
                    value=step.value,
                )


def _depths(parents: Mapping[str, str | None]) -> dict[str, int]:
    """How many parents stand above each; the reader has refused circles."""
    depths: dict[str, int] = {}
    for code in parents:
        depth, above = 0, parents[code]
        while above is not None:
            depth, above = depth + 1, parents[above]
        depths[code] = depth
    return depths
