"""What the filters of the catalogue offer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext

from app.catalogue.states import Level, Nature, Obligation
from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum
from app.web.catalogue.selection import EVERYTHING
from app.web.frame import in_language


@dataclass(frozen=True)
class Filter:
    """A choice of one value or none; `options` are pairs of value and words."""

    name: str
    label: str
    any_label: str
    options: tuple[tuple[str, str], ...]


def filters_of(view: CatalogueView) -> tuple[Filter, ...]:
    """The choices a release gives, in the reader's language; of acts only those that items rest on."""
    blocks = tuple((block.code, f"{block.code} {in_language(block.title)}") for block in view.blocks.values())
    used = {reference.act for item in view.items.values() for reference in item.legal}
    streams = tuple((stream.key, in_language(stream.title)) for stream in view.workstreams.values())
    acts = tuple((act.code, in_language(act.title)) for act in view.acts.values() if act.code in used)
    return (
        Filter("block", gettext("Block"), gettext("All"), ((EVERYTHING, gettext("All, item by item")), *blocks)),
        Filter("level", gettext("Level"), gettext("Both"), _labels(Level)),
        Filter("workstream", gettext("Workstream"), gettext("All"), streams),
        Filter("obligation", gettext("Obligation"), gettext("All"), _labels(Obligation)),
        Filter("nature", gettext("Nature"), gettext("All"), _labels(Nature)),
        Filter("act", gettext("Act"), gettext("All"), acts),
    )


def _labels(members: Iterable[LabelledEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((member.value, str(gettext(member.label))) for member in members)
