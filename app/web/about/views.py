"""`/accessibility` and `/privacy`: for everybody, with the true periods and the operator's name from the settings."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template

from app.accounts.services import LINK_LIFETIME
from app.http.context import config
from app.http.doors import public
from app.http.sessions import ATTEMPTS_KEPT, UNSIGNED_LIFE
from app.http.signin import LIMITS, WINDOW, store_of_sessions
from app.web.about.wording import length_of

area = Blueprint("about", __name__)


@area.get("/accessibility")
@public
def show_accessibility() -> str:
    """The accessibility statement: what is aimed at, what was tested and how, what is known not to be good enough."""
    return render_template("about/show_accessibility.html", contact=config().operator_contact)


@area.get("/privacy")
@public
def show_privacy() -> str:
    """What is kept of people, why, for how long, who sees it, and whom to ask."""
    settings = config()
    return render_template(
        "about/show_privacy.html",
        contact=settings.operator_contact,
        cookie=store_of_sessions().cookie_name,
        idle=length_of(timedelta(minutes=settings.idle_minutes)),
        session_life=length_of(timedelta(hours=settings.session_hours)),
        unsigned_life=length_of(UNSIGNED_LIFE),
        link_life=length_of(LINK_LIFETIME),
        window=length_of(WINDOW),
        attempts_kept=length_of(ATTEMPTS_KEPT),
        limit=LIMITS["account"],
    )
