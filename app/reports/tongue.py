"""The language of a document: how messages, catalogue texts, days and sentences of the rule are said in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from app.catalogue.views import Text
from app.core.clock import BRUSSELS
from app.core.labels import LabelledEnum
from app.exchange.services.exporting import Tongue as _Tongue
from app.readiness.words import Sentence


class Tongue(_Tongue):
    """That of a workbook, which also says days and sentences; `say` leaves the places of a message unfilled."""

    def day(self, day: date | None) -> str:
        """12 June 2026; a dash for none."""
        return str(format_date(day, "d MMMM y", locale=self.language)) if day else "–"

    def moment(self, at: datetime) -> str:
        """12 June 2026, 14:05, in Brussels."""
        there = at.astimezone(BRUSSELS)
        return f"{self.day(there.date())}, {there:%H:%M}"

    def sentence(self, said: Sentence) -> str:
        """A sentence of the rule with its values."""
        template = self.say(said.text)
        return (
            template % {key: self._in_words(value) for key, value in said.values.items()} if said.values else template
        )

    def _in_words(self, value: Any) -> Any:
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Text):
            return self.text(value)
        return self.say(value.label) if isinstance(value, LabelledEnum) else value
