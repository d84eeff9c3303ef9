"""Drafts: write one, from a computed gap or freely; revise, discard, send several together."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.flags.policy import ASK, NOTE, FlagSubject, circle_of
from app.flags.queries.flags import NO_FLAG, get_draft, list_flags
from app.flags.queries.notes import count_notes, list_notes, list_people
from app.flags.records import FlagRecord
from app.flags.services import drafting, notes
from app.flags.states import About, NoteReach
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import status_of
from app.plans.queries.heads import get_plan
from app.web.countries.area import name_of
from app.web.countries.deeds.common import conflict_page, version_shown
from app.web.flagging.listing import address_of
from app.web.flagging.rights import asker_for, may_ask
from app.web.flags.area import area
from app.web.flags.forms import FlagForm, NoteForm
from app.web.flags.prefilling import find_gap, of_gap
from app.web.frame import in_language, spoken
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]
NOW = "now"


@area.route("/flags/write/<code>", methods=["GET", "POST"])
@signed_in
@writes
def write_flag(code: str) -> Answer:
    """The form of a flag on a plan: `?item=key&gap=code`, `?item=key&about=applicability`, `?reference=…`,
    `?block=key`."""
    get_plan(session(), code, actor())
    asker = asker_for(code)
    if asker is None:
        require(actor(), ASK, FlagSubject(code, is_draft=True))
        raise NotFound(NO_FLAG)
    form = FlagForm(data=_beginning(code, asker) if request.method == "GET" else None)
    if not form.is_submitted():
        return _page(code, form)
    if form.validate():
        try:
            key = drafting.write_flag(session(), catalogue(), code, form.values(), actor=actor(), asker=asker)
            if request.form.get("send") == NOW:
                names = drafting.send_flags(session(), [key], actor=actor())
                return _sent(names)
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("The draft is kept. Nobody on the other side sees it until it is sent."), "success")
            return redirect(url_for("flags.list_drafts"), 303)
    return _page(code, form), 422


def _beginning(code: str, asker: str) -> dict[str, Any]:
    """What the address says of the place, and what a computed gap says of the rest. Raises NotFound."""
    view, asked = catalogue(), request.args
    values: dict[str, Any] = {"due_on": drafting.default_due(code, asker), "about": About.PLAN.value}
    if "reference" in asked:
        return {**values, "about": About.MILESTONE.value, "reference": asked["reference"]}
    if "block" in asked:
        return {**values, "about": About.BLOCK.value, "block_key": asked["block"]}
    item = view.items.get(asked.get("item", ""))
    if item is None:
        return values
    values |= {"about": About.ITEM.value, "item_key": item.key}
    if asked.get("about") == About.APPLICABILITY.value:
        return {**values, "about": About.APPLICABILITY.value}
    gap = find_gap(view, code, item, asked["gap"]) if "gap" in asked else None
    return {**values, **of_gap(gap, item)} if gap else values


def _page(code: str, form: FlagForm, draft: FlagRecord | None = None, note: NoteForm | None = None) -> str:
    view = catalogue()
    own = circle_of(actor(), draft.subject) if draft else ""
    may_note = draft is not None and bool(own) and allows(actor(), NOTE, draft.subject)
    return render_template(
        "flags/write_flag.html",
        owner=code,
        name=name_of(view, code),
        place=_place_in_words(form),
        form=form,
        draft=draft,
        now=NOW,
        notes=list_notes(session(), draft, actor()) if draft else [],
        withdraw_note_url=partial(_withdraw_address, draft.flag_id) if draft else None,
        note=(note or note_form(draft, own, formdata=None)) if draft and may_note else None,
        back=url_for("flags.list_drafts") if draft else _back(code, form),
    )


def _withdraw_address(flag_id: int, note_id: int) -> str:
    return url_for("flags.withdraw_draft_note", flag_id=flag_id, note_id=note_id)


def _back(code: str, form: FlagForm) -> str:
    """Where nothing is written: to what would have been flagged."""
    view = catalogue()
    item = view.items.get(form.item_key.data or "")
    if form.about.data == About.MILESTONE.value and form.reference.data:
        return url_for("countries.show_milestone", code=code, reference=form.reference.data)
    if item is not None:
        number = view.blocks[item.block_key].code
        return url_for("countries.show_cell", code=code, number=number, _anchor=f"item-{item.item_id}")
    return url_for("flags.show_flags")


def _place_in_words(form: FlagForm) -> str:
    """What the form points at, for its heading."""
    view = catalogue()
    item = view.items.get(form.item_key.data or "")
    block = view.blocks.get(form.block_key.data or "")
    about = form.about.data
    if about == About.MILESTONE.value:
        return gettext("milestone %(reference)s", reference=form.reference.data or "")
    if item is not None and about == About.APPLICABILITY.value:
        return gettext("whether it applies: %(title)s", title=in_language(item.title))
    if item is not None:
        return in_language(item.title)
    if about == About.BLOCK.value and block is not None:
        return f"{block.code} {in_language(block.title)}"
    return spoken(About.PLAN)


@area.get("/flags/drafts")
@signed_in
def list_drafts() -> str:
    """The drafts of the reader's side, to be sent together."""
    return _drafts()


def _drafts(refusal: str = "") -> str:
    if not may_ask():
        raise NotFound(NO_FLAG)
    drafts = list_flags(session(), actor(), drafts=True)
    counts = count_notes(session(), drafts, actor()) if drafts else {}
    return render_template(
        "flags/list_drafts.html",
        drafts=drafts,
        notes=counts,
        address_of=address_of,
        refusal=refusal,
    )


@area.post("/flags/drafts/send")
@signed_in
@writes
def send_flags() -> Answer:
    """Send the drafts that were chosen, all or none."""
    keys = request.form.getlist("flag", type=row_key)
    try:
        names = drafting.send_flags(session(), keys, actor=actor())
    except (Invalid, WrongState) as refusal:
        return _drafts(spoken(refusal.message, **refusal.values)), status_of(refusal)
    return _sent(names)


def _sent(names: list[str]) -> Response:
    flash(gettext("Sent: %(names)s. The other side sees it now.", names=", ".join(names)), "success")
    if len(names) == 1:
        code, _dash, number = names[0].partition("-")
        return redirect(url_for("flags.show_flag", code=code, number=int(number)), 303)
    return redirect(url_for("flags.show_flags"), 303)


@area.route("/flags/drafts/<int:flag_id>", methods=["GET", "POST"])
@signed_in
@writes
def revise_flag(flag_id: int) -> Answer:
    """Change a draft; its internal notes stand below."""
    draft = get_draft(session(), flag_id, actor())
    form = FlagForm(data=_as_it_stands(draft))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                drafting.revise_flag(
                    session(),
                    catalogue(),
                    flag_id,
                    form.values(),
                    actor=actor(),
                    expected_version=version_shown(),
                )
            except Invalid as error:
                put_beside(form, error)
            except Conflict as conflict:
                title = gettext("Draft of a flag")
                return conflict_page(form, conflict, title=title, back=url_for("flags.list_drafts"))
            else:
                flash(gettext("Saved."), "success")
                return redirect(url_for("flags.list_drafts"), 303)
    return _page(draft.owner, form, draft), status


def _as_it_stands(draft: FlagRecord) -> dict[str, Any]:
    item = catalogue().items_by_id.get(draft.item_id or 0)
    names = ("block_key", "gap_code", "asked", "severity_reason", "due_on")
    return {
        **{name: getattr(draft, name) for name in names},
        "about": draft.about.value,
        "item_key": item.key if item else "",
        "reference": draft.reference or "",
        "severity": draft.severity.value,
        "category": draft.category.value,
        "version": str(draft.version),
    }


def note_form(draft: FlagRecord, own: str, **options: None) -> NoteForm:
    """The form of an internal note; only people of the own side can be mentioned."""
    people = [one for one in list_people(session(), draft) if one.circle == own]
    return NoteForm(people, own, is_draft=True, **options)


@area.post("/flags/drafts/<int:flag_id>/notes")
@signed_in
@writes
def write_draft_note(flag_id: int) -> Answer:
    """Write an internal note on a draft: it is never sent, and stays with the own side when the draft is."""
    draft = get_draft(session(), flag_id, actor())
    own = circle_of(actor(), draft.subject)
    form = note_form(draft, own)
    if form.validate():
        try:
            key = notes.write_note(
                session(), draft, form.text.data or "", NoteReach.OWN.value, actor=actor(), mentions=form.mentioned()
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Your note is there; your side alone reads it."), "success")
            return redirect(url_for("flags.revise_flag", flag_id=flag_id, _anchor=f"note-{key}"), 303)
    return _page(draft.owner, FlagForm(formdata=None, data=_as_it_stands(draft)), draft, form), 422


@area.post("/flags/drafts/<int:flag_id>/notes/<int:note_id>/withdraw")
@signed_in
@writes
def withdraw_draft_note(flag_id: int, note_id: int) -> Response:
    """Withdraw a note of one's own on a draft."""
    draft = get_draft(session(), flag_id, actor())
    notes.withdraw_note(session(), draft, note_id, actor=actor())
    flash(gettext("Your note is withdrawn."), "success")
    return redirect(url_for("flags.revise_flag", flag_id=flag_id), 303)


@area.post("/flags/drafts/<int:flag_id>/discard")
@signed_in
@writes
def discard_flag(flag_id: int) -> Response:
    """Put a draft away."""
    drafting.discard_flag(session(), flag_id, actor=actor(), expected_version=version_shown())
    flash(gettext("The draft is discarded."), "success")
    return redirect(url_for("flags.list_drafts"), 303)
