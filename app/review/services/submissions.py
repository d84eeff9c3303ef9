"""Submitting a plan: by one coordinator, or prepared by one and signed off by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.texts import clean_line, clean_text
from app.files.services.receiving import Examined, keep_bytes, note_file, refuse_beyond_quota
from app.plans.models import Plan
from app.plans.services.access import hold_plan
from app.review.models import FourEyes, OfficialFile, Submission
from app.review.policy import SET_FOUR_EYES, SIGN, SUBMIT
from app.review.queries.rounds import find_round_row
from app.review.queries.submissions import NO_SUBMISSION, find_waiting, wants_four_eyes
from app.review.services.rounds import known_blocks
from app.review.services.sealing import share_and_seal
from app.review.states import IN_WORDS, SubmissionKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

TOLD = (
    "kind",
    "round_id",
    "block_keys",
    "note",
    "document_title",
    "document_number",
    "document_url",
    "document_language",
    "document_on",
    "document_is_public",
)
"""What the audit trail says of a submission, beside its seal."""


def check_submission(
    session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], *, actor: Actor
) -> None:
    """Ask the rules of `submit` of what is to be submitted, before anything is. Raises what `submit` raises of it."""
    _made(session, view, _ready_plan(session, owner, actor), values, actor, None)


def submit(
    session: Session,
    view: CatalogueView,
    owner: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    file: Examined | None = None,
    seen_stamp: int | None = None,
) -> int:
    """Submit a plan: shared and sealed at once, or kept for the second signature; returns the submission's key.

    `values`: `kind`, `round_id`, `blocks` (of a part), `note`, `document_title`, `document_number`, `document_url`,
    `document_language`, `document_on`, `document_is_public`. `file`: the official document itself. `seen_stamp`: the
    plan's working stamp when the person looked at what will be sealed; None for none. Nothing that is missing in the
    plan stands in the way. Raises NotFound, NotAllowed, Invalid, WrongState (closed round, another one waits, nothing
    was ever said), Conflict when the plan was changed since it was looked at.
    """
    plan = _ready_plan(session, owner, actor)
    if seen_stamp is not None and seen_stamp != plan.working_stamp:
        raise Conflict(message("The plan was changed since you looked at it. Look again before you submit."))
    made = _made(session, view, plan, values, actor, file)
    session.add(made)
    session.flush()
    if file is not None:
        refuse_beyond_quota(session, file.depot, owner, file.size)
        row = note_file(session, file, country=owner, actor=actor)
        session.add(OfficialFile(submission_id=made.id, file_id=row.id))
        session.flush()
    if made.needs_signature:
        _record(session, plan, made, "review:submission:prepared", actor)
    else:
        share_and_seal(session, view, plan, made, actor=actor)
        _record(session, plan, made, "review:submission:submitted", actor)
    if file is not None:
        keep_bytes(session, file)
    return made.id


def _ready_plan(session: Session, owner: str, actor: Actor) -> Plan:
    """The plan, held, when something can be submitted of it now. Raises NotFound, NotAllowed, WrongState."""
    plan = hold_plan(session, owner, actor, SUBMIT)
    if find_waiting(session, plan.id) is not None:
        raise WrongState(message("A submission waits for its second signature. Sign it, or set it aside first."))
    return plan


def sign(
    session: Session, view: CatalogueView, owner: str, submission_id: int, *, actor: Actor, seen_stamp: int | None
) -> None:
    """Sign off what another coordinator prepared: then it is shared, sealed, and counts.

    `seen_stamp`: the plan's working stamp when the person looked at it; None for none. Raises NotFound, NotAllowed
    for whoever prepared it, WrongState, Conflict when the plan was changed since it was looked at.
    """
    plan = hold_plan(session, owner, actor, SIGN)
    held = _waiting(session, plan, submission_id)
    if held.prepared_by_id == actor.user_id:
        raise NotAllowed(message("Whoever prepared a submission cannot sign it off as well."))
    if seen_stamp is not None and seen_stamp != plan.working_stamp:
        raise Conflict(message("The plan was changed since you looked at it. Look again before you sign."))
    _check_round(session, held.round_id)
    held.signed_by_id = actor.user_id
    share_and_seal(session, view, plan, held, actor=actor)
    _record(session, plan, held, "review:submission:signed", actor)


def set_aside(session: Session, owner: str, submission_id: int, *, actor: Actor) -> None:
    """Take back what waits for its second signature. Raises NotFound, NotAllowed, WrongState."""
    plan = hold_plan(session, owner, actor, SUBMIT)
    held = _waiting(session, plan, submission_id)
    held.set_aside_at = clock.now()
    session.flush()
    _record(session, plan, held, "review:submission:set-aside", actor)


def set_four_eyes(session: Session, owner: str, is_on: bool, *, actor: Actor) -> None:
    """Say whether a second coordinator signs from now on. Raises NotFound, NotAllowed, WrongState while one waits."""
    plan = hold_plan(session, owner, actor, SET_FOUR_EYES)
    was = wants_four_eyes(session, plan.id)
    if was == is_on:
        return
    if find_waiting(session, plan.id) is not None:
        raise WrongState(message("A submission waits for its second signature. Sign it, or set it aside first."))
    session.merge(FourEyes(plan_id=plan.id, is_on=is_on))
    session.flush()
    record(
        session,
        actor=actor,
        deed="review:submission:four-eyes-set",
        subject_kind="plan",
        subject_id=plan.id,
        country=owner,
        changes={"is_on": [was, is_on]},
    )


def _made(
    session: Session,
    view: CatalogueView,
    plan: Plan,
    values: Mapping[str, Any],
    actor: Actor,
    file: Examined | None,
) -> Submission:
    kind = _kind(values.get("kind"))
    return Submission(
        plan_id=plan.id,
        round_id=_check_round(session, values.get("round_id")),
        kind=kind.value,
        block_keys=",".join(_blocks(view, kind, values)),
        note=clean_text(values.get("note"), "note", 8000, required=kind in IN_WORDS),
        **_document(values, file),
        needs_signature=wants_four_eyes(session, plan.id),
        prepared_at=clock.now(),
        prepared_by_id=actor.user_id,
        prepared_stamp=plan.working_stamp,
    )


def _kind(value: Any) -> SubmissionKind:
    try:
        return SubmissionKind(value)
    except ValueError:
        raise Invalid(message("Say what you submit."), field="kind") from None


def _blocks(view: CatalogueView, kind: SubmissionKind, values: Mapping[str, Any]) -> list[str]:
    """The blocks of a part; for every other kind what was ticked says nothing."""
    if kind is not SubmissionKind.PARTIAL:
        return []
    chosen = known_blocks(view, values.get("blocks") or ())
    if not chosen:
        raise Invalid(message("Choose at least one block."), field="blocks")
    return chosen


def _document(values: Mapping[str, Any], file: Examined | None) -> dict[str, Any]:
    """The official document, as it was referred to; a file without a title goes by its name. Raises Invalid."""
    limits = {"title": 300, "number": 200, "url": 1000, "language": 5}
    found: dict[str, Any] = {
        f"document_{name}": clean_line(values.get(f"document_{name}"), f"document_{name}", limit)
        for name, limit in limits.items()
    }
    url, language = found["document_url"], found["document_language"]
    if url and not _is_link(url):
        raise Invalid(message("A link begins with https:// or http://."), field="document_url")
    if language and not (language.isascii() and language.isalpha() and language.islower() and len(language) == 2):
        raise Invalid(message("Name the language by two letters, for example en or fr."), field="document_language")
    if (url or found["document_number"]) and not found["document_title"] and file is None:
        raise Invalid(message("Give the title of the document."), field="document_title")
    on = values.get("document_on")
    if on is not None and on > clock.today():
        raise Invalid(message("This date cannot lie in the future."), field="document_on")
    if file is not None and not found["document_title"]:
        found["document_title"] = file.name
    return {**found, "document_on": on, "document_is_public": bool(values.get("document_is_public"))}


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname) and " " not in text


def _check_round(session: Session, round_id: Any) -> int | None:
    """The round's key; its row is held, so that it is not closed meanwhile. Raises Invalid, WrongState."""
    if round_id is None:
        return None
    held = find_round_row(session, round_id) if isinstance(round_id, int) else None
    if held is None:
        raise Invalid(message("There is no such round."), field="round_id")
    if held.closed_at is not None:
        raise WrongState(message("This round is closed: it takes no submissions any more."))
    return held.id


def _waiting(session: Session, plan: Plan, submission_id: int) -> Submission:
    held = session.get(Submission, submission_id, populate_existing=True)
    if held is None or held.plan_id != plan.id:
        raise NotFound(NO_SUBMISSION)
    if held.submitted_at is not None or held.set_aside_at is not None:
        raise WrongState(message("This submission does not wait for a signature."))
    return held


def _record(session: Session, plan: Plan, held: Submission, deed: str, actor: Actor) -> None:
    changes: dict[str, Any] = {name: [None, getattr(held, name)] for name in TOLD}
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="review_submission",
        subject_id=held.id,
        country=plan.owner,
        changes={**changes, "seal_hash": [None, held.seal_hash]},
    )
