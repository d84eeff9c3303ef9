"""The area's blueprint, and the one right that all of it asks."""

from __future__ import annotations

from flask import Blueprint
from flask_login import current_user

from app.accounts.policy import LIST
from app.core.policy import require
from app.http.context import actor

area = Blueprint("admin", __name__, url_prefix="/admin")


@area.before_request
def only_for_administrators() -> None:
    """One right for the whole area; what is done in it asks its own. Who is not signed in is asked to first."""
    if current_user.is_authenticated:
        require(actor(), LIST)
