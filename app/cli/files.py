"""`flask files …`: rows and bytes compared, what nothing names swept, what waits scanned."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from flask.cli import AppGroup

from app.accounts.actor import SYSTEM
from app.cli.edge import deed, dry_run_option, fail, json_option, look, refusals, say_json
from app.files.clamd import ScannerAway
from app.files.queries import list_unscanned, wanted_keys
from app.files.services.keeping import check_files, sweep_files
from app.files.services.landing import sweep_landing
from app.files.services.previewing import sweep_previews
from app.files.services.scanning import scan_again
from app.files.states import ScanState
from app.http.context import services
from app.http.depot import landing_of, previewer_of
from app.plans.services.scanning import note_scan

group = AppGroup("files", help="Files that were uploaded.")


@group.command("check")
@json_option
@refusals
def check(as_json: bool) -> None:
    """Compare every file's row with its bytes; status 1 where one is without the other, or is not as its hash says."""
    with look() as session:
        found = check_files(session, services().depot.store)
    if as_json:
        say_json({**asdict(found), "whole": found.is_whole})
    else:
        click.echo(f"{found.files} files, {found.bytes} bytes.")
        for sentence, keys in (
            ("Files without their bytes (row)", found.missing),
            ("Files whose bytes are others than were uploaded (row)", found.changed),
            ("Bytes that no row names (hash)", found.unnamed),
        ):
            if keys:
                click.echo(f"{sentence}: {', '.join(map(str, keys))}", err=True)
    if not found.is_whole:
        sys.exit(1)


@group.command("sweep")
@dry_run_option
@refusals
def sweep(dry_run: bool) -> None:
    """Remove bytes that no row names and that are more than an hour old: left behind by uploads that failed.

    The previews of contents that are gone go with them, and what came in pieces and was not gone on with for a day.
    """
    previewer = previewer_of(services().config)
    with deed(dry_run=dry_run) as session:
        swept = sweep_files(session, services().depot.store, dry_run=dry_run)
        previews = sweep_previews(previewer, wanted_keys(session), dry_run=dry_run)
        pieces = sweep_landing(landing_of(services().config), dry_run=dry_run)
        said = f"{len(swept.keys)} contents, {swept.bytes} bytes, {swept.unfinished} unfinished writings"
        click.echo(f"{said}, {previews} previews, {pieces} uploads that were not finished.")


@group.command("scan")
@dry_run_option
@refusals
def scan(dry_run: bool) -> None:
    """Ask the virus scanner about every file that it has not looked at yet."""
    depot = services().depot
    if depot.scanner is None:
        fail("No virus scanner is configured: set CLAMD_SOCKET.")
    with look() as session:
        waiting = [(row.id, row.content_hash) for row in list_unscanned(session)]
    refused = 0
    for file_id, content_hash in waiting:
        try:
            state = scan_again(depot.store, depot.scanner, content_hash)
        except ScannerAway as away:
            fail(f"The virus scanner cannot be reached: {away}.")
        except FileNotFoundError:
            click.echo(f"File {file_id} has no bytes: run flask files check.", err=True)
            continue
        refused += state is ScanState.REFUSED
        if not dry_run:
            with deed() as session:
                note_scan(session, file_id, state, actor=SYSTEM)
    click.echo(f"{len(waiting)} files looked at, {refused} refused.")
    if dry_run:
        click.echo("Dry run: nothing was changed.", err=True)


commands = (group,)
