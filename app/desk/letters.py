"""A letter as a file that a mail program opens ready to send: nothing is sent from here (RFC 5322, RFC 2045)."""

from __future__ import annotations

import mimetypes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol

from sqlalchemy.orm import Session

from app.desk.records import AskRecord

Sheet = tuple[str, bytes]
"""A file: its name and its content."""


class SheetMaker(Protocol):
    """Makes the workbook of an authority of a plan, to be filled in and sent back; None where there is none."""

    def __call__(self, session: Session, owner: str, authority_id: int, /) -> Sheet | None: ...


def as_message(ask: AskRecord, sheet: Sheet | None = None) -> bytes:
    """The letter as an `.eml` file. `X-Unsent` makes mail programs open it as a draft; the sender is theirs to fill in.

    To the authority's contact address where it has one; with the sheet attached where there is one.
    """
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = ask.subject
    if ask.contact_email:
        letter["To"] = ask.contact_email
    letter["X-Unsent"] = "1"
    letter.set_content(ask.body + "\n")
    if sheet is not None:
        name, content = sheet
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return letter.as_bytes()
