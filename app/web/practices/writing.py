"""A practice is proposed and written."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request

from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken, status_of
from app.plans.queries.heads import NO_PLAN
from app.practices.policy import PROPOSE, WRITE
from app.practices.queries.life import accepted_versions
from app.practices.queries.lineage import find_source_of
from app.practices.queries.practices import get_practice
from app.practices.records import PracticeRecord
from app.practices.services.writing import propose_practice, write_practice
from app.practices.states import NOT_SHARED
from app.support.deliverables.queries.deliverables import get_deliverable
from app.support.deliverables.records import DeliverableRecord
from app.support.policy import SupportSubject
from app.support.states import PartKind
from app.web.countries.deeds.common import version_shown
from app.web.practices.area import Answer, area, back_to
from app.web.practices.forms import WORDS, PracticeForm
from app.web.tongue import gettext


@area.route("/practices/new/<code>", methods=["GET", "POST"])
@signed_in
@writes
def propose(code: str) -> Answer:
    """Propose a way of working of a country, or with `?deliverable=` a deliverable that it accepted."""
    view = catalogue()
    if code not in view.countries or not allows(actor(), PROPOSE, SupportSubject(code)):
        raise NotFound(NO_PLAN)
    given = _deliverable(code)
    form = PracticeForm(data=_first_words(given))
    form.offer(view, accepted_versions(session(), given.deliverable_id) if given else ())
    if form.validate_on_submit():
        values = form.values() | ({"deliverable_id": given.deliverable_id} if given else {})
        try:
            key = propose_practice(session(), view, code, values, actor=actor())
        except Invalid as error:
            put_beside(form, _named(error))
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return _page(code, form, deliverable=given), status_of(refusal)
        else:
            flash(gettext("Proposed. Nothing is shared before the country’s coordinator consents."), "success")
            return back_to(key)
    page = _page(code, form, deliverable=given)
    return (page, 422) if request.method == "POST" else page


@area.route("/practices/<int:practice_id>/edit", methods=["GET", "POST"])
@signed_in
@writes
def write(practice_id: int) -> Answer:
    """Write a practice anew."""
    view = catalogue()
    found = get_practice(session(), practice_id, actor())
    require(actor(), WRITE, found.subject)
    source = find_source_of(session(), actor(), practice_id=practice_id)
    form = PracticeForm(data=_data(found, source.name if source else "", source.tells_author if source else True))
    form.offer(view)
    is_hidden = source is not None and source.practice_id is None
    if is_hidden:  # what one may not see stays as it is
        del form.adapted_from, form.tells_author
    if form.validate_on_submit():
        try:
            write_practice(session(), view, practice_id, form.values(), actor=actor(), expected_version=version_shown())
        except Invalid as error:
            put_beside(form, _named(error))
        except (Conflict, WrongState) as refusal:
            form.form_errors.append(spoken(refusal))
            return _page(found.owner, form, found=found, is_hidden=is_hidden), status_of(refusal)
        else:
            flash(gettext("Saved."), "success")
            return back_to(practice_id)
    page = _page(found.owner, form, found=found, is_hidden=is_hidden)
    return (page, 422) if request.method == "POST" else page


def _deliverable(code: str) -> DeliverableRecord | None:
    """The deliverable that the address names. Raises NotFound."""
    key = request.args.get("deliverable", type=row_key)
    if key is None:
        return None
    found = get_deliverable(session(), key, actor())
    if found.owner != code:
        raise NotFound(NO_PLAN)
    return found


def _first_words(given: DeliverableRecord | None) -> dict[str, Any]:
    """What a new proposal begins with: of a deliverable what it says, of one adapted from another that one's name."""
    source = request.args.get("from", type=row_key)
    said: dict[str, Any] = {"language": "en", "tells_author": True}
    if source is not None:
        said["adapted_from"] = get_practice(session(), source, actor()).name
    if given is None:
        return said
    named = find_source_of(session(), actor(), deliverable_id=given.deliverable_id)
    return said | {
        "title": given.title,
        "what_done": given.summary,
        "language": given.language,
        "item_ids": [str(item_id) for item_id in given.items],
        "measures": list(given.measures),
        "adapted_from": named.name if named else said.get("adapted_from", ""),
    }


def _data(found: PracticeRecord, source: str, tells: bool) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in WORDS},
        "blocks": list(found.of(PartKind.BLOCK)),
        "item_ids": [str(item_id) for item_id in found.items],
        "measures": list(found.of(PartKind.MEASURE)),
        "themes": list(found.of(PartKind.THEME)),
        "adapted_from": source,
        "tells_author": tells,
    }


def _named(error: Invalid) -> Invalid:
    names = {"items": "item_ids", "version": "deliverable_version"}
    return Invalid(error.message, field=names.get(error.field or "", error.field), **error.values)


def _page(
    code: str,
    form: PracticeForm,
    *,
    found: PracticeRecord | None = None,
    deliverable: DeliverableRecord | None = None,
    is_hidden: bool = False,
) -> str:
    return render_template(
        "practices/write_practice.html",
        view=catalogue(),
        owner=code,
        form=form,
        found=found,
        deliverable=deliverable,
        not_shared=NOT_SHARED if is_hidden else "",
    )
