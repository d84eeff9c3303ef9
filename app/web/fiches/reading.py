"""One fiche, as a page and as a file; the letter beside it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, render_template, request

from app.core import clock
from app.fiches.moves import deeds_of
from app.fiches.policy import sides_of
from app.fiches.queries.contents import Said, read_said, reads_as_sent
from app.fiches.queries.fiches import get_fiche, list_comments
from app.fiches.records import CommentRecord, FicheRecord
from app.fiches.states import Deed, Stage, State
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.reports.fiche_document import fiche_document, letter_document
from app.reports.parts import Document
from app.reports.tongue import Tongue
from app.web.export import file_name
from app.web.fiches.area import area
from app.web.fiches.forms import CommentForm, DayForm, PositionForm, SettleForm
from app.web.frame import in_language
from app.web.printing import as_pdf
from app.web.tongue import gettext, language


@area.get("/fiches/<name>")
@signed_in
def show_fiche(name: str) -> str:
    """A fiche, and what the reader can do with it."""
    return fiche_page(get_fiche(session(), name, actor()))


def fiche_page(
    fiche: FicheRecord,
    *,
    comment: CommentForm | None = None,
    position: PositionForm | None = None,
    settling: Mapping[int, SettleForm] | None = None,
    day: DayForm | None = None,
    refusal: str = "",
) -> str:
    """The page of a fiche; the forms may hold what was typed and what was wrong."""
    view, person = catalogue(), actor()
    standing = fiche.standing(clock.today())
    deeds = deeds_of(standing.state, sides_of(person, fiche.subject))
    said = said_here(fiche)
    comments = [] if standing.state in (State.DRAFT, State.FINAL) else list_comments(session(), fiche, person)
    stands = next((one for one in comments if one.is_position), None)
    items = [one for one in comments if not one.is_position]
    if Deed.COMMENT in deeds:
        comment = comment or CommentForm(view, formdata=None)
        position = position or PositionForm(formdata=None, data={"text": stands.text if stands else ""})
    return render_template(
        "fiches/show_fiche.html",
        fiche=fiche,
        standing=standing,
        deeds=deeds,
        Deed=Deed,
        document=document_of(said),
        blocks=list(view.blocks.values()) if Deed.REVISE in deeds else [],
        written=said.content.narrative,
        comments=items,
        about=_about,
        comment=comment,
        position=position if Deed.COMMENT in deeds else None,
        stands=stands,
        settling=_settling(items, settling) if Deed.SETTLE in deeds else {},
        day=day or DayForm(formdata=None, data={"as_of": fiche.as_of}),
        refusal=refusal,
        stage=request.args.get("stage") or None,
        shows_sent=standing.state not in (State.DRAFT, State.SENT) and reads_as_sent(fiche, person),
    )


def said_here(fiche: FicheRecord) -> Said:
    """What the fiche says to the reader; `?stage=sent`: what it said when it was sent."""
    as_sent = request.args.get("stage") == Stage.SENT.value
    return read_said(session(), catalogue(), fiche, actor(), as_sent=as_sent)


def _settling(comments: list[CommentRecord], tried: Mapping[int, SettleForm] | None) -> dict[int, SettleForm]:
    forms = {
        one.comment_id: SettleForm(
            one.comment_id,
            formdata=None,
            data={"outcome": one.outcome.value if one.outcome else "", "reply": one.reply},
        )
        for one in comments
    }
    return {**forms, **(tried or {})}


def _about(comment: CommentRecord) -> str:
    """What a comment is about, for templates."""
    view = catalogue()
    item = view.items_by_id.get(comment.item_id or 0)
    if item is not None:
        return in_language(item.title)
    block = view.blocks.get(comment.block_key)
    return f"{block.code} {in_language(block.title)}" if block else gettext("the whole")


def document_of(said: Said) -> Document:
    """The fiche as a document in the reader's language."""
    return fiche_document(said.content, Tongue(language(), gettext), said.hash)


def letter_of(said: Said) -> Document:
    """The letter as a document in the reader's language."""
    return letter_document(said.content, Tongue(language(), gettext), clock.today())


@area.get("/fiches/<name>/fiche.pdf")
@signed_in
def download_fiche(name: str) -> Response:
    """The fiche as a file to send."""
    fiche = get_fiche(session(), name, actor())
    said = said_here(fiche)
    return as_pdf(document_of(said), _file_name("fiche", fiche, said))


@area.get("/fiches/<name>/letter.pdf")
@signed_in
def download_letter(name: str) -> Response:
    """The letter as a file to send."""
    fiche = get_fiche(session(), name, actor())
    said = said_here(fiche)
    return as_pdf(letter_of(said), _file_name("letter", fiche, said))


def _file_name(kind: str, fiche: FicheRecord, said: Said) -> str:
    return file_name(f"{kind}-{fiche.owner}", "pdf", day=fiche.as_of, is_invented=said.content.is_invented)
