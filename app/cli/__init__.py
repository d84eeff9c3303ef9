"""Floor 9: commands, one small file a group. What changes something has `--dry-run`; what prints data has `--json`."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

GROUPS = (
    "accounts",
    "access",
    "audit",
    "catalogue",
    "database",
    "demonstration",
    "plans",
    "readiness",
    "backups",
    "setup",
)


def register_commands(app: Flask) -> None:
    """Hang all commands on an application."""
    for name in GROUPS:
        app.cli.add_command(import_module(f"app.cli.{name}").group)
