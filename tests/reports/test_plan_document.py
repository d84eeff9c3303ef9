"""A plan as a Word document: all of it for the country, what was shared for others, in the order of the template."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

from app.accounts.actor import Actor
from app.plans.services.items import update_item
from app.plans.services.prose import update_prose
from app.plans.services.releases import share
from app.readiness.cache import ReadingCache
from app.reports.docx import docx_of
from app.reports.parts import Document, Heading, Paragraph, Table
from app.reports.services import make_plan_document
from app.reports.tongue import Tongue
from tests.exchange.conftest import Desk, desk
from tests.factories import plans

__all__ = ["desk"]

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(desk: Desk, actor: Actor | None = None, known: date | None = None) -> Document:
    return make_plan_document(
        desk.session,
        desk.view,
        "IE",
        actor=actor or desk.coordinator,
        day=plans.NOON.date(),
        known=known,
        tongue=Tongue(),
        cache=ReadingCache(),
    )


def text_in(document: Document) -> str:
    content = docx_of(document, at=datetime(2026, 11, 22, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
        body = ElementTree.fromstring(packed.read("word/document.xml"))
    return "\n".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in body.iter(f"{WORD}p"))


def test_every_item_and_milestone_is_in_it_and_the_timeline_is_last(desk: Desk) -> None:
    references = [
        desk.add("Bill <adopted> & published", forecast_on=date(2025, 9, 1)),
        desk.add("Staff & co", item="alpha.training", measured_by="target", target_unit="persons", target_value=400),
    ]
    update_item(
        desk.session,
        desk.view,
        "IE",
        "alpha.law",
        {"lead_authority_id": desk.justice, "missing": "A vote ]]> in <Parliament>"},
        actor=desk.coordinator,
        expected_version=None,
    )
    document = made(desk)
    told = text_in(document)
    assert all(reference in told for reference in references)
    assert {one.reference for one in desk.all()} <= set(told.split())
    for item in desk.view.items_of("IE"):
        assert Heading(3, item.title.in_("en")) in document.parts
    assert "Bill <adopted> & published" in told
    assert "A vote ]]> in <Parliament>" in told
    assert "Department of Justice" in told
    first = [part.text for part in document.parts if isinstance(part, Heading) and part.level == 1]
    blocks = [f"{block.code} {block.title.in_('en')}" for block in desk.view.blocks.values()]
    assert first == ["Summary", *blocks, "Timeline"]


def test_prose_stands_in_the_order_of_the_template_in_its_language(desk: Desk) -> None:
    block = next(iter(desk.view.blocks.values()))
    sections = desk.view.plan_sections
    for section in reversed(sections):
        update_prose(
            desk.session,
            desk.view,
            "IE",
            block.key,
            section.key,
            f"Téacs {section.key}",
            "ga",
            actor=desk.coordinator,
            expected_version=None,
        )
    parts = made(desk).parts
    written = [part.text for part in parts if isinstance(part, Paragraph) and part.language == "ga"]
    assert written == [f"Téacs {section.key}" for section in sections]


def test_others_get_what_was_shared_and_what_was_shared_then(desk: Desk) -> None:
    desk.add("Told to others")
    share(desk.session, "IE", actor=desk.coordinator)
    desk.add("Canary kept at home")
    reviewer = plans.reviewer(desk.session)
    shared = text_in(made(desk, reviewer))
    assert "Told to others" in shared
    assert "shared state" in shared
    assert "Canary" not in shared
    assert "Canary kept at home" in text_in(made(desk))
    assert "Told to others" not in text_in(made(desk, reviewer, known=date(2024, 7, 1)))


def test_characters_that_no_file_can_hold_are_left_out() -> None:
    document = Document("A\x00B", "en", "x", "\x0b", (Paragraph("a\x01b\ud800c"), Table("t", ("h",), (("\x02z",),))))
    assert text_in(document).split() == ["AB", "abc", "t", "h", "z"]
