"""`flask catalogue …`: check a catalogue's folder, load it as a release, write a release back, print the schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from app.accounts.actor import SYSTEM
from app.catalogue import queries
from app.catalogue.services import load_release
from app.cli.edge import deed, fail, look, refusals, say_json
from app.core import clock
from app.http.context import config

if TYPE_CHECKING:
    from app.catalogue.reading import CatalogueFile

# pydantic is needed by these commands alone, so it is imported inside them: every other start is quicker.

group = AppGroup("catalogue", help="What is required: its files and releases.")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _read(folder: Path, as_json: bool) -> CatalogueFile:
    """Read a folder, or say all that is wrong with it and end with status 1."""
    from app.catalogue.reading import Faulty, read_catalogue

    try:
        return read_catalogue(folder)
    except Faulty as faulty:
        if as_json:
            say_json({"faults": [{name: getattr(f, name) for name in f.__slots__} for f in faulty.faults]})
        number = len(faulty.faults)
        said = "\n".join(str(fault) for fault in faulty.faults)
        fail(f"{said}\n{number} {'fault' if number == 1 else 'faults'}; nothing was changed.")


@group.command("check")
@click.argument("folder", type=FOLDER)
@as_json
def check(folder: Path, as_json: bool) -> None:
    """Read FOLDER and name every fault with its file, line and column."""
    catalogue = _read(folder, as_json)
    head = catalogue.head
    if as_json:
        say_json({"faults": [], "catalogue": head.catalogue, "version": head.version, "hash": catalogue.content_hash})
    else:
        click.echo(f"{head.catalogue} {head.version}: no faults, {len(catalogue.blocks)} blocks.")


@group.command("schema")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, which the schema is in any case.")
def schema(as_json: bool) -> None:
    """Print the JSON Schema of a catalogue's files."""
    from app.catalogue.schema import schema_text

    click.echo(schema_text(), nl=False)


@group.command("load")
@click.argument("folder", type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@as_json
@refusals
def load(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Load FOLDER as one release, whole or not at all."""
    catalogue = _read(folder, as_json)
    head = catalogue.head
    name = f"{head.catalogue} {head.version}"
    with deed(dry_run=dry_run) as session:
        there = queries.find_release(session, head.catalogue, head.version)
        if config().demonstration and there is not None and there.content_hash != catalogue.content_hash:
            click.echo(
                f"The database is a demonstration: its plans and {name} as it was are deleted first.", err=as_json
            )
        result = load_release(session, catalogue, actor=SYSTEM, replace_demonstration=config().demonstration)
    if as_json:
        say_json(
            {
                "release": result.release_id,
                "created": result.created,
                "replaced": result.replaced,
                "rows": result.rows,
                "new_items": result.new_items,
                "removed_items": result.removed_items,
            }
        )
        return
    if not result.created:
        click.echo(f"{name} is loaded already: nothing changed.")
        return
    click.echo(f"{name} loaded: {result.rows} rows, {len(result.new_items)} new items.")
    if result.removed_items:
        click.echo(f"No longer asked for: {', '.join(result.removed_items)}.")


@group.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--release", "release_id", type=int, help="Number of the release; left out: the one in force today.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@refusals
def export(folder: Path, release_id: int | None, dry_run: bool) -> None:
    """Write a release into FOLDER, which must be empty or not there."""
    from app.catalogue.exporting import export_release

    with look() as session:
        number = queries.release_in_force(session, clock.today()) if release_id is None else release_id
        view = queries.get_view(session, number)
    try:
        written = export_release(view, folder, dry_run=dry_run)
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror}.")
    if dry_run:
        click.echo("\n".join(str(path) for path in written))
        click.echo("Dry run: nothing was written.", err=True)
        return
    click.echo(f"{view.catalogue} {view.version}: {len(written)} files written to {folder}.")


@group.command("list")
@as_json
@refusals
def list_releases(as_json: bool) -> None:
    """The releases that are loaded, the one in force last first."""
    with look() as session:
        heads = queries.list_releases(session)
    if as_json:
        say_json([{name: getattr(head, name) for name in head.__dataclass_fields__} for head in heads])
        return
    for head in heads:
        click.echo(f"{head.release_id}  {head.catalogue} {head.version}  in force from {head.in_force_from}")


commands = (group,)
