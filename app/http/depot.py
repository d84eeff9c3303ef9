"""Where files and their previews lie, from the settings of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.storage import LocalStore
from app.files.clamd import Scanner
from app.files.depot import MEBIBYTE, Depot
from app.files.previewer import Previewer

if TYPE_CHECKING:
    from config import Config


def depot_of(config: Config) -> Depot:
    """Files in `DATA_DIR/files`, and the scanner where one is named."""
    return Depot(
        LocalStore(config.data_dir / "files"),
        Scanner(config.clamd_socket) if config.clamd_socket else None,
        config.upload_limit_mb * MEBIBYTE,
        config.upload_total_mb * MEBIBYTE,
    )


def previewer_of(config: Config) -> Previewer:
    """Previews in `DATA_DIR/previews`; losing them costs the time to make them again."""
    return Previewer(config.data_dir / "previews")
