"""The own preparation of a pledge: the country's alone, words before the act is published, figures after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import SYSTEM
from app.audit.services import pending
from app.catalogue.states import Solidarity
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.governance.contribution import Offer
from app.governance.cycle import Cycle
from app.governance.ledger import ledger_of
from app.governance.pools import read_ledger
from app.governance.queries import list_entries
from app.governance.services import Place
from app.governance.solidarity.figures import figures_in
from app.governance.solidarity.queries import last_version, list_preparations
from app.governance.solidarity.services.pledges import preparations_of, prepare_pledge
from app.governance.solidarity.share import Ahead, begins_before, fair_share, forum_step
from tests.governance.conftest import TODAY, World

WORDS: dict[str, Any] = {
    "considered": ["relocation", "financial"],
    "decides": "The government, by 15 October 2026, on a proposal of two ministries (AMMR Art. 57(3))",
    "decide_by": date(2026, 11, 30),
    "authorities": "Interior, finance",
    "steps": "Budget law of 2027",
    "questions": "Does parliament have to be asked?",
    "dues": [(date(2026, 11, 26), "Paper to the government"), (None, "")],
}


def prepare(world: World, year: int = 2027, country: str = "IE", **how: Any) -> int:
    actor = how.pop("actor", world.ireland)
    seen = how.pop("seen", last_version(world.session, country, year))
    return prepare_pledge(world.session, world.view, country, year, WORDS | how, actor=actor, seen=seen)


# --- words and figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "By 15 October 2026 the council of ministers decides (Art. 57(3), Articles 61 and 62).",
        "Regulation (EU) 2024/1351, COM(2025) 795, on 5 October at 10:30, 2026-11-27, 3.11.2026",
        "Three ministries, within 15 days of the report; 30 October at the latest",
        "Article 64 money in 2027, paragraph 2, point (c)",
        "In October 2026 people of the ministry meet",
        "Relocations or money, perhaps both",
        "We relocate in 2027, pledge by 15 October 2026 and contribute under Articles 61 and 64(2)",
        "To be pledged 15 October 2026, 27.11.2026 or 2026-12-01; pledged 15 days after; point 2k; 10.30 a.m.",
        "What it is in per cent is not written down here; the period P5M; the pledge for 2027, contributions in 2027",
    ],
)
def test_dates_and_articles_are_no_figures(words: str) -> None:
    assert figures_in(words) == ()


@pytest.mark.parametrize(
    "words",
    [
        *("We think of 500 relocations", "EUR 2.5 million", "€ 12", "about 1 200 places", "2000 persons", "21 000"),
        *(
            "five million euro",
            "two hundred people",
            "12 Personen",
            "Art. 12 and 500 relocations",
            "12,9 Mio",
            "420000000",
            *(
                "0,5 % of the pool",
                "40 % of our share",
                "40% of it",
                "twelve per cent",
                "5 percent",
                "Art. 61 and 40 %",
            ),
            *("20k", "20 K", "1.5m", "€20k", "Art. 12 and 20k"),
            *("relocate 2000", "we relocated 2027 of them", "pledge 50", "contribute: 30", "pledging up to 2025"),
            "relocating another 15 in the days after 15 October 2026",
        ),
    ],
)
def test_money_and_persons_are_seen(words: str) -> None:
    assert figures_in(words)


@given(st.integers(0, 10**9), st.sampled_from(["persons", "relocations", "euro", "million", "€", "applicants"]))
def test_a_number_with_a_unit_is_always_seen(number: int, unit: str) -> None:
    assert figures_in(f"Perhaps {number} {unit} then")
    assert figures_in(f"Perhaps {number:,} {unit} then")


@given(st.integers(0, 10**7), st.sampled_from(["relocate", "pledged", "contributing"]), st.sampled_from(["", "about "]))
def test_a_number_that_is_given_is_always_seen(number: int, verb: str, about: str) -> None:
    assert figures_in(f"Perhaps {verb} {about}{number}, then")
    assert figures_in(f"{number} % then")
    assert figures_in(f"Perhaps {number}k then")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_no_day_is_taken_for_a_figure(day: date) -> None:
    assert figures_in(f"What is pledged {day.day} {day:%B} {day.year} or {day.isoformat()} (Article {day.day})") == ()
    for written in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%d.%m.%Y}", f"{day:%B} {day.year}"):
        assert figures_in(f"By {written} the government decides") == ()


# --- what remains ------------------------------------------------------------------------------------------------


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10**8), st.integers(0, 10**8))
def test_what_is_planned_and_what_remains_are_the_share(
    small_view: CatalogueView, relocations: int, offsets: int, money: int, alternative: int
) -> None:
    ledger = ledger_of(2026, small_view.pools[2026], [], TODAY)
    shares = {code: fair_share(small_view, ledger, code, Offer()) for code in small_view.countries}
    assert shares.pop("DK") is None
    assert sum(one.found.money for one in shares.values() if one) == 2_000_000_00
    offer = Offer(relocations, offsets, money, alternative)
    found = fair_share(small_view, ledger, "IE", offer)
    assert found is not None
    assert found.found.value + found.found.remains == found.found.money - found.deduction
    assert found.beyond == max(-found.found.remains, 0)


@pytest.fixture(scope="module")
def small_view(tmp_path_factory: pytest.TempPathFactory) -> CatalogueView:
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from app.core.db import Base
    from app.models import catalogue  # noqa: F401 - maps the tables
    from tests.factories.catalogue import load_tiny_catalogue

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        return load_tiny_catalogue(session, tmp_path_factory.mktemp("tiny"))


# --- writing down ------------------------------------------------------------------------------------------------


def test_words_before_the_act_and_versions(world: World) -> None:
    assert prepare(world) == 1
    assert prepare(world) == 1, "the same button pressed twice"
    assert prepare(world, questions="None left") == 2
    first, second = preparations_of(world.session, world.view, "IE", 2027, actor=world.contributor)
    assert (first.questions, second.questions) == (WORDS["questions"], "None left")
    assert second.considered == (Solidarity.RELOCATION, Solidarity.FINANCIAL)
    assert second.dues == ((date(2026, 11, 26), "Paper to the government"),)
    with pytest.raises(Conflict):
        prepare(world, seen=1, questions="Typed by another")
    with pytest.raises(WrongState):
        prepare(world, relocations=3)
    with pytest.raises(Invalid, match="500 relocations") as refusal:
        prepare(world, steps="We think of 500 relocations")
    assert refusal.value.field == "steps"
    assert prepare(world, steps="Room 500, second floor", is_checked=True) == 3
    with pytest.raises(Invalid):
        prepare(world, dues=[(date(2026, 12, 1), "")])
    with pytest.raises(Invalid):
        prepare(world, considered=["prayer"])


def test_figures_after_the_act_with_its_reference(world: World) -> None:
    assert prepare(world, 2026, relocations=4, financial=1_000_00, alternative=0) == 1
    (made,) = list_preparations(world.session, "IE", 2026)
    assert (made.act, made.has_amounts, made.offsets) == ("(EU) 2025/9", True, None)
    ledger = read_ledger(world.session, world.view, 2026, actor=world.ireland)
    found = fair_share(world.view, ledger, "IE", made.offer)
    assert found is not None
    assert found.found.value == 4 * 20_000_00 + 1_000_00
    assert prepare(world, 2026, steps="We pledged 12 persons", relocations=4) == 2, "it is published"
    for wrong in ({"relocations": -1}, {"financial": -1}, {"offsets": 10**9}):
        with pytest.raises(Invalid):
            prepare(world, 2026, **wrong)


def test_it_is_the_countrys_alone(world: World) -> None:
    prepare(world)
    assert len(preparations_of(world.session, world.view, "IE", 2027, actor=world.contributor)) == 1
    with pytest.raises(NotAllowed):
        prepare(world, actor=world.contributor)
    strangers = (world.keeper, world.france, world.reviewer, world.desk_reviewer, world.observer, world.administrator)
    for actor in (*strangers, SYSTEM):
        with pytest.raises(NotFound):
            preparations_of(world.session, world.view, "IE", 2027, actor=actor)
        with pytest.raises(NotFound):
            prepare(world, actor=actor)
    for year, country in ((2024, "IE"), (2031, "IE")):
        with pytest.raises(NotFound):
            prepare(world, year, country)


def test_the_trail_holds_digests_alone_and_the_database_changes_nothing(world: World) -> None:
    prepare(world)
    (entry,) = [entry for entry in pending(world.session) if entry["deed"] == "governance:pledge:prepared"]
    assert "sha256:" in str(entry)
    for words in ("government", "parliament", "Budget", "financial"):
        assert words not in str(entry)
    for table in ("pledge_preparation", "pledge_due"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="stays as it was said"), world.session.begin_nested():
                world.session.execute(text(statement))
    with pytest.raises(DBAPIError), world.session.begin_nested():
        world.session.execute(
            text(
                "INSERT INTO pledge_preparation (country, year, version, considered, decides, authorities, steps, "
                "questions, is_checked, act, relocations, salt, said_at) VALUES ('IE', 2027, 2, '', '', '', '', '', "
                "false, '', 3, 'x', '2026-11-23 11:00:00')"
            )
        )


def test_when_a_preparation_is_asked_for(world: World) -> None:
    step = forum_step(world.view)
    assert step is not None
    assert step.key == "forum"
    place = ("forum", 1, "")

    def asked(day: date) -> Ahead | None:
        return begins_before(Cycle(world.view, 2026, list_entries(world.session, world.keeper, [2026]), day), day)

    due = Cycle(world.view, 2026, [], TODAY).line(place)
    assert due is not None
    assert due.occurrence.due_on == date(2026, 10, 30)
    assert asked(date(2026, 8, 30)) is None
    assert asked(date(2026, 9, 1)) == Ahead(date(2026, 10, 30))
    assert asked(date(2026, 11, 2)) == Ahead(None), "the report is late, and the forum still to come"
    world.record(Place(2026, "report"), happened_on=date(2026, 11, 11))
    assert asked(date(2026, 11, 20)) == Ahead(date(2026, 11, 26))
    assert asked(date(2026, 11, 27)) is None
