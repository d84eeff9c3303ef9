"""Texts at every door: which characters they may hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.errors import Invalid
from app.core.texts import clean_line, clean_text

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("character", TURNING, ids=lambda character: f"U+{ord(character):04X}")
@pytest.mark.parametrize("around", ["a{}b", "{}b", "a{}"])
def test_what_turns_the_direction_of_writing_is_refused(
    clean: Callable[[str, str, int], str], character: str, around: str
) -> None:
    with pytest.raises(Invalid, match="change the direction of writing") as refused:
        clean(around.format(character), "note", 100)
    assert refused.value.field == "note"


@pytest.mark.parametrize("text", ["Café \u200eA\u200f", "שלום, עולם", "مرحبا", "e\u0301", "\u200d"])
def test_plain_marks_and_all_scripts_are_kept(text: str) -> None:
    assert clean_line(text, "note", 100) == clean_text(text, "note", 100) == text


@pytest.mark.parametrize("text", ["", " ", "\u200e", "\u200b \u200d", "\ufeff"])
def test_what_shows_nothing_is_no_text_where_one_is_asked(text: str) -> None:
    with pytest.raises(Invalid, match="Enter a text"):
        clean_line(text, "title", 100, required=True)
