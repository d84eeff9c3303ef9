"""One cell of the matrix: what it shows, and the sentence that is the name of its link."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum, message
from app.readiness.cells import Reading
from app.readiness.display import ramp_step
from app.readiness.states import Counting, InPlace, State
from app.web.frame import in_language
from app.web.tongue import day_on_page, gettext, ngettext

DASH = "–"


class Shown(LabelledEnum):
    """What the cells of the matrix show."""

    STATE = "state", message("state")
    PROGRESS = "progress", message("progress")
    KEY = "key", message("key items")


class Cell(NamedTuple):
    """`look`: classes of colour. `sign`: the name of the sign, empty for none. `name`: the whole cell as a sentence."""

    look: str
    sign: str
    number: str
    name: str


class Wording(Protocol):
    """How a cell's sentence begins: the country and the block."""

    def __call__(self, said: str, /) -> str: ...


def cell_of(view: CatalogueView, reading: Reading, shown: Shown, place: str) -> Cell:
    """A cell; `place` is what its sentence is about: “Belgium, block 3, Rethinking reception”."""
    name = f"{place}: {said_of(view, reading)}"
    if shown is Shown.PROGRESS:
        percent = reading.shown_progress
        if percent is None:
            return Cell(f"state--{reading.state.value}", "", DASH, name)
        return Cell(f"ramp--{ramp_step(percent)}", "", str(percent), name)
    sign = sign_of(reading)
    if shown is Shown.KEY:
        number = f"{reading.key_reported}/{reading.key_total}" if reading.key_total and reading.informed else DASH
        return Cell(f"state--{reading.state.value}", sign, number, name)
    return Cell(f"state--{reading.state.value}", sign, number_of(reading), name)


def number_of(reading: Reading) -> str:
    """The progress as a whole number; a dash where nothing was shared, nothing for what does not apply."""
    percent = reading.shown_progress
    if percent is not None:
        return str(percent)
    return "" if reading.state is State.NOT_APPLICABLE else DASH


def sign_of(reading: Reading) -> str:
    """The sign in `signs.svg`: what is in place has one for each of its three levels."""
    if reading.level in (InPlace.SHOWN, InPlace.CONFIRMED):
        return reading.level.value
    return reading.state.value


def said_of(view: CatalogueView, reading: Reading) -> str:
    """What a block or plan says, in words: state, progress and coverage, key items, what comes first."""
    parts = [_state(reading)]
    if reading.informed:
        parts.append(_progress(reading))
        if reading.key_total:
            parts.append(_key_items(reading))
        parts += _past_others(reading)
        parts += _first(view, reading)
    return "; ".join(parts)


def _state(reading: Reading) -> str:
    if reading.state is State.IN_PLACE and reading.level is not None:
        return f"{gettext(State.IN_PLACE.label)}, {gettext(reading.level.label)}"
    if not reading.counted and reading.by_counting.get(Counting.TO_BE_CONFIRMED):
        return gettext("to be confirmed whether it applies")
    return str(gettext(reading.state.label))


def _progress(reading: Reading) -> str:
    said: str = ngettext(
        "%(percent)s %% on %(informed)s of %(num)s item",
        "%(percent)s %% on %(informed)s of %(num)s items",
        reading.counted,
        percent=reading.shown_progress,
        informed=reading.informed,
    )
    return said


def _key_items(reading: Reading) -> str:
    said: str = ngettext(
        "%(reported)s of %(num)s key item in place",
        "%(reported)s of %(num)s key items in place",
        reading.key_total,
        reported=reading.key_reported,
    )
    return said


def _past_others(reading: Reading) -> list[str]:
    if not reading.past or reading.past_key:
        return []
    return [
        gettext("%(past)s of %(counted)s past their legal date, none key", past=reading.past, counted=reading.counted)
    ]


def _first(view: CatalogueView, reading: Reading) -> list[str]:
    """The first item that has the cell's state, where that state asks for something."""
    if reading.leading_item is None or reading.state not in (
        State.PAST_LEGAL_DATE,
        State.BEHIND_PLAN,
        State.WAITS_FOR_EU,
    ):
        return []
    item = view.items_by_id[reading.leading_item]
    title = in_language(item.title)
    if reading.state is State.PAST_LEGAL_DATE:
        return [gettext("open since %(date)s: %(title)s", date=day_on_page(item.needed_by), title=title)]
    return [gettext("first: %(title)s", title=title)]
