"""Evidence that is a file: its versions, what it shows and when, and that rows and bytes stay together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.audit.services import pending
from app.catalogue.states import EvidenceKind
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.storage import INCOMING, LocalStore
from app.files.clamd import Scanner
from app.files.depot import Depot
from app.files.queries import bytes_of, get_file, list_rows
from app.files.services.keeping import check_files, sweep_files
from app.files.states import ScanState
from app.plans.queries.files import get_evidence_file, list_versions
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.records import EvidenceRecord
from app.plans.queries.state import list_evidence
from app.plans.services.evidence import attach_evidence, update_evidence, withdraw_evidence
from app.plans.services.items import update_item
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import set_continuous_sharing, share
from app.plans.services.scanning import note_scan
from app.plans.states import Scope
from app.readiness.facts import Evidenced
from app.readiness.queries.facts import read_facts
from app.review.models import Seal
from app.review.sealing import read_snapshot
from app.review.services.submissions import submit
from app.review.services.taking_back import take_back_version
from tests.factories import plans as factory
from tests.factories.files import depot_in, sent

TODAY = factory.NOON.date()
FILE = {"kind": "file", "title": "Adopted plan"}


@pytest.fixture
def depot(tmp_path: Path) -> Depot:
    return depot_in(tmp_path)


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


class Desk:
    """Ireland's coordinator at work on `alpha.law`."""

    def __init__(self, session: Session, view: CatalogueView, actor: Actor, depot: Depot) -> None:
        self.session, self.view, self.actor, self.depot = session, view, actor, depot

    def attach(self, content: bytes = b"first", item: str = "alpha.law", **values: Any) -> EvidenceRecord:
        with sent(self.depot, content=content) as file:
            return attach_evidence(self.session, self.view, "IE", item, {**FILE, **values}, actor=self.actor, file=file)

    def renew(
        self, piece: EvidenceRecord, content: bytes, values: Mapping[str, Any] = {}, version: int | None = None
    ) -> EvidenceRecord:
        with sent(self.depot, content=content) as file:
            return update_evidence(
                self.session,
                self.view,
                "IE",
                piece.evidence_id,
                values,
                actor=self.actor,
                expected_version=version,
                file=file,
            )

    def evidenced(self, day: date, scope: Scope = Scope.WORKING) -> Evidenced:
        """What the evidence of the item shows on a day."""
        plan_id = get_plan(self.session, "IE", self.actor).plan_id
        facts = read_facts(self.session, self.view, [(plan_id, scope)], day, eu_plan_id=None)
        item = facts[plan_id, scope].get(self.view.items["alpha.law"].item_id)
        return item.evidenced if item else Evidenced()


@pytest.fixture
def desk(session: Session, view: CatalogueView, ireland: Actor, depot: Depot) -> Desk:
    return Desk(session, view, ireland, depot)


def bytes_kept(depot: Depot) -> list[bytes]:
    found = []
    for key in depot.store.list_keys():
        with depot.store.open(key) as stream:
            found.append(stream.read())
    return sorted(found)


def test_a_file_is_evidence_from_the_day_it_comes(desk: Desk) -> None:
    piece = desk.attach(about_on=date(2025, 3, 1))
    plan = get_plan(desk.session, "IE", desk.actor)
    assert list_evidence(desk.session, plan.plan_id, Scope.WORKING, TODAY) == [piece]
    assert desk.evidenced(TODAY).kinds == {EvidenceKind.FILE}
    assert bytes_kept(desk.depot) == [b"first"]
    kept = get_evidence_file(desk.session, plan, piece.file_id or 0)
    assert (kept.name, kept.size, kept.uploaded_by) == ("evidence.txt", 5, "coordinator.ie")
    deeds = [entry["deed"] for entry in pending(desk.session)]
    assert {"files:file:uploaded", "plans:evidence:attached"} <= set(deeds)


def test_a_new_version_replaces_the_present_one_and_the_old_stays(desk: Desk) -> None:
    piece = desk.attach()
    renewed = desk.renew(piece, b"second")
    assert renewed.file_id != piece.file_id
    assert renewed.version == piece.version + 1
    assert [file.file_id for file in list_versions(desk.session, piece.evidence_id)] == [
        renewed.file_id,
        piece.file_id,
    ]
    assert bytes_kept(desk.depot) == [b"first", b"second"]
    newest = list_history(desk.session, get_plan(desk.session, "IE", desk.actor))[0]
    (change,) = newest.changes
    assert (change.field, change.old.file_id, change.new.file_id) == ("file_id", piece.file_id, renewed.file_id)


def test_the_same_bytes_twice_are_two_files_and_one_content(desk: Desk) -> None:
    desk.attach(b"same")
    desk.attach(b"same")
    assert len(list_rows(desk.session)) == 2
    assert bytes_kept(desk.depot) == [b"same"]
    assert check_files(desk.session, desk.depot.store).is_whole


def test_kind_and_file_go_together(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        attach_evidence(desk.session, desk.view, "IE", "alpha.law", FILE, actor=desk.actor)
    assert refused.value.field == "file"
    with pytest.raises(Invalid) as refused:
        desk.attach(kind="statement")
    assert refused.value.field == "file"
    piece = desk.attach()
    arguments: dict[str, Any] = {"actor": desk.actor, "expected_version": None}
    turned = update_evidence(desk.session, desk.view, "IE", piece.evidence_id, {"kind": "statement"}, **arguments)
    assert (turned.kind, turned.file_id) == ("statement", None)
    again = desk.renew(turned, b"second", {"kind": "file"})
    assert (again.kind, again.file_id is None) == ("file", False)


def test_a_sensitive_item_takes_no_file(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.attach(item="alpha.secret")
    assert refused.value.field == "file"
    statement = attach_evidence(
        desk.session, desk.view, "IE", "alpha.secret", {"kind": "statement", "title": "x"}, actor=desk.actor
    )
    with pytest.raises(Invalid):
        desk.renew(statement, b"x", {"kind": "file"})
    assert list_rows(desk.session) == []
    assert bytes_kept(desk.depot) == []


@pytest.mark.parametrize(
    "values",
    [{"title": ""}, {"about_on": date(2025, 3, 11)}, {"milestones": ["IE-9999"]}, {"url": "javascript:x"}],
)
def test_what_is_refused_leaves_no_row_and_no_bytes(desk: Desk, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        desk.attach(**values)
    assert list_rows(desk.session) == []
    assert bytes_kept(desk.depot) == []


def test_a_stale_version_keeps_no_bytes(desk: Desk) -> None:
    piece = desk.attach()
    desk.renew(piece, b"second", version=piece.version)
    with pytest.raises(Conflict):
        desk.renew(piece, b"third", version=piece.version)
    assert bytes_kept(desk.depot) == [b"first", b"second"]


def test_the_files_of_a_country_have_a_limit_together(desk: Desk) -> None:
    desk.depot = replace(desk.depot, country_limit=12)
    desk.attach(b"a" * 7)
    with pytest.raises(Invalid, match="together") as refused:
        desk.attach(b"b" * 6)
    assert refused.value.field == "file"
    desk.attach(b"c" * 5)
    assert sorted(map(len, bytes_kept(desk.depot))) == [5, 7]


# --- what others see -------------------------------------------------------------------------------------


def test_others_have_a_version_once_it_was_shared_and_never_a_newer_one(
    desk: Desk, clock_at: time_machine.Traveller
) -> None:
    piece = desk.attach()
    reviewer = factory.reviewer(desk.session)
    plan = get_plan(desk.session, "IE", reviewer)
    with pytest.raises(NotFound):
        get_evidence_file(desk.session, plan, piece.file_id or 0)
    share(desk.session, "IE", actor=desk.actor)
    renewed = desk.renew(piece, b"second")
    assert get_evidence_file(desk.session, plan, piece.file_id or 0).size == 5
    with pytest.raises(NotFound):
        get_evidence_file(desk.session, plan, renewed.file_id or 0)
    own = get_plan(desk.session, "IE", desk.actor)
    assert get_evidence_file(desk.session, own, renewed.file_id or 0).size == 6
    clock_at.shift(timedelta(days=1))
    share(desk.session, "IE", actor=desk.actor)
    assert get_evidence_file(desk.session, plan, renewed.file_id or 0).size == 6


def test_with_continuous_sharing_a_version_is_shared_as_it_comes(desk: Desk) -> None:
    set_continuous_sharing(desk.session, "IE", True, actor=desk.actor)
    piece = desk.attach()
    plan = get_plan(desk.session, "IE", factory.reviewer(desk.session))
    assert get_evidence_file(desk.session, plan, piece.file_id or 0).size == 5


def test_a_file_is_found_in_its_own_plan_alone(desk: Desk) -> None:
    piece = desk.attach()
    france = factory.coordinator(desk.session, "FR")
    with pytest.raises(NotFound):
        get_evidence_file(desk.session, get_plan(desk.session, "FR", france), piece.file_id or 0)
    with pytest.raises(NotFound):
        get_plan(desk.session, "IE", france)


# --- what it shows, and when -----------------------------------------------------------------------------


def test_expiry_and_withdrawal_take_away_what_it_shows_on_their_day(
    desk: Desk, clock_at: time_machine.Traveller
) -> None:
    piece = desk.attach(about_on=TODAY, expires_on=TODAY + timedelta(days=5))
    assert desk.evidenced(TODAY + timedelta(days=5)).kinds == {EvidenceKind.FILE}
    gone = desk.evidenced(TODAY + timedelta(days=6))
    assert (gone.kinds, gone.expired_on) == (frozenset(), TODAY + timedelta(days=5))
    clock_at.shift(timedelta(days=2))
    withdraw_evidence(
        desk.session, "IE", piece.evidence_id, actor=desk.actor, expected_version=None, reason="Superseded"
    )
    assert desk.evidenced(TODAY + timedelta(days=1)).kinds == {EvidenceKind.FILE}
    assert desk.evidenced(TODAY + timedelta(days=2)).kinds == frozenset()


def test_a_file_that_waits_for_the_scan_shows_nothing_until_it_is_clean(desk: Desk) -> None:
    desk.depot = replace(desk.depot, scanner=Scanner("/nowhere/clamd.sock"))
    piece = desk.attach()
    share(desk.session, "IE", actor=desk.actor)
    file_id = piece.file_id or 0
    assert get_file(desk.session, file_id).is_held_back
    assert desk.evidenced(TODAY) == desk.evidenced(TODAY, Scope.SHARED) == Evidenced()
    before = get_plan(desk.session, "IE", desk.actor).head
    assert note_scan(desk.session, file_id, ScanState.CLEAN, actor=SYSTEM)
    assert not note_scan(desk.session, file_id, ScanState.CLEAN, actor=SYSTEM)
    after = get_plan(desk.session, "IE", desk.actor).head
    assert after.working_stamp > before.working_stamp, "what is kept of the plan's figures is made anew"
    assert after.shared_stamp > before.shared_stamp
    for scope in Scope:
        assert desk.evidenced(TODAY, scope).kinds == {EvidenceKind.FILE}


def test_what_a_later_scan_refuses_shows_nothing_any_more(desk: Desk) -> None:
    piece = desk.attach()
    assert desk.evidenced(TODAY).kinds == {EvidenceKind.FILE}
    note_scan(desk.session, piece.file_id or 0, ScanState.REFUSED, actor=SYSTEM)
    assert desk.evidenced(TODAY) == Evidenced()
    assert [entry["changes"] for entry in pending(desk.session)][-1] == {"scan_state": ["not_scanned", "refused"]}


# --- several milestones ----------------------------------------------------------------------------------


def test_a_version_taken_back_shows_nothing_until_there_is_another(
    desk: Desk, clock_at: time_machine.Traveller
) -> None:
    piece = desk.attach()
    share(desk.session, "IE", actor=desk.actor)
    clock_at.shift(timedelta(days=10))
    renewed = desk.renew(piece, b"wrong")
    wrong = renewed.file_id or 0
    with pytest.raises(Invalid) as refused:
        take_back_version(desk.session, "IE", wrong, actor=desk.actor, reason=" ")
    assert refused.value.field == "reason"
    take_back_version(desk.session, "IE", wrong, actor=desk.actor, reason="Another country's")
    assert desk.evidenced(clock.today()).kinds == frozenset()
    assert desk.evidenced(TODAY).kinds == {EvidenceKind.FILE}, "what was shown before is shown"
    assert desk.evidenced(clock.today(), Scope.SHARED).kinds == {EvidenceKind.FILE}, "others know the version before"
    told = next(entry for entry in pending(desk.session) if entry["deed"] == "files:file:taken-back")
    assert (told["subject_id"], told["reason"]) == (wrong, "Another country's")
    newest, first = list_versions(desk.session, piece.evidence_id)
    assert newest.taken_back
    assert (newest.taken_back.by, newest.taken_back.why, first.taken_back) == (
        "coordinator.ie",
        "Another country's",
        None,
    )
    with pytest.raises(WrongState):
        take_back_version(desk.session, "IE", wrong, actor=desk.actor, reason="Again")
    desk.renew(renewed, b"right")
    assert desk.evidenced(clock.today()).kinds == {EvidenceKind.FILE}


def test_the_version_before_counts_again_where_somebody_says_so(desk: Desk) -> None:
    piece = desk.attach()
    wrong = desk.renew(piece, b"wrong").file_id or 0
    with pytest.raises(Invalid):
        take_back_version(
            desk.session, "IE", piece.file_id or 0, actor=desk.actor, reason="None before", before_counts=True
        )
    take_back_version(desk.session, "IE", wrong, actor=desk.actor, reason="Not it", before_counts=True)
    plan = get_plan(desk.session, "IE", desk.actor)
    assert [one.file_id for one in list_evidence(desk.session, plan.plan_id, Scope.WORKING, TODAY)] == [piece.file_id]
    assert desk.evidenced(TODAY).kinds == {EvidenceKind.FILE}


def test_what_was_shared_and_is_taken_back_shows_nothing_to_others_at_once(desk: Desk) -> None:
    piece = desk.attach()
    share(desk.session, "IE", actor=desk.actor)
    stamp = get_plan(desk.session, "IE", desk.actor).head.shared_stamp
    take_back_version(desk.session, "IE", piece.file_id or 0, actor=desk.actor, reason="It names people")
    assert desk.evidenced(TODAY, Scope.SHARED).kinds == frozenset()
    assert get_plan(desk.session, "IE", desk.actor).head.shared_stamp > stamp


def test_a_contributor_takes_back_what_they_may_attach_and_nothing_else(desk: Desk) -> None:
    own = factory.authority(desk.session, "IE", "Ministry of the Interior")
    piece = desk.attach()
    contributor = factory.contributor(desk.session, "IE", own)
    with pytest.raises(NotAllowed):
        take_back_version(desk.session, "IE", piece.file_id or 0, actor=contributor, reason="Not theirs")
    update_item(
        desk.session,
        desk.view,
        "IE",
        "alpha.law",
        {"lead_authority_id": own},
        actor=desk.actor,
        expected_version=None,
    )
    take_back_version(desk.session, "IE", piece.file_id or 0, actor=contributor, reason="Wrong file")


def test_bytes_taken_back_go_with_the_sweep_unless_a_seal_or_another_file_rests_on_them(desk: Desk) -> None:
    kept, gone, twice = desk.attach(b"sealed"), desk.attach(b"gone!!"), desk.attach(b"twice")
    submit(desk.session, desk.view, "IE", {"kind": "plan", "note": "As adopted"}, actor=desk.actor)
    wrong = desk.renew(gone, b"wrong")
    desk.attach(b"twice")
    for piece in (kept, wrong, twice):
        take_back_version(desk.session, "IE", piece.file_id or 0, actor=desk.actor, reason="In error")
    assert bytes_of(desk.session, "IE") == len(b"sealed" + b"gone!!" + b"twice" + b"twice")
    aged(desk.depot, hours=2)
    sweep_files(desk.session, desk.depot.store)
    assert bytes_kept(desk.depot) == sorted([b"sealed", b"gone!!", b"twice"])
    assert check_files(desk.session, desk.depot.store).is_whole
    submit(desk.session, desk.view, "IE", {"kind": "update", "note": "Once more"}, actor=desk.actor)
    seals = desk.session.scalars(select(Seal)).all()
    scans = [
        {one["file_scan"] for one in read_snapshot(seal.content)["items"]["alpha.law"]["evidence"]} for seal in seals
    ]
    assert {"not_scanned", "taken_back"} in scans


def test_a_piece_of_evidence_can_be_about_several_milestones_of_its_item(desk: Desk) -> None:
    references = [
        add_milestone(desk.session, desk.view, "IE", "alpha.law", {"title": title}, actor=desk.actor).reference
        for title in ("Draft", "Adoption")
    ]
    elsewhere = add_milestone(desk.session, desk.view, "IE", "beta.law", {"title": "x"}, actor=desk.actor).reference
    piece = desk.attach(milestones=references)
    assert piece.milestones == tuple(references)
    arguments: dict[str, Any] = {"actor": desk.actor, "expected_version": piece.version}
    with pytest.raises(Invalid) as refused:
        update_evidence(desk.session, desk.view, "IE", piece.evidence_id, {"milestones": [elsewhere]}, **arguments)
    assert refused.value.field == "milestones"
    fewer = update_evidence(
        desk.session, desk.view, "IE", piece.evidence_id, {"milestones": references[:1]}, **arguments
    )
    assert fewer.milestones == (references[0],)
    assert fewer.version == piece.version + 1
    with pytest.raises(Conflict) as stale:
        update_evidence(desk.session, desk.view, "IE", piece.evidence_id, {"milestones": []}, **arguments)
    assert stale.value.theirs["milestones"] == references[:1]
    plan = get_plan(desk.session, "IE", desk.actor)
    (read,) = list_evidence(desk.session, plan.plan_id, Scope.WORKING, TODAY)
    assert read.milestones == (references[0],)
    newest = list_history(desk.session, plan)[0]
    assert [(c.field, c.old, c.new) for c in newest.changes] == [("milestones", references, references[:1])]


def test_others_see_the_milestones_as_of_the_release(desk: Desk, clock_at: time_machine.Traveller) -> None:
    reference = add_milestone(desk.session, desk.view, "IE", "alpha.law", {"title": "x"}, actor=desk.actor).reference
    piece = desk.attach()
    share(desk.session, "IE", actor=desk.actor)
    clock_at.shift(timedelta(hours=1))
    update_evidence(
        desk.session,
        desk.view,
        "IE",
        piece.evidence_id,
        {"milestones": [reference]},
        actor=desk.actor,
        expected_version=None,
    )
    plan_id = piece.plan_id
    shown = {
        scope: list_evidence(desk.session, plan_id, scope, TODAY)[0].milestones
        for scope in (Scope.WORKING, Scope.SHARED)
    }
    assert shown == {Scope.WORKING: (reference,), Scope.SHARED: ()}


# --- rows and bytes --------------------------------------------------------------------------------------


def aged(depot: Depot, hours: float) -> None:
    """Make all that lies in the store look older than now, by the test's clock."""
    assert isinstance(depot.store, LocalStore)
    then = (factory.NOON - timedelta(hours=hours)).timestamp()
    for path in depot.store.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def test_bytes_of_a_deed_that_failed_are_swept_after_an_hour(desk: Desk) -> None:
    assert isinstance(desk.depot.store, LocalStore)
    kept = desk.attach(b"kept")
    with desk.session.begin_nested() as deed:  # the process dies between the bytes and the commit
        desk.attach(b"lost")
        deed.rollback()
    (desk.depot.store.folder / INCOMING / "half").write_bytes(b"ha")
    assert bytes_kept(desk.depot) == [b"kept", b"lost"]
    found = check_files(desk.session, desk.depot.store)
    assert (len(found.unnamed), found.missing, found.changed) == (1, (), ())
    aged(desk.depot, hours=0.9)
    assert sweep_files(desk.session, desk.depot.store).keys == ()
    aged(desk.depot, hours=1.1)
    assert len(sweep_files(desk.session, desk.depot.store, dry_run=True).keys) == 1
    assert bytes_kept(desk.depot) == [b"kept", b"lost"]
    swept = sweep_files(desk.session, desk.depot.store)
    assert (len(swept.keys), swept.bytes, swept.unfinished) == (1, 4, 1)
    assert bytes_kept(desk.depot) == [b"kept"]
    assert check_files(desk.session, desk.depot.store).is_whole
    assert desk.depot.store.exists(get_file(desk.session, kept.file_id or 0).content_hash)


def test_bytes_that_are_gone_or_others_are_found(desk: Desk) -> None:
    gone, changed = desk.attach(b"gone"), desk.attach(b"changed")
    store = desk.depot.store
    assert isinstance(store, LocalStore)
    store.delete(get_file(desk.session, gone.file_id or 0).content_hash)
    key = get_file(desk.session, changed.file_id or 0).content_hash
    (store.folder / key[:2] / key).write_bytes(b"chanGed")
    found = check_files(desk.session, store)
    assert (found.missing, found.changed, found.unnamed) == ((gone.file_id,), (changed.file_id,), ())
    assert not found.is_whole


def test_what_the_scan_refused_is_swept_too(desk: Desk) -> None:
    piece = desk.attach(b"virus")
    note_scan(desk.session, piece.file_id or 0, ScanState.REFUSED, actor=SYSTEM)
    aged(desk.depot, hours=2)
    assert len(sweep_files(desk.session, desk.depot.store).keys) == 1
    assert check_files(desk.session, desk.depot.store).is_whole
