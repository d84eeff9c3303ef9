"""`flask plans export-workbook` and `import-workbook`: a plan as a workbook, there and back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.states import proper_code
from app.catalogue.views import CatalogueView
from app.cli.edge import deed, dry_run_option, fail, json_option, look, refusals, say_dry, say_json
from app.core import clock
from app.exchange.book.content import Book, Selection
from app.exchange.book.csv import csv_of
from app.exchange.book.references import part_named
from app.exchange.book.xlsx import xlsx_of
from app.exchange.edits import Fault
from app.exchange.proposal import Proposal, Proposed, ProposedRow
from app.exchange.services.exporting import Tongue, make_book
from app.exchange.services.importing import (
    ReadFile,
    Received,
    apply_at_once,
    examined_file,
    read_file,
    read_proposal,
)
from app.files.services.receiving import Examined
from app.governance.solidarity.law import law_on
from app.http.context import config, services
from app.plans.queries.heads import get_plan, list_authorities
from app.readiness.cache import ReadingCache


@click.command("export-workbook")
@click.argument("code")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--authority", help="Only the rows of the authority with this name or short name.")
@click.option("--blocks", help="Only these blocks, by number, with commas between: 1,3.")
@dry_run_option
@with_appcontext
@refusals
def export_workbook(code: str, out: Path, authority: str | None, blocks: str | None, dry_run: bool) -> None:
    """Write the working state of the plan CODE to OUT (.xlsx, or .csv)."""
    owner = proper_code(code)
    with look() as session:
        view = law_on(session, clock.today())
        selection = Selection(_blocks(view, blocks), None, _authority(session, owner, authority))
        book = make_book(session, view, owner, selection, actor=SYSTEM, tongue=Tongue(), cache=ReadingCache())
    references = [row.reference for sheet in book.sheets for row in sheet.rows if row.reference]
    rows = sum(1 for reference in references if part_named(reference) is None)
    said = f"{owner}: {rows} milestones on {len(book.sheets)} sheets."
    if dry_run:
        say_dry(said)
        return
    try:
        out.write_bytes(_content(book, view, owner, out))
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}.")
    click.echo(f"{said} Written to {out}.")


def _content(book: Book, view: CatalogueView, owner: str, out: Path) -> bytes:
    secret = config().secret_key
    if out.suffix.lower() == ".csv":
        return csv_of(book, secret, say=str)
    country = view.countries.get(owner)
    return xlsx_of(book, secret, say=str, owner_name=str(country.title) if country else owner)


def _blocks(view: CatalogueView, numbers: str | None) -> frozenset[str] | None:
    if not numbers:
        return None
    found = set()
    for number in numbers.split(","):
        block = view.block_by_code(number.strip())
        if block is None:
            fail(f"There is no block {number.strip()}. There are: {', '.join(b.code for b in view.blocks.values())}.")
        found.add(block.key)
    return frozenset(found)


def _authority(session: Session, owner: str, name: str | None) -> frozenset[int] | None:
    if not name:
        return None
    known = list_authorities(session, get_plan(session, owner, SYSTEM).plan_id)
    found = [one.authority_id for one in known if name.casefold() in (one.name.casefold(), one.short_name.casefold())]
    if not found:
        fail(f"There is no authority {name}. There are: {', '.join(one.name for one in known) or 'none'}.")
    return frozenset(found[:1])


@click.command("import-workbook")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@dry_run_option
@json_option
@with_appcontext
@refusals
def import_workbook(code: str, file: Path, dry_run: bool, as_json: bool) -> None:
    """Bring FILE (.xlsx, .ods, .csv), downloaded earlier, into the plan CODE.

    Where a cell was changed both in the file and here, it stays as it is here. Rows that are refused are left out.
    """
    owner = proper_code(code)
    try:
        received = Received(file.name, file.read_bytes())
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    read = read_file(received)
    with examined_file(read, services().depot) as found, deed(dry_run=dry_run) as session:
        proposal = _bring_in(session, owner, read, found)
    if as_json:
        say_json(_as_data(proposal))
    else:
        _print(proposal)


def _bring_in(session: Session, owner: str, read: ReadFile, found: Examined) -> Proposal:
    view = law_on(session, clock.today())
    secrets = [config().secret_key, *config().secret_key_fallbacks]
    proposal = read_proposal(session, view, owner, read, actor=SYSTEM, secrets=secrets)
    if proposal.changes:
        apply_at_once(session, view, owner, found, proposal, actor=SYSTEM)
    return proposal


def _print(proposal: Proposal) -> None:
    for row in proposal.rows:
        for cell in row.cells:
            note = "  (changed here too: stays)" if not cell.is_taken else ""
            click.echo(f"{row.key:<12}{cell.field:<14}{_plain(cell.ours)} → {_plain(cell.theirs)}{note}")
        for cell in row.would_follow:
            change = f"{_plain(cell.ours)} → {_plain(cell.theirs)}"
            click.echo(f"{row.key:<12}{cell.field:<14}{change}  (by itself, were the workbook chosen)")
        for cell in row.follows:
            click.echo(f"{row.key:<12}{cell.field:<14}{_plain(cell.ours)} → {_plain(cell.theirs)}  (by itself)")
        if row.refusal:
            click.echo(f"{row.key:<12}refused ({row.edit.sheet}, row {row.edit.line}): {_sentence(row)}")
    for fault in (*proposal.edits.faults, *proposal.edits.remarks):
        click.echo(f"{_place(fault)}: {_said(fault)}".strip(" :"))
    if proposal.edits.more_faults:
        click.echo(f"And {proposal.edits.more_faults} more.")
    if proposal.edits.missing:
        click.echo(f"Rows no longer in the file stay in the plan: {len(proposal.edits.missing)}.")
    click.echo(f"{proposal.changes} cells changed, {proposal.conflicts} conflicts, {proposal.refusals} refusals.")


def _plain(value: object) -> str:
    return "–" if value in (None, "") else str(value).replace("\n", " ")[:60]


def _place(fault: Fault) -> str:
    return " ".join(part for part in (fault.sheet, fault.cell, f"({fault.row})" if fault.row else "") if part)


def _said(fault: Fault) -> str:
    return fault.sentence % dict(fault.values) if fault.values else fault.sentence


def _sentence(row: ProposedRow) -> str:
    refusal = row.refusal
    if refusal is None:
        return ""
    return refusal.sentence % dict(refusal.values) if refusal.values else refusal.sentence


def _following(cells: Iterable[Proposed]) -> list[dict[str, Any]]:
    return [{"field": cell.field, "old": cell.ours, "new": cell.theirs} for cell in cells]


def _as_data(proposal: Proposal) -> dict[str, Any]:
    return {
        "changes": proposal.changes,
        "conflicts": proposal.conflicts,
        "refusals": proposal.refusals,
        "unchanged": proposal.edits.unchanged,
        "missing": proposal.edits.missing,
        "rows": [
            {
                "row": row.key,
                "item": row.edit.item_key,
                "refused": _sentence(row) or None,
                "cells": [
                    {
                        "field": cell.field,
                        "cell": cell.cell,
                        "old": cell.ours,
                        "new": cell.theirs,
                        "conflict": cell.is_conflict,
                        "taken": cell.is_taken and row.refusal is None,
                    }
                    for cell in row.cells
                ],
                "follows": _following(row.follows),
                "would_follow": _following(row.would_follow),
            }
            for row in proposal.rows
        ],
        "faults": [
            {"sheet": one.sheet, "cell": one.cell, "row": one.row or None, "expected": _said(one)}
            for one in proposal.edits.faults
        ],
        "more_faults": proposal.edits.more_faults,
    }
