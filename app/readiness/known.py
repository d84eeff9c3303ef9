"""As it was known then: item facts by replaying what had been said (or shared) by an instant. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from app.catalogue.states import EvidenceKind
from app.plans.funding import uncovered
from app.plans.history.replay import Recorded, Span, confirmations_in, shown_spans
from app.plans.noted import noted_of
from app.plans.states import Applicability, SubjectKind
from app.readiness.facts import (
    NO_SUMS,
    NOTHING_EVIDENCED,
    RECENT_DAYS,
    Evidenced,
    EvidenceFacts,
    ItemFacts,
    MilestoneFacts,
    MilestoneSums,
    Stated,
)
from app.readiness.sums import sum_evidence, sum_milestones


class Said(NamedTuple):
    """A revision with the subject of which it is said."""

    kind: SubjectKind
    subject_id: int
    is_closing: bool
    revision: Recorded


class KnownItem(NamedTuple):
    """What a replay yields of an item. `stated`: None when nothing was known of the item as a whole."""

    stated: Stated | None
    milestones: Mapping[int, MilestoneFacts]
    evidence: Sequence[EvidenceFacts]
    day: date

    @property
    def sums(self) -> MilestoneSums:
        """Its milestones, added up."""
        return sum_milestones(self.milestones.values(), self.day) if self.milestones else NO_SUMS

    @property
    def evidenced(self) -> Evidenced:
        """Its evidence, added up."""
        return sum_evidence(self.evidence, self.day) if self.evidence else NOTHING_EVIDENCED

    @property
    def facts(self) -> ItemFacts | None:
        """Its facts without predecessors, when all its revisions were replayed; None: nothing was known."""
        return None if self.stated is None else ItemFacts(True, self.sums, self.stated, self.evidenced)


def _on(spans: list[Span], day: date) -> Span | None:
    return next((span for span in spans if span.valid_from <= day < span.valid_to), None)


def milestone_of(
    subject_id: int, item_id: int, spans: list[Span], day: date, *, is_closing: bool
) -> MilestoneFacts | None:
    """A milestone on the day, from its spans; None when it was not there."""
    span = _on(spans, day)
    if span is None:
        return None
    since = day - timedelta(days=RECENT_DAYS)
    recent = [s.state["progress"] for s in spans if s.valid_from < span.valid_from and s.valid_to >= since]
    state = span.state
    return MilestoneFacts(
        milestone_id=subject_id,
        item_id=item_id,
        is_closing=is_closing,
        is_cancelled=state["is_cancelled"],
        progress=state["progress"],
        start_on=state["start_on"],
        baseline_on=state["baseline_on"],
        forecast_on=state["forecast_on"],
        actual_on=state["actual_on"],
        first_known_on=spans[0].valid_from,
        changed_on=span.valid_from,
        highest_before=max(recent, default=None) if span.valid_from >= since else None,
        is_continued=state["continued_as"] is not None,
        confirmations=confirmations_in(s for s in spans if s.valid_from <= span.valid_from)[-1],
        budget=state["budget"] or 0,
        uncovered=uncovered(state["budget"], state["funding"]),
    )


def evidence_of(item_id: int, spans: list[Span], day: date, held_back: Collection[int] = ()) -> EvidenceFacts | None:
    """A piece of evidence on the day; None when it was not there, withdrawn, or a file that is held back."""
    span = _on(spans, day)
    if span is None:
        return None
    state = span.state
    kind = EvidenceKind(state["kind"])
    if kind is EvidenceKind.FILE and (state["file_id"] is None or state["file_id"] in held_back):
        return None
    return EvidenceFacts(item_id, kind, state["about_on"], state["expires_on"])


def _subjects(revisions: Iterable[Said]) -> dict[tuple[SubjectKind, int], list[Said]]:
    found: dict[tuple[SubjectKind, int], list[Said]] = defaultdict(list)
    for said in revisions:
        found[said.kind, said.subject_id].append(said)
    return found


def known_item(item_id: int, revisions: Iterable[Said], day: date, held_back: Collection[int] = ()) -> KnownItem:
    """One item of one plan on a day, from the revisions holding by it that were known by then.

    `held_back`: files that show nothing now, whatever was known of them then: what the virus scan says is no
    statement of a country.
    """
    stated: Stated | None = None
    milestones: dict[int, MilestoneFacts] = {}
    pieces: list[EvidenceFacts] = []
    for (kind, subject_id), of_subject in _subjects(revisions).items():
        spans = shown_spans(kind, (said.revision for said in of_subject))
        if kind is SubjectKind.MILESTONE:
            found = milestone_of(subject_id, item_id, spans, day, is_closing=of_subject[0].is_closing)
            if found:
                milestones[subject_id] = found
        elif kind is SubjectKind.EVIDENCE:
            piece = evidence_of(item_id, spans, day, held_back)
            pieces += [piece] if piece else []
        elif kind is SubjectKind.PLAN_ITEM and (span := _on(spans, day)):
            has_authority = span.state["lead_authority_id"] is not None
            noted = noted_of(span.state["noted_gaps"], span.state["noted_reasons"])
            stated = Stated(Applicability(span.state["applicability"]), has_authority, noted)
    return KnownItem(stated, milestones, pieces, day)
