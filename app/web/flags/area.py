"""The area's blueprint, and how flags are named in addresses."""

from __future__ import annotations

from flask import Blueprint, url_for

from app.flags.records import FlagRecord

area = Blueprint("flags", __name__)


def address_of(flag: FlagRecord, anchor: str | None = None) -> str:
    """The page of a flag; of a draft, the form that revises it."""
    if flag.number is None:
        return url_for("flags.revise_flag", flag_id=flag.flag_id)
    return url_for("flags.show_flag", code=flag.owner, number=flag.number, _anchor=anchor)
