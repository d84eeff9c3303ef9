"""The Commission's part: begin, write block by block, letter, send, settle comments, make final."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import require
from app.fiches.moves import is_possible
from app.fiches.policy import WRITE, FicheSubject, sides_of
from app.fiches.queries.fiches import NO_FICHE, get_fiche, list_blocks
from app.fiches.services import writing
from app.fiches.states import Aspect, Deed
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans.queries.heads import get_plan
from app.plans.states import EU
from app.review.queries.rounds import list_rounds
from app.web.countries.area import block_of, name_of
from app.web.countries.deeds.common import conflict_page, version_shown
from app.web.fiches.area import area
from app.web.fiches.forms import BeginForm, BlockForm, DayForm, LetterForm, SettleForm
from app.web.fiches.reading import fiche_page, letter_of, said_here
from app.web.fiching.listing import address_of
from app.web.frame import in_language
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]


@area.route("/fiches/begin/<code>", methods=["GET", "POST"])
@signed_in
@writes
def begin_fiche(code: str) -> Answer:
    """The form that begins a draft."""
    get_plan(session(), code, actor())
    if code == EU:
        raise NotFound(NO_FICHE)
    require(actor(), WRITE, FicheSubject(code))
    form = BeginForm(list_rounds(session(), actor()))
    if form.is_submitted() and form.validate():
        try:
            name = writing.begin_fiche(
                session(), catalogue(), code, actor=actor(), day=form.as_of.data, round_id=form.chosen_round
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The draft is begun. Nobody of the country sees it until it is sent."), "success")
            return redirect(url_for("fiches.show_fiche", name=name), 303)
    page = render_template("fiches/begin_fiche.html", form=form, code=code, name=name_of(catalogue(), code))
    return (page, 422) if form.is_submitted() else page


@area.route("/fiches/<name>/blocks/<number>", methods=["GET", "POST"])
@signed_in
@writes
def write_block(name: str, number: str) -> Answer:
    """The narrative of a block."""
    fiche, block = get_fiche(session(), name, actor()), block_of(catalogue(), number)
    require(actor(), WRITE, fiche.subject)
    stands = list_blocks(session(), fiche.fiche_id).get(block.key)
    texts = {aspect.value: stands.texts[aspect] for aspect in Aspect} if stands else {}
    form = BlockForm(data={**texts, "version": stands.version if stands else 0})
    back = address_of(fiche, f"block-{block.code}")
    title = f"{block.code} {in_language(block.title)}"
    if not form.is_submitted() and not is_possible(
        fiche.standing(clock.today()).state, Deed.REVISE, sides_of(actor(), fiche.subject)
    ):
        return redirect(back, 303)
    if form.is_submitted() and form.validate():
        try:
            writing.write_block(
                session(),
                catalogue(),
                name,
                block.key,
                form.values(),
                actor=actor(),
                expected_version=version_shown(),
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            return conflict_page(form, conflict, title=title, back=back)
        else:
            flash(gettext("%(title)s is written.", title=title), "success")
            return redirect(back, 303)
    page = render_template("fiches/write_block.html", form=form, fiche=fiche, title=title, back=back)
    return (page, 422) if form.is_submitted() else page


@area.route("/fiches/<name>/letter", methods=["GET", "POST"])
@signed_in
@writes
def show_letter(name: str) -> Answer:
    """The letter beside a fiche; who writes the fiche changes it before the next step."""
    fiche = get_fiche(session(), name, actor())
    said = said_here(fiche)
    sides = sides_of(actor(), fiche.subject)
    is_now = "stage" not in request.args
    may_write = is_now and is_possible(fiche.standing(clock.today()).state, Deed.REVISE, sides)
    form = LetterForm(data={"text": said.content.letter, "version": fiche.version})
    if form.is_submitted() and form.validate():
        try:
            writing.write_letter(session(), name, form.text.data or "", actor=actor(), expected_version=version_shown())
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            return conflict_page(form, conflict, title=gettext("Letter"), back=address_of(fiche))
        else:
            flash(gettext("The letter is kept as you wrote it."), "success")
            return redirect(url_for("fiches.show_letter", name=name), 303)
    page = render_template(
        "fiches/show_letter.html",
        form=form if may_write else None,
        fiche=fiche,
        document=letter_of(said),
        stage=request.args.get("stage"),
    )
    return (page, 422) if form.is_submitted() else page


@area.post("/fiches/<name>/figures")
@signed_in
@writes
def refresh_figures(name: str) -> Answer:
    """Compute the figures of a draft anew, for a day."""
    fiche, form = get_fiche(session(), name, actor()), DayForm()
    if form.validate():
        try:
            writing.refresh_figures(
                session(),
                catalogue(),
                name,
                form.as_of.data,
                actor=actor(),
                expected_version=version_shown(),
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The figures are computed anew."), "success")
            return redirect(address_of(fiche), 303)
    return fiche_page(fiche, day=form), 422


@area.post("/fiches/<name>/discard")
@signed_in
@writes
def discard_fiche(name: str) -> Answer:
    """Put a draft away for good."""
    try:
        writing.discard_fiche(session(), name, actor=actor(), expected_version=version_shown())
    except (WrongState, Conflict) as refusal:
        return _refused(name, refusal)
    flash(gettext("The draft is discarded."), "success")
    return redirect(url_for("fiches.show_fiches"), 303)


@area.post("/fiches/<name>/send")
@signed_in
@writes
def send_fiche(name: str) -> Answer:
    """Send a draft for the factual check."""
    try:
        sent = writing.send_fiche(session(), catalogue(), name, actor=actor(), expected_version=version_shown())
    except (WrongState, Conflict) as refusal:
        return _refused(name, refusal)
    flash(gettext("%(name)s is sent for the factual check. The country sees it now.", name=sent.name), "success")
    return redirect(address_of(sent), 303)


@area.post("/fiches/<name>/comments/<int:comment_id>/settle")
@signed_in
@writes
def settle_comment(name: str, comment_id: int) -> Answer:
    """Say what became of a comment."""
    fiche, form = get_fiche(session(), name, actor()), SettleForm(comment_id)
    if form.validate():
        try:
            writing.settle_comment(
                session(), name, comment_id, form.outcome.data or "", form.reply.data or "", actor=actor()
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Kept. The country reads it once the fiche is final."), "success")
            return redirect(address_of(fiche, f"comment-{comment_id}"), 303)
    return fiche_page(fiche, settling={comment_id: form}), 422


@area.post("/fiches/<name>/final")
@signed_in
@writes
def finish_fiche(name: str) -> Answer:
    """Make a fiche final."""
    try:
        writing.finish_fiche(session(), catalogue(), name, actor=actor(), expected_version=version_shown())
    except (WrongState, Conflict) as refusal:
        return _refused(name, refusal)
    fiche = get_fiche(session(), name, actor())
    flash(gettext("%(name)s is final and sealed.", name=fiche.name), "success")
    return redirect(address_of(fiche), 303)


def _refused(name: str, refusal: WrongState | Conflict) -> tuple[str, int]:
    fiche = get_fiche(session(), name, actor())
    return fiche_page(fiche, refusal=spoken(refusal)), status_of(refusal)
