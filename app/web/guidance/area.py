"""The blueprint that views of guidance hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accounts.states import Role
from app.core.errors import NotFound
from app.guidance.queries.publications import NO_ENTRY
from app.guidance.records import Entry
from app.http.context import actor, catalogue
from app.plans.states import EU
from app.web.published import listed

area = Blueprint("guidance", __name__, url_prefix="/governance")

Answer = Response | str | tuple[str, int]


def entry_named(key: str) -> Entry:
    """A publication that stands, by what it is called; one that the catalogue has in the place of a recorded one also
    by that one's name. Raises NotFound."""
    found = next((one for one in listed() if key in one.keys), None)
    if found is None:
        raise NotFound(NO_ENTRY)
    return found


def recording() -> list[str]:
    """The Member States for which the person records uses."""
    own = {held.country for held in actor().held if held.role in (Role.COORDINATOR, Role.CONTRIBUTOR) and held.country}
    return [code for code in catalogue().countries if code in own and code != EU]
