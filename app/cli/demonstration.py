"""`flask demo load`: plans full of invented data; and what `flask setup` does with DEMO=1."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.passwords import Passwords
from app.catalogue.queries import view_in_force
from app.cli.edge import deed, fail, look, refusals, say_json
from app.core import clock
from app.demo.accounts import keep_password, make_accounts
from app.demo.chance import SEED
from app.demo.lately import play_lately
from app.demo.queries import list_plans
from app.demo.seconds import play_second_readings
from app.demo.services import Loaded, load_demonstration
from app.http.context import config, services
from app.plans.services.plans import open_plans

PASSWORD_FILE = "demo-accounts.txt"  # noqa: S105 - the name of the file

group = AppGroup("demo", help="The demonstration: invented data in all plans.")


@group.command("load")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the story; left out: today.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Another number, another story.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@refusals
def load(until: datetime | None, seed: int, dry_run: bool, as_json: bool) -> None:
    """Fill the plans with invented data; a demonstration that is there is replaced."""
    _refuse_production()
    begun = time.monotonic()
    with deed(dry_run=dry_run) as session:
        loaded = _load(session, until.date() if until else None, seed, _line(begun))
        if loaded.until == clock.today() and not dry_run:
            _play_lately(session, seed)
    if as_json:
        say_json(
            {
                "until": loaded.until,
                "replaced": loaded.replaced,
                "seconds": round(time.monotonic() - begun, 1),
                "plans": {
                    plan.owner: {
                        "milestones": plan.milestones,
                        "revisions": plan.revisions,
                        "releases": plan.releases,
                    }
                    for plan in loaded.plans
                },
            }
        )
    else:
        _say_counts(loaded, time.monotonic() - begun)


def _refuse_production() -> None:
    if config().is_production:
        fail("This is a production environment (ENV=production): no invented data is loaded.")


def _load(session: Session, until: date | None, seed: int, say: Callable[[str], None]) -> Loaded:
    view = view_in_force(session, until or clock.today())
    open_plans(session, view, actor=SYSTEM, is_demonstration=True)
    return load_demonstration(session, view, actor=SYSTEM, until=until, seed=seed, say=say)


def _play_lately(session: Session, seed: int) -> None:
    view = view_in_force(session, clock.today())
    play_lately(session, view, services().depot, seed)
    play_second_readings(session, view, seed)


def _line(begun: float) -> Callable[[str], None]:
    """Progress on standard error, with the seconds so far."""
    return lambda text: click.echo(f"  demonstration: {time.monotonic() - begun:5.1f} s  {text}", err=True)


def _say_counts(loaded: Loaded, seconds: float) -> None:
    click.echo("plan  milestones  revisions  releases")
    for plan in loaded.plans:
        click.echo(f"{plan.owner:<4}  {plan.milestones:>10,}  {plan.revisions:>9,}  {plan.releases:>8,}")
    milestones = sum(plan.milestones for plan in loaded.plans)
    revisions = sum(plan.revisions for plan in loaded.plans)
    releases = sum(plan.releases for plan in loaded.plans)
    click.echo(f"all   {milestones:>10,}  {revisions:>9,}  {releases:>8,}")
    click.echo(f"Invented data up to {loaded.until.isoformat()}, in {seconds:.1f} seconds.")


def set_up_demonstration() -> None:
    """Load the demonstration where the plans are empty, make the accounts that are missing, say the password."""
    _refuse_production()
    with look() as session:
        is_empty = not any(plan.is_begun for plan in list_plans(session))
    passwords = Passwords(config().argon2_memory_kib, config().argon2_rounds)
    password, is_new = _password()
    with deed() as session:
        view = view_in_force(session, clock.today())
        made = make_accounts(session, password, passwords, view)
        if is_empty:
            _load(session, None, SEED, _line(time.monotonic()))
            made += make_accounts(session, password, passwords, view)
            _play_lately(session, SEED)
        if is_new or config().demonstration_password:
            keep_password(session, password, passwords)
    if made:
        click.echo(f"  demonstration: {len(made)} accounts, such as coordinator.ie@demo.example, reviewer@demo.example")
    if is_new:
        click.echo(f"  demonstration: the password of all accounts is {password}")
        click.echo(f"  demonstration: kept in {_password_file()}")


def say_what_is_due(session: Session) -> None:
    """What `set_up_demonstration` would load into the plans that are there."""
    _refuse_production()
    if not any(plan.is_begun for plan in list_plans(session)):
        click.echo("  demonstration: invented data and accounts would be loaded")


def _password_file() -> Path:
    return config().data_dir / PASSWORD_FILE


def _password() -> tuple[str, bool]:
    """The password of all demonstration accounts, and whether it was made at random just now."""
    if config().demonstration_password:
        return config().demonstration_password, False
    path = _password_file()
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(_PASSWORD_LINE):
                return line.removeprefix(_PASSWORD_LINE).strip(), False
    password = secrets.token_urlsafe(15)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("Accounts of the demonstration: coordinator.ie@demo.example, reviewer@demo.example, …\n")
        file.write(f"{_PASSWORD_LINE}{password}\n")
    return password, True


_PASSWORD_LINE = "password: "  # noqa: S105 - what stands before it

commands = (group,)
