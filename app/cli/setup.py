"""`flask setup`: what `make run` calls before it serves. Schema, catalogue, empty plans, demonstration."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.queries import list_usable_grants
from app.accounts.states import Role
from app.catalogue.queries import get_view, list_releases
from app.catalogue.services import load_release
from app.cli.demonstration import say_what_is_due, set_up_demonstration
from app.cli.edge import deed, dry_run_option, fail, look, refusals, say_dry
from app.core import schema
from app.core.collector import collector_paused
from app.http.context import config, services
from app.plans.services.plans import open_plans

READERS = Path(__file__).resolve().parents[1] / "catalogue"
MARK = "catalogue-read"
"""Below `DATA_DIR`: which files were last read, and what they said. Without it they are read again."""
CATALOGUE = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"


@click.command("setup")
@dry_run_option
@with_appcontext
@refusals
def setup(dry_run: bool) -> None:
    """Bring database, catalogue and (with DEMO=1) demonstration up to date, saying what is done."""
    held = services()
    revision = schema.current_revision(held.database.engine)
    if dry_run and revision != schema.head_revision():
        say_dry(
            f"  database: the schema would be brought from {revision or 'nothing'} to {schema.head_revision()};\n"
            "  what is then due of catalogue, plans and demonstration shows once it is"
        )
        return
    with collector_paused():
        if revision != schema.head_revision():
            click.echo("  database: bringing the schema up to date")
            schema.create(held.database.engine)
        if not dry_run:
            held.volatile.create()
        with deed(dry_run=dry_run) as session:
            read = load_catalogue(session, replace_demonstration=config().demonstration)
            if dry_run and config().demonstration:
                say_what_is_due(session)
    if read and not dry_run:
        (Path(config().data_dir) / MARK).write_text(read, encoding="ascii")
    if config().demonstration and not dry_run:
        set_up_demonstration()
    else:
        say_how_to_begin()


def load_catalogue(session: Session, *, replace_demonstration: bool) -> str | None:
    """Load the catalogue of the tree, if it is not the one that is there, and open the plans it asks for.

    Files that were read before, by the same code, into a release that is there are not read again. Returns what is to
    stand in `MARK` once the release is there; None: it stands there.
    """
    mark = Path(config().data_dir) / MARK
    files = _hash_of_files()
    if _read_before(mark) in {(files, release.content_hash) for release in list_releases(session)}:
        return None
    from app.catalogue.reading import Faulty, read_catalogue  # pydantic: a server starts sooner without

    try:
        file = read_catalogue(CATALOGUE)
    except Faulty as faulty:
        fail("\n".join(str(fault) for fault in faulty.faults))
    result = load_release(session, file, actor=SYSTEM, replace_demonstration=replace_demonstration)
    if result.replaced:
        click.echo("  catalogue: other content under the same version, so the demonstration is rebuilt")
    if result.created:
        click.echo(f"  catalogue: {file.head.catalogue} {file.head.version} loaded")
    view = get_view(session, result.release_id)
    opened = open_plans(session, view, actor=SYSTEM)
    if opened:
        click.echo(f"  plans: {len(opened)} opened")
    return f"{files} {file.content_hash}\n"


def _hash_of_files() -> str:
    """The SHA-256 of the catalogue's files and of the code that reads them."""
    told = hashlib.sha256()
    for path in sorted((*CATALOGUE.rglob("*.yaml"), *READERS.rglob("*.py"))):
        told.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def _read_before(mark: Path) -> tuple[str, ...]:
    try:
        return tuple(mark.read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        return ()


def say_how_to_begin() -> None:
    """Without the demonstration, and while no administrator can sign in, say how one comes in."""
    if config().demonstration:
        return
    with look() as session:
        if not list_usable_grants(session, Role.ADMINISTRATOR):
            click.echo(
                "  no administrator can sign in yet. Invite the first one:\n"
                "  .venv/bin/flask --app wsgi accounts invite you@example.eu 'Your Name' --role administrator\n"
                "  Somebody who was invited gets a new link by: accounts link you@example.eu"
            )


commands = (setup,)
