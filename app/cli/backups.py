"""`flask backup OUT` and `flask restore IN --to DIR`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from app.cli.edge import fail, refusals
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.http.context import services

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("backup")
@click.argument("out", type=FOLDER)
@refusals
def backup(out: Path) -> None:
    """Write database and files into the new folder OUT, with a manifest of hashes. Others may go on writing."""
    held = services()
    manifest = make_backup(held.database, held.config.data_dir / "files", out)
    rows = sum(manifest.rows.values())
    click.echo(f"{rows} rows of {len(manifest.rows)} tables, {manifest.audit_entries} audit entries: {out}")


@click.command("restore")
@click.argument("backup_folder", metavar="IN", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--to", "directory", type=FOLDER, required=True, help="The new DATA_DIR.")
@refusals
def restore(backup_folder: Path, directory: Path) -> None:
    """Restore the backup IN.

    With SQLite the database is made in DIR; with DATABASE_URL set it must name an empty PostgreSQL database.
    """
    if directory.exists() and any(directory.iterdir()):
        fail(f"{directory} is not empty. Nothing was restored.")
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(os.environ.get("DATABASE_URL") or f"sqlite:///{directory / 'tracker.sqlite3'}")
    try:
        manifest = restore_backup(backup_folder, database, directory)
    finally:
        database.dispose()
    click.echo(f"{sum(manifest.rows.values())} rows restored. Start with DATA_DIR={directory}.")


commands = (backup, restore)
