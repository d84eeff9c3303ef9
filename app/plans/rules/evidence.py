"""What a piece of evidence must hold, by its kind, and what a sensitive item does not take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from app.catalogue.states import OF_SUPPORT
from app.core.errors import Invalid
from app.core.labels import message
from app.core.texts import clean_line
from app.plans.history import State
from app.plans.rules.values import clean_day, clean_number, clean_past_day, only_known
from app.plans.states import EvidenceKind

EDITABLE = frozenset(
    {"kind", "title", "reference", "url", "number", "unit", "about_on", "expires_on"},
)
NOT_FOR_SENSITIVE = message(
    "For this item give a statement, a reference, a notification or a number, and no link or file."
)
_LIMITS = {"title": 300, "reference": 500, "url": 1000, "unit": 60}


def clean_evidence(values: Mapping[str, Any]) -> State:
    """The values in their proper shape. Raises Invalid naming the field."""
    only_known(values, EDITABLE)
    cleaned: State = {}
    for name, value in values.items():
        if name in _LIMITS:
            cleaned[name] = clean_line(value, name, _LIMITS[name], required=name == "title")
        elif name == "number":
            cleaned[name] = clean_number(value, name)
        elif name == "about_on":
            cleaned[name] = clean_past_day(value, name)
        elif name == "expires_on":
            cleaned[name] = clean_day(value, name)
        else:
            cleaned[name] = _clean_kind(value)
    return cleaned


def _clean_kind(value: Any) -> str:
    try:
        kind = EvidenceKind(value)
    except ValueError:
        raise Invalid(message("This is not a kind of evidence."), field="kind") from None
    if kind in OF_SUPPORT:
        raise Invalid(message("A deliverable becomes evidence when the country accepts it."), field="kind")
    return kind.value


def check_evidence(state: State, *, is_sensitive: bool, brings_file: bool = False) -> None:
    """What its kind needs, and what a sensitive item takes; `brings_file`: a file comes with it. Raises Invalid."""
    _check_kind(state)
    check_url(state["url"])
    _check_file(state, is_sensitive, brings_file)
    if is_sensitive and (state["kind"] == EvidenceKind.LINK.value or state["url"]):
        raise Invalid(
            NOT_FOR_SENSITIVE,
            field="kind" if state["kind"] == EvidenceKind.LINK.value else "url",
        )
    if state["expires_on"] and state["about_on"] and state["expires_on"] < state["about_on"]:
        raise Invalid(message("It cannot expire before the day it is about."), field="expires_on")


def _check_file(state: State, is_sensitive: bool, brings_file: bool) -> None:
    is_file = state["kind"] == EvidenceKind.FILE.value
    if is_sensitive and (is_file or brings_file):
        raise Invalid(NOT_FOR_SENSITIVE, field="file" if brings_file else "kind")
    if is_file and not (brings_file or state["file_id"] is not None):
        raise Invalid(message("Choose the file."), field="file")
    if brings_file and not is_file:
        raise Invalid(message("Choose “file” as the kind to keep a file, or send it without."), field="file")


def _check_kind(state: State) -> None:
    kind = state["kind"]
    if kind == EvidenceKind.LEGAL_REFERENCE.value and not state["reference"]:
        raise Invalid(message("Enter the reference of the act."), field="reference")
    if kind == EvidenceKind.NOTIFICATION.value and not (state["reference"] or state["about_on"]):
        raise Invalid(message("Enter the reference or the date of the notification."), field="reference")
    if kind == EvidenceKind.LINK.value and not state["url"]:
        raise Invalid(message("Enter the address."), field="url")
    if kind == EvidenceKind.NUMBER.value:
        _check_number(state)


def _check_number(state: State) -> None:
    if state["number"] is None:
        raise Invalid(message("Enter the number."), field="number")
    if not state["unit"]:
        raise Invalid(message("Enter what is counted."), field="unit")
    if state["about_on"] is None:
        raise Invalid(message("Enter the day on which the number held."), field="about_on")


def check_url(url: str) -> None:
    """Raise Invalid, naming `url`, for an address that is none of the web, or that carries a password."""
    if not url:
        return
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        is_good = False
    if not is_good or parts.username or parts.password:
        raise Invalid(message("Enter an address that begins with http:// or https://."), field="url")
