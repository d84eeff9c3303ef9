"""Floor 10: commands, one small file a group. What changes something has `--dry-run`; what prints data has `--json`.

A file is imported when one of its commands is asked for: a server, which asks for none, starts sooner and takes less
memory, and a command does not wait for the others.
"""

from __future__ import annotations

import atexit
from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

from app.core.collector import end_without_search
from app.http.context import Services, services

FILES = {
    "access": "access",
    "accounts": "accounts",
    "audit": "audit",
    "backup": "backups",
    "catalogue": "catalogue",
    "db": "database",
    "demo": "demonstration",
    "files": "files",
    "mail": "mail",
    "plans": "plans",
    "readiness": "readiness",
    "restore": "backups",
    "setup": "setup",
    "support": "support",
}
"""The file of each command or group; it names what it has in `commands`."""


class Commands(AppGroup):
    """The commands of `FILES`, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *FILES})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in FILES and cmd_name not in self.commands:
            if not self.commands and ctx.command is not self:  # the program `flask`, in a process of its own
                atexit.register(_end, services())
            for command in import_module(f"app.cli.{FILES[cmd_name]}").commands:
                self.add_command(command)
        return super().get_command(ctx, cmd_name)


def _end(held: Services) -> None:
    """Close the databases, so that each is one whole file again, and let the process end.

    Else it would first look for garbage in all that it imported: half a second for every command.
    """
    held.database.dispose()
    held.volatile.dispose()
    end_without_search()


def register_commands(app: Flask) -> None:
    """Hang all commands on an application."""
    app.cli = Commands(app.name)
