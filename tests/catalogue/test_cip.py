"""The catalogue of the Common Implementation Plan as it stands in the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.exporting import export_release
from app.catalogue.queries import get_view
from app.catalogue.reading import CatalogueFile, read_catalogue
from app.catalogue.schema import schema_text
from app.catalogue.services import load_release
from app.catalogue.states import (
    Bound,
    Confidence,
    Holds,
    Level,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
    Standing,
    StepRole,
)
from app.catalogue.views import CatalogueView, ItemView, ParticipationView
from app.core import schema
from app.core.engine import Database

TREE = Path(__file__).resolve().parents[2]
CIP = TREE / "checklists" / "cip-2024"
AFTER_APPLICATION = date(2026, 11, 23)


@pytest.fixture(scope="module")
def cip() -> CatalogueFile:
    return read_catalogue(CIP)


@pytest.fixture(scope="module")
def view(cip: CatalogueFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CatalogueView]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('cip') / 'tracker.sqlite3'}")
    schema.upgrade(database.engine)
    with database.writing() as session:
        yield get_view(session, load_release(session, cip, actor=SYSTEM).release_id)
    database.dispose()


def owed(view: CatalogueView, owner: str) -> list[ItemView]:
    """Member States' duties, conditional ones included, that bind an owner."""
    duties = (Obligation.SHALL, Obligation.SHALL_IF)
    return [
        item
        for item in view.items_of(owner)
        if item.obligation in duties and view.duties[owner, item.item_id].standing is Standing.BOUND
    ]


def test_it_has_ten_blocks_and_a_strategic_preamble_outside_the_sum(view: CatalogueView) -> None:
    assert [block.code for block in view.blocks.values()] == [str(number) for number in range(11)]
    assert [block.code for block in view.blocks.values() if not block.is_in_sum] == ["0"]
    assert len(view.items) >= 260
    assert {item.level for item in view.items.values()} == set(Level)


def test_it_has_the_member_states_in_protocol_order(view: CatalogueView) -> None:
    assert len(view.countries) == 27
    assert list(view.countries)[:3] == ["BE", "BG", "CZ"]
    assert list(view.countries)[-1] == "SE"


def test_ireland_owes_nothing_of_block_2_that_rests_on_the_screening_or_return_border_regulation(
    view: CatalogueView,
) -> None:
    block = view.block_by_code("2")
    assert block is not None
    resting = [item for item in view.items_of("IE") if item.legal and item.legal[0].act in ("SCR", "SCR2", "RBPR")]
    assert [item for item in resting if item.block_key == block.key]
    assert not {item.key for item in resting} & {item.key for item in owed(view, "IE")}
    assert [item.key for item in owed(view, "IE") if item.block_key == block.key], "the border procedure stays"


def test_denmark_owes_no_solidarity_contribution(view: CatalogueView) -> None:
    block = view.block_by_code("7")
    assert block is not None
    of_denmark = [item for item in owed(view, "DK") if item.block_key == block.key]
    assert not [item for item in of_denmark if any(legal.act == "AMMR" for legal in item.legal)]
    assert not [item.key for item in of_denmark]
    for key in ("pledge-prepared", "payment-of-contributions", "relocation-workflow-of-a-contributing-state"):
        duty = view.duty("DK", view.items[f"solidarity.{key}"].item_id)
        assert duty is not None
        assert duty.standing is Standing.NOT_BOUND
        assert duty.basis is not None


def test_denmark_owes_nothing_that_rests_on_acts_outside_schengen_and_dublin(view: CatalogueView) -> None:
    assert {item.legal[0].act for item in owed(view, "DK") if item.legal}.isdisjoint({"RCD", "QR", "APR", "URF"})
    assert len(owed(view, "DK")) < len(owed(view, "IE")) < len(owed(view, "FR"))


def test_what_denmark_may_have_taken_over_is_to_be_confirmed_and_not_guessed(view: CatalogueView) -> None:
    """Screening and return border: Protocol 22, Art. 4. Eurodac and responsibility: the agreement of 2006."""
    for act in ("EURODAC", "SCR", "RBPR"):
        assert standings(view, "DK", act) == {Standing.TO_BE_CONFIRMED}, act
    in_part = {"AMMR": {*range(16, 56), *range(72, 81), *range(83, 86)}, "CRISIS": {*range(1, 7), 12, 13}}
    for act, perhaps in in_part.items():
        resting = [item for item in view.items_of("DK") if item.legal and item.legal[0].act == act]
        assert resting, act
        for item in resting:
            article = int(item.legal[0].article.partition("(")[0].partition("-")[0])
            expected = Standing.TO_BE_CONFIRMED if article in perhaps else Standing.NOT_BOUND
            assert view.duties["DK", item.item_id].standing is expected, (item.key, article)


def test_denmark_owes_what_rests_on_the_older_acts_of_schengen(view: CatalogueView) -> None:
    assert {item.legal[0].act for item in owed(view, "DK") if item.legal} == {"RD", "SISR"}


def test_what_is_unclear_for_ireland_is_no_duty_of_the_pact(view: CatalogueView) -> None:
    unclear = {act for (country, act), said in view.participation.items() if country == "IE" and unconfirmed(said)}
    assert unclear == {"EUAA", "BMVI"}
    assert Standing.TO_BE_CONFIRMED not in {view.duties["IE", item.item_id].standing for item in view.items_of("IE")}
    for act in ("RCD", "QR", "APR", "AMMR", "EURODAC", "CRISIS", "URF", "AMIF"):
        assert standings(view, "IE", act) == {Standing.BOUND}, act
    for act in ("SCR", "RBPR", "RD", "SISR", "LTRD"):
        assert standings(view, "IE", act) == {Standing.NOT_BOUND}, act


def test_only_what_is_certain_is_said_to_bind_or_not_to_bind(view: CatalogueView) -> None:
    for place, said in view.participation.items():
        assert unconfirmed(said) is (said.confidence is not Confidence.HIGH), place


def unconfirmed(said: ParticipationView) -> bool:
    return said.bound is Bound.TO_BE_CONFIRMED


def standings(view: CatalogueView, owner: str, act: str) -> set[Standing]:
    """What the items that rest on an act are for a country."""
    return {
        view.duties[owner, item.item_id].standing
        for item in view.items_of(owner)
        if item.legal and item.legal[0].act == act
    }


def test_all_other_countries_are_bound_by_everything(view: CatalogueView) -> None:
    for code in view.countries:
        if code not in ("DK", "IE"):
            standings = {view.duties[code, item.item_id].standing for item in view.items_of(code)}
            assert standings == {Standing.BOUND}, code


def test_whatever_does_not_simply_bind_says_why(view: CatalogueView) -> None:
    assert all(duty.basis is not None for duty in view.duties.values() if duty.standing is not Standing.BOUND)


def test_every_act_that_an_item_rests_on_has_a_statement_for_denmark_and_ireland(view: CatalogueView) -> None:
    unclear = set()
    for item in view.items_of("IE"):
        for owner in ("DK", "IE"):
            act = view.acts[item.legal[0].act] if item.legal else None
            while act is not None and (owner, act.code) not in view.participation:
                act = view.acts[act.parent] if act.parent else None
            if item.legal and act is None:
                unclear.add((owner, item.legal[0].act))
    assert unclear == set()


def test_the_key_items_follow_the_written_rule(view: CatalogueView) -> None:
    """The rule stands on `/method`: a plain duty, surely read, three to five a block and at most three at EU level."""
    keys = [item for item in view.items.values() if item.is_key]
    assert all(item.obligation is Obligation.SHALL for item in keys)
    national = [item for item in keys if item.level is Level.MEMBER_STATE]
    assert {item.key for item in national if item.confidence is not Confidence.HIGH} == set()
    for level, low, high in ((Level.MEMBER_STATE, 3, 5), (Level.EU, 1, 3)):
        counts = Counter(item.block_key for item in keys if item.level is level)
        found = {block.code: counts[block.key] for block in view.blocks.values() if block.is_in_sum}
        assert {code: count for code, count in found.items() if not low <= count <= high} == {}, level


def test_every_item_says_what_it_is(view: CatalogueView) -> None:
    for item in view.items.values():
        assert str(item.description).endswith("."), item.key
        assert len(str(item.title)) <= 80, item.key
        assert item.actors, item.key
        assert str(item.closing_text), item.key


def test_what_is_due_only_when_it_happens_is_asked_as_an_ability(view: CatalogueView) -> None:
    for item in view.items.values():
        assert (item.nature is Nature.EVENT) is str(item.title).startswith("Able to"), item.key


def test_references_lead_to_paragraphs_that_exist(view: CatalogueView) -> None:
    """As far as the paragraphs of an article were counted."""
    for item in view.items.values():
        for legal in item.legal:
            found = re.match(r"(\d+[a-z]?)\((\d+)\)", legal.article)
            article = view.articles.get((legal.act, found[1])) if found else None
            if found and article is not None and article.paragraphs:
                assert int(found[2]) <= article.paragraphs, (item.key, legal.label)


def test_monitoring_of_fundamental_rights_is_asked_by_the_act_that_binds(view: CatalogueView) -> None:
    screening = view.items["safeguards.independent-monitoring-mechanism"].item_id
    border = view.items["safeguards.monitoring-of-the-border-procedure"].item_id
    found = {code: tuple(view.duties[code, item].standing for item in (screening, border)) for code in view.countries}
    assert found.pop("IE") == (Standing.NOT_BOUND, Standing.BOUND)
    assert found.pop("DK") == (Standing.TO_BE_CONFIRMED, Standing.NOT_BOUND)
    assert set(found.values()) == {(Standing.BOUND, Standing.BOUND)}


@pytest.mark.parametrize(
    ("act", "article"),
    [("AMMR", "72(2)"), ("AMMR", "74"), ("AMMR", "80"), ("EURODAC", "59"), ("RCD", "34"), ("SCR", "24")],
)
def test_duties_of_general_and_final_provisions_have_their_item(view: CatalogueView, act: str, article: str) -> None:
    resting = [item for item in view.items_of("FR") if item.legal and item.legal[0].label == f"{act} Art. {article}"]
    assert [item.obligation for item in resting] == [Obligation.SHALL]


def test_what_waits_for_transposition_rests_on_an_article_to_be_transposed(view: CatalogueView) -> None:
    """RCD Art. 35(1) lists Articles 1 to 10, 12, 13, 17 to 29 and 31 to 34."""
    listed = {*range(1, 11), 12, 13, *range(17, 30), *range(31, 35)}
    waiting = {
        item.key: int(item.legal[0].article.partition("(")[0])
        for item in view.items.values()
        if "reception.directive-transposed" in item.depends_on and item.legal and item.legal[0].act == "RCD"
    }
    assert waiting
    assert {key: article for key, article in waiting.items() if article not in listed} == {}


def test_naming_the_authorities_waits_for_no_law(view: CatalogueView) -> None:
    item = view.items["reception.reception-authorities-notified"]
    assert item.depends_on == ()
    assert "Article 35(1) does not list it" in str(item.due)
    assert (item.needed_by, item.needed_by_anchor) == (date(2026, 6, 12), "RCD Art. 30")


def test_arrival_points_have_the_date_of_the_implementing_regulation(view: CatalogueView) -> None:
    item = view.items["responsibility.transfer-arrival-points"]
    assert (item.needed_by, item.needed_by_kind) == (date(2026, 4, 12), NeededByKind.LEGAL)
    found = {code: view.duties[code, item.item_id].standing for code in ("DK", "IE", "FR")}
    assert found == {"DK": Standing.TO_BE_CONFIRMED, "IE": Standing.BOUND, "FR": Standing.BOUND}


def test_schooling_says_why_it_binds_without_being_transposed(view: CatalogueView) -> None:
    item = view.items["reception.school-within-two-months"]
    assert item.depends_on == ()
    assert "Article 35(1) does not list Article 16" in str(item.due)


def test_every_reference_to_an_act_whose_articles_are_listed_shows_its_heading(view: CatalogueView) -> None:
    listed = {act for act, _ in view.articles}
    for item in view.items.values():
        for legal in item.legal:
            if legal.act in listed and "-" not in legal.article and not legal.article.startswith("Annex"):
                assert legal.heading is not None, (item.key, legal.label)


def test_every_duty_without_a_legal_reference_is_recommended_or_voluntary(view: CatalogueView) -> None:
    for item in view.items.values():
        if not item.legal:
            assert item.obligation in (Obligation.MAY, Obligation.RECOMMENDED), item.key
            assert item.provenance is not Provenance.ACT


def test_counted_items_are_in_force_at_the_date_of_application(view: CatalogueView) -> None:
    for owner in (*view.countries, "EU"):
        counted = [item for item in view.items_of(owner) if view.counts(owner, item.item_id, AFTER_APPLICATION)]
        assert counted
        assert all(item.needed_by <= view.applies_from for item in counted)


def test_the_schema_in_the_tree_is_the_one_that_is_printed() -> None:
    assert (TREE / "docs" / "catalogue.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_whole_catalogue_survives_export_and_load(session: Session, view: CatalogueView, tmp_path: Path) -> None:
    export_release(view, tmp_path / "exported")
    again = read_catalogue(tmp_path / "exported")
    assert again.content_hash == view.content_hash
    loaded = get_view(session, load_release(session, again, actor=SYSTEM).release_id)
    for name in ("items", "duties", "blocks", "acts", "participation", "conditions", "terms", "countries", "deadlines"):
        assert getattr(loaded, name) == getattr(view, name), name
    for name in (
        "cycle",
        "cycle_record",
        "reference_keys",
        "pools",
        "allocations",
        "presidencies",
        "finding_kinds",
        "findings",
        "guidance",
    ):
        assert getattr(loaded, name) == getattr(view, name), name


def test_steps_of_the_cycle_have_the_days_of_the_items_they_are(view: CatalogueView) -> None:
    """January is a window for the step and its last day for the item: the same day."""
    compared = 0
    for step in view.cycle:
        for key in step.items:
            due = view.items[key].due
            if due is not None and due.day is not None:
                assert step.due.day == due.day, (step.key, key)
                compared += 1
    assert compared >= 9


def test_steps_of_the_cycle_rest_on_paragraphs_that_exist(view: CatalogueView) -> None:
    for step in view.cycle:
        assert step.legal, step.key
        for legal in step.legal:
            found = re.match(r"(\d+)\((\d+)\)", legal.article)
            article = view.articles.get((legal.act, found[1])) if found else None
            if found and article is not None and article.paragraphs:
                assert int(found[2]) <= article.paragraphs, (step.key, legal.label)


def test_the_record_of_the_cycle_and_the_dates_of_the_acts_say_the_same(view: CatalogueView) -> None:
    """`deadlines` holds the first report, decision, proposal and Council act too."""
    records = {(r.step, r.turn): r.happened_on for r in view.cycle_record if r.year == 2025}
    dated = {legal.article: entry.done_on for entry in view.deadlines for legal in entry.legal if legal.act == "AMMR"}
    for step, article in (
        ("annual-report", "9(6)"),
        ("decision-on-pressure", "11(4)"),
        ("proposal-for-the-pool", "12(6)"),
        ("council-act-on-the-pool", "57(1)"),
    ):
        assert records[step, 1] == dated[article] is not None, step


def test_no_step_of_the_cycle_is_asked_of_denmark(view: CatalogueView) -> None:
    assert {view.standing(step, "DK") for step in view.cycle if step.key != "solidarity-reviewed"} == {
        Standing.NOT_BOUND
    }
    assert {view.standing(step, "IE") for step in view.cycle} == {Standing.BOUND}


def test_whoever_decides_in_the_act_is_responsible_for_the_step(view: CatalogueView) -> None:
    """The Commission decides on pressure (AMMR Art. 11), the Council adopts the pool (Art. 57)."""
    responsible = {step.key: step.actors_who(StepRole.RESPONSIBLE) for step in view.cycle}
    assert responsible["decision-on-pressure"] == ("COM",)
    assert responsible["council-act-on-the-pool"] == ("COUNCIL",)
    assert responsible["technical-forum"] == ("EUSC",)
    assert [step.key for step in view.cycle if "MS_PRES" in step.actors_who(StepRole.CHAIRS)] == [
        "high-level-forum",
        "high-level-forum-on-the-need",
        "high-level-forum-reconvened",
    ]


def test_who_benefits_from_the_pool_need_not_deliver(view: CatalogueView) -> None:
    """AMMR Art. 60(3), third subparagraph."""
    (unless,) = [step.unless for step in view.cycle if step.unless]
    freed = [
        code
        for code in view.countries
        if view.condition_holds(unless.condition, code, date(2026, 12, 31)) is Holds.TRUE
    ]
    assert freed == ["EL", "ES", "IT", "CY"]


def test_whatever_names_kosovo_carries_the_unions_footnote() -> None:
    for path in sorted(CIP.rglob("*.yaml")):
        text = re.sub(r"\s+", " ", path.read_text(encoding="utf-8"))
        for found in re.finditer("Kosovo", text):
            assert re.match(
                r"Kosovo\*.{0,200}UNSCR 1244/1999 and the ICJ Opinion|Kosovo declaration", text[found.start() :]
            ), path


def test_the_presidency_of_the_council_changes_half_yearly(view: CatalogueView) -> None:
    """Council Decision (EU) 2016/1316, Annex I: no day from 2024 to 2030 without, and none with two."""
    held = view.presidencies
    assert [one.ends_on + timedelta(days=1) for one in held[:-1]] == [one.starts_on for one in held[1:]]
    assert (held[0].starts_on, held[-1].ends_on) == (date(2024, 1, 1), date(2030, 12, 31))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2027, 12, 1))
    assert [view.presidency_on(day) for day in days] == ["DK", "CY", "CY", "IE", "EL"]
    assert view.presidency_on(date(2031, 1, 1)) is None
