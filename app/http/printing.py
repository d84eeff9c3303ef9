"""Where the doors have documents printed."""

from __future__ import annotations

from app.http.context import config
from app.reports.printing import Printer


def printer() -> Printer:
    """Printed files lie in `DATA_DIR/printed` for a day; losing them costs the time to make them again."""
    return Printer(config().data_dir / "printed")
