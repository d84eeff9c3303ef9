"""What is wrong with a catalogue's files: every fault with its place, gathered before anything is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where a value stands in a file: keys and list positions from the top."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`file:line:column: path: what is wrong and what was expected`; line and column count from 1."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {path}{self.message}"


class Faulty(Exception):
    """A catalogue that cannot be read; `faults` holds all that was found, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def spelled(path: Path) -> str:
    """A path as people read it: `blocks.0.children.2.due.on`."""
    return ".".join(str(part) for part in path)


def shown(value: str, length: int = 60) -> str:
    """A value quoted in a message, cut and with invisible characters made visible."""
    return _visible(value if len(value) <= length else value[: length - 1] + "…")


def _visible(value: str) -> str:
    """Quoted, with control characters written as escapes, letters of all scripts left as they are."""
    return "'" + "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in value) + "'"
