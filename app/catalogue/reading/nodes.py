"""Strict YAML: one pass over the parser's events, without recursion and without constructing anything but text.

PyYAML's constructors raise half a dozen kinds of errors on hostile input and resolve `no`, `1.10` and
`190:20:30` into what nobody wrote. So nothing is constructed here: mappings, lists and text are composed from
the events of the C parser, with a budget on depth and number, and every value's place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from app.catalogue.reading.faults import Fault, Path, shown, spelled

MAX_DEPTH: Final = 12
MAX_NODES: Final = 60_000
MAX_FILE_BYTES: Final = 1024 * 1024
MAX_FAULTS: Final = 500
"""How many faults of YAML, and how many of shape, are named in one file; then reading it is no help any more."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Quoted(str):
    """Text that was written in quotes or as a block: never a truth value nor a number."""

    __slots__ = ()


@dataclass(slots=True)
class Place:
    """Where a mapping or list begins (counted from 0), and the places of what is in it; text and keys have marks."""

    line: int
    column: int
    inside: Any
    keys: dict[str, Any]


@dataclass(slots=True)
class Document:
    """One file: its data (mappings, lists, text), the place of each value, and what YAML itself finds wrong."""

    file: str
    data: Any = None
    place: Place = field(default_factory=lambda: Place(0, 0, {}, {}))
    faults: list[Fault] = field(default_factory=list)

    def locate(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path or of its key; of the nearest above if there is none."""
        place = self.place
        line, column = place.line, place.column
        for part in path:
            inside = getattr(place, "inside", None)
            if isinstance(inside, dict) and part in inside:
                if key:
                    mark = place.keys[str(part)]
                    line, column = mark.line, mark.column
                place = inside[str(part)]
            elif isinstance(inside, list) and isinstance(part, int) and part < len(inside):
                place = inside[part]
            else:
                continue
            if not key or isinstance(inside, list):
                line, column = place.line, place.column
        return line + 1, column + 1

    def fault(self, path: Path, message: str, *, key: bool = False) -> Fault:
        """A fault at the value, or the key, that a path leads to."""
        line, column = self.locate(path, key=key)
        return Fault(self.file, line, column, spelled(path), message)


class _Stop(Exception):
    """A budget is used up: reading on would be no help."""


class _Open:
    """A mapping or list whose end has not come yet."""

    __slots__ = ("awaits_value", "data", "drops", "key", "mark", "place")

    def __init__(self, data: Any, place: Place) -> None:
        self.data = data
        self.place = place
        self.key = ""
        self.awaits_value = False
        self.mark: Any = None
        self.drops = False


class _Composer:
    def __init__(self, file: str) -> None:
        self.document = Document(file)
        self.open: list[_Open] = []
        self.mark: Any = None
        self.documents = 0

    def complain(self, mark: Any, message: str, *, path: Path | None = None) -> None:
        if len(self.document.faults) >= MAX_FAULTS:
            raise _Stop
        where = spelled(self.path() if path is None else path)
        self.document.faults.append(Fault(self.document.file, mark.line + 1, mark.column + 1, where, message))

    def path(self) -> Path:
        parts: list[str | int] = []
        for opened in self.open:
            if isinstance(opened.data, list):
                parts.append(len(opened.data) - (opened is not self.open[-1]))
            elif opened.awaits_value or opened is not self.open[-1]:
                parts.append(opened.key)
        return tuple(parts)

    def run(self, text: str) -> None:
        next_event: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        count = 0
        event: Any = None
        while type(event) is not StreamEndEvent:
            event = next_event()
            self.mark = event.start_mark
            kind = type(event)
            if kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
                count += 1
                if count > MAX_NODES:
                    self.complain(event.start_mark, f"more than {MAX_NODES} values in one file")
                    raise _Stop
                if event.anchor is not None or event.tag is not None:
                    self.refuse_decoration(event)
                if kind is ScalarEvent:
                    self.scalar(event)
                else:
                    self.begin(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
            else:
                self.unusual(event)

    def unusual(self, event: Any) -> None:
        """Aliases, and where documents begin."""
        mark = event.start_mark
        if type(event) is AliasEvent:
            self.complain(mark, f"alias *{event.anchor}: aliases are not allowed, write the value out")
            self.place_value(Quoted(""), mark, mark)
        elif type(event) is DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self.complain(mark, "a second document begins: one document a file was expected", path=())
                raise _Stop
            if event.tags:
                self.complain(mark, "a %TAG directive: tags are not allowed", path=())

    def refuse_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self.complain(event.start_mark, f"anchor &{event.anchor}: anchors are not allowed")
        if event.tag is not None:
            self.complain(event.start_mark, f"tag {shown(event.tag)}: tags are not allowed")

    def scalar(self, event: Any) -> None:
        mark = event.start_mark
        value: str = event.value
        if event.style:
            value = Quoted(value)
            if event.style == '"' and _CONTROL.search(value):
                self.complain(mark, "a control character in the text: expected printable text")
                value = Quoted(_CONTROL.sub(" ", value))
        self.place_value(value, mark, mark)

    def begin(self, event: Any, data: dict[str, Any] | list[Any]) -> None:
        mark = event.start_mark
        if len(self.open) >= MAX_DEPTH:
            self.complain(mark, f"nested more than {MAX_DEPTH} deep")
            raise _Stop
        place = Place(mark.line, mark.column, {} if isinstance(data, dict) else [], {})
        self.place_value(data, place, mark)
        self.open.append(_Open(data, place))

    def place_value(self, value: Any, place: Any, mark: Any) -> None:
        if not self.open:
            self.document.data, self.document.place = value, place
            return
        top = self.open[-1]
        plain_nothing = type(value) is str and value in _NOTHING
        if type(top.data) is list:
            if plain_nothing:
                self.complain(mark, "no value: leave the entry out, or put text in quotes")
            top.data.append(value)
            top.place.inside.append(place)
        elif not top.awaits_value:
            self.place_key(top, value, mark)
        else:
            if plain_nothing:
                self.complain(mark, f"no value for {shown(top.key)}: leave the key out, or put text in quotes")
            if not top.drops:
                top.data[top.key] = value
                top.place.inside[top.key] = place
                top.place.keys[top.key] = top.mark
            top.awaits_value = False

    def place_key(self, top: _Open, key: Any, mark: Any) -> None:
        top.awaits_value, top.drops, top.mark = True, False, mark
        if not isinstance(key, str):
            top.key, top.drops = "?", True
            self.complain(mark, "a list or mapping as a key: expected a word")
            return
        top.key = key
        if key == "<<" and type(key) is str:
            self.complain(mark, "merge key <<: merge keys are not allowed, write the values out")
            top.drops = True
        elif key in top.data:
            first = top.place.keys[key].line + 1
            self.complain(mark, f"duplicate key {shown(key)}: it already stands on line {first}")
            top.drops = True


def compose(raw: bytes, file: str) -> Document:
    """Read one file. Never raises: whatever is wrong becomes a fault of the document, with its place."""
    composer = _Composer(file)
    document = composer.document
    if len(raw) > MAX_FILE_BYTES:
        document.faults.append(Fault(file, 1, 1, "", f"{len(raw)} bytes: at most {MAX_FILE_BYTES} are allowed a file"))
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place_of_byte(raw, error.start)
        document.faults.append(Fault(file, line, column, "", f"byte 0x{raw[error.start]:02x} is not UTF-8"))
        return document
    try:
        composer.run(text)
    except _Stop:
        document.data = None
    except yaml.reader.ReaderError as error:
        document.data = None
        document.faults.append(_unreadable(error, text, file))
    except yaml.MarkedYAMLError as error:
        document.data = None
        document.faults.append(_misspelled(error, file))
    except Exception as error:  # the one place where hostile input may surprise: it becomes a fault with its place
        document.data = None
        mark = composer.mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        document.faults.append(Fault(file, line, column, "", f"not readable as YAML ({type(error).__name__})"))
    if document.data is None and not document.faults:
        document.faults.append(Fault(file, 1, 1, "", "an empty file: expected a mapping"))
    return document


def _misspelled(error: yaml.MarkedYAMLError, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    said = " ".join(part for part in (error.problem, error.context) if part)
    if error.context_mark is not None and error.context_mark.line + 1 != line:
        said += f" that begins on line {error.context_mark.line + 1}"
    return Fault(file, line, column, "", f"not YAML: {said or 'cannot be read'}")


def _unreadable(error: yaml.reader.ReaderError, text: str, file: str) -> Fault:
    found = _CONTROL.search(text)
    line, column = _place_of_character(text, found.start()) if found else (1, 1)
    return Fault(file, line, column, "", "a control character: expected printable text")


def _place_of_byte(raw: bytes, position: int) -> tuple[int, int]:
    return _place_of_character(raw[:position].decode("utf-8-sig", "replace"), None)


def _place_of_character(text: str, position: int | None) -> tuple[int, int]:
    before = text if position is None else text[:position]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
