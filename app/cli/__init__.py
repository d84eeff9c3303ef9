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
        for command in import_module(f"app.cli.{name}").commands:
            app.cli.add_command(command)
