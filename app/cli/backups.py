"""`flask backup OUT` and `flask restore IN --to DIR`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.edge import dry_run_option, fail, refusals, say_dry
from app.core.backups import check_restore, make_backup, measure_backup, restore_backup
from app.core.engine import Database
from app.core.errors import DomainError
from app.http.context import services
from app.http.depot import store_in

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("backup")
@click.argument("out", type=FOLDER)
@dry_run_option
@with_appcontext
@refusals
def backup(out: Path, dry_run: bool) -> None:
    """Write database and files into the new folder OUT, with a manifest of hashes. Others may go on writing."""
    held = services()
    store = held.depot.store
    if dry_run:
        extent = measure_backup(held.database, store, out)
        say_dry(f"{_told(extent.rows)}, {extent.audit_entries} audit entries, {extent.files} files: {out}")
        return
    try:
        manifest = make_backup(held.database, store, out)
    except OSError as error:
        fail(f"{error.filename or out} cannot be written: {error.strerror}. The backup is not whole.")
    click.echo(f"{_told(manifest.rows)}, {manifest.audit_entries} audit entries: {out}")


@click.command("restore")
@click.argument("backup_folder", metavar="IN", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--to", "directory", type=FOLDER, required=True, help="The new DATA_DIR.")
@dry_run_option
@with_appcontext
@refusals
def restore(backup_folder: Path, directory: Path, dry_run: bool) -> None:
    """Restore the backup IN.

    With SQLite the database is made in DIR; with DATABASE_URL set it must name an empty PostgreSQL database. So with
    the files: they are laid in DIR, or with STORE_URL set into its bucket, which must hold none.
    """
    if directory.exists() and any(directory.iterdir()):
        fail(f"{directory} is not empty. Nothing was restored.")
    url = os.environ.get("DATABASE_URL")
    store = store_in(services().config, directory)
    if dry_run:
        target = Database(url) if url else None
        say_dry(f"{_told(check_restore(backup_folder, target, store).rows)} to restore: {directory}")
        return
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        fail(f"{directory} cannot be made: {error.strerror}. Nothing was restored.")
    database = Database(url or f"sqlite:///{directory / 'tracker.sqlite3'}")
    try:
        manifest = restore_backup(backup_folder, database, store, directory)
    except (DomainError, OSError) as error:
        database.dispose()
        shutil.rmtree(directory)  # it was empty, or not there
        if isinstance(error, OSError):
            fail(f"The files cannot be restored: {error.strerror or error}. Nothing was kept.")
        raise
    finally:
        database.dispose()
    click.echo(f"{sum(manifest.rows.values())} rows restored. Start with DATA_DIR={directory}.")


def _told(rows: dict[str, int]) -> str:
    return f"{sum(rows.values())} rows of {len(rows)} tables"


commands = (backup, restore)
