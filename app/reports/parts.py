"""A document before it becomes a file: headings, paragraphs and tables in order. Plain data, in one language."""

from __future__ import annotations

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
