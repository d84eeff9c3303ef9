"""The area's blueprint."""

from __future__ import annotations

from flask import Blueprint

from app.web.countries.area import redirect_to_code

area = Blueprint("reading", __name__)
area.before_request(redirect_to_code)
