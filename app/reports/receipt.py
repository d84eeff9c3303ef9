"""The receipt of a submission as a document: who sent what, when, and the seal of the plan as it then stood. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.views import CatalogueView
from app.core.labels import message
from app.exchange.book.instructions import DISCLAIMER
from app.plans.states import EU
from app.reports.parts import Document, Heading, Paragraph, Part, Table
from app.reports.tongue import Tongue
from app.review.queries.records import OfficialDocument, SealRecord, SubmissionRecord
from app.review.sealing import day_of_figures

NOT_THE_PLAN = message("The tracker is not the plan: the official text is the document of the government.")


@dataclass(frozen=True)
class ReceiptMaterial:
    """What a receipt is made from. `address`: where the seal is verified; `snapshot`: what was sealed."""

    view: CatalogueView
    sent: SubmissionRecord
    seal: SealRecord
    snapshot: Mapping[str, Any]
    address: str
    is_invented: bool


def receipt_document(of: ReceiptMaterial, tongue: Tongue) -> Document:
    """The receipt of a submission that counts."""
    say, sent = tongue.say, of.sent
    country = of.view.countries.get(sent.owner)
    name = say(message("EU level")) if sent.owner == EU or country is None else tongue.text(country.title)
    values = {"country": name, "number": sent.submission_id}
    title = say(message("%(country)s: receipt of submission %(number)s")) % values
    mark = say(message("Invented data")) if of.is_invented else ""
    foot = ". ".join(filter(None, (mark, say(DISCLAIMER))))
    parts = (*_facts(of, tongue), *_official(sent.document, tongue), *_seal(of, tongue), *_figures(of, tongue))
    return Document(title, tongue.language, sent.prepared_by or "", foot, parts, mark)


def _facts(of: ReceiptMaterial, tongue: Tongue) -> Iterator[Part]:
    say, sent = tongue.say, of.sent
    blocks = ", ".join(_block(of.view, key, tongue) for key in sent.block_keys)
    what = ": ".join(filter(None, (say(sent.kind.label), blocks)))
    in_time = say(message("in time"))
    if sent.days_late:
        in_time = say(message("%(days)s days after the cut-off")) % {"days": sent.days_late}
    prepared = f"{sent.prepared_by or say(message('system'))}, {tongue.moment(sent.prepared_at)}"
    told = [
        (message("What"), what),
        (message("Submitted"), tongue.moment(sent.submitted_at) if sent.submitted_at else ""),
        (message("In answer to"), sent.round_title or say(message("no round"))),
        (message("Cut-off"), f"{tongue.day(sent.cut_off_on)}, {in_time}" if sent.cut_off_on else ""),
        (message("Prepared by"), prepared),
        (message("Signed off by"), sent.signed_by or ""),
        (message("Covering note"), sent.note),
    ]
    yield from (Paragraph(text, say(label)) for label, text in told if text)


def _official(document: OfficialDocument, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    yield Heading(1, say(message("The official document")))
    if document.is_named:
        public = message("public") if document.is_public else message("not public")
        day = tongue.day(document.on) if document.on else ""
        named = (document.title, document.number, document.language, day, say(public), document.url)
        yield Paragraph(", ".join(filter(None, named)))
        if document.file:
            yield Paragraph(f"{document.file.name}, SHA-256 {document.file.content_hash}", say(message("File")))
    else:
        yield Paragraph(say(message("None was named.")))
    yield Paragraph(say(NOT_THE_PLAN))


def _seal(of: ReceiptMaterial, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    yield Heading(1, say(message("Seal")))
    said = say(message("Everything the figures rest on was sealed under this hash (SHA-256). It is never changed."))
    yield Paragraph(said)
    yield Paragraph(of.seal.hash, say(message("Hash (SHA-256)")))
    yield Paragraph(tongue.moment(of.seal.sealed_at), say(message("Sealed")))
    yield Paragraph(of.address, say(message("Verify it")))


def _figures(of: ReceiptMaterial, tongue: Tongue) -> Iterator[Part]:
    say, figures = tongue.say, of.snapshot.get("figures") or {}
    yield Heading(1, say(message("Figures as sealed")))
    if not figures:
        yield Paragraph(say(message("What is kept under this hash can no longer be read.")))
        return
    rows = [_row(say(message("Blocks in the sum")), figures["total"])]
    rows += [_row(_block(of.view, key, tongue), held) for key, held in _in_order(of.view, figures["blocks"])]
    heads = (
        message("Block"),
        message("Progress"),
        message("Items with information"),
        message("Key items in place: reported, shown, confirmed, of"),
        message("Past legal date"),
    )
    values = {"day": tongue.day(day_of_figures(of.snapshot)), "rule": of.snapshot["rule_version"]}
    caption = say(message("Figures of %(day)s by rule version %(rule)s")) % values
    if of.is_invented:
        caption = f"{caption} · {say(message('Invented data'))}"
    yield Table(caption, tuple(map(say, heads)), tuple(rows))


def _in_order(view: CatalogueView, blocks: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Blocks as the catalogue has them; those that it no longer has at the end."""
    order = {key: place for place, key in enumerate(view.blocks)}
    return sorted(blocks.items(), key=lambda pair: order.get(pair[0], len(order)))


def _row(name: str, held: Mapping[str, Any]) -> tuple[str, ...]:
    progress = "–" if held["shown_progress"] is None else f"{held['shown_progress']} %"
    levels = (held["key_reported"], held["key_shown"], held.get("key_confirmed", "–"), held["key_total"])
    key = ", ".join(map(str, levels))
    return (name, progress, f"{held['informed']} / {held['counted']}", key, str(held["past"] or "–"))


def _block(view: CatalogueView, key: str, tongue: Tongue) -> str:
    block = view.blocks.get(key)
    return f"{block.code} {tongue.text(block.title)}" if block else key
