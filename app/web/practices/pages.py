"""A practice: its page, its files, and the acts of its country."""

from __future__ import annotations

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.http.uploads import as_download
from app.practices.moves import next_state
from app.practices.policy import CONSENT, READ_LIFE, TAKE_BACK, WRITE
from app.practices.queries.life import get_practice_file, list_former_texts, list_life, list_practice_files
from app.practices.queries.practices import get_practice
from app.practices.records import PracticeRecord
from app.practices.services.consenting import consent, decline, withdraw_consent
from app.practices.services.writing import take_back
from app.practices.states import NOT_SHARED, Act, Reach
from app.web.catalogue.wording import language_name
from app.web.countries.deeds.common import version_shown
from app.web.practices.area import Answer, area, back_to
from app.web.practices.forms import AdoptForm, ConsentForm, WhyForm
from app.web.practices.reuse_shown import reused
from app.web.tongue import gettext


@area.get("/practices/<int:practice_id>")
@signed_in
def show_practice(practice_id: int) -> str:
    """A practice with what was done, its files, what became of it elsewhere, and the acts of its country."""
    return practice_page(get_practice(session(), practice_id, actor()))


@area.get("/practices/<int:practice_id>/files/<int:file_id>")
@signed_in
def download_practice_file(practice_id: int, file_id: int) -> Response:
    """A file of a practice, to save; who may have it is asked anew each time."""
    return as_download(get_practice_file(session(), get_practice(session(), practice_id, actor()), file_id, actor()))


@area.post("/practices/<int:practice_id>/consent")
@signed_in
@writes
def consent_to_practice(practice_id: int) -> Answer:
    """Consent to it being shared, or narrow or widen the consent."""
    found = get_practice(session(), practice_id, actor())
    require(actor(), CONSENT, found.subject)
    form = _consent_form(found)
    try:
        reach = Reach(form.reach.data)
        consent(
            session(),
            catalogue(),
            practice_id,
            reach,
            form.countries.data or () if reach is Reach.LISTED else (),
            with_files=bool("with_files" in form and form.with_files.data),
            actor=actor(),
            expected_version=version_shown(),
        )
    except ValueError:
        form.reach.errors = [gettext("Choose from the list.")]
    except Invalid as error:
        put_beside(form, error)
    except (Conflict, WrongState) as refusal:
        return _refused(found, refusal, consenting=form)
    else:
        flash(gettext("Recorded. It holds from now on."), "success")
        return back_to(practice_id, "consent")
    return practice_page(found, consenting=form), 422


@area.post("/practices/<int:practice_id>/withdraw")
@signed_in
@writes
def withdraw_practice(practice_id: int) -> Answer:
    """Withdraw the consent: from now on nobody outside the country reads it."""
    return _end(practice_id, Act.WITHDRAW)


@area.post("/practices/<int:practice_id>/decline")
@signed_in
@writes
def decline_practice(practice_id: int) -> Answer:
    """Say why a proposal is not shared."""
    return _end(practice_id, Act.DECLINE)


@area.post("/practices/<int:practice_id>/take-back")
@signed_in
@writes
def take_back_practice(practice_id: int) -> Response:
    """Take back what one proposed."""
    take_back(session(), practice_id, actor=actor(), expected_version=version_shown())
    flash(gettext("The proposal is taken back."), "success")
    return back_to(practice_id)


def practice_page(
    found: PracticeRecord,
    *,
    consenting: ConsentForm | None = None,
    ending: tuple[Act, WhyForm] | None = None,
    adopting: AdoptForm | None = None,
) -> str:
    """The page, with forms as they were sent where something was wrong."""
    view = catalogue()
    may_consent = allows(actor(), CONSENT, found.subject)
    endings = {}
    for act in (Act.WITHDRAW, Act.DECLINE) if may_consent else ():
        if next_state(found.state, act) is not None:
            endings[act] = ending[1] if ending and ending[0] is act else _why_form(act)
    can_consent = may_consent and found.stands and next_state(found.state, Act.CONSENT) is not None
    life = list_life(session(), found, actor())
    is_rewritten = any(one.act is Act.WRITE for one in life)
    former = list_former_texts(session(), found, actor()) if is_rewritten else []
    return render_template(
        "practices/show_practice.html",
        view=view,
        found=found,
        files=list_practice_files(session(), found, actor()),
        life=life,
        former=former,
        reuse=reused(view, found),
        consenting=(consenting or _consent_form(found)) if can_consent else None,
        endings=endings,
        adopting=adopting or AdoptForm(formdata=None, data={"adopted_on": clock.today(), "tells_author": True}),
        reads_life=allows(actor(), READ_LIFE, found.subject),
        may_write=allows(actor(), WRITE, found.subject),
        may_take_back=allows(actor(), TAKE_BACK, found.subject),
        opens_deliverable=found.deliverable_id is not None and allows(actor(), READ_LIFE, found.subject),
        not_shared=NOT_SHARED,
        language_name=language_name,
        Act=Act,
    )


def _consent_form(found: PracticeRecord) -> ConsentForm:
    is_sent = request.method == "POST" and (request.endpoint or "").endswith("consent_to_practice")
    data = {"reach": found.reach.value, "countries": sorted(found.countries), "with_files": found.with_files}
    form = ConsentForm(data=data) if is_sent else ConsentForm(formdata=None, data=data)
    others = (code for code in catalogue().countries if code != found.owner)
    form.offer(others, has_files=found.deliverable_id is not None)
    return form


def _why_form(act: Act) -> WhyForm:
    form = WhyForm(formdata=None)
    form.text.id = f"{act.value}-text"
    form.text.label.field_id = form.text.id
    return form


def _end(practice_id: int, act: Act) -> Answer:
    found = get_practice(session(), practice_id, actor())
    require(actor(), CONSENT, found.subject)
    form = WhyForm()
    form.text.id = f"{act.value}-text"
    form.text.label.field_id = form.text.id
    verb = withdraw_consent if act is Act.WITHDRAW else decline
    try:
        verb(session(), practice_id, form.text.data or "", actor=actor(), expected_version=version_shown())
    except Invalid as error:
        put_beside(form, error)
        return practice_page(found, ending=(act, form)), 422
    except (Conflict, WrongState) as refusal:
        return _refused(found, refusal, ending=(act, form))
    flash(gettext("Recorded. It holds from now on."), "success")
    return back_to(practice_id)


def _refused(
    found: PracticeRecord,
    refusal: DomainError,
    *,
    consenting: ConsentForm | None = None,
    ending: tuple[Act, WhyForm] | None = None,
) -> Answer:
    form = consenting if consenting is not None else ending[1] if ending else None
    if form is not None:
        form.form_errors.append(spoken(refusal))
    return practice_page(found, consenting=consenting, ending=ending), status_of(refusal)
