"""`flask audit verify`."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from app.audit.services import verify as verify_trail
from app.cli.edge import look, say_json
from app.http.context import services

group = AppGroup("audit", help="The audit trail.")


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(as_json: bool) -> None:
    """Walk the chain and compare it with the copy outside; status 1 and the first bad row where it is broken."""
    with look() as session:
        verdict = verify_trail(session, services().config.audit_head_file)
    if as_json:
        say_json(
            {
                "entries": verdict.entries,
                "whole": verdict.is_whole,
                "first_bad": verdict.first_bad,
                "problem": verdict.problem,
                "newer_than_outside_copy": verdict.newer,
                "compared_with_outside_copy": verdict.is_compared,
            }
        )
    elif verdict.is_compared:
        click.echo(f"{verdict.entries} entries, unbroken; {verdict.newer} newer than the outside copy.")
    elif verdict.is_whole:
        click.echo(f"{verdict.entries} entries, unbroken among themselves; there is no copy outside to compare with.")
    else:
        where = f" First bad row: {verdict.first_bad}." if verdict.first_bad else ""
        click.echo(f"Broken: {verdict.problem}.{where}", err=True)
    if not verdict.is_whole:
        sys.exit(1)


commands = (group,)
