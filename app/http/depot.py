"""Where files and their previews lie, from the settings of an application."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.storage import FileStore, LocalStore
from app.files.clamd import Scanner
from app.files.depot import MEBIBYTE, Depot
from app.files.landing import Landing
from app.files.previewer import Previewer

if TYPE_CHECKING:
    from config import Config


def depot_of(config: Config) -> Depot:
    """Files where the settings say, and the scanner where one is named."""
    return Depot(
        store_in(config, config.data_dir),
        Scanner(config.clamd_socket) if config.clamd_socket else None,
        config.upload_limit_mb * MEBIBYTE,
        config.upload_total_mb * MEBIBYTE,
    )


def store_in(config: Config, directory: Path) -> FileStore:
    """The bucket of `STORE_URL`, or without one the folder `files` in a directory."""
    if config.bucket is None:
        return LocalStore(directory / "files")
    from app.core.object_store import Bucket, ObjectStore

    return ObjectStore(Bucket(**{part.name: getattr(config.bucket, part.name) for part in fields(config.bucket)}))


def landing_of(config: Config) -> Landing:
    """What arrives in pieces lies in `DATA_DIR/pieces`, in no backup, until it is whole."""
    return Landing(config.data_dir / "pieces")


def previewer_of(config: Config) -> Previewer:
    """Previews in `DATA_DIR/previews`; losing them costs the time to make them again."""
    return Previewer(config.data_dir / "previews")
