"""The amounts of a milestone as its form takes them: the budget, and a field an instrument and stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.catalogue.views import CatalogueView
from app.core.money import LONGEST, written
from app.plans.funding import STAGES, rows_of
from app.plans.rules.funding import field_of, fields_of
from app.web.countries.forms import MilestoneForm
from app.web.money import titles_of

STAGE_WORDS: Mapping[str, str] = {"planned": _("planned"), "committed": _("committed"), "spent": _("spent")}


class AmountField(StringField):  # type: ignore[misc]
    """An amount in euro, as people write one; what it means is read below."""


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument in a form or a table: its title, and the names of its fields by stage."""

    key: str
    title: str
    fields: Mapping[str, str]


def rows_in(view: CatalogueView, text: str | None) -> list[InstrumentRow]:
    """The instruments that a form offers: all that can pay, and those that pay already and are no longer offered."""
    titles = titles_of(view)
    titles |= {key: key for key in rows_of(text) if key not in titles}
    return [InstrumentRow(key, title, {name: field_of(key, name) for name in STAGES}) for key, title in titles.items()]


def milestone_form(view: CatalogueView, text: str | None) -> type[MilestoneForm]:
    """The form of a milestone with fields for every instrument."""
    labels = tuple(
        (name, f"{row.title}: {STAGE_WORDS[stage]}")
        for row in rows_in(view, text)
        for stage, name in row.fields.items()
    )
    return _made(labels)


@lru_cache(maxsize=32)
def _made(labels: tuple[tuple[str, str], ...]) -> type[MilestoneForm]:
    fields = {name: AmountField(label, [Optional(), Length(max=LONGEST)]) for name, label in labels}
    names = (*MilestoneForm.FIELDS, "budget", *fields)
    budget = AmountField(_("Estimated budget, in euro"), [Optional(), Length(max=LONGEST)])
    return type("FundedMilestoneForm", (MilestoneForm,), {"budget": budget, **fields, "FIELDS": names})


def amounts_of(view: CatalogueView, budget: int | None, text: str | None) -> dict[str, str]:
    """What the fields of a form hold for a milestone as it stands."""
    said = fields_of(text)
    names = [name for row in rows_in(view, text) for name in row.fields.values()]
    return {
        "budget": "" if budget is None else written(budget),
        **{name: written(said[name]) if name in said else "" for name in names},
    }
