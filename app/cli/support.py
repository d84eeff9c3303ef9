"""`flask support …`: projects, and who is assigned to them as an expert, without the web."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup

from app.accounts.actor import SYSTEM
from app.catalogue.queries import view_in_force
from app.cli.edge import deed, dry_run_option, fail, json_option, look, refusals, say_json
from app.core import clock
from app.http.context import config
from app.support import services
from app.support.queries.requests import get_project, list_requests

group = AppGroup("support", help="Technical support: projects and their experts.")
DAY = click.DateTime(["%Y-%m-%d"])


@group.command("list")
@json_option
@refusals
def list_projects(as_json: bool) -> None:
    """Requests and projects, with those who are or were assigned."""
    with look() as session:
        told = [
            {
                "name": one.name,
                "project": one.project_id,
                "state": one.state.value,
                "title": one.title,
                "assignments": [
                    {
                        "number": held.assignment_id,
                        "expert": held.name,
                        "from": held.starts_on,
                        "until": held.ends_on,
                        "ended": held.revoked_at,
                        "blocks": sorted(held.blocks),
                        "items": sorted(held.items),
                    }
                    for held in one.assignments
                ],
            }
            for one in list_requests(session, SYSTEM)
        ]
    if as_json:
        say_json(told)
        return
    for one in told:
        number = f"project {one['project']}" if one["project"] else "request"
        click.echo(f"{one['name']}  {number}  {one['state']}  {one['title']}")


@group.command("assign")
@click.argument("project_id", type=int)
@click.argument("email")
@click.option("--name", default="", help="Name of a person who has no account yet.")
@click.option("--task", required=True, help="What for, in a line.")
@click.option("--from", "starts_on", type=DAY, required=True, help="First day.")
@click.option("--until", "ends_on", type=DAY, required=True, help="Last day.")
@click.option("--block", "blocks", multiple=True, help="Key of a block.")
@click.option("--item", "items", multiple=True, help="Key of a single item.")
@dry_run_option
@refusals
def assign(
    project_id: int,
    email: str,
    name: str,
    task: str,
    starts_on: datetime,
    ends_on: datetime,
    blocks: tuple[str, ...],
    items: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Assign EMAIL to the project PROJECT_ID as an expert; for a new account its invitation link is printed."""
    with deed(dry_run=dry_run) as session:
        view = view_in_force(session, clock.today())
        for key in items:
            if key not in view.items:
                fail(f"There is no item {key}.")
        values = {
            "email": email,
            "name": name,
            "task": task,
            "starts_on": starts_on.date(),
            "ends_on": ends_on.date(),
            "blocks": list(blocks),
            "items": [view.items[key].item_id for key in items],
        }
        found = get_project(session, project_id, SYSTEM)
        made, secret = services.assign_expert(session, view, found, values, actor=SYSTEM)
        click.echo(f"Assigned (number {made.id}).")
    if secret and not dry_run:
        click.echo(f"{config().public_url}/invitation/{secret}")


@group.command("end")
@click.argument("project_id", type=int)
@click.argument("assignment_id", type=int)
@click.option("--reason", required=True, help="Why, in a line.")
@dry_run_option
@refusals
def end(project_id: int, assignment_id: int, reason: str, dry_run: bool) -> None:
    """End the assignment ASSIGNMENT_ID to the project PROJECT_ID now (see `flask support list --json`)."""
    with deed(dry_run=dry_run) as session:
        found = get_project(session, project_id, SYSTEM)
        services.end_assignment(session, found, assignment_id, reason, actor=SYSTEM)
        click.echo("Ended.")


commands = (group,)
