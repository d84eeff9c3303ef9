"""The sealed base: what a workbook said when it was taken away, packed as text and signed with the secret.

Merging three ways needs to know what was there before. The base goes out with the workbook and comes back with it;
without the application's secret nobody can make or change one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.errors import Invalid
from app.core.labels import message
from app.exchange.book.columns import BY_KEY, FIELDS, Kind
from app.exchange.book.content import Book, BookRow, Selection, Value, Vocabulary

MARK = "tracker-base-1"
PURPOSE = b"base of a workbook, format 1"
CHUNK = 30_000
"""Characters a cell of the base holds; a spreadsheet takes 32,767."""

LARGEST = 4 * 1024 * 1024
"""Characters of a packed base: a plan of 450 milestones has some 30,000."""

TAMPERED = message(
    "The hidden part of this workbook, by which changes are recognised, was altered or comes from another system."
    " Download a new workbook and copy your rows into it."
)
MISSING = message(
    "This file has lost its hidden part, by which changes are recognised, or was never downloaded here."
    " Download a new workbook and copy your rows into it, or begin from it as a spreadsheet of your own."
)


@dataclass(frozen=True)
class BaseRow:
    """A milestone as it was taken away."""

    version: int
    item_key: str
    workstream: str
    open: frozenset[str]
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Base:
    """What a workbook said when it was taken away, by whom and when."""

    owner: str
    at: datetime
    by: str
    release_id: int
    selection: Selection
    heads: Mapping[str, str]
    sheets: tuple[str, ...]
    words: Vocabulary
    rows: Mapping[str, BaseRow]
    workstreams: Mapping[str, str]
    """Of every item that had rows, so that a step of a new milestone can be read."""


def packed(book: Book, secret: str) -> list[str]:
    """The base of a book as texts for cells: a mark with the signature, then the content in pieces."""
    data = {
        "owner": book.owner,
        "at": book.at.isoformat(),
        "by": book.by,
        "release": book.release_id,
        "selection": _selection_out(book.selection),
        "heads": dict(book.heads),
        "sheets": [sheet.name for sheet in book.sheets],
        "authorities": dict(book.words.authorities),
        "causes": dict(book.words.causes),
        "answers": dict(book.words.answers),
        "steps": {key: dict(steps) for key, steps in book.words.steps.items()},
        "workstreams": {
            row.item_key: row.workstream for sheet in book.sheets for row in sheet.rows if not row.reference
        },
        "rows": {row.reference: _row_out(row) for sheet in book.sheets for row in sheet.rows if row.reference},
    }
    content = base64.b64encode(zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 9)).decode()
    pieces = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    return [f"{MARK}:{_signature(content, secret)}", *pieces]


def unpacked(pieces: Sequence[str], secrets: Sequence[str]) -> Base:
    """The base that texts of cells hold; any of the secrets may have signed it. Raises Invalid."""
    mark, _, signature = (pieces[0] if pieces else "").partition(":")
    content = "".join(pieces[1:])
    if mark != MARK or not content:
        raise Invalid(MISSING)
    if len(content) > LARGEST or not content.isascii():
        raise Invalid(TAMPERED)
    given = signature.encode()
    if not any(hmac.compare_digest(_signature(content, secret).encode(), given) for secret in secrets):
        raise Invalid(TAMPERED)
    return _base_in(json.loads(zlib.decompress(base64.b64decode(content))))


def _signature(content: str, secret: str) -> str:
    key = hmac.new(secret.encode(), PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, content.encode(), hashlib.sha256).hexdigest()


def _row_out(row: BookRow) -> list[Any]:
    values = {key: value.isoformat() if isinstance(value, date) else value for key, value in row.values.items()}
    shown = {key: value for key, value in values.items() if value not in (None, "")}
    return [row.version, row.item_key, row.workstream, sorted(row.open), shown]


def _row_in(data: list[Any], fields: Sequence[str]) -> BaseRow:
    version, item_key, workstream, opened, shown = data
    values = {key: _value_in(key, shown.get(key)) for key in fields}
    return BaseRow(version, item_key, workstream, frozenset(opened), values)


def _value_in(key: str, value: Any) -> Value:
    if value is not None and BY_KEY[key].kind is Kind.DAY:
        return date.fromisoformat(value)
    is_text = BY_KEY[key].kind in (Kind.LINE, Kind.TEXT)
    return "" if value is None and is_text else value


def _selection_out(selection: Selection) -> dict[str, list[Any] | None]:
    return {name: None if part is None else sorted(part) for name, part in vars(selection).items()}


def _base_in(data: Mapping[str, Any]) -> Base:
    fields = [column.key for column in FIELDS]
    chosen = {name: None if part is None else frozenset(part) for name, part in data["selection"].items()}
    return Base(
        owner=data["owner"],
        at=datetime.fromisoformat(data["at"]),
        by=data["by"],
        release_id=data["release"],
        selection=Selection(**chosen),
        heads=data["heads"],
        sheets=tuple(data["sheets"]),
        words=Vocabulary(data["authorities"], data["causes"], data["steps"], data.get("answers", {})),
        rows={reference: _row_in(row, fields) for reference, row in data["rows"].items()},
        workstreams=data["workstreams"],
    )
