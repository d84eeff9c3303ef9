"""Rounds: what is asked by when, who has answered, and the forms that open and close one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.policy import allows, require
from app.fiches.policy import reads_fiches
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_visible_plans
from app.plans.states import EU, Scope
from app.readiness.plan import PlanSummary
from app.readiness.queries import read_summaries
from app.review.policy import EXTEND, MANAGE_ROUNDS, READ_ROUNDS
from app.review.queries.extensions import ExtensionRecord, list_extensions
from app.review.queries.records import RoundRecord, SubmissionRecord
from app.review.queries.rounds import NO_ROUND
from app.review.queries.rounds import get_round as find_round
from app.review.queries.rounds import list_rounds as find_rounds
from app.review.queries.submissions import list_submissions as find_submissions
from app.review.services import extending, rounds
from app.web.countries.deeds.common import version_shown
from app.web.kept import reading_cache
from app.web.review.area import area
from app.web.review.forms import ExtensionForm, RoundForm
from app.web.tongue import gettext


@dataclass(frozen=True)
class Answers:
    """A round with the latest submission of each country that the reader may see, and those still without one.

    `extended`: later cut-offs, by country, as far as the reader may know of them.
    """

    round: RoundRecord
    sent: dict[str, SubmissionRecord]
    open: tuple[str, ...]
    extended: dict[str, ExtensionRecord]

    @property
    def is_past_cut_off(self) -> bool:
        """Whether what comes now comes after the cut-off."""
        return clock.today() > self.round.cut_off_on

    def cut_off_of(self, owner: str) -> date:
        """The cut-off that counts for a country."""
        return self.extended[owner].until_on if owner in self.extended else self.round.cut_off_on

    def days_over(self, owner: str) -> int:
        """Days for which a country that has not submitted is past its cut-off."""
        return max(0, (clock.today() - self.cut_off_of(owner)).days) if self.round.is_open else 0


def answers_to(asked: Iterable[RoundRecord]) -> list[Answers]:
    """The answers to some rounds, with three statements."""
    listed = list(asked)
    owners = [plan.owner for plan in list_visible_plans(session(), actor())]
    latest: dict[int, dict[str, SubmissionRecord]] = {one.round_id: {} for one in listed}
    for one in find_submissions(session(), actor(), round_ids=list(latest)):
        if one.submitted_at is not None and one.round_id is not None:
            latest[one.round_id].setdefault(one.owner, one)
    extended = list_extensions(session(), actor(), list(latest))
    return [
        Answers(
            one,
            {owner: latest[one.round_id][owner] for owner in owners if owner in latest[one.round_id]},
            tuple(owner for owner in owners if owner != EU and owner not in latest[one.round_id]),
            {owner: found for (round_id, owner), found in extended.items() if round_id == one.round_id},
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
        to_extend=_to_extend(answers),
        coverage=_coverage(answers.round),
    )


def _to_extend(answers: Answers) -> frozenset[str]:
    """Countries to which the reader can give a later cut-off."""
    if not answers.round.is_open:
        return frozenset()
    owners = (*answers.sent, *answers.open)
    return frozenset(owner for owner in owners if allows(actor(), EXTEND, PlanSubject(owner)))


def _coverage(asked: RoundRecord) -> dict[str, tuple[int, int]]:
    """Of how many items of what the round is about each plan says something in its shared state of today, and of how
    many there are; of the plans that the reader reviews."""
    heads = [
        plan.head for plan in list_visible_plans(session(), actor()) if allows(actor(), EXTEND, PlanSubject(plan.owner))
    ]
    plans = [(head, Scope.SHARED) for head in heads]
    if not plans:
        return {}
    found = read_summaries(session(), catalogue(), plans, clock.today(), reading_cache())
    return {head.owner: _informed(asked, found[head.plan_id, Scope.SHARED]) for head in heads}


def _informed(asked: RoundRecord, plan: PlanSummary) -> tuple[int, int]:
    blocks = [plan.blocks[key] for key in asked.block_keys if key in plan.blocks] or [plan.total]
    return sum(block.informed for block in blocks), sum(block.counted for block in blocks)


@area.route("/rounds/<int:round_id>/extend/<code>", methods=["GET", "POST"])
@signed_in
@writes
def extend_round(round_id: int, code: str) -> Response | str | tuple[str, int]:
    """A form that gives one country a later cut-off."""
    answers = answers_to([find_round(session(), round_id, actor())])[0]
    get_plan(session(), code, actor())
    if code == EU:
        raise NotFound(NO_ROUND)
    require(actor(), EXTEND, PlanSubject(code))
    form = ExtensionForm()
    if form.is_submitted() and form.validate():
        try:
            extending.extend_round(session(), round_id, code, form.until_on.data, form.reason.data, actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The country has its later cut-off, and reads the reason."), "success")
            return redirect(url_for("review.show_round", round_id=round_id), 303)
    page = render_template(
        "review/extend_round.html",
        form=form,
        round=answers.round,
        code=code,
        cut_off_on=answers.cut_off_of(code),
    )
    return (page, 422) if form.is_submitted() else page


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
