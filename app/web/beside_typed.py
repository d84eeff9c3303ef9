"""What stands now beside what somebody typed, where another person wrote in between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from wtforms import BooleanField

from app.web.countries.deeds.common import as_shown, line_ends
from app.web.countries.forms_versions import VersionForm, as_typed


class Stands(NamedTuple):
    """A field on which the two differ: its label, and what stands now, as it is shown."""

    label: str
    now: str


def beside_typed(form: VersionForm, now: Mapping[str, Any], version: int) -> list[Stands]:
    """The fields in which what was typed differs from what stands now; the form goes on from `version`, which its page
    shows beside them."""
    form.version.data = version
    found = []
    for field in form:
        if field.name not in now:
            continue
        stands = as_typed(now[field.name])
        if stands == tuple(line_ends(text) for text in as_typed(field.data)):
            continue
        said = ("",) if isinstance(field, BooleanField) and not now[field.name] else stands
        found.append(Stands(str(field.label.text), as_shown(field, said)))
    return found
