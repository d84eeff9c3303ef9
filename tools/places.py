"""Where things stand in the project's folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMPS = VENV / ".stamps"
LOGS = VENV / ".logs"

PACKAGES = VENV / "assets"
"""Unpacked npm packages and the fonts cut from them."""
TEST_ASSETS = VENV / "assets-dev"
"""What only tests read: `axe.min.js`."""

SOURCES = ROOT / "app" / "web" / "static" / "src"
TEMPLATES = ROOT / "app" / "web" / "templates"
DIST = ROOT / "app" / "web" / "static" / "dist"
MANIFEST = DIST / "manifest.json"


def environment(**extra: str) -> dict[str, str]:
    """The environment for the project's own programs: its `.venv` first, none of another one's settings.

    They keep what Python compiles, whatever the caller's shell says: without it every start takes twice as long.
    """
    others = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    values = {key: value for key, value in os.environ.items() if key not in others}
    values["PATH"] = f"{BIN}{os.pathsep}{values.get('PATH', os.defpath)}"
    values["VIRTUAL_ENV"] = str(VENV)
    return values | extra
