"""Floor 9: commands, one small file a group. What changes something has `--dry-run`; what prints data has `--json`."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

FILES = (
    "access",
    "accounts",
    "audit",
    "backups",
    "catalogue",
    "database",
    "demonstration",
    "plans",
    "readiness",
    "setup",
)
"""Each names its commands or groups in `commands`."""


def register_commands(app: Flask) -> None:
    """Hang all commands on an application."""
    for name in FILES:
        try:  # commands are being added
            commands = import_module(f"app.cli.{name}").commands
        except ModuleNotFoundError as missing:
            app.logger.warning("commands of %s are not there yet: %s", name, missing)
            continue
        for command in commands:
            app.cli.add_command(command)
