"""Rounds: what is asked by when, who has answered, and the forms that open and close one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.policy import allows, require
from app.fiches.policy import reads_fiches
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans.queries.heads import list_visible_plans
from app.plans.states import EU
from app.review.policy import MANAGE_ROUNDS, READ_ROUNDS
from app.review.queries.records import RoundRecord, SubmissionRecord
from app.review.queries.rounds import NO_ROUND
from app.review.queries.rounds import get_round as find_round
from app.review.queries.rounds import list_rounds as find_rounds
from app.review.queries.submissions import list_submissions as find_submissions
from app.review.services import rounds
from app.web.countries.deeds.common import version_shown
from app.web.review.area import area
from app.web.review.forms import RoundForm
from app.web.tongue import gettext


@dataclass(frozen=True)
class Answers:
    """A round with the latest submission of each country that the reader may see, and those still without one."""

    round: RoundRecord
    sent: dict[str, SubmissionRecord]
    open: tuple[str, ...]

    @property
    def is_past_cut_off(self) -> bool:
        """Whether what comes now comes after the cut-off."""
        return clock.today() > self.round.cut_off_on


def answers_to(asked: Iterable[RoundRecord]) -> list[Answers]:
    """The answers to some rounds, with two statements."""
    listed = list(asked)
    owners = [plan.owner for plan in list_visible_plans(session(), actor())]
    latest: dict[int, dict[str, SubmissionRecord]] = {one.round_id: {} for one in listed}
    for one in find_submissions(session(), actor(), round_ids=list(latest)):
        if one.submitted_at is not None and one.round_id is not None:
            latest[one.round_id].setdefault(one.owner, one)
    return [
        Answers(
            one,
            {owner: latest[one.round_id][owner] for owner in owners if owner in latest[one.round_id]},
            tuple(owner for owner in owners if owner != EU and owner not in latest[one.round_id]),
        )
        for one in listed
    ]


@area.get("/rounds")
@signed_in
def list_rounds() -> str:
    """All rounds, the open ones first."""
    return render_template(
        "review/list_rounds.html",
        answers=answers_to(find_rounds(session(), actor())),
        may_manage=allows(actor(), MANAGE_ROUNDS),
        reads_fiches=reads_fiches(actor()),
    )


@area.get("/rounds/<int:round_id>")
@signed_in
def show_round(round_id: int) -> str:
    """What a round asks, and who has answered."""
    return round_page(round_id)


def round_page(round_id: int) -> str:
    """The page of a round."""
    answers = answers_to([find_round(session(), round_id, actor())])[0]
    return render_template(
        "review/show_round.html",
        answers=answers,
        round=answers.round,
        view=catalogue(),
        may_manage=allows(actor(), MANAGE_ROUNDS),
    )


@area.route("/rounds/open", methods=["GET", "POST"])
@signed_in
@writes
def open_round() -> Response | str | tuple[str, int]:
    """A form that opens a round."""
    if not allows(actor(), READ_ROUNDS):
        raise NotFound(NO_ROUND)
    require(actor(), MANAGE_ROUNDS)
    form = RoundForm(catalogue())
    if not form.is_submitted():
        return render_template("review/open_round.html", form=form)
    if form.validate():
        try:
            made = rounds.open_round(session(), catalogue(), form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The round is open."), "success")
            return redirect(url_for("review.show_round", round_id=made), 303)
    return render_template("review/open_round.html", form=form), 422


@area.post("/rounds/<int:round_id>/close")
@signed_in
@writes
def close_round(round_id: int) -> Response:
    """Close a round."""
    rounds.close_round(session(), round_id, actor=actor(), expected_version=version_shown())
    flash(gettext("The round is closed."), "success")
    return redirect(url_for("review.show_round", round_id=round_id), 303)
