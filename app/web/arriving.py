"""Forms that take a file in pieces: each says who may send one there, and shows what is under way for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import request

from app.core.errors import NotFound
from app.core.labels import message
from app.files.depot import Depot
from app.files.landing import PIECE, Arriving
from app.files.services.landing import list_arriving
from app.http.context import actor
from app.http.uploads import ARRIVED, depot, landing

Ask = Callable[[str, str], None]
"""Given the country and the form's target: raises NotFound or NotAllowed where the person may send no file there."""


@dataclass(frozen=True)
class Ground:
    """A kind of form. `largest`: bytes of a file, where it takes less than other forms."""

    ask: Ask
    largest: int | None


_grounds: dict[str, Ground] = {}


def ground(name: str, largest: int | None = None) -> Callable[[Ask], Ask]:
    """Say who may send a file in pieces to the forms of a name."""

    def noted(ask: Ask) -> Ask:
        _grounds[name] = Ground(ask, largest)
        return ask

    return noted


def may_send(name: str, code: str, target: str) -> Depot:
    """Ask the form; returns where its files go, with what it takes. Raises NotFound, NotAllowed."""
    found = _grounds.get(name)
    if found is None:
        raise NotFound(message("There is no such form."))
    found.ask(code, target)
    whole = depot()
    return whole if found.largest is None else replace(whole, file_limit=min(found.largest, whole.file_limit))


@dataclass(frozen=True)
class Pieces:
    """What a form shows of uploads in pieces: what has arrived and is sent with it, and what is still under way."""

    ground: str
    code: str
    target: str
    arrived: list[Arriving]
    under_way: list[Arriving]
    most: int
    piece: int = PIECE


def pieces_for(name: str, code: str, target: str = "") -> Pieces:
    """What the person has under way for one form."""
    place, sent = (name, code, target), request.form.getlist(ARRIVED)
    mine = [
        one
        for one in list_arriving(landing(), actor())
        if (one.announced.ground, one.announced.country, one.announced.target) == place
    ]
    arrived = [one for one in mine if one.is_whole and one.upload_id in sent]
    return Pieces(name, code, target, arrived, [one for one in mine if one not in arrived], landing().of_person)
