"""A deliverable: its page, and the steps that are taken on it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.files.queries import FileRecord
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken as said_of
from app.http.errors import status_of
from app.http.uploads import as_download, depot
from app.plans.policy import scope_for
from app.support.deliverables.moves import DATED, NEEDS_TEXT, acts_of
from app.support.deliverables.policy import ACCEPT, WRITE, hands_of
from app.support.deliverables.queries.deliverables import NO_DELIVERABLE, get_deliverable
from app.support.deliverables.queries.parts import get_deliverable_file
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.services.steps import open_to_reviewers, take_step
from app.support.deliverables.states import CLOSES, Act
from app.support.policy import READ, SupportSubject
from app.web.arriving import pieces_for
from app.web.catalogue.wording import language_name
from app.web.countries.deeds.common import version_shown
from app.web.frame import full_date, spoken
from app.web.previews import preview_page, preview_picture
from app.web.support.area import Answer, area
from app.web.support.beside import beside_of, days_of, milestones_here
from app.web.support.deliverable_forms import ActForm, FileForm
from app.web.tongue import gettext

GROUND = "deliverable"
"""What uploads in pieces call the form of its files."""


@dataclass(frozen=True)
class Next:
    """A step that the person can take, with its form."""

    act: Act
    form: ActForm

    @property
    def is_dated(self) -> bool:
        """Whether it is asked on which day it happened."""
        return self.act in DATED

    @property
    def needs_text(self) -> bool:
        """Whether it has to be said in words."""
        return self.act in NEEDS_TEXT


@area.get("/deliverables/<int:deliverable_id>")
@signed_in
def show_deliverable(deliverable_id: int) -> str:
    """A deliverable with its files, its life, what it serves and what moved beside it."""
    return deliverable_page(get_deliverable(session(), deliverable_id, actor()))


@area.post("/deliverables/<int:deliverable_id>/steps/<act>")
@signed_in
@writes
def take_deliverable_step(deliverable_id: int, act: str) -> Answer:
    """Take a step in the life of a deliverable."""
    found = get_deliverable(session(), deliverable_id, actor())
    try:
        wanted = Act(act)
    except ValueError:
        raise NotFound(NO_DELIVERABLE) from None
    form = ActForm()
    if form.validate():
        try:
            take_step(
                session(),
                catalogue(),
                deliverable_id,
                wanted,
                actor=actor(),
                expected_version=version_shown(),
                text=form.text.data or "",
                on_day=form.on_day.data,
            )
        except Invalid as error:
            put_beside(form, error)
        except (Conflict, WrongState, NotAllowed) as refusal:
            return _refused(found, {wanted: form}, refusal)
        else:
            flash(gettext("Recorded."), "success")
            return back_to(deliverable_id)
    return deliverable_page(found, {wanted: form}), 422


@area.post("/deliverables/<int:deliverable_id>/reviewers")
@signed_in
@writes
def show_to_reviewers(deliverable_id: int) -> Response:
    """Tick, or not any more, that reviewers may read it once it is accepted."""
    is_shown = request.form.get("shown") == "1"
    open_to_reviewers(session(), deliverable_id, is_shown=is_shown, actor=actor(), expected_version=version_shown())
    flash(gettext("Opened.") if is_shown else gettext("Closed."), "success")
    return back_to(deliverable_id)


@area.get("/deliverables/<int:deliverable_id>/files/<int:file_id>")
@signed_in
def download_deliverable_file(deliverable_id: int, file_id: int) -> Response:
    """A file of a deliverable, to save; who may have it is asked anew each time."""
    return as_download(_file(deliverable_id, file_id)[1])


@area.get("/deliverables/<int:deliverable_id>/files/<int:file_id>/preview")
@signed_in
def preview_deliverable_file(deliverable_id: int, file_id: int) -> Response:
    """What a file of a deliverable shows at its beginning."""
    found, file = _file(deliverable_id, file_id)
    return preview_page(
        file,
        found.owner,
        [(found.name, url_for("support.show_deliverable", deliverable_id=deliverable_id))],
        download=url_for("support.download_deliverable_file", deliverable_id=deliverable_id, file_id=file_id),
        picture=url_for("support.preview_deliverable_picture", deliverable_id=deliverable_id, file_id=file_id),
    )


@area.get("/deliverables/<int:deliverable_id>/files/<int:file_id>/preview.png")
@signed_in
def preview_deliverable_picture(deliverable_id: int, file_id: int) -> Response:
    """The small picture of a file that is a picture."""
    return preview_picture(_file(deliverable_id, file_id)[1])


def deliverable_page(
    found: DeliverableRecord, sent: dict[Act, ActForm] | None = None, upload: FileForm | None = None
) -> str:
    """The page, with forms as they were sent where something was wrong."""
    seen, view = read_viewpoint(), catalogue()
    acts = acts_of(found.state, hands_of(actor(), found.subject), accepted=found.is_accepted)
    steps = [Next(act, (sent or {}).get(act) or _act_form(act)) for act in acts]
    steps += [Next(act, form) for act, form in (sent or {}).items() if act not in acts]
    may_write = found.is_open and allows(actor(), WRITE, found.subject)
    milestones = milestones_here(view, found)
    return render_template(
        "support/show_deliverable.html",
        view=view,
        found=found,
        steps=steps,
        milestones=milestones,
        product=milestones.get(found.product_of_id or 0),
        can_close=found.kind in CLOSES,
        beside=beside_of(view, found, seen),
        days=[spoken(said, day=full_date(day)) for said, day in days_of(found)],
        may_write=may_write,
        upload=(upload or FileForm(formdata=None)) if may_write else None,
        pieces=pieces_for(GROUND, found.owner, str(found.deliverable_id)) if may_write else None,
        depot=depot(),
        may_show=allows(actor(), ACCEPT, found.subject),
        reads_project=allows(actor(), READ, SupportSubject(found.owner, found.grants)),
        reads_plan=scope_for(actor(), found.owner) is not None,
        language_name=language_name,
    )


def back_to(deliverable_id: int) -> Response:
    """To the page of a deliverable."""
    return redirect(url_for("support.show_deliverable", deliverable_id=deliverable_id), 303)


def _refused(found: DeliverableRecord, sent: dict[Act, ActForm], refusal: DomainError) -> Answer:
    for form in sent.values():
        form.form_errors.append(said_of(refusal))
    return deliverable_page(found, sent), status_of(refusal)


def _act_form(act: Act) -> ActForm:
    form = ActForm(formdata=None, data={"on_day": clock.today() if act in DATED else None})
    for field in form:
        field.id = f"{act.value}-{field.id}"
    for field in (form.on_day, form.text):
        field.label.field_id = field.id
    return form


def _file(deliverable_id: int, file_id: int) -> tuple[DeliverableRecord, FileRecord]:
    found = get_deliverable(session(), deliverable_id, actor())
    return found, get_deliverable_file(session(), found, file_id, actor())
