"""`flask plans verify HASH` or `--all`: whether what was sealed with submissions is still what it was."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from app.accounts.actor import SYSTEM
from app.cli.edge import fail, json_option, look, refusals, say_json
from app.review.queries.verifying import SealVerdict, list_hashes, verify_seal


@click.command("verify")
@click.argument("digest", metavar="[HASH]", default="")
@click.option("--all", "every", is_flag=True, help="Everything that was ever sealed.")
@json_option
@with_appcontext
@refusals
def verify(digest: str, every: bool, as_json: bool) -> None:
    """Compute anew what was sealed under HASH, or all of it; status 1 where something does not hold."""
    if every == bool(digest):
        fail("Give the hash of a receipt, or --all.")
    with look() as session:
        hashes = list_hashes(session) if every else [digest]
        verdicts = [verify_seal(session, one, SYSTEM) for one in hashes]
    if as_json:
        told = [_as_data(verdict) for verdict in verdicts]
        say_json(told if every else told[0])
    elif every:
        _print_all(verdicts)
    else:
        _print(verdicts[0])
    if not all(verdict.holds for verdict in verdicts):
        sys.exit(1)


def _print_all(verdicts: list[SealVerdict]) -> None:
    for verdict in verdicts:
        if not verdict.holds:
            click.echo(verdict.seal.hash)
            _print(verdict)
    click.echo(f"{len(verdicts)} seals, {sum(verdict.holds for verdict in verdicts)} hold.")


def _print(verdict: SealVerdict) -> None:
    click.echo("The seal holds." if verdict.holds else "The seal does not hold.")
    if not verdict.matches:
        click.echo("What is kept has another hash: it was altered.")
    if not verdict.trail_agrees:
        click.echo("The audit trail does not name this hash for every submission.")
    click.echo(verdict.figures.label)
    for sent in verdict.submissions:
        when = sent.submitted_at.isoformat(timespec="seconds") if sent.submitted_at else "–"
        click.echo(f"{sent.owner} {sent.submission_id}: {sent.kind.value}, {when}")


def _as_data(verdict: SealVerdict) -> dict[str, object]:
    return {
        "hash": verdict.seal.hash,
        "holds": verdict.holds,
        "content_matches": verdict.matches,
        "trail_agrees": verdict.trail_agrees,
        "figures": verdict.figures.value,
        "sealed_at": verdict.seal.sealed_at,
        "size": verdict.seal.size,
        "submissions": [
            {
                "plan": sent.owner,
                "submission": sent.submission_id,
                "kind": sent.kind.value,
                "submitted_at": sent.submitted_at,
                "round": sent.round_title,
                "days_late": sent.days_late,
            }
            for sent in verdict.submissions
        ],
    }
