"""Doing something to see what the rules say of it: one deed in a savepoint, and many that are all taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.audit.services import mark, return_to
from app.core.errors import DomainError


@contextmanager
def attempted(session: Session) -> Iterator[None]:
    """Do one thing; where it is refused, nothing of it is left, in the audit trail neither. Raises the refusal."""
    noted = mark(session)
    try:
        with session.begin_nested():
            yield
    except DomainError:
        return_to(session, noted)
        session.expire_all()
        raise


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """Do something and take it all back, also what was said to the audit trail."""
    session.flush()
    noted = mark(session)
    place = session.begin_nested()
    try:
        yield
    finally:
        place.rollback()
        return_to(session, noted)
        session.expire_all()
