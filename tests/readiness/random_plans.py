"""Plans drawn by lot from a seed: revisions, spans of both states, links and releases, as the services leave them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.catalogue.models import Item
from app.catalogue.states import EvidenceKind, Level
from app.catalogue.views import CatalogueView
from app.core.clock import BRUSSELS
from app.files.models import StoredFile
from app.files.states import HELD_BACK, ScanState
from app.plans import models
from app.plans.history import FIELDS, Ledger, Recorded, span_rows
from app.plans.history.fields import table_of
from app.plans.noted import NotedGap, written
from app.plans.queries.heads import find_head
from app.plans.queries.records import PlanHead
from app.plans.states import EU, Scope, SubjectKind
from app.readiness.known import Said
from tests.readiness.builders import a_view, an_item

FIRST = date(2024, 7, 1)
LAST = date(2026, 11, 22)
OWNERS = (EU, "IE", "BE")
BLOCKS = ("alpha", "beta", "gamma")


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=BRUSSELS)


class Written(NamedTuple):
    """A revision with where it belongs. `item_id`: of its item; `block_id`: the plan's block that shares it."""

    plan_id: int
    block_id: int
    item_id: int
    said: Said


@dataclass
class Link:
    """A predecessor as it was made and removed."""

    milestone_id: int
    predecessor_id: int
    created_at: datetime
    removed_at: datetime | None


@dataclass
class World:
    """Everything that was drawn: in the database and, for the reference, in memory."""

    view: CatalogueView
    heads: dict[str, PlanHead] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    releases: dict[int, list[datetime]] = field(default_factory=dict)
    held_back: set[int] = field(default_factory=set)

    def shared_at(self, block_id: int, known: datetime) -> datetime | None:
        """A block's last release by an instant."""
        return max((at for at in self.releases.get(block_id, ()) if at <= known), default=None)


WATCHED = (date(2024, 8, 15), date(2025, 6, 1), date(2025, 11, 3), date(2026, 6, 12), LAST)
"""Days that tests look at: much happens shortly before them."""


def _cancelled(number: float) -> dict[str, Any]:
    """Of a number between 0 and 1: below a half it is cancelled, below a quarter because it goes on as another."""
    return {"is_cancelled": number < 0.5, "continued_as": "IE-9999" if number < 0.25 else None}


def _random_day(lot: random.Random, first: date = FIRST, last: date = LAST) -> date:
    if lot.random() < 0.4:
        near = lot.choice(WATCHED) - timedelta(days=lot.randrange(70))
        if first <= near <= last:
            return near
    return first + timedelta(days=lot.randrange((last - first).days + 1))


def _noted(lot: random.Random) -> dict[str, Any]:
    note = NotedGap("slipped", _random_day(lot), "0123456789ab", _random_day(lot), f"reason {lot.randrange(100)}")
    return dict(zip(("noted_gaps", "noted_reasons"), written([note]), strict=True))


class Drawer:
    """Draws a world of three plans over twelve items of two levels."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.lot = session, random.Random(seed)
        self.authority_id = 0
        rows = [Item(key=f"random.item-{number}") for number in range(12)]
        session.add_all(rows)
        session.flush()
        items = []
        for number, row in enumerate(rows):
            level = Level.EU if number < 4 else Level.MEMBER_STATE
            before = self.lot.sample(range(number), min(number, self.lot.randrange(3)))
            items.append(
                an_item(
                    row.id,
                    row.key,
                    level=level,
                    block_key=BLOCKS[number % 3],
                    is_key=self.lot.random() < 0.4,
                    needed_by=self.lot.choice([date(2025, 6, 1), date(2026, 6, 12)]),
                    depends_on=tuple(rows[other].key for other in before),
                    lead_time_days=self.lot.choice([0, 60, 120]),
                )
            )
        self.world = World(a_view(items, owners=OWNERS[1:]))
        self.milestones: dict[str, list[int]] = {owner: [] for owner in OWNERS}

    def draw(self) -> World:
        """Fill the database."""
        for owner in OWNERS:
            self._plan(owner)
        self._links()
        self.session.flush()
        for owner in OWNERS:
            head = find_head(self.session, owner)
            assert head is not None
            self.world.heads[owner] = head
        return self.world

    def _plan(self, owner: str) -> None:
        session, lot = self.session, self.lot
        plan = models.Plan(owner=owner, created_at=noon(FIRST), working_stamp=1, shared_stamp=1)
        session.add(plan)
        session.flush()
        authority = models.Authority(plan_id=plan.id, name=f"Ministry of {owner}", short_name=owner)
        session.add(authority)
        session.flush()
        self.authority_id = authority.id
        blocks = {}
        for key in BLOCKS:
            releases = sorted(noon(_random_day(lot)) for _ in range(lot.randrange(5)))
            block = models.PlanBlock(plan_id=plan.id, block_key=key, shared_at=max(releases, default=None))
            session.add(block)
            session.flush()
            blocks[key] = block
            self.world.releases[block.id] = releases
            self._releases(plan.id, block.id, releases)
        for item in self.world.view.items_of(owner):
            if lot.random() < 0.85:
                self._item(owner, plan.id, blocks[item.block_key], item.item_id)

    def _releases(self, plan_id: int, block_id: int, releases: Iterable[datetime]) -> None:
        for instant in releases:
            release = models.PlanRelease(plan_id=plan_id, released_at=instant, note="")
            self.session.add(release)
            self.session.flush()
            covered = models.PlanReleaseBlock(plan_release_id=release.id, plan_block_id=block_id)
            self.session.add(covered)

    def _item(self, owner: str, plan_id: int, block: models.PlanBlock, item_id: int) -> None:
        lot, session = self.lot, self.session
        begins = _random_day(lot, last=date(2026, 5, 1))
        row = models.PlanItem(plan_id=plan_id, plan_block_id=block.id, item_id=item_id, created_at=noon(begins))
        session.add(row)
        session.flush()
        told: list[dict[str, Any]] = [{}]
        told += [{"applicability": lot.choice(["applies", "not_applicable"])}] if lot.random() < 0.3 else []
        told += [{"lead_authority_id": self.authority_id}] if lot.random() < 0.5 else []
        told += [_noted(lot)] if lot.random() < 0.3 else []
        self._subject(SubjectKind.PLAN_ITEM, row.id, block, item_id, begins, told)
        for number in range(lot.randrange(5)):
            self._milestone(owner, row, block, begins, is_closing=number == 0)
        for _ in range(lot.randrange(3)):
            self._evidence(row, block, begins)

    def _milestone(
        self, owner: str, row: models.PlanItem, block: models.PlanBlock, begins: date, *, is_closing: bool
    ) -> None:
        lot = self.lot
        title = f"milestone {lot.randrange(10_000)}"
        start = _random_day(lot) if lot.random() < 0.6 else None
        baseline = _random_day(lot, start or FIRST, LAST + timedelta(days=90)) if lot.random() < 0.8 else None
        first = {"title": title, "workstream_key": "legal", "start_on": start, "baseline_on": baseline}
        told: list[dict[str, Any]] = [first]
        for _ in range(lot.randrange(7)):
            told.append(
                lot.choice(
                    [
                        {"progress": lot.choice([0, 2500, 4500, 7500, 10_000])},
                        {"progress": lot.choice([1000, 10_000])},
                        {"forecast_on": _random_day(lot, FIRST, LAST + timedelta(days=90))},
                        {"is_cancelled": False} if is_closing else _cancelled(lot.random()),
                        {"confirmed_on": _random_day(lot)},
                        {"note": f"note {lot.randrange(100)}"},
                    ]
                )
            )
        if lot.random() < 0.3:
            told += [{"confirmed_on": _random_day(lot)} for _ in range(lot.randrange(8, 14))]
        self._pay(f"{owner}-{len(self.milestones[owner])}", told)
        milestone = models.Milestone(
            plan_id=row.plan_id,
            plan_item_id=row.id,
            item_id=row.item_id,
            reference=f"{owner}-{len(self.milestones[owner]):04}",
            is_closing=is_closing,
            created_at=noon(begins),
            title=title,
            workstream_key="legal",
        )
        self.session.add(milestone)
        self.session.flush()
        self.milestones[owner].append(milestone.id)
        self.world.titles[milestone.id] = title
        copied = {"is_closing": is_closing}
        self._subject(SubjectKind.MILESTONE, milestone.id, block, row.item_id, begins, told, copied)

    @staticmethod
    def _pay(name: str, told: list[dict[str, Any]]) -> None:
        """What it costs and who pays, by a lot of its own: what else is drawn stays as it was."""
        lot = random.Random(name)
        said = [one for one in told if "confirmed_on" not in one]
        if lot.random() < 0.7:
            said[0]["budget"] = lot.choice([0, 90_000, 90_000, 4 * 10**12])
            for funding in ("AMIF:50000:0:0", "AMIF", "national:0:90000:5", "AMIF:1:0:4000000000000"):
                if lot.random() < 0.4:
                    lot.choice(said)["funding"] = funding

    def _evidence(self, row: models.PlanItem, block: models.PlanBlock, begins: date) -> None:
        lot = self.lot
        about = _random_day(lot, date(2024, 1, 1)) if lot.random() < 0.7 else None
        expires = _random_day(lot, about or FIRST, LAST + timedelta(days=200)) if lot.random() < 0.5 else None
        kind = lot.choice(list(EvidenceKind)).value
        file_id = self._file(row) if kind == EvidenceKind.FILE.value else None
        first: dict[str, Any] = {"kind": kind, "title": "evidence", "about_on": about, "expires_on": expires}
        first["file_id"] = file_id
        told = [first, {"is_withdrawn": True}] if lot.random() < 0.3 else [first]
        piece = models.Evidence(
            plan_id=row.plan_id,
            plan_item_id=row.id,
            item_id=row.item_id,
            created_at=noon(begins),
            kind=kind,
            title="evidence",
            file_id=file_id,
        )
        self.session.add(piece)
        self.session.flush()
        self._subject(SubjectKind.EVIDENCE, piece.id, block, row.item_id, begins, told)

    def _file(self, row: models.PlanItem) -> int:
        """A file in any state of the virus scan."""
        state = self.lot.choice(list(ScanState))
        made = StoredFile(
            country="IE",
            content_hash=f"{row.id:064x}",
            size=1,
            media_type="text/plain",
            name="evidence.txt",
            scan_state=state.value,
            uploaded_at=noon(FIRST),
        )
        self.session.add(made)
        self.session.flush()
        if state in HELD_BACK:
            self.world.held_back.add(made.id)
        return made.id

    def _subject(
        self,
        kind: SubjectKind,
        subject_id: int,
        block: models.PlanBlock,
        item_id: int,
        begins: date,
        told: list[dict[str, Any]],
        copied: dict[str, Any] | None = None,
    ) -> None:
        """Revisions of a subject, some dated back, and the spans that follow from them."""
        lot, ledger = self.lot, Ledger(kind)
        recorded = begins
        for number, values in enumerate(told):
            recorded = recorded if number == 0 else _random_day(lot, recorded, LAST)
            effective = recorded if number == 0 or lot.random() < 0.6 else _random_day(lot, begins, recorded)
            changes = ledger.changes_for(values, effective)
            if changes or number == 0:
                self._revision(kind, subject_id, block, item_id, (effective, recorded), changes, ledger, copied)
        columns = {"plan_id": block.plan_id, "item_id": item_id, **(copied or {})}
        shared = ledger.spans(block.shared_at) if block.shared_at else []
        for scope, spans in ((Scope.WORKING, ledger.spans()), (Scope.SHARED, shared)):
            rows = span_rows(kind, scope, subject_id, columns, spans)
            if rows:
                self.session.execute(insert(table_of(FIELDS[kind].span)), rows)

    def _revision(
        self,
        kind: SubjectKind,
        subject_id: int,
        block: models.PlanBlock,
        item_id: int,
        days: tuple[date, date],
        changes: dict[str, Any],
        ledger: Ledger,
        copied: dict[str, Any] | None,
    ) -> None:
        instant = noon(days[1]) + timedelta(minutes=len(ledger.revisions))
        row = models.Revision(
            plan_id=block.plan_id,
            plan_block_id=block.id,
            subject_kind=kind.value,
            subject_id=subject_id,
            effective_on=days[0],
            recorded_at=instant,
            reason="",
            request_id="",
            changes=changes,
        )
        self.session.add(row)
        self.session.flush()
        revision = Recorded(days[0], instant, row.id, changes)
        ledger.add(revision)
        is_closing = bool((copied or {}).get("is_closing"))
        said = Said(kind, subject_id, is_closing, revision)
        self.world.written.append(Written(block.plan_id, block.id, item_id, said))

    def _links(self) -> None:
        """Predecessors in the own plan, of the EU plan, and of another country (which facts leave out)."""
        lot, made = self.lot, set()
        for owner in OWNERS:
            for milestone in self.milestones[owner]:
                others = self.milestones[lot.choice((owner, *OWNERS, EU))]
                if not others or lot.random() < 0.2:
                    continue
                predecessor = lot.choice(others)
                if predecessor == milestone or (milestone, predecessor) in made:
                    continue
                made.add((milestone, predecessor))
                created = noon(_random_day(lot, FIRST, date(2025, 12, 1)))
                removed = noon(_random_day(lot, created.date() + timedelta(days=1))) if lot.random() < 0.3 else None
                self.session.add(
                    models.Predecessor(
                        milestone_id=milestone, predecessor_id=predecessor, created_at=created, removed_at=removed
                    )
                )
                self.world.links.append(Link(milestone, predecessor, created, removed))


def draw(session: Session, seed: int) -> World:
    """Three plans of a seed, written to the session's database."""
    return Drawer(session, seed).draw()
