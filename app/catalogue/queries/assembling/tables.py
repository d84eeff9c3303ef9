"""The rows of one release, a table at a time, and its texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.catalogue import models, views
from app.core.db import Base

CELEX_ADDRESS = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"

Rows = list[Row[Any]]


def address(celex: str | None) -> str | None:
    """Where EUR-Lex has an act."""
    return f"{CELEX_ADDRESS}{celex}" if celex else None


def parts(joined: str, by: str) -> tuple[str, ...]:
    """What was written into one column."""
    return tuple(joined.split(by)) if joined else ()


class Tables:
    """Reads the tables of one release."""

    def __init__(self, session: Session, release_id: int) -> None:
        self.session = session
        self.release_id = release_id
        self.texts = self._texts()

    def rows(self, model: type[Base]) -> Rows:
        """A table's rows of this release, in their order."""
        columns = model.__table__.c
        wanted = select(model.__table__).where(columns.release_id == self.release_id)
        order = [columns.position, columns.id] if "position" in columns else [columns.id]
        return list(self.session.execute(wanted.order_by(*order)))

    def grouped(self, model: type[Base], by: str) -> Mapping[int, Rows]:
        """The same, by the key of what they belong to."""
        found: defaultdict[int, Rows] = defaultdict(list)
        for row in self.rows(model):
            found[getattr(row, by)].append(row)
        return found

    def _texts(self) -> dict[int, views.Text]:
        phrase, words = models.Phrase, models.PhraseText
        wanted = (
            select(words.phrase_id, words.language, words.text)
            .join(phrase, phrase.id == words.phrase_id)
            .where(phrase.release_id == self.release_id)
        )
        found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for phrase_id, language, text in self.session.execute(wanted):
            found[phrase_id][language] = text
        return {phrase_id: views.Text(by_language) for phrase_id, by_language in found.items()}

    def text(self, phrase_id: int | None) -> views.Text | None:
        return None if phrase_id is None else self.texts[phrase_id]
