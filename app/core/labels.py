"""Enumerations that carry a value for the database and a message id for people."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


def message(text: str) -> str:
    """Mark a text for translation; doors translate it (no flask_babel below http)."""
    return text


class LabelledEnum(StrEnum):
    """`NAME = value, label`: the value is stored, the label is a message id that doors translate."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
