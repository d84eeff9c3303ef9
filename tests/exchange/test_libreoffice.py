"""What LibreOffice itself saves of our workbook comes back as it went out.

Without LibreOffice this module is not collected (`conftest.py`).
"""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from tests.exchange.conftest import LIBREOFFICE, Desk

LONGEST_SECONDS = 120
"""After which LibreOffice is taken to hang."""


def test_what_libreoffice_saves_brings_nothing(desk: Desk, bill: str, beds: str, tmp_path: Path) -> None:
    desk.add("=1+1", note="'quoted'\n1,5", forecast_on=date(2026, 2, 3))
    taken = tmp_path / "taken" / "plan.xlsx"
    taken.parent.mkdir()
    taken.write_bytes(desk.download())
    for kind in ("xlsx", "ods"):
        saved = saved_as(kind, taken, tmp_path)
        assert saved != taken.read_bytes()
        proposal = desk.propose(saved, f"plan.{kind}")
        assert (proposal.changes, proposal.conflicts, proposal.refusals) == (0, 0, 0), kind
        assert (proposal.edits.faults, proposal.edits.missing, proposal.edits.unchanged) == ([], [], 5), kind


def saved_as(kind: str, file: Path, folder: Path) -> bytes:
    """A workbook opened and saved by LibreOffice, with a profile of its own."""
    out = folder / kind
    subprocess.run(
        [
            str(LIBREOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=LONGEST_SECONDS,
    )
    return (out / f"{file.stem}.{kind}").read_bytes()
