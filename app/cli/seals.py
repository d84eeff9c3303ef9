"""`flask plans verify HASH`: whether what was sealed with a submission is still what it was."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from app.accounts.actor import SYSTEM
from app.cli.edge import json_option, look, refusals, say_json
from app.review.queries.verifying import SealVerdict, verify_seal


@click.command("verify")
@click.argument("digest", metavar="HASH")
@json_option
@with_appcontext
@refusals
def verify(digest: str, as_json: bool) -> None:
    """Compute anew what was sealed under HASH, as on a receipt; status 1 where it does not hold."""
    with look() as session:
        verdict = verify_seal(session, digest, SYSTEM)
    if as_json:
        say_json(_as_data(verdict))
    else:
        _print(verdict)
    if not verdict.holds:
        sys.exit(1)


def _print(verdict: SealVerdict) -> None:
    click.echo("The seal holds." if verdict.holds else "The seal does not hold.")
    if not verdict.matches:
        click.echo("What is kept has another hash: it was altered.")
    if not verdict.trail_agrees:
        click.echo("The audit trail does not name this hash for every submission.")
    for sent in verdict.submissions:
        when = sent.submitted_at.isoformat(timespec="seconds") if sent.submitted_at else "–"
        click.echo(f"{sent.owner} {sent.submission_id}: {sent.kind.value}, {when}")


def _as_data(verdict: SealVerdict) -> dict[str, object]:
    return {
        "hash": verdict.seal.hash,
        "holds": verdict.holds,
        "content_matches": verdict.matches,
        "trail_agrees": verdict.trail_agrees,
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
