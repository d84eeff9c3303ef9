"""Look through the markup of every part: declarations are refused, formulas and the extent of sheets are noted."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from app.exchange.reading import limits
from app.exchange.reading.archive import Workbook
from app.files.checks.markup import HAS_TYPE
from app.files.checks.refusal import DAMAGED, Refused

_ADDRESS = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_MOST_FORMULAS = 1_000


def scan(archive: Workbook) -> dict[str, list[tuple[int, int]]]:
    """Sheet's name → rows and columns, counted from 1, of the cells with a formula. Raises Refused.

    Every part that is markup is read to its end, so that what comes out of the archive is counted.
    """
    sheets = {} if archive.is_ods else _names_of_sheets(archive)
    found: dict[str, list[tuple[int, int]]] = {}
    for name in [member.filename for member in archive.members]:
        if name == "content.xml" and archive.is_ods:
            found.update(_OdsCells().read(archive, name))
        elif name in sheets:
            found[sheets[name]] = _XlsxCells(sheets[name]).read(archive, name)
        elif name.endswith((".xml", ".rels", ".vml")):
            parse(archive, name, lambda _tag, _attributes: None)
        else:
            for _piece in archive.pieces(name):
                pass
    return found


def parse(
    archive: Workbook,
    name: str,
    on_start: Callable[[str, dict[str, str]], None],
    on_end: Callable[[str], None] | None = None,
) -> None:
    """Read a part's markup; tags come without their prefix. Raises Refused for declarations and broken markup."""
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise Refused(HAS_TYPE)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: on_start(tag.rpartition(":")[2], attributes)
    if on_end:
        parser.EndElementHandler = lambda tag: on_end(tag.rpartition(":")[2])
    try:
        for piece in archive.pieces(name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused(DAMAGED) from error


def _names_of_sheets(archive: Workbook) -> dict[str, str]:
    """Part → name of the sheet in it; links to other files are refused."""
    targets: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[attributes.get("Id", "")] = posixpath.normpath(path)
        elif tag == "Relationship" and attributes.get("Type", "").endswith("/externalLink"):
            raise Refused(limits.HAS_LINKS)

    parse(archive, "xl/_rels/workbook.xml.rels", relation)
    names: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            names[targets.get(key, "")] = attributes.get("name", "")

    parse(archive, "xl/workbook.xml", sheet)
    if len(names) > limits.MOST_SHEETS:
        raise Refused(limits.TOO_MANY_SHEETS, limit=limits.MOST_SHEETS)
    return names


class _XlsxCells:
    """Notes the formulas of one sheet and refuses it when it is too large. Only cells with something in them count."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.here = (0, 0)
        self.formulas: list[tuple[int, int]] = []

    def read(self, archive: Workbook, name: str) -> list[tuple[int, int]]:
        parse(archive, name, self._start)
        return self.formulas

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.here = (_number(attributes.get("r", "")) or self.here[0] + 1, 0)
        elif tag == "c":
            self.here = _place(attributes.get("r", "")) or (self.here[0], self.here[1] + 1)
        elif tag in ("v", "is", "f"):
            check_extent(self.sheet, *self.here)
            if tag == "f" and len(self.formulas) < _MOST_FORMULAS:
                self.formulas.append(self.here)


class _OdsCells:
    """The same for a file of LibreOffice's own, in which cells and rows can say how often they are repeated."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[int, int]]] = {}
        self.sheet = ""
        self.row = self.row_times = self.column = 0

    def read(self, archive: Workbook, name: str) -> dict[str, list[tuple[int, int]]]:
        parse(archive, name, self._start)
        return self.found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        said = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        if tag == "table":
            self.sheet, self.row, self.row_times, self.column = said.get("name", ""), 0, 1, 0
            self.found[self.sheet] = []
            if len(self.found) > limits.MOST_SHEETS:
                raise Refused(limits.TOO_MANY_SHEETS, limit=limits.MOST_SHEETS)
        elif tag == "table-row":
            self.row += self.row_times if self.row else 1
            self.row_times, self.column = _number(said.get("number-rows-repeated", "1")) or 1, 0
        elif tag in ("table-cell", "covered-table-cell"):
            times = _number(said.get("number-columns-repeated", "1")) or 1
            if "value-type" in said or "formula" in said:
                check_extent(self.sheet, self.row + self.row_times - 1, self.column + times)
                if "formula" in said and len(self.found[self.sheet]) < _MOST_FORMULAS:
                    self.found[self.sheet].append((self.row, self.column + 1))
            self.column += times


def check_extent(sheet: str, row: int, column: int) -> None:
    """Raise Refused for a cell beyond what a sheet may have."""
    if row > limits.MOST_ROWS:
        raise Refused(limits.TOO_MANY_ROWS, sheet=sheet[:60], limit=limits.MOST_ROWS)
    if column > limits.MOST_COLUMNS:
        raise Refused(limits.TOO_MANY_COLUMNS, sheet=sheet[:60], limit=limits.MOST_COLUMNS)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _place(address: str) -> tuple[int, int] | None:
    """`C7` as row 7, column 3."""
    match = _ADDRESS.match(address)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
