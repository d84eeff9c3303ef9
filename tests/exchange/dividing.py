"""A target that is divided among authorities."""

from __future__ import annotations

from datetime import date

from app.exchange.book.references import part_reference
from app.plans.services.parts import Said, save_parts
from tests.exchange.conftest import Desk


def divided(desk: Desk, reference: str) -> tuple[str, str]:
    """A target divided among both departments; the references of their rows."""
    parts = [Said(desk.housing, 300, 90, date(2025, 2, 1)), Said(desk.justice, 100)]
    save_parts(desk.session, "IE", reference, parts, actor=desk.coordinator, reason="Counted anew")
    return part_reference(reference, desk.housing), part_reference(reference, desk.justice)
