"""Prose of a block: the sections that the catalogue asks of a plan."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.plans import policy
from app.plans.history import change, create, require_version
from app.plans.models import Prose
from app.plans.queries import rows
from app.plans.queries.items import current_prose
from app.plans.queries.records import ProseRecord
from app.plans.rules.values import clean_effective_on, clean_reason
from app.plans.services.access import find_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

TEXT_LIMIT = 20_000
_LANGUAGE = re.compile(r"[a-z]{2}")


def update_prose(
    session: Session,
    view: CatalogueView,
    owner: str,
    block_key: str,
    section_key: str,
    text: str,
    language: str,
    *,
    actor: Actor,
    expected_version: int | None,
    effective_on: date | None = None,
    reason: str = "",
) -> ProseRecord:
    """Write a section of a block's prose in a language (two letters).

    `expected_version` is 0 while the section is empty. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    plan = find_plan(session, owner, actor)
    block = rows.get_block_row(session, plan.id, block_key)
    if section_key not in {section.key for section in view.plan_sections}:
        raise NotFound(message("There is no such section."))
    require(actor, policy.UPDATE_PROSE, policy.WorkSubject(owner, block_key))
    day = clean_effective_on(effective_on, view.starts_on)
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        raise Invalid(message("Choose a language."), field="language")
    values = {"text": clean_text(text, "text", TEXT_LIMIT), "language": language}
    said = clean_reason(reason)
    prose = rows.find_prose_row(session, block.id, section_key)
    if prose is None:
        if expected_version:
            raise Conflict()
        prose = Prose(plan_id=plan.id, plan_block_id=block.id, section_key=section_key, **values)
        create(session, prose, actor=actor, effective_on=day, reason=said, deed="plans:prose:updated")
    else:
        require_version(prose, expected_version)
        deed = "plans:prose:updated"
        change(session, prose, values, actor=actor, effective_on=day, reason=said, deed=deed)
    return current_prose(session, prose.id)
