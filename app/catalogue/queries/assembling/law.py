"""The law of a release, put together: acts, articles, countries, who is bound by what, conditions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.article_ranges import number_of
from app.catalogue.queries.assembling.tables import Tables, address, parts
from app.catalogue.rows_around import JOINED_ARTICLES, JOINED_NAMES


class Law:
    """Acts, articles and countries, and the references that lead to them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.acts = self._acts()
        self.act_codes = {row.id: row.code for row in self.act_rows}
        self.articles = self._articles()
        self.country_rows = {row.id: row for row in tables.rows(models.Country)}
        self.sources = {row.id: row for row in tables.rows(models.Source)}
        self.conditions = {row.id: row for row in tables.rows(models.Condition)}

    def _acts(self) -> dict[str, views.ActView]:
        self.act_rows = self.tables.rows(models.Act)
        exceptions = self.tables.grouped(models.ActException, "act_id")
        codes = {row.id: row.code for row in self.act_rows}
        return {
            row.code: views.ActView(
                code=row.code,
                celex=row.celex,
                number=row.number,
                group=st.ActGroup(row.act_group),
                kind=st.ActKind(row.kind),
                title=self.tables.texts[row.title_id],
                subject=self.tables.text(row.subject_id),
                published_on=row.published_on,
                in_force_on=row.in_force_on,
                applies_from=row.applies_from,
                applies_from_printed=row.applies_from_printed,
                exceptions=tuple(
                    views.ExceptionView(parts(e.articles, JOINED_ARTICLES), e.applies_from)
                    for e in exceptions.get(row.id, ())
                ),
                parent=codes.get(row.parent_id),
                confidence=st.Confidence(row.confidence),
                note=self.tables.text(row.note_id),
                url=address(row.celex),
            )
            for row in self.act_rows
        }

    def _articles(self) -> dict[tuple[str, str], views.ArticleView]:
        found = {}
        for row in self.tables.rows(models.Article):
            act = self.act_codes[row.act_id]
            found[act, row.number] = views.ArticleView(
                act, row.number, self.tables.texts[row.heading_id], row.paragraphs
            )
        return found

    def legal(self, rows: Iterable[Row[Any]]) -> tuple[views.LegalView, ...]:
        return tuple(self.reference(row.act_id, row.article) for row in rows)

    def reference(self, act_id: int, article: str) -> views.LegalView:
        act = self.act_codes[act_id]
        number = number_of(article)
        stands_in = self.articles.get((act, number)) if number is not None else None
        return views.LegalView(act, article, stands_in.heading if stands_in else None, self.acts[act].url)

    def country_views(self) -> dict[str, views.CountryView]:
        return {
            row.code: views.CountryView(
                code=row.code,
                iso2=row.iso2,
                iso3=row.iso3,
                position=row.position,
                title=self.tables.texts[row.title_id],
                native=parts(row.native, JOINED_NAMES),
                schengen=row.schengen,
                has_external_land_border=row.has_external_land_border,
                has_sea_border=row.has_sea_border,
                has_air_border=row.has_air_border,
                neighbours=parts(row.neighbours, JOINED_NAMES),
                border_note=self.tables.text(row.border_note_id),
            )
            for row in self.country_rows.values()
        }

    def participation_views(self) -> dict[tuple[str, str], views.ParticipationView]:
        found = {}
        for row in self.tables.rows(models.Participation):
            country, act = self.country_rows[row.country_id].code, self.act_codes[row.act_id]
            found[country, act] = views.ParticipationView(
                country=country,
                act=act,
                bound=st.Bound(row.bound),
                articles=parts(row.articles, JOINED_ARTICLES),
                basis=self.tables.texts[row.basis_id],
                confidence=st.Confidence(row.confidence),
                source=self.source(row.source_id),
            )
        return found

    def source(self, source_id: int | None) -> str | None:
        return None if source_id is None else str(self.sources[source_id].code)

    def condition_views(self) -> dict[str, views.ConditionView]:
        legal = self.tables.grouped(models.ConditionReference, "condition_id")
        holds = self.tables.grouped(models.ConditionHolds, "condition_id")
        return {
            row.key: views.ConditionView(
                key=row.key,
                title=self.tables.texts[row.title_id],
                description=self.tables.text(row.description_id),
                legal=self.legal(legal.get(row.id, ())),
                otherwise=st.Holds(row.otherwise),
                holds=tuple(
                    views.HoldsView(
                        country=self.country_rows[held.country_id].code,
                        holds=st.Holds(held.holds),
                        valid_from=held.valid_from,
                        valid_until=held.valid_until,
                        basis=self.tables.text(held.basis_id),
                        source=self.source(held.source_id),
                    )
                    for held in holds.get(row.id, ())
                ),
            )
            for row in self.conditions.values()
        }
