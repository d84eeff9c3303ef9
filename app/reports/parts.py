"""A document before it becomes a file: headings, paragraphs and tables in order. Plain data, in one language."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 is the highest below the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; line ends in it stay. `label` stands before it in bold; `language` where it differs.

    `is_of_the_making`: it says when the file was made, which is no part of what the file says.
    """

    text: str
    label: str = ""
    language: str = ""
    is_of_the_making: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption, the names of its columns, and rows as long as those."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Table


@dataclass(frozen=True)
class Document:
    """A whole document. `foot` stands below every page, `mark` above it: that its data are invented."""

    title: str
    language: str
    author: str
    foot: str
    parts: tuple[Part, ...]
    mark: str = ""


def column_widths(part: Table) -> list[int]:
    """The columns' widths in %: said here because to measure every cell takes as long as to print it.

    A column is as wide as its longest word, or as a long text asks for that may run over several lines.
    """
    columns = list(zip(part.head, *part.rows, strict=True))
    wanted = [
        max(max(map(len, " ".join(cells).split()), default=1), *(math.isqrt(4 * len(cell)) for cell in cells), 1)
        for cells in columns
    ]
    return [100 * one // sum(wanted) for one in wanted]
