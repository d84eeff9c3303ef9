"""Guidance: the list with its filters, the same as a file, a publication, and what countries record of its use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from app.accounts.states import Role
from app.catalogue.states import GuidanceKind
from app.catalogue.views import CatalogueView, GuidanceView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import allows
from app.guidance.policy import RECORD, UseSubject
from app.guidance.queries import find_in_place_of, find_own_use, get_use, list_uses
from app.guidance.records import UseRecord, totals_of
from app.guidance.services import NO_ENTRY, record_use
from app.guidance.states import NOTE_LIMIT, UseKind, UseReach
from app.http.commits import writes
from app.http.context import actor, catalogue, session, viewpoint
from app.http.days import read_viewpoint
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken as spoken_error
from app.http.errors import status_of
from app.plans.queries.heads import NO_PLAN, find_head, list_authorities
from app.plans.queries.records import AuthorityRecord
from app.plans.states import EU
from app.web.beside_typed import Stands, beside_typed
from app.web.countries.choices import choices_of, whole_number
from app.web.countries.forms_versions import VersionForm
from app.web.export import Cell, csv_answer, file_name
from app.web.fields import DateField, IntegerField
from app.web.frame import in_language, spoken
from app.web.guidance.beside import guidance_on_block, guidance_on_item, listed, on_block
from app.web.tongue import gettext
from app.web.unknowns import refuse_unknown

area = Blueprint("guidance", __name__, url_prefix="/governance")

Answer = Response | str | tuple[str, int]
HEAD = ("key", "kind", "title", "by", "day", "blocks", "items", "address", "note", "sources", "confidence")


class UseForm(VersionForm):
    """How an authority uses a publication; of a correction also whether it was recorded in error."""

    authority_id = SelectField(_("Authority"), validate_choice=False)
    kind = SelectField(_("Use"), validate_choice=False)
    number = IntegerField(_("Number"), [Optional()])
    as_on = DateField(_("As at"), [Optional()])
    note = TextAreaField(_("Note"), [Length(max=NOTE_LIMIT)])
    reach = SelectField(_("Who may read it"), validate_choice=False)
    is_nothing = BooleanField(_("It was recorded in error"))

    def offer(self, authorities: list[AuthorityRecord], *, corrects: bool) -> None:
        """What may be chosen."""
        self.authority_id.choices = [
            SelectChoice(value=str(one.authority_id), label=one.name)
            for one in authorities
            if one.is_active or corrects
        ]
        self.kind.choices = choices_of(UseKind)
        self.reach.choices = choices_of(UseReach)
        if not corrects:
            del self.is_nothing
            first = SelectChoice(value="", label=_("Please choose"))
            self.authority_id.choices.insert(0, first)
            self.kind.choices.insert(0, first)

    def values(self) -> dict[str, Any]:
        """What was typed, by name."""
        said = {name: self[name].data for name in ("kind", "number", "as_on", "note", "reach")}
        said["authority_id"] = whole_number(self.authority_id.data)
        return said | {"is_nothing": "is_nothing" in self and bool(self.is_nothing.data)}


@area.app_context_processor
def beside() -> dict[str, object]:
    """For templates of blocks and items."""
    return {"guidance_on_block": guidance_on_block, "guidance_on_item": guidance_on_item}


@area.get("/guidance")
@signed_in
def show_guidance() -> str:
    """What was published, by agency, block and kind."""
    read_viewpoint()
    view = catalogue()
    chosen, unknown = _filters(view, request.args)
    bodies = dict.fromkeys(code for one in listed() for code in one.by)
    return render_template(
        "guidance/list_guidance.html",
        view=view,
        found=_chosen(view, chosen),
        chosen=chosen,
        unknown=unknown,
        bodies=[view.actors[code] for code in bodies],
        kinds=GuidanceKind,
        total=len(listed()),
    )


@area.get("/guidance.csv")
@signed_in
def download_guidance() -> Response:
    """The same as a file; it is of the catalogue, and no word of it is invented. Raises NotFound for a filter that
    there is not."""
    read_viewpoint()
    view = catalogue()
    chosen, unknown = _filters(view, request.args)
    refuse_unknown(unknown)
    return csv_answer(file_name("guidance", "csv"), HEAD, _rows(view, _chosen(view, chosen)))


@area.get("/guidance/<key>")
@signed_in
def show_entry(key: str) -> str:
    """A publication: what it is, where it was found, what it is about, and what the reader may read of its use."""
    read_viewpoint()
    return _page(_entry(key))


@area.route("/guidance/<key>/use/<code>", methods=["GET", "POST"])
@signed_in
@writes
def use(key: str, code: str) -> Answer:
    """Record how an authority uses it; with `?corrects=` a record in the place of another."""
    view, entry = catalogue(), _entry(key)
    if code not in _recording():
        raise NotFound(NO_PLAN)
    wanted = request.args.get("corrects", type=row_key)
    before = _corrected(view, key, code, wanted) if wanted is not None else None
    form = UseForm(data=_first_words(before))
    form.offer(_authorities(code), corrects=before is not None)
    if form.validate_on_submit():
        try:
            record_use(
                session(), view, code, key, form.values(), actor=actor(), corrects=before.use_id if before else None
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as refusal:
            form.form_errors.append(spoken_error(refusal))
            now = find_in_place_of(session(), view, before.use_id, actor()) if before else None
            stands = beside_typed(form, _first_words(now), 0) if now else ()
            return _form_page(entry, code, form, now, stands), status_of(refusal)
        else:
            flash(gettext("Recorded."), "success")
            return redirect(url_for("guidance.show_entry", key=key, _anchor="use"), 303)
    page = _form_page(entry, code, form, before)
    return (page, 422) if request.method == "POST" else page


def _corrected(view: CatalogueView, key: str, code: str, use_id: int) -> UseRecord:
    """The record that is corrected. One that was corrected since is found where a form of it is sent, so that what was
    typed is kept. Raises NotFound."""
    found = find_own_use(session(), view, use_id, actor()) if request.method == "POST" else None
    found = found or get_use(session(), view, use_id, actor())
    if (found.owner, found.entry_key) != (code, key):
        raise NotFound(NO_ENTRY)
    return found


def _entry(key: str) -> GuidanceView:
    """Raises NotFound."""
    found = next((one for one in listed() if one.key == key), None)
    if found is None:
        raise NotFound(NO_ENTRY)
    return found


def _recording() -> list[str]:
    """The Member States for which the person records uses."""
    own = {held.country for held in actor().held if held.role in (Role.COORDINATOR, Role.CONTRIBUTOR) and held.country}
    return [code for code in catalogue().countries if code in own and code != EU]


def _authorities(code: str) -> list[AuthorityRecord]:
    """Those for which the person records."""
    head = find_head(session(), code)
    found = list_authorities(session(), head.plan_id) if head else []
    return [one for one in found if allows(actor(), RECORD, UseSubject(code, frozenset({one.authority_id})))]


def _page(entry: GuidanceView) -> str:
    view = catalogue()
    uses = [] if viewpoint().is_past else list_uses(session(), view, actor(), entry.key)
    return render_template(
        "guidance/show_entry.html",
        view=view,
        entry=entry,
        uses=uses,
        totals=totals_of(uses),
        recording=[] if viewpoint().is_past else _recording(),
        may_correct={one.use_id for one in uses if _may_correct(one)},
    )


def _may_correct(record: UseRecord) -> bool:
    return allows(actor(), RECORD, UseSubject(record.owner, frozenset({record.authority_id})))


def _form_page(
    entry: GuidanceView, code: str, form: UseForm, before: UseRecord | None, stands: Sequence[Stands] = ()
) -> str:
    return render_template("guidance/record_use.html", entry=entry, owner=code, form=form, before=before, stands=stands)


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


def _filters(view: CatalogueView, values: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    known = {
        "by": {code for one in listed() for code in one.by},
        "block": set(view.blocks),
        "kind": {kind.value for kind in GuidanceKind},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return {name: value for name, value in asked.items() if name not in unknown}, unknown


def _chosen(view: CatalogueView, chosen: Mapping[str, str]) -> list[GuidanceView]:
    block = view.blocks.get(chosen.get("block", ""))
    return [
        one
        for one in listed()
        if ("by" not in chosen or chosen["by"] in one.by)
        and ("kind" not in chosen or one.kind.value == chosen["kind"])
        and (block is None or on_block(one, block))
    ]


def _rows(view: CatalogueView, found: list[GuidanceView]) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        yield (
            *(one.key, spoken(one.kind), in_language(one.title)),
            "; ".join(in_language(view.actors[code].title) for code in one.by),
            one.said_on or one.period or "",
            "; ".join(in_language(view.blocks[key].title) for key in one.blocks),
            "; ".join(in_language(view.items[key].title) for key in one.items if key in view.items),
            *(one.url or "", in_language(one.note) if one.note else ""),
            "; ".join(view.sources[code].title for code in one.sources),
            spoken(one.confidence),
        )
