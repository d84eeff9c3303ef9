"""Files as doors hand them in: examined, and ready to be kept."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from pathlib import Path

from app.core.storage import LocalStore
from app.files.depot import Depot
from app.files.services.receiving import Examined, Upload, examined


def depot_in(folder: Path) -> Depot:
    """A depot without a scanner."""
    return Depot(LocalStore(folder / "files"))


def sent(
    depot: Depot, name: str = "evidence.txt", content: bytes = b"Adopted text"
) -> AbstractContextManager[Examined]:
    """A file that was uploaded and examined."""
    return examined(Upload(name, io.BytesIO(content)), depot)
