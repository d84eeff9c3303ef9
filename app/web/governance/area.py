"""The area of the yearly governance, on which the modules of pages hang their views."""

from __future__ import annotations

from flask import Blueprint

area = Blueprint("governance", __name__, url_prefix="/governance")
