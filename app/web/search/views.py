"""`/search?q=`: items, acts, guidance, own milestones, questions, meetings and comments by words or by a legal
reference."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.comments.policy import may_read_some
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.published import listed
from app.web.search.finding import find
from app.web.search.matching import LONGEST, marked, piece_around
from app.web.talking import comment_address

SHOWN_OF_A_COMMENT = 300
"""Characters."""

area = Blueprint("search", __name__)


@area.app_template_filter()
def cut_at(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """A text as pieces, each with whether it is to be marked; templates escape every piece."""
    return marked(text, words)


@area.app_template_filter()
def found_in(text: str, words: tuple[str, ...]) -> str:
    """A long text cut to the piece in which the words are."""
    return piece_around(text, words, SHOWN_OF_A_COMMENT)


@area.get("/search")
@signed_in
def search() -> str:
    """What was found, group by group; without a question how to ask one."""
    read_viewpoint()
    view = catalogue()
    text = request.args.get("q", "").strip()
    found = find(session(), text[:LONGEST], view=view, actor=actor(), published=listed() if text else ())
    return render_template(
        "search/search.html",
        view=view,
        found=found,
        sees_milestones=bool(actor().countries),
        sees_comments=may_read_some(actor()),
        comment_address=comment_address,
    )
