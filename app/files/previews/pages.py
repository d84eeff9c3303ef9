"""PDF: the text of the first page, in the order in which it is written there."""

from __future__ import annotations

from typing import BinaryIO

from pypdf import PdfReader


def text_of_first_page(stream: BinaryIO) -> str:
    """Its text; empty where the page is a picture. Whatever the reader raises is a fault of the file."""
    return str(PdfReader(stream).pages[0].extract_text())
