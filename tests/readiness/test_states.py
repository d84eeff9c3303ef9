"""The table of states: readable everywhere, told apart by more than colour."""

import pytest

from app.readiness.states import CELL_ORDER, LOOK, RAMP, RAMP_TEXT, State


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    red, green, blue = (_channel(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("state", list(State))
def test_text_on_every_state_can_be_read(state: State) -> None:
    assert contrast(LOOK[state].background, LOOK[state].text) >= 4.5


@pytest.mark.parametrize(("background", "text"), list(zip(RAMP, RAMP_TEXT, strict=True)))
def test_text_on_every_step_of_the_ramp_can_be_read(background: str, text: str) -> None:
    assert contrast(background, text) >= 4.5


def test_the_ramp_gets_darker() -> None:
    lightness = [luminance(colour) for colour in RAMP]
    assert lightness == sorted(lightness, reverse=True)


def test_every_state_has_a_sign_and_a_word_of_its_own() -> None:
    assert len({look.sign for look in LOOK.values()}) == len(State)
    assert len({state.label for state in State}) == len(State)


def test_a_cell_knows_every_state_but_not_applicable() -> None:
    assert set(CELL_ORDER) == set(State) - {State.NOT_APPLICABLE}
