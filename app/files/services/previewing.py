"""Previews of files: made when somebody asks for one, and kept beside the files under the hash of the content.

They may be lost at any time, and are made again; no backup holds them.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from app.core.errors import NotFound
from app.core.locks import PLACE
from app.core.storage import FileStore, on_disk
from app.files.checks.kinds import KINDS
from app.files.previewer import Preview, Previewer, ask_apart, preview_from
from app.files.queries import NO_FILE, FileRecord

log = logging.getLogger(__name__)

MADE_AS = 1
"""Goes up when previews are made in another way: those made before are then made anew."""
_EXTENSIONS = {kind.media_type: kind.extension for kind in KINDS.values()}


def preview_of(file: FileRecord, store: FileStore, previewer: Previewer) -> Preview:
    """What a file shows, from what is kept or else made now; the caller has asked who may have the file.

    It may take seconds: hold no lock meanwhile. Raises Busy, NotFound where the bytes are gone.
    """
    extension = _EXTENSIONS[file.media_type]
    path = previewer.folder / f"{file.content_hash}.{extension}.json"
    kept = _kept(path)
    if kept is not None:
        return preview_from(kept)
    try:
        stream = store.open(file.content_hash)
    except FileNotFoundError as error:
        raise NotFound(NO_FILE) from error
    with stream, on_disk(stream) as placed:
        said = ask_apart(extension, placed, previewer)
    _keep(path, {**said, "made_as": MADE_AS})
    return preview_from(said)


def sweep_previews(previewer: Previewer, wanted: Collection[str], *, dry_run: bool = False) -> int:
    """Forget the previews of contents that are no longer wanted, and what was left unfinished; returns how many."""
    if not previewer.folder.is_dir():
        return 0
    gone = [path for path in previewer.folder.iterdir() if _is_over(path, wanted)]
    for path in () if dry_run else gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _is_over(path: Path, wanted: Collection[str]) -> bool:
    return not path.name.startswith(PLACE) and path.name.partition(".")[0] not in wanted


def _kept(path: Path) -> dict[str, Any] | None:
    """What was kept, if it was made as previews are made now."""
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if said.get("made_as") == MADE_AS else None


def _keep(path: Path, said: dict[str, Any]) -> None:
    """Written beside and renamed. Without room nothing is kept, and the preview is shown all the same."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix="unfinished.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file)
        os.replace(name, path)
    except OSError:
        log.exception("a preview cannot be kept")
