"""`flask accounts …`: the first administrator, and people without the web."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.accounts import queries, services
from app.accounts.actor import SYSTEM
from app.accounts.services import Scope
from app.accounts.states import Role, TokenPurpose
from app.catalogue.states import proper_code
from app.cli.edge import deed, fail, look, refusals, say_json
from app.http.context import config
from app.http.context import services as held_services
from app.http.sessions import ServerSideSessions
from app.notices.services.choosing import forget_leaver
from app.plans.services import roles

group = AppGroup("accounts", help="People and their roles.")
ROLES = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])
dry = click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")


def scoped(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what a role covers."""
    for option in (
        click.option("--desk", multiple=True, help="A country on a reviewer's desk; none: all."),
        click.option("--block", "blocks", multiple=True, help="Key of a block a contributor is limited to; none: all."),
        click.option("--authority", "authorities", type=int, multiple=True, help="Key of a contributor's authority."),
        click.option("--deputy", is_flag=True, help="A coordinator's deputy (needs --until)."),
        click.option("--until", type=DAY, help="Last day of the role."),
        click.option("--country", help="Code of the Member State, or EU."),
    ):
        command = option(command)
    return command


@group.command("invite")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@scoped
@dry
@refusals
def invite(email: str, name: str, role: str, dry_run: bool, **scope: Any) -> None:
    """Make an account with a role and print its invitation link (one use, one hour)."""
    with deed(dry_run=dry_run) as session:
        user = services.create_user(session, actor=SYSTEM, email=email, name=name)
        roles.give_role(session, user, Role(role), _scope(**scope), actor=SYSTEM)
        secret = services.make_link(session, user, TokenPurpose.INVITATION, actor=SYSTEM)
    if not dry_run:
        click.echo(f"{config().public_url}/invitation/{secret}")


@group.command("link")
@click.argument("email")
@dry
@refusals
def link(email: str, dry_run: bool) -> None:
    """Print a new-password link for EMAIL (one use, one hour)."""
    with deed(dry_run=dry_run) as session:
        user = _known(session, email)
        purpose = TokenPurpose.PASSWORD if user.password_hash else TokenPurpose.INVITATION
        secret = services.make_link(session, user, purpose, actor=SYSTEM)
    if not dry_run:
        click.echo(f"{config().public_url}/invitation/{secret}")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
@scoped
@dry
@refusals
def grant(email: str, role: str, dry_run: bool, **scope: Any) -> None:
    """Give EMAIL a ROLE; the person's sessions end."""
    with deed(dry_run=dry_run) as session:
        user = _known(session, email)
        made = roles.give_role(session, user, Role(role), _scope(**scope), actor=SYSTEM)
        click.echo(f"Granted (number {made.id}).")
        user_id = user.id
    if not dry_run:
        _end_sessions_of(user_id)


@group.command("revoke")
@click.argument("grant_id", type=int)
@click.option("--hand-over-to", help="Address of the person who takes over a country.")
@dry
@refusals
def revoke(grant_id: int, hand_over_to: str | None, dry_run: bool) -> None:
    """End the grant with the number GRANT_ID (see `flask accounts list`); the person's sessions end."""
    with deed(dry_run=dry_run) as session:
        successor = queries.find_user_by_email(session, hand_over_to) if hand_over_to else None
        if hand_over_to and successor is None:
            fail(f"There is no account with the address {hand_over_to}.")
        ended = queries.get_grant(session, grant_id)
        services.revoke_role(session, ended, actor=SYSTEM, hand_over_to=successor)
        click.echo("Revoked.")
        concerned = {ended.user_id} | ({successor.id} if successor else set())
    if not dry_run:
        for user_id in concerned:
            _end_sessions_of(user_id)


@group.command("disable")
@click.argument("email")
@dry
@refusals
def disable(email: str, dry_run: bool) -> None:
    """Close the account of EMAIL; the person's sessions end."""
    with deed(dry_run=dry_run) as session:
        user = _known(session, email)
        services.disable_user(session, user, actor=SYSTEM)
        user_id = user.id
    if not dry_run:
        _end_sessions_of(user_id)


@group.command("correct")
@click.argument("email")
@click.option("--name", help="The name as it should be.")
@click.option("--email", "address", help="The address as it should be.")
@dry
@refusals
def correct(email: str, name: str | None, address: str | None, dry_run: bool) -> None:
    """Correct the name or the address of EMAIL, everywhere at once."""
    if name is None and address is None:
        raise click.UsageError("Say what is corrected: --name, --email, or both.")
    with deed(dry_run=dry_run) as session:
        user = _known(session, email)
        meant = {"name": user.name if name is None else name, "email": user.email if address is None else address}
        services.correct_user(session, user, actor=SYSTEM, expected_version=None, **meant)


@group.command("pseudonymise")
@click.argument("email")
@dry
@refusals
def pseudonymise(email: str, dry_run: bool) -> None:
    """Replace name and address of EMAIL, whose account is closed, by a number: for good."""
    with deed(dry_run=dry_run) as session:
        user = _known(session, email)
        forget_leaver(session, user, actor=SYSTEM)
        click.echo(f"From now on: {user.name}.")


def _known(session: Session, email: str) -> Any:
    """The person with an address, or the end of the command."""
    return queries.find_user_by_email(session, email) or fail(f"There is no account with the address {email}.")


@group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_people(as_json: bool) -> None:
    """Everybody with an account, and their grants."""
    with look() as session:
        people = [_picture(user) for user in queries.list_users(session)]
    if as_json:
        say_json(people)
        return
    for person in people:
        roles = "; ".join(f"{g['number']}: {g['role']} {g['country'] or ''}".strip() for g in person["grants"])
        click.echo(f"{person['email']}  {person['name']}  {'' if person['active'] else '(disabled) '}{roles}")


def _picture(user: Any) -> dict[str, Any]:
    return {
        "email": user.email,
        "name": user.name,
        "active": user.is_active,
        "grants": [
            {
                "number": held.id,
                "role": held.role,
                "country": held.country,
                "deputy": held.is_deputy,
                "from": held.starts_on,
                "until": held.ends_on,
                "authorities": sorted(row.authority_id for row in held.authorities),
                "blocks": sorted(row.block_key for row in held.blocks),
                "desk": sorted(row.country for row in held.desk),
            }
            for held in user.grants
            if held.revoked_at is None
        ],
    }


def _scope(
    *,
    country: str | None,
    until: datetime | None,
    deputy: bool,
    authorities: tuple[int, ...],
    blocks: tuple[str, ...],
    desk: tuple[str, ...],
) -> Scope:
    """What the options say."""
    return Scope(
        country=proper_code(country) if country else None,
        is_deputy=deputy,
        ends_on=until.date() if until else None,
        authorities=frozenset(authorities),
        blocks=frozenset(blocks),
        desk=frozenset(proper_code(code) for code in desk),
    )


def _end_sessions_of(user_id: int) -> None:
    held_services().volatile.create()
    interface = current_app.session_interface
    assert isinstance(interface, ServerSideSessions)
    interface.end_of_user(user_id)


commands = (group,)
