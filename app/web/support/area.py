"""The blueprint that views of support hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from app.catalogue.views import CatalogueView
from app.core.errors import NotFound
from app.core.policy import allows
from app.http.context import actor
from app.plans.states import EU
from app.support.policy import SEE
from app.support.queries.requests import NO_REQUEST

area = Blueprint("support", __name__, url_prefix="/support")

Answer = Response | str | tuple[str, int]


def country_here(view: CatalogueView, code: str) -> str:
    """The code of a Member State for which support can be asked. Raises NotFound."""
    if code == EU or code not in view.countries:
        raise NotFound(NO_REQUEST)
    return code


def ask_to_see() -> None:
    """Raise NotFound for who has no role in plans: to them nothing of support is there."""
    if not allows(actor(), SEE):
        raise NotFound(NO_REQUEST)
