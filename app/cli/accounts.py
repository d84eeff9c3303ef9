"""`flask accounts …`: the first administrator, and people without the web."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup

from app.accounts import queries, services
from app.accounts.actor import SYSTEM
from app.accounts.services import Scope
from app.accounts.states import Role, TokenPurpose
from app.cli.edge import deed, fail, look, refusals, say_json
from app.http.context import config

group = AppGroup("accounts", help="People and their roles.")
ROLES = click.Choice([role.value for role in Role])
DAY = click.DateTime(["%Y-%m-%d"])
dry = click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")


@group.command("invite")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.option("--country", help="Code of the Member State, or EU.")
@dry
@refusals
def invite(email: str, name: str, role: str, country: str | None, dry_run: bool) -> None:
    """Make an account with a role and print its invitation link (one use, one hour)."""
    with deed(dry_run=dry_run) as session:
        user = services.create_user(session, actor=SYSTEM, email=email, name=name)
        services.grant_role(session, user, Role(role), Scope(country=_code(country)), actor=SYSTEM)
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
        user = queries.find_user_by_email(session, email) or fail(f"There is no account with the address {email}.")
        purpose = TokenPurpose.PASSWORD if user.password_hash else TokenPurpose.INVITATION
        secret = services.make_link(session, user, purpose, actor=SYSTEM)
    if not dry_run:
        click.echo(f"{config().public_url}/invitation/{secret}")


@group.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--country", help="Code of the Member State, or EU.")
@click.option("--until", type=DAY, help="Last day of the role.")
@click.option("--deputy", is_flag=True, help="A coordinator's deputy (needs --until).")
@click.option("--authority", "authorities", type=int, multiple=True, help="Key of an authority, for contributors.")
@click.option("--desk", multiple=True, help="A country on a reviewer's desk; none: all.")
@dry
@refusals
def grant(
    email: str,
    role: str,
    country: str | None,
    until: datetime | None,
    deputy: bool,
    authorities: tuple[int, ...],
    desk: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Give EMAIL a ROLE."""
    with deed(dry_run=dry_run) as session:
        user = queries.find_user_by_email(session, email) or fail(f"There is no account with the address {email}.")
        scope = Scope(
            country=_code(country),
            is_deputy=deputy,
            ends_on=until.date() if until else None,
            authorities=frozenset(authorities),
            desk=frozenset(code.upper() for code in desk),
        )
        made = services.grant_role(session, user, Role(role), scope, actor=SYSTEM)
        click.echo(f"Granted (number {made.id}).")


@group.command("revoke")
@click.argument("grant_id", type=int)
@click.option("--hand-over-to", help="Address of the person who takes over a country.")
@dry
@refusals
def revoke(grant_id: int, hand_over_to: str | None, dry_run: bool) -> None:
    """End the grant with the number GRANT_ID (see `flask accounts list`)."""
    with deed(dry_run=dry_run) as session:
        successor = queries.find_user_by_email(session, hand_over_to) if hand_over_to else None
        if hand_over_to and successor is None:
            fail(f"There is no account with the address {hand_over_to}.")
        services.revoke_role(session, queries.get_grant(session, grant_id), actor=SYSTEM, hand_over_to=successor)
        click.echo("Revoked.")


@group.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_people(as_json: bool) -> None:
    """Everybody with an account, and their grants."""
    with look() as session:
        people = [
            {
                "email": user.email,
                "name": user.name,
                "active": user.is_active,
                "grants": [
                    {"number": g.id, "role": g.role, "country": g.country, "until": g.ends_on}
                    for g in user.grants
                    if g.revoked_at is None
                ],
            }
            for user in queries.list_users(session)
        ]
    if as_json:
        say_json(people)
        return
    for person in people:
        roles = "; ".join(f"{g['number']}: {g['role']} {g['country'] or ''}".strip() for g in person["grants"])  # type: ignore[attr-defined]
        click.echo(f"{person['email']}  {person['name']}  {'' if person['active'] else '(disabled) '}{roles}")


def _code(country: str | None) -> str | None:
    return country.upper() if country else None


commands = (group,)
