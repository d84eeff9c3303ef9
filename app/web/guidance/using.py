"""A country records how its authorities use a publication, and corrects what was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows
from app.guidance.policy import RECORD, UseSubject
from app.guidance.queries.publications import NO_ENTRY, get_publication
from app.guidance.queries.uses import find_in_place_of, find_own_use, get_use
from app.guidance.records import Entry, UseRecord, key_of, recorded_entry
from app.guidance.services.using import record_use
from app.guidance.states import UseReach
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken as spoken_error
from app.http.errors import status_of
from app.plans.queries.heads import NO_PLAN, find_head, list_authorities
from app.plans.queries.records import AuthorityRecord
from app.web.beside_typed import Stands, beside_typed
from app.web.guidance.area import Answer, area, entry_named, recording
from app.web.guidance.forms import UseForm
from app.web.tongue import gettext


@area.route("/guidance/<key>/use/<code>", methods=["GET", "POST"])
@signed_in
@writes
def use(key: str, code: str) -> Answer:
    """Record how an authority uses it; with `?corrects=` a record in the place of another."""
    view, wanted = catalogue(), request.args.get("corrects", type=row_key)
    entry = _entry(key) if wanted is not None else entry_named(key)
    if code not in recording():
        raise NotFound(NO_PLAN)
    before = _corrected(view, key, code, wanted) if wanted is not None else None
    if before is None:
        key = entry.key
    form = UseForm(data=_first_words(before))
    form.offer(_authorities(code), corrects=before is not None)
    if form.validate_on_submit():
        try:
            record_use(
                session(), view, code, key, form.values(), actor=actor(), corrects=before.use_id if before else None
            )
        except Invalid as error:
            put_beside(form, error)
        except (Conflict, WrongState) as refusal:
            form.form_errors.append(spoken_error(refusal))
            now = find_in_place_of(session(), view, before.use_id, actor()) if before else None
            stands = beside_typed(form, _first_words(now), 0) if now else ()
            return _form_page(entry, key, code, form, now, stands), status_of(refusal)
        else:
            flash(gettext("Recorded."), "success")
            return redirect(url_for("guidance.show_entry", key=key, _anchor="use"), 303)
    page = _form_page(entry, key, code, form, before)
    return (page, 422) if request.method == "POST" else page


def _entry(key: str) -> Entry:
    """The publication of which a use is corrected: also one that was withdrawn. Raises NotFound."""
    if key_of(key) is None:
        return entry_named(key)
    found = get_publication(session(), key)
    return recorded_entry(found) if found.is_withdrawal else entry_named(key)


def _corrected(view: CatalogueView, key: str, code: str, use_id: int) -> UseRecord:
    """The record that is corrected. One that was corrected since is found where a form of it is sent, so that what was
    typed is kept. Raises NotFound."""
    found = find_own_use(session(), view, use_id, actor()) if request.method == "POST" else None
    found = found or get_use(session(), view, use_id, actor())
    if (found.owner, found.entry_key) != (code, key):
        raise NotFound(NO_ENTRY)
    return found


def _authorities(code: str) -> list[AuthorityRecord]:
    """Those for which the person records."""
    head = find_head(session(), code)
    found = list_authorities(session(), head.plan_id) if head else []
    return [one for one in found if allows(actor(), RECORD, UseSubject(code, frozenset({one.authority_id})))]


def _form_page(
    entry: Entry, key: str, code: str, form: UseForm, before: UseRecord | None, stands: Sequence[Stands] = ()
) -> str:
    return render_template(
        "guidance/record_use.html", entry=entry, key=key, owner=code, form=form, before=before, stands=stands
    )


def _first_words(before: UseRecord | None) -> dict[str, Any]:
    if before is None:
        return {"as_on": clock.today(), "reach": UseReach.INTERNAL.value}
    return {
        "authority_id": str(before.authority_id),
        "kind": before.kind.value,
        "number": before.number,
        "as_on": before.as_on,
        "note": before.note,
        "reach": before.reach.value,
    }
