"""The rows of support, guidance, public money and words, made in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.catalogue import models
from app.catalogue.rows_around import JOINED_ARTICLES, JOINED_NAMES
from app.catalogue.rows_findings import RowsOfFindings

if TYPE_CHECKING:
    from app.catalogue.reading import shapes as s


class RowsOfSupport(RowsOfFindings):
    """What helps to carry out the catalogue; it refers to countries, which are there before."""

    def add_support_and_terms(self) -> None:
        """Add the rows of all of them."""
        for measure in self._catalogue.measures:
            self._add(
                models.SupportMeasure,
                position=measure.order,
                key=measure.key,
                title_id=self._phrase(measure.title),
                description_id=self._text(measure.description),
            )
        for theme in self._catalogue.themes:
            self._add(models.SupportTheme, position=theme.order, key=theme.key, title_id=self._phrase(theme.title))
        self._calls()
        self._allocations()
        self._guidance()
        for position, term in enumerate(self._catalogue.terms):
            key = self._add(models.Term, position=position, key=term.key, title_id=self._phrase(term.title))
            self.rows[models.TermConfidence] += [
                {"term_id": key, "language": language, "confidence": confidence.value}
                for language, confidence in term.confidence.items()
            ]

    def _calls(self) -> None:
        for call in self._catalogue.calls:
            key = self._add(
                models.SupportCall,
                position=call.order,
                key=call.key,
                kind=call.kind.value,
                title_id=self._phrase(call.title),
                aim_id=self._text(call.aim),
                run_by=call.run_by,
                opens_on=call.opens_on,
                closes_on=call.closes_on,
                announced_on=call.announced_on,
                starts_on=call.starts_on,
                ends_on=call.ends_on,
                period_id=self._text(call.period),
                note_id=self._text(call.note),
                confidence=call.confidence.value,
                sources=JOINED_NAMES.join(call.sources),
            )
            for position, given in enumerate(call.given):
                self._given(key, position, given)

    def _allocations(self) -> None:
        for one in self._catalogue.allocations:
            self._add(
                models.PublicAllocation,
                position=one.order,
                key=one.key,
                title_id=self._phrase(one.title),
                by=one.by,
                country_id=self._countries[one.country] if one.country else None,
                funds=JOINED_ARTICLES.join(one.funds),
                blocks=JOINED_ARTICLES.join(one.blocks),
                money=one.money,
                said_on=one.on,
                period=one.period,
                note_id=self._text(one.note),
                sources=JOINED_NAMES.join(one.sources),
                confidence=one.confidence.value,
            )

    def _guidance(self) -> None:
        for one in self._catalogue.guidance:
            self._add(
                models.GuidanceEntry,
                position=one.order,
                key=one.key,
                kind=one.kind.value,
                title_id=self._phrase(one.title),
                by=JOINED_ARTICLES.join(one.by),
                said_on=one.on,
                period=one.period,
                url=one.url,
                blocks=JOINED_ARTICLES.join(one.blocks),
                items=JOINED_ARTICLES.join(one.items),
                note_id=self._text(one.note),
                sources=JOINED_NAMES.join(one.sources),
                confidence=one.confidence.value,
            )

    def _given(self, call_id: int, position: int, given: s.GivenShape) -> None:
        self._add(
            models.SupportGiven,
            position=position,
            call_id=call_id,
            country_id=self._countries[given.country],
            focus_id=self._text(given.focus),
            outputs_id=self._text(given.outputs),
            note_id=self._text(given.note),
            blocks=JOINED_ARTICLES.join(given.blocks),
            beneficiaries=JOINED_NAMES.join(given.beneficiaries),
            starts_on=given.starts_on,
            ends_on=given.ends_on,
            confidence=given.confidence.value,
            sources=JOINED_NAMES.join(given.sources),
        )
