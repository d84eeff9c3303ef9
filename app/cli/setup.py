"""`flask setup`: what `make run` calls before it serves. Schema, catalogue, empty plans, demonstration."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.queries import count_users
from app.catalogue.queries import get_view
from app.catalogue.services import load_release
from app.cli.demonstration import set_up_demonstration
from app.cli.edge import deed, fail, look, refusals
from app.core import schema
from app.core.collector import collector_paused
from app.http.context import config, services
from app.plans.services.plans import open_plans

CATALOGUE = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"


@click.command("setup")
@refusals
def setup() -> None:
    """Bring database, catalogue and (with DEMO=1) demonstration up to date, saying what is done."""
    held = services()
    with collector_paused():
        if schema.current_revision(held.database.engine) != schema.head_revision():
            click.echo("  database: bringing the schema up to date")
            schema.upgrade(held.database.engine)
        held.volatile.create()
        with deed() as session:
            load_catalogue(session, replace_demonstration=config().demonstration)
    if config().demonstration:
        set_up_demonstration()
    else:
        say_how_to_begin()


def load_catalogue(session: Session, *, replace_demonstration: bool) -> None:
    """Load the catalogue of the tree, if it is not the one that is there, and open the plans it asks for."""
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


def say_how_to_begin() -> None:
    """Without demonstration and people, say how the first administrator comes in."""
    with look() as session:
        if count_users(session) == 0:
            click.echo(
                "  nobody can sign in yet. Invite the first administrator:\n"
                "  .venv/bin/flask --app wsgi accounts invite you@example.eu 'Your Name' --role administrator"
            )


commands = (setup,)
