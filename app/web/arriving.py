"""Forms that take a file in pieces: each says who may send one there, and shows what is under way for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from app.core.errors import NotFound
from app.core.labels import message
from app.files.landing import PIECE, Arriving
from app.files.services.landing import get_arriving, list_arriving
from app.http.context import actor
from app.http.uploads import ARRIVED, landing

Ask = Callable[[str, str], None]
"""Given the country and the form's target: raises NotFound or NotAllowed where the person may send no file there."""

_grounds: dict[str, Ask] = {}


def ground(name: str) -> Callable[[Ask], Ask]:
    """Say who may send a file in pieces to the forms of a name."""

    def noted(ask: Ask) -> Ask:
        _grounds[name] = ask
        return ask

    return noted


def may_send(name: str, code: str, target: str) -> None:
    """Ask the form. Raises NotFound, NotAllowed."""
    ask = _grounds.get(name)
    if ask is None:
        raise NotFound(message("There is no such form."))
    ask(code, target)


@dataclass(frozen=True)
class Pieces:
    """What a form shows of uploads in pieces: what has arrived and is sent with it, and what is still under way."""

    ground: str
    code: str
    target: str
    arrived: Arriving | None
    under_way: list[Arriving]
    piece: int = PIECE


def pieces_for(name: str, code: str, target: str) -> Pieces:
    """What the person has under way for one form."""
    arrived = None
    try:
        found = get_arriving(landing(), request.form.get(ARRIVED, ""), actor())
        arrived = found if found.is_whole else None
    except NotFound:
        pass
    place = (name, code, target)
    mine = [
        one
        for one in list_arriving(landing(), actor())
        if (one.announced.ground, one.announced.country, one.announced.target) == place and one != arrived
    ]
    return Pieces(name, code, target, arrived, mine)
