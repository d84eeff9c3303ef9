"""What is put forward to show that an item is in place: all kinds, some of it expired, some withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.catalogue.states import OF_SUPPORT, EvidenceKind
from app.demo.chance import at_work, between, days, happens, lot
from app.demo.courses import ItemCourse
from app.demo.deeds import AttachEvidence, Deed, WithdrawEvidence
from app.demo.profiles import Profile
from app.demo.words import INVENTED, WITHDRAWN
from app.plans.states import EU

_TITLES: dict[EvidenceKind, str] = {
    EvidenceKind.LEGAL_REFERENCE: "Publication in the official journal",
    EvidenceKind.NOTIFICATION: "Notification to the Commission",
    EvidenceKind.LINK: "Adopted text on the authority's pages",
    EvidenceKind.NUMBER: "Number reached",
    EvidenceKind.STATEMENT: "Statement of the leading authority",
}
_NOT_FOR_SENSITIVE = frozenset({EvidenceKind.LINK})
_LEFT_OUT = frozenset({EvidenceKind.FILE}) | OF_SUPPORT
"""The demonstration brings no files, and accepting a deliverable alone makes one evidence."""


def evidence_of(seed: int, profile: Profile, course: ItemCourse) -> Iterator[Deed]:
    """The deeds by which an item is shown; nothing for some items, or only a part of what is asked."""
    if course.finish is None:
        return
    chance = lot(seed, course.owner, course.item.key, "evidence")
    is_known = course.item.outcome is not None and course.item.outcome.on is not None
    if not is_known and not happens(chance, 0.45 + 0.45 * profile.diligence):
        return
    groups = course.item.proofs if is_known or happens(chance, 0.85) else course.item.proofs[:1]
    for number, group in enumerate(groups, start=1):
        without = _LEFT_OUT | _NOT_FOR_SENSITIVE if course.item.is_sensitive else _LEFT_OUT
        kinds = sorted(group - without)
        yield from _piece(chance, course, number, EvidenceKind(chance.choice(kinds)), is_known=is_known)


def _piece(chance: Random, course: ItemCourse, number: int, kind: EvidenceKind, *, is_known: bool) -> Iterator[Deed]:
    finish = course.finish or course.baseline
    at = at_work(chance, finish + days(0 if is_known else chance.triangular(0, 120, 10)))
    at = max(at, course.opened_at + timedelta(hours=1))
    about = min(finish, at.date()) - days(0 if is_known else chance.uniform(0, 20))
    values = _values(chance, course, kind, about, is_known=is_known)
    if not is_known and happens(chance, 0.1):
        values["expires_on"] = about + timedelta(days=between(chance, 120, 420))
    if not is_known and happens(chance, 0.02):
        values["about_on"] = date(2024, 3, between(chance, 1, 28))
    yield AttachEvidence(at, course.owner, course.item.key, number, values, at.date())
    if not is_known and happens(chance, 0.04):
        yield _withdrawn(chance, course, number, at)


def _withdrawn(chance: Random, course: ItemCourse, number: int, attached_at: datetime) -> WithdrawEvidence:
    at = at_work(chance, attached_at.date() + days(chance.uniform(20, 200)))
    return WithdrawEvidence(at, course.owner, course.item.key, number, chance.choice(WITHDRAWN), at.date())


def _values(chance: Random, course: ItemCourse, kind: EvidenceKind, about: date, *, is_known: bool) -> dict[str, Any]:
    item, owner = course.item, course.owner
    outcome = item.outcome if is_known else None
    if outcome is not None:
        reference = outcome.reference or outcome.text.in_("en")[:500]
        # What is known from public sources is a reference, wherever the closing condition takes one.
        has_reference = any(EvidenceKind.LEGAL_REFERENCE in group for group in item.proofs)
        known = EvidenceKind.LEGAL_REFERENCE if has_reference else EvidenceKind.STATEMENT
        return {"kind": known.value, "title": outcome.text.in_("en")[:300], "reference": reference, "about_on": about}
    values: dict[str, Any] = {"kind": kind.value, "title": _TITLES[kind], "about_on": about}
    number = between(chance, 10, 990)
    if kind is EvidenceKind.LEGAL_REFERENCE:
        values["reference"] = f"Official Journal {owner} {about.year}, No {number} (invented)"
    elif kind is EvidenceKind.NOTIFICATION:
        values["reference"] = f"Letter {owner}-{about.year}-{number} (invented)"
    elif kind is EvidenceKind.LINK:
        values["url"] = f"https://demo.example/{owner.lower()}/{item.key}/{number}"
    elif kind is EvidenceKind.NUMBER:
        unit = item.closing_unit.in_("en") if item.closing_unit else "counted"
        values |= {"number": number, "unit": unit[:60]}
    else:
        holder = "the Commission" if owner == EU else "the leading authority"
        values["reference"] = f"Document of {about.isoformat()} exists, held by {holder}. {INVENTED}"
    return values
