"""The area's blueprint."""

from __future__ import annotations

from flask import Blueprint

area = Blueprint("fiches", __name__)
