"""An upload in pieces: begun, continued, given up. What has arrived goes with its form, which does the rest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, request

from app.files.landing import Announced, Arriving
from app.files.services.landing import begin_upload, forget_upload, get_arriving, receive_piece
from app.http.context import actor, session
from app.http.doors import signed_in
from app.http.uploads import landing
from app.web.arriving import may_send

area = Blueprint("uploads", __name__)
LONGEST = 1000
"""Signs of a name as a browser sends it; what is kept of it is shorter."""


def _answer(found: Arriving) -> Response:
    said: dict[str, Any] = {"upload": found.upload_id, "received": found.received, "whole": found.is_whole}
    return make_response(said)


@area.post("/uploads")
@signed_in
def begin() -> Response:
    """Announce a file, or go on with one: the answer says how much of it has arrived."""
    asked = request.form
    announced = Announced(
        country=asked.get("code", ""),
        ground=asked.get("ground", ""),
        target=asked.get("target", ""),
        name=asked.get("name", "")[:LONGEST],
        size=asked.get("size", 0, int),
        fingerprint=asked.get("fingerprint", ""),
    )
    place = may_send(announced.ground, announced.country, announced.target)
    return _answer(begin_upload(session(), landing(), place, announced, actor()))


@area.post("/uploads/<upload_id>")
@signed_in
def receive(upload_id: str) -> Response:
    """One piece, as it is, from `offset` on; its SHA-256 stands beside it. Whether the person may is asked before it is
    read, and the database is let go of meanwhile: nobody waits for a slow line."""
    place = get_arriving(landing(), upload_id, actor()).announced
    may_send(place.ground, place.country, place.target)
    person = actor()
    session().rollback()
    piece = request.get_data(cache=False)
    digest = request.headers.get("X-Piece", "")
    return _answer(
        receive_piece(landing(), upload_id, request.args.get("offset", -1, int), piece, digest, actor=person)
    )


@area.post("/uploads/<upload_id>/forget")
@signed_in
def forget(upload_id: str) -> Response:
    """Give an upload up."""
    forget_upload(landing(), upload_id, actor())
    return make_response({"forgotten": True})
