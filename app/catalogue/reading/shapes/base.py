"""What every shape is: strict and frozen."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from app.catalogue import states
from app.catalogue.reading import scalars as s

Confidence = states.Confidence


class Shape(BaseModel):
    """No key that is not named; nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reference(Shape):
    act: s.Code
    article: s.ArticleReference
