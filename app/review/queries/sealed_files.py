"""The files that seals rest on, by the hashes of their contents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.files.queries import NO_FILE, FileRecord, list_taken_back
from app.files.states import ScanState
from app.review.models import Seal
from app.review.sealing import read_snapshot
from app.review.snapshot import TAKEN_BACK

_SHOWED_NOTHING = (ScanState.REFUSED.value, TAKEN_BACK)


def hashes_in(snapshot: Mapping[str, Any]) -> set[str]:
    """The hashes of the files of evidence in a snapshot, but of what nobody got any more when it was sealed."""
    pieces = (piece for item in snapshot.get("items", {}).values() for piece in item.get("evidence", ()))
    return {
        piece["file_hash"]
        for piece in pieces
        if piece.get("file_hash") and piece.get("file_scan") not in _SHOWED_NOTHING
    }


def rests_on(session: Session, plan_id: int, content_hash: str) -> bool:
    """Whether a seal of the plan rests on these bytes. Reads the plan's seals one by one: a few, and rarely asked."""
    contents = session.execute(select(Seal.content).where(Seal.plan_id == plan_id).execution_options(yield_per=1))
    return any(content_hash in hashes_in(read_snapshot(content)) for content in contents.scalars())


def list_kept(session: Session, owner: str, snapshot: Mapping[str, Any]) -> list[FileRecord]:
    """What a snapshot rests on and was taken back since; the caller has asked whether the submission may be seen."""
    return list_taken_back(session, owner, hashes_in(snapshot))


def get_kept(session: Session, owner: str, snapshot: Mapping[str, Any], file_id: int) -> FileRecord:
    """One of them. Raises NotFound."""
    found = next((file for file in list_kept(session, owner, snapshot) if file.file_id == file_id), None)
    if found is None:
        raise NotFound(NO_FILE)
    return found
