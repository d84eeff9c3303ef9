"""What the rows of a spreadsheet from elsewhere come to: new milestones, and changes of those already there. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.core.labels import message
from app.exchange.book.content import Value
from app.exchange.edits import CellEdit, Edits, RowEdit
from app.exchange.foreign.days import day_of
from app.exchange.foreign.layout import DAYS, LEFT_OUT, NEW, Target
from app.exchange.foreign.rows import ForeignRows, item_of
from app.exchange.foreign.words import plain
from app.exchange.reading.cells import TEXT_EXPECTED, CellFault
from app.exchange.reading.rows import FORMULA, MERGED

NO_TITLE = message("A title is expected: without one the row is no milestone.")
NOT_ASSIGNED = message("The item of this row is not known. Choose it with the columns.")
WORD_UNKNOWN = message("What “%(found)s” means is not said. Choose it with the columns.")
NAME_TOO_LONG = message("The name of an authority has at most %(limit)s characters.")
TWICE = message("This row says the same as row %(line)s; only the first is read.")
LEFT = message("Rows left out, as was chosen: %(number)s.")
LONGEST_NAME = 200
REFERENCE_MARK = "Ref. "
"""Before the number that a row has in the spreadsheet, in the last line of its note: by it the row is known again."""


class There:
    """The milestones that stand, to be found by their number in the spreadsheet, or by item and title."""

    def __init__(self, milestones: Mapping[str, Mapping[str, Value]], items: Mapping[str, str]) -> None:
        """`milestones`: reference → values of its fields; `items`: reference → key of its item."""
        self.milestones, self.items = milestones, items
        self._by_mark = {
            line: reference
            for reference, values in milestones.items()
            for line in str(values["note"] or "").split("\n")
            if line.startswith(REFERENCE_MARK)
        }
        self._by_title = {(items[key], plain(str(values["title"]))): key for key, values in milestones.items()}

    def find(self, mark: str, item_key: str, title: str) -> str | None:
        """The reference of the milestone that a row is about."""
        return self._by_mark.get(mark) or self._by_title.get((item_key, plain(title)))


def edits_of(rows: ForeignRows, there: There) -> Edits:
    """What the rows come to. Those that cannot be read are named, all at once, and left out whole."""
    return _Reader(rows, there).read()


class _Reader:
    def __init__(self, rows: ForeignRows, there: There) -> None:
        self.rows, self.there, self.edits = rows, there, Edits()
        self.table, self.layout = rows.table, rows.decided
        self.names = {plain(one.name): one.authority_id for one in rows.meanings.authorities}
        self.known = {one.authority_id for one in rows.meanings.authorities}
        self.seen: dict[str, int] = {}
        self.left = 0

    def read(self) -> Edits:
        spoilt = set(self._merged())
        for line in self.table.lines():
            if line not in spoilt and not self._has_formula(line):
                self._read_row(line)
        if self.left:
            self.edits.remark(self.table.sheet.name, LEFT, number=self.left)
        return self.edits

    def _complain(self, line: int, target: Target, sentence: str, /, **values: object) -> None:
        row = self.rows.word(line, Target.REFERENCE) or self.rows.word(line, Target.TITLE)
        self.edits.complain(self.table.sheet.name, self.table.address(line, target), sentence, row=row, **values)

    def _merged(self) -> Iterator[int]:
        for area in self.table.merged:
            if not area.holds_for_its_rows:
                self.edits.complain(self.table.sheet.name, area.cell, MERGED)
                yield from range(area.top, area.end)

    def _has_formula(self, line: int) -> bool:
        found = [
            Target(key)
            for key, at in self.table.at.items()
            if (self.table.line_of(line, key) + 1, at + 1) in self.table.sheet.formulas
        ]
        for target in found:
            self._complain(line, target, FORMULA)
        return bool(found)

    def _read_row(self, line: int) -> None:
        title = self._text(line, Target.TITLE)
        if not title:
            self._complain(line, Target.TITLE, NO_TITLE)
            return
        item_key = item_of(self.layout, self.rows.place(line))
        if item_key == LEFT_OUT:
            self.left += 1
            return
        faults = len(self.edits.faults) + self.edits.more_faults
        if item_key not in self.rows.meanings.items:
            self._complain(line, Target.ITEM, NOT_ASSIGNED)
        values = self._values(line, title, item_key)
        if len(self.edits.faults) + self.edits.more_faults == faults:
            self._keep(line, item_key, values)

    def _values(self, line: int, title: str, item_key: str) -> dict[Target, Value]:
        """What a row says, target by target; empty cells say nothing."""
        values: dict[Target, Value] = {Target.TITLE: title}
        for day in DAYS:
            values[day] = self._day(line, day)
        values[Target.AUTHORITY] = self._authority(line)
        values[Target.STEP] = self._step(line, item_key)
        values[Target.NOTE] = self._text(line, Target.NOTE)
        return {target: value for target, value in values.items() if value not in (None, "")}

    def _text(self, line: int, target: Target) -> str:
        cell = self.table.cell(line, target)
        if isinstance(cell, dict) and "d" not in cell:
            self._complain(line, target, TEXT_EXPECTED)
            return ""
        if isinstance(cell, dict):
            return str(cell["d"])
        text = "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n")
        return text if target is Target.NOTE else " ".join(text.split())

    def _day(self, line: int, target: Target) -> date | None:
        cell = self.table.cell(line, target)
        if cell is None:
            return None
        try:
            return day_of(cell, self.layout.order)
        except CellFault as fault:
            self._complain(line, target, fault.sentence, **fault.values)
            return None

    def _authority(self, line: int) -> Value:
        """The key of an authority that is there, or the name of a new one."""
        word = self.rows.word(line, Target.AUTHORITY)
        meant = self.layout.authorities.get(word, "")
        if not word or meant == LEFT_OUT:
            return None
        if meant.startswith(NEW):
            name = meant.removeprefix(NEW)
            if len(self._text(line, Target.AUTHORITY)) > LONGEST_NAME:
                self._complain(line, Target.AUTHORITY, NAME_TOO_LONG, limit=LONGEST_NAME)
            return self.names.get(plain(name), name)
        if meant.isdigit() and int(meant) in self.known:
            return int(meant)
        self._complain(line, Target.AUTHORITY, WORD_UNKNOWN, found=word)
        return None

    def _step(self, line: int, item_key: str) -> str | None:
        word = self.rows.word(line, Target.STEP)
        item = self.rows.meanings.items.get(item_key)
        if not word or item is None:
            return None
        meant = self.layout.steps.get(item.workstream, {}).get(word, "")
        if not meant:
            self._complain(line, Target.STEP, WORD_UNKNOWN, found=word)
        return None if meant == LEFT_OUT else meant

    def _keep(self, line: int, item_key: str, values: dict[Target, Value]) -> None:
        number = self._text(line, Target.REFERENCE)
        mark = f"{REFERENCE_MARK}{number}" if number else ""
        title = str(values[Target.TITLE])
        reference = self.there.find(mark, item_key, title)
        one = reference or mark or f"{item_key}\n{plain(title)}"
        if one in self.seen:
            self._complain(line, Target.TITLE, TWICE, line=self.seen[one] + 1)
            return
        self.seen[one] = line
        ours = self.there.milestones[reference] if reference else {}
        note = _with_mark(str(values.get(Target.NOTE) or ours.get("note") or ""), mark)
        if note:
            values[Target.NOTE] = note
        cells = [self._cell(line, target, value, ours) for target, value in values.items()]
        changed = tuple(cell for cell in cells if not ours or cell.theirs != ours[cell.field])
        if changed:
            place = self.there.items[reference] if reference else item_key
            self.edits.rows.append(RowEdit(reference, place, self.table.sheet.name, line + 1, changed))
        else:
            self.edits.unchanged += 1

    def _cell(self, line: int, target: Target, value: Value, ours: Mapping[str, Value]) -> CellEdit:
        """A cell against nothing: what is empty here is filled, what differs is for somebody to choose. A note that
        only gets its number is no other note."""
        base: Value = "" if target is Target.NOTE and ours else None
        if target is Target.NOTE and ours and self.table.cell(line, Target.NOTE) is None:
            base = ours["note"]
        return CellEdit(target.value, self.table.address(line, target), base, value)


def _with_mark(note: str, mark: str) -> str:
    if not mark or mark in note.split("\n"):
        return note
    return f"{note}\n{mark}" if note else mark
