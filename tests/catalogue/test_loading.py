"""A release is written whole or not at all, once, and read back as it was written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, SYSTEM, Actor, Held
from app.accounts.states import Role
from app.audit.services import pending
from app.catalogue import models, queries
from app.catalogue.exporting import export_release
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.states import Holds, NeededByKind, Standing
from app.core.db import Base
from app.core.engine import Database
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.plans.models import Plan, PlanBlock, Revision
from app.plans.services.plans import open_plans
from app.plans.states import SubjectKind
from app.review.models import Seal, Submission
from tests.factories.catalogue import load_tiny_catalogue, tiny_catalogue_folder

ACTING = date(2026, 11, 23)


def fingerprint(session: Session, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Every row of every table as text; columns named in `without` are left out."""
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.c if column.name not in without]
        found[table.name] = sorted(str(tuple(row)) for row in session.execute(select(*columns)))
    return found


def test_a_release_is_loaded_whole(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    assert (view.catalogue, view.version) == ("tiny", "1")
    assert list(view.blocks) == ["strategy", "reception", "borders"]
    assert len(view.items) == 14
    assert list(view.countries) == ["BE", "DK", "IE", "FR"]
    assert len(view.duties) == 11 * 4 + 3
    assert [entry["deed"] for entry in pending(session)] == ["catalogue:release:loaded"]


def test_the_same_release_twice_changes_nothing_and_says_so(session: Session, tmp_path: Path) -> None:
    file = read_catalogue(tiny_catalogue_folder(tmp_path))
    first = load_release(session, file, actor=SYSTEM)
    before = fingerprint(session)
    again = load_release(session, file, actor=SYSTEM, replace_demonstration=True)
    assert (first.created, again.created, again.rows) == (True, False, 0)
    assert again.release_id == first.release_id
    assert fingerprint(session) == before
    assert len(pending(session)) == 1


def test_other_content_under_the_same_version_is_refused(session: Session, tmp_path: Path) -> None:
    load_tiny_catalogue(session, tmp_path / "first")
    before = fingerprint(session)
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    with pytest.raises(WrongState, match="give it a new version"):
        load_release(session, other, actor=SYSTEM)
    assert fingerprint(session) == before


def test_a_load_that_fails_half_way_leaves_every_row_as_it_was(committed: Database, tmp_path: Path) -> None:
    with committed.writing() as session:
        load_tiny_catalogue(session, tmp_path / "first")
        session.commit()
    with committed.reading() as session:
        before = fingerprint(session)
    second = tiny_catalogue_folder(tmp_path / "second", ("catalogue.yaml", 'version: "1"', 'version: "2"'))

    class Interrupted(Exception):
        pass

    for stop_at in ("phrase_text", "requirement", "duty", "term_confidence"):

        def interrupt(_c: object, _cu: object, statement: str, *_rest: object, stop_at: str = stop_at) -> None:
            if statement.startswith(f"INSERT INTO {stop_at} "):
                raise Interrupted

        event.listen(committed.engine, "before_cursor_execute", interrupt)
        try:
            with pytest.raises(Interrupted), committed.writing() as session:
                load_release(session, read_catalogue(second), actor=SYSTEM)
        finally:
            event.remove(committed.engine, "before_cursor_execute", interrupt)
        with committed.reading() as session:
            assert fingerprint(session) == before


def test_what_is_exported_loads_to_the_same_rows(session: Session, committed: Database, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    session.flush()
    written = export_release(view, tmp_path / "exported")
    assert len(written) == 27
    with committed.writing() as other:
        load_release(other, read_catalogue(tmp_path / "exported"), actor=SYSTEM)
        without = frozenset({"loaded_at"})
        assert fingerprint(session, without=without) == fingerprint(other, without=without)


def test_an_export_does_not_write_over_anything(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("x")
    with pytest.raises(Invalid):
        export_release(view, tmp_path / "there")
    with pytest.raises(Invalid):
        export_release(view, tmp_path / "there" / "file")


def test_a_second_release_keeps_the_identity_of_items(session: Session, tmp_path: Path) -> None:
    first = load_tiny_catalogue(session, tmp_path / "first")
    changed = tiny_catalogue_folder(
        tmp_path / "second",
        ("catalogue.yaml", 'version: "1"', 'version: "2"'),
        ("catalogue.yaml", "in_force_from: 2024-06-12", "in_force_from: 2025-01-01"),
        ("blocks/02-borders.yaml", "item: borders.evaluation", "item: borders.review"),
    )
    result = load_release(session, read_catalogue(changed), actor=SYSTEM)
    assert (result.new_items, result.removed_items) == (("borders.review",), ("borders.evaluation",))
    second = queries.get_view(session, result.release_id)
    for key, item in second.items.items():
        if key != "borders.review":
            assert item.item_id == first.items[key].item_id
            assert item.requirement_id != first.items[key].requirement_id
    assert queries.release_in_force(session, date(2024, 12, 31)) == first.release_id
    assert queries.release_in_force(session, date(2025, 1, 1)) == second.release_id
    assert queries.get_view(session, first.release_id).items["borders.evaluation"].item_id in first.items_by_id


def test_days_before_the_first_release_are_read_in_it_and_days_before_the_programme_not_at_all(
    session: Session, tmp_path: Path
) -> None:
    assert queries.earliest_day(queries.list_releases(session)) is None
    with pytest.raises(NotFound):
        queries.release_in_force(session, ACTING)
    view = load_tiny_catalogue(session, tmp_path)
    assert queries.earliest_day(queries.list_releases(session)) == date(2024, 6, 11)
    assert queries.release_in_force(session, date(2024, 6, 11)) == view.release_id
    assert queries.view_in_force(session, ACTING).content_hash == view.content_hash
    with pytest.raises(NotFound):
        queries.release_in_force(session, date(2024, 6, 10))
    with pytest.raises(NotFound):
        queries.get_view(session, 999_999)


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (SYSTEM, True),
        (Actor(user_id=1, held=(Held(Role.ADMINISTRATOR),)), True),
        (Actor(user_id=2, held=(Held(Role.COORDINATOR, country="IE"),)), False),
        (NOBODY, False),
    ],
)
def test_only_the_command_line_and_administrators_load(
    session: Session, tmp_path: Path, actor: Actor, may: bool
) -> None:
    file = read_catalogue(tiny_catalogue_folder(tmp_path))
    if may:
        assert load_release(session, file, actor=actor).created
    else:
        with pytest.raises(NotAllowed):
            load_release(session, file, actor=actor)


# --- demonstration ---------------------------------------------------------------------------------------


def _plans(session: Session, tmp_path: Path, *, is_demonstration: bool, is_written: bool) -> None:
    view = load_tiny_catalogue(session, tmp_path / "first")
    open_plans(session, view, actor=SYSTEM)
    session.flush()
    for plan in session.scalars(select(Plan)):
        plan.is_demonstration = is_demonstration
    session.flush()
    if not is_written:
        return
    plan_id, block_id = session.execute(select(PlanBlock.plan_id, PlanBlock.id).order_by(PlanBlock.id)).first()  # type: ignore[misc]
    revision: dict[str, Any] = {
        "plan_id": plan_id,
        "plan_block_id": block_id,
        "subject_kind": next(iter(SubjectKind)).value,
        "subject_id": 1,
        "effective_on": date(2025, 1, 1),
        "recorded_at": datetime(2025, 1, 1, tzinfo=UTC),
        "reason": "",
        "request_id": "",
        "changes": {},
    }
    session.execute(insert(Revision), [revision])


def test_a_demonstration_is_rebuilt_with_other_content(session: Session, tmp_path: Path) -> None:
    _plans(session, tmp_path, is_demonstration=True, is_written=True)
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    result = load_release(session, other, actor=SYSTEM, replace_demonstration=True)
    assert (result.created, result.replaced) == (True, True)
    assert session.scalars(select(Plan.id)).all() == []
    assert session.scalars(select(Revision.id)).all() == []
    assert len(session.scalars(select(models.Release.id)).all()) == 1
    view = queries.get_view(session, result.release_id)
    assert view.terms["solidarity-pool"].confidence["fr"].value == "low"
    assert open_plans(session, view, actor=SYSTEM)
    assert "catalogue:release:replaced" in [entry["deed"] for entry in pending(session)]


def test_what_was_submitted_in_a_demonstration_outlasts_its_rebuilding(session: Session, tmp_path: Path) -> None:
    _plans(session, tmp_path, is_demonstration=True, is_written=True)
    plan_id = session.scalars(select(Plan.id).order_by(Plan.id)).first()
    at = datetime(2025, 1, 1, tzinfo=UTC)
    session.add(Seal(hash="a" * 64, plan_id=plan_id, content="x", size=1, sealed_at=at))
    session.flush()
    sent = {"kind": "plan", "note": "", "needs_signature": False, "prepared_at": at, "prepared_stamp": 1}
    session.add(Submission(plan_id=plan_id, submitted_at=at, seal_hash="a" * 64, **sent))
    session.flush()
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    result = load_release(session, other, actor=SYSTEM, replace_demonstration=True)
    assert result.replaced
    assert session.scalars(select(Revision.id)).all() == []
    assert session.scalars(select(Submission.plan_id)).all() == [plan_id]
    assert open_plans(session, queries.get_view(session, result.release_id), actor=SYSTEM) == []


def test_a_rebuilt_demonstration_has_the_rows_of_a_new_database(
    committed: Database, session: Session, tmp_path: Path
) -> None:
    _plans(session, tmp_path, is_demonstration=True, is_written=True)
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    load_release(session, other, actor=SYSTEM, replace_demonstration=True)
    with committed.writing() as new:
        load_release(new, other, actor=SYSTEM)
        without = frozenset({"loaded_at"})
        assert fingerprint(session, without=without) == fingerprint(new, without=without)


def test_opened_plans_in_which_nobody_has_written_are_no_hindrance(session: Session, tmp_path: Path) -> None:
    _plans(session, tmp_path, is_demonstration=False, is_written=False)
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    assert load_release(session, other, actor=SYSTEM, replace_demonstration=True).replaced


def test_real_plans_are_never_deleted(session: Session, tmp_path: Path) -> None:
    _plans(session, tmp_path, is_demonstration=False, is_written=True)
    before = fingerprint(session)
    other = read_catalogue(tiny_catalogue_folder(tmp_path / "other", ("terms.yaml", "fr: medium", "fr: low")))
    with pytest.raises(WrongState, match="not a demonstration"):
        load_release(session, other, actor=SYSTEM, replace_demonstration=True)
    assert fingerprint(session) == before


# --- reading ---------------------------------------------------------------------------------------------


def test_keys_given_by_the_loader_do_not_collide_with_those_of_the_database(session: Session, tmp_path: Path) -> None:
    load_tiny_catalogue(session, tmp_path)
    session.add(models.Item(key="made.by-the-database"))
    session.flush()


def test_a_view_costs_a_statement_a_table_once_and_one_afterwards(committed: Database, tmp_path: Path) -> None:
    with committed.writing() as session:
        release_id = load_release(session, read_catalogue(tiny_catalogue_folder(tmp_path)), actor=SYSTEM).release_id
        session.commit()
    statements: list[str] = []
    event.listen(committed.engine, "before_cursor_execute", lambda _c, _cu, said, *_r: statements.append(said))
    with committed.reading() as session:
        first = queries.get_view(session, release_id)
        assert len([said for said in statements if said.startswith("SELECT")]) <= 61
        statements.clear()
        assert queries.get_view(session, release_id) is first
        assert queries.view_in_force(session, ACTING) is first
        assert len([said for said in statements if said.startswith("SELECT")]) == 2


def test_the_tree_keeps_its_order_and_depth(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    reception = view.block_by_code("1")
    assert reception is not None
    assert [child.key for child in reception.children] == [
        "reception.template",
        "reception.directive-transposed",
        "reception.capacity",
    ]
    assert [item.key for item in reception.items][-2:] == ["reception.staff-trained", "reception.reserve-places"]
    assert view.items["reception.reserve-places"].section_key == "reception.reserve"
    assert view.items["reception.template"].section_key is None
    assert [item.position for item in view.items.values()] == sorted(item.position for item in view.items.values())
    assert view.block_by_code("9") is None
    assert not view.blocks["strategy"].is_in_sum
    assert [text.in_("de") for text in reception.objectives] == ["Places", "Staff"]
    assert (reception.title.in_("de"), reception.title.in_("fi")) == ("Aufnahme", "Reception")


def test_an_item_is_read_back_with_all_it_says(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    item = view.items["reception.directive-transposed"]
    assert [legal.label for legal in item.legal] == ["RCD Art. 35(1)", "RCD Art. 5"]
    assert item.legal[0].heading is not None
    assert item.legal[0].heading.in_("de") == "Umsetzung"
    assert item.legal[0].url == "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024L1346"
    assert item.depends_on == ("reception.template", "strategy.national-plan")
    assert view.items["reception.template"].needed_for == ("reception.directive-transposed",)
    assert item.actors == ("MS_INT", "MS_RECEP")
    assert len(item.proofs) == 2
    assert item.due is not None
    assert (item.due.on, item.due.printed_on) == (date(2026, 6, 12), date(2026, 6, 12))
    assert view.items["borders.extra-sites"].legal[0].label == "SCR Annex I"
    recurring = view.items["borders.yearly-report"].due
    assert recurring is not None
    assert (recurring.every, recurring.day, recurring.on) == ("P1Y", "06-01", date(2026, 6, 1))
    assert view.items["reception.staff-trained"].starts_on == date(2025, 1, 1)
    assert (view.items["reception.template"].lead_time_days, item.lead_time_days) == (90, 60)
    assert view.items["reception.reserve-places"].is_sensitive
    outcome = view.items["strategy.template"].outcome
    assert outcome is not None
    assert outcome.reference == "COM(2024) 251"


def test_needed_by_is_computed_when_the_release_is_loaded(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    said = {
        key: (item.needed_by.isoformat(), item.needed_by_kind, item.is_later_duty) for key, item in view.items.items()
    }
    legal, application, planning = NeededByKind.LEGAL, NeededByKind.APPLICATION, NeededByKind.PLANNING
    assert said["strategy.template"] == ("2024-09-12", legal, False)
    assert said["reception.template"] == ("2026-06-12", application, False)
    assert said["reception.staff-trained"] == ("2026-06-12", application, False)
    assert said["reception.reserve-places"] == ("2026-06-12", planning, False)
    assert said["borders.agency-experts"] == ("2026-06-12", planning, False)
    assert said["borders.yearly-report"] == ("2026-06-01", legal, False)
    assert said["borders.crisis-request"] == ("2026-06-12", application, False)
    assert said["borders.evaluation"] == ("2028-06-12", legal, True)
    assert view.items["strategy.national-plan"].needed_by_anchor == "AMMR Art. 84(2)"


@pytest.mark.parametrize(
    ("owner", "key", "standing", "basis"),
    [
        ("BE", "reception.directive-transposed", Standing.BOUND, None),
        ("DK", "reception.directive-transposed", Standing.NOT_BOUND, "Protocol 22, Art. 1-2: not bound"),
        ("IE", "reception.directive-transposed", Standing.BOUND, "By own choice"),
        ("IE", "borders.screening", Standing.NOT_BOUND, "Protocol 19: not bound"),
        ("IE", "borders.agency-experts", Standing.TO_BE_CONFIRMED, "Not seen"),
        ("DK", "strategy.national-plan", Standing.BOUND, "By agreement"),
        ("DK", "borders.crisis-request", Standing.NOT_BOUND, "By agreement"),
        ("DK", "borders.yearly-report", Standing.BOUND, "By agreement"),
        ("DK", "reception.reserve-places", Standing.BOUND, None),
        ("EU", "borders.it-system", Standing.BOUND, None),
    ],
)
def test_a_duty_says_its_standing_and_its_basis_in_words(
    session: Session, tmp_path: Path, owner: str, key: str, standing: Standing, basis: str | None
) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    duty = view.duty(owner, view.items[key].item_id)
    assert duty is not None
    assert duty.standing is standing
    assert (duty.basis.in_("en") if duty.basis else None) == basis


@pytest.mark.parametrize(
    ("owner", "key", "day", "reason"),
    [
        ("BE", "strategy.national-plan", ACTING, None),
        ("EU", "strategy.template", ACTING, None),
        ("BE", "strategy.template", ACTING, "not an item of this plan"),
        ("EU", "strategy.national-plan", ACTING, "not an item of this plan"),
        ("DK", "reception.directive-transposed", ACTING, "not applicable"),
        ("IE", "borders.agency-experts", ACTING, "participation to be confirmed"),
        ("FR", "borders.extra-sites", ACTING, "voluntary"),
        ("FR", "reception.reserve-places", ACTING, "recommended"),
        ("FR", "borders.evaluation", ACTING, "later duty"),
        ("FR", "borders.land-crossings", ACTING, None),
        ("BE", "borders.land-crossings", ACTING, "the condition does not hold"),
        ("IE", "borders.land-crossings", ACTING, "not applicable"),
    ],
)
def test_an_item_counts_or_says_why_not(
    session: Session, tmp_path: Path, owner: str, key: str, day: date, reason: str | None
) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    item_id = view.items[key].item_id
    assert view.why_not_counted(owner, item_id, day) == reason
    assert view.counts(owner, item_id, day) is (reason is None)


def test_a_condition_holds_from_a_day_until_a_day(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    held = [
        view.condition_holds("external-land-border", "IE", day)
        for day in (date(2024, 12, 31), date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    ]
    assert held == [Holds.FALSE, Holds.TO_BE_CONFIRMED, Holds.TO_BE_CONFIRMED, Holds.FALSE]
    assert view.condition_holds("under-pressure", "FR", ACTING) is Holds.TO_BE_CONFIRMED
