"""`flask plans document`: a plan as a Word file or as PDF."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.accounts.actor import SYSTEM
from app.catalogue.states import proper_code
from app.cli.days import as_of_option, day_asked
from app.cli.edge import dry_run_option, fail, look, refusals, say_dry
from app.core import clock
from app.governance.solidarity.law import law_on
from app.http.printing import printer
from app.readiness.cache import ReadingCache
from app.reports.docx import docx_of
from app.reports.printing import patient, print_apart
from app.reports.services import make_plan_document
from app.reports.tongue import Tongue


@click.command("document")
@click.argument("code")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--pdf", is_flag=True, help="As PDF instead of a Word file.")
@as_of_option
@dry_run_option
@with_appcontext
@refusals
def write_document(code: str, out: Path, pdf: bool, as_of: datetime | None, dry_run: bool) -> None:
    """Write the working state of the plan CODE to OUT (.docx, with --pdf .pdf)."""
    owner = proper_code(code)
    with look() as session:
        day = day_asked(session, as_of)
        view = law_on(session, day)
        document = make_plan_document(
            session, view, owner, actor=SYSTEM, day=day, known=None, tongue=Tongue(), cache=ReadingCache()
        )
    said = f"{document.title}, as of {day}."
    if dry_run:
        say_dry(said)
        return
    content = print_apart(document, patient(printer())) if pdf else docx_of(document, at=clock.now())
    try:
        out.write_bytes(content)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}.")
    click.echo(f"{said} Written to {out}.")
