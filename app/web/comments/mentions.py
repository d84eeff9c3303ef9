"""Where a person is mentioned, until they have seen it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.comments.queries.threads import list_mentions
from app.comments.services import comments
from app.flags.queries.notes import list_own_mentions
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import safe_next, signed_in
from app.web.comments.area import area
from app.web.talking import mention_address
from app.web.tongue import gettext


@area.get("/account/mentions")
@signed_in
def show_mentions() -> str:
    """Where one is mentioned, the latest first."""
    return render_template(
        "comments/list_mentions.html",
        mentions=list_mentions(session(), actor()),
        flag_mentions=list_own_mentions(session(), actor()),
        mention_address=mention_address,
        items=catalogue().items_by_id,
    )


@area.post("/account/mentions/<int:comment_id>/seen")
@signed_in
@writes
def see_mention(comment_id: int) -> Response:
    """Say that one has seen it."""
    comments.see_mention(session(), comment_id, actor=actor())
    flash(gettext("Seen."), "success")
    target = request.form.get("next")
    return redirect(safe_next(target) if target else url_for("comments.show_mentions"), 303)
