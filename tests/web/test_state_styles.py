"""The style sheet's colours of the states are those of the one table, and can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.readiness.states import LOOK, RAMP, RAMP_TEXT, State

SOURCES = Path(__file__).parents[2] / "app" / "web" / "static" / "src"
STATES = (SOURCES / "css" / "30-states.css").read_text()
SIGNS = (SOURCES / "icons" / "signs.svg").read_text()


def declared() -> dict[str, str]:
    return dict(re.findall(r"--((?:state|ramp)-[a-z0-9-]+):\s*(#[0-9a-f]{6});", STATES))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_sheet_says_what_the_table_says() -> None:
    expected = {}
    for state, look in LOOK.items():
        name = state.value.replace("_", "-")
        expected[f"state-{name}-background"] = look.background
        expected[f"state-{name}-text"] = look.text
    for step, (background, text) in enumerate(zip(RAMP, RAMP_TEXT, strict=True)):
        expected[f"ramp-{step}-background"] = background
        expected[f"ramp-{step}-text"] = text
    assert declared() == expected


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_its_class_and_its_sign(state: State) -> None:
    assert f".state--{state.value} {{" in STATES
    assert f'<symbol id="{state.value}"' in SIGNS


@pytest.mark.parametrize("level", ["shown", "confirmed"])
def test_the_levels_of_in_place_have_their_rings(level: str) -> None:
    assert f'<symbol id="{level}"' in SIGNS


@pytest.mark.parametrize("state", list(State))
def test_text_stands_out_from_its_ground(state: State) -> None:
    assert contrast(LOOK[state].background, LOOK[state].text) >= 4.5


def test_text_stands_out_from_the_lines_of_the_hatch() -> None:
    line = re.search(r"transparent 0 5px, (#[0-9a-f]{6})", STATES)
    assert line
    assert contrast(line[1], LOOK[State.NO_INFORMATION].text) >= 4.5
    assert LOOK[State.NO_INFORMATION].is_hatched


def test_the_ramp_gets_darker_and_can_be_read() -> None:
    grounds = [luminance(colour) for colour in RAMP]
    assert grounds == sorted(grounds, reverse=True)
    assert all(contrast(ground, text) >= 4.5 for ground, text in zip(RAMP, RAMP_TEXT, strict=True))
