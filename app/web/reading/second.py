"""Second readings: opened by the lead, read apart by two, then shown to all three and settled."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from app.accounts.queries import list_actors
from app.assessments.states import Verdict
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session, viewpoint
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken, status_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.records import PlanInScope
from app.plans.states import Scope
from app.reading.kappa import ENOUGH
from app.reading.policy import LEAD_SECOND, OPEN_DESK, READ
from app.reading.queries.second import get_second, list_seconds
from app.reading.second import SecondRecord, by_block
from app.reading.services import second as services
from app.reading.states import SEED_LIMIT
from app.web.countries.area import name_of
from app.web.fields import IntegerField
from app.web.reading.area import area
from app.web.reading.shown import reading_of
from app.web.tongue import gettext, language

Answer = Response | str | tuple[str, int]


class SecondForm(FlaskForm):  # type: ignore[misc]
    """Which items, drawn or chosen, and who reads them."""

    block = SelectField(_("Block"), validate_choice=False)
    size = IntegerField(_("Draw so many items of it"), [Optional()])
    seed = StringField(_("Seed of the draw"), [Length(max=SEED_LIMIT)])
    items = SelectMultipleField(_("Or choose items reported in place"), validate_choice=False)
    readers = SelectMultipleField(_("Two reviewers"), validate_choice=False)

    def offer(self, view: CatalogueView, code: str, in_place: list[str]) -> None:
        """Fill the lists: blocks, items that are reported in place, reviewers of the country beside oneself."""
        blocks = [(block.key, f"{block.code} {block.title.in_(language())}") for block in view.blocks.values()]
        self.block.choices = [SelectChoice(value=key, label=label) for key, label in [("", gettext("all")), *blocks]]
        self.items.choices = [SelectChoice(value=key, label=view.items[key].title.in_(language())) for key in in_place]
        people = [one for one in list_actors(session()) if allows(one, READ, PlanSubject(code))]
        self.readers.choices = [
            SelectChoice(value=str(one.user_id), label=one.name) for one in people if one.user_id != actor().user_id
        ]


@area.get("/desk/second")
@signed_in
def list_second() -> str:
    """The second readings that one leads or reads."""
    require(actor(), OPEN_DESK)
    return render_template(
        "reading/list_second.html", found=list_seconds(session(), actor()), view=catalogue(), person=actor().user_id
    )


@area.route("/countries/<code>/second", methods=["GET", "POST"])
@signed_in
@writes
def open_second(code: str) -> Answer:
    """Choose items of a plan, or draw them, and two reviewers."""
    view = catalogue()
    plan, eu = get_plan_beside_eu(session(), code, actor())
    require(actor(), LEAD_SECOND, PlanSubject(code))
    form = SecondForm()
    reading = reading_of(view, PlanInScope(plan.head, Scope.SHARED), eu, viewpoint())
    here = [item for item in view.items_of(code) if item.item_id in reading.items]
    form.offer(view, code, [item.key for item in here if reading.items[item.item_id].level is not None])
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                made = services.open_second(
                    session(),
                    view,
                    code,
                    [int(key) for key in form.readers.data or () if key.isdigit()],
                    block_key=form.block.data or "",
                    item_keys=form.items.data or (),
                    size=form.size.data,
                    seed=form.seed.data or "",
                    actor=actor(),
                )
            except Invalid as error:
                put_beside(form, error)
            else:
                flash(gettext("The second reading is open; the two find it under their desk."), "success")
                return redirect(url_for("reading.show_second", reading_id=made), 303)
    return render_template("reading/open_second.html", form=form, owner=code, name=name_of(view, code)), status


@area.get("/desk/second/<int:reading_id>")
@signed_in
def show_second(reading_id: int) -> str:
    """A second reading: to a reader their own verdicts; once it is revealed to readers and lead what both said."""
    return _page(reading_id)


@area.post("/desk/second/<int:reading_id>/verdicts")
@signed_in
@writes
def give_verdict(reading_id: int) -> Answer:
    """Say what one finds of an item."""

    def deed() -> None:
        is_complete = services.give_verdict(session(), reading_id, *_said(), actor=actor())
        told = gettext("All is in: both verdicts are shown.") if is_complete else gettext("Your verdict is kept.")
        flash(told, "success")

    return _done(reading_id, deed)


@area.post("/desk/second/<int:reading_id>/end")
@signed_in
@writes
def end_second(reading_id: int) -> Answer:
    """End a second reading before all is in."""

    def deed() -> None:
        services.end_second(session(), reading_id, actor=actor())
        flash(gettext("The second reading has ended: what was said is shown to both readers."), "success")

    return _done(reading_id, deed)


@area.post("/desk/second/<int:reading_id>/settle")
@signed_in
@writes
def settle_second(reading_id: int) -> Answer:
    """Settle on a verdict for an item."""

    def deed() -> None:
        services.settle_item(session(), reading_id, *_said(), actor=actor())
        flash(gettext("Settled. The country reads it once you make it the assessment."), "success")

    return _done(reading_id, deed)


@area.post("/desk/second/<int:reading_id>/assess")
@signed_in
@writes
def assess_second(reading_id: int) -> Answer:
    """Make what was settled the assessment of the item."""

    def deed() -> None:
        item_id = request.form.get("item", 0, type=row_key)
        services.make_assessment(session(), catalogue(), reading_id, item_id, actor=actor())
        flash(gettext("It is the assessment now: the country reads verdict and reason, and no more."), "success")

    return _done(reading_id, deed)


def _said() -> tuple[int, str, str]:
    """The item, the verdict and the reason that a form sent."""
    return (
        request.form.get("item", 0, type=row_key),
        request.form.get("verdict", ""),
        request.form.get("reason", ""),
    )


def _done(reading_id: int, deed: Callable[[], None]) -> Answer:
    """Do something and say so, with the next item unfolded; what is refused is said beside it, and what was typed is
    kept."""
    item_id = request.form.get("item", 0, type=row_key)
    try:
        deed()
    except (Invalid, WrongState, Conflict) as refusal:
        session().rollback()
        return _page(reading_id, (item_id, spoken(refusal))), status_of(refusal)
    return redirect(url_for("reading.show_second", reading_id=reading_id), 303)


def _page(reading_id: int, refused: tuple[int, str] | None = None) -> str:
    view = catalogue()
    found = get_second(session(), reading_id, actor())
    block_of = {item_id: item.block_key for item_id, item in view.items_by_id.items()}
    agreement = by_block(found.items, block_of) if found.is_revealed else {}
    is_reader = actor().user_id in found.readers
    leads = allows(actor(), LEAD_SECOND, PlanSubject(found.owner)) and not is_reader
    waiting = _waiting(found, is_reader=is_reader, leads=leads)
    return render_template(
        "reading/show_second.html",
        found=found,
        view=view,
        name=name_of(view, found.owner),
        is_reader=is_reader,
        is_first=actor().user_id == found.first_id,
        leads=leads,
        said=sum(item.first is not None or item.second is not None for item in found.items),
        to_settle=sum(item.pair is not None and item.settled is None for item in found.items),
        unfolded=refused[0] if refused else waiting[0] if waiting else 0,
        agreement={key: agreement[key] for key in ("", *view.blocks) if key in agreement},
        enough=ENOUGH,
        verdicts=Verdict,
        refused=refused,
    )


def _waiting(found: SecondRecord, *, is_reader: bool, leads: bool) -> list[int]:
    """The items on which it is the person's turn: to speak, to settle, to make an assessment of it."""
    if not found.is_revealed:
        spoken_on = {item.item_id for item in found.items if item.first or item.second}
        return [item.item_id for item in found.items if is_reader and item.item_id not in spoken_on]
    made = {item.item_id for item in found.items if item.settled and item.settled.assessment_id}
    return [item.item_id for item in found.items if leads and item.pair and item.item_id not in made]
