"""The ledger of a pool: only with a published act, only added to, and unknown is never nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import Actor
from app.catalogue.states import Solidarity
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.governance.ledger import Ledger, PoolRecord, ledger_of
from app.governance.pools import LedgerCell, read_ledger, record_line
from app.governance.queries import list_pool_records
from app.governance.states import LedgerKind
from tests.governance.conftest import TODAY, World

REFERENCE, PLEDGE, DEDUCTION = LedgerKind.REFERENCE, LedgerKind.PLEDGE, LedgerKind.DEDUCTION
DELIVERED = LedgerKind.DELIVERED
RELOCATION, FINANCIAL = Solidarity.RELOCATION, Solidarity.FINANCIAL
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
COUNTRIES = ("BE", "IE", "FR")


def line(number: int, kind: LedgerKind, measure: Solidarity, country: str, amount: int | None) -> PoolRecord:
    return PoolRecord(
        number,
        2027,
        kind,
        measure,
        country,
        amount,
        date(2026, 3, 1),
        "Act",
        "",
        "",
        NOON + timedelta(hours=number),
        "x",
    )


HEAD = [line(1, REFERENCE, RELOCATION, "", 100), line(2, REFERENCE, FINANCIAL, "", 2_000_000_00)]
LINES = st.lists(
    st.tuples(
        st.sampled_from([kind for kind in LedgerKind if kind is not REFERENCE]),
        st.sampled_from(list(Solidarity)),
        st.sampled_from(COUNTRIES),
        st.none() | st.integers(0, 10**6),
    ),
    max_size=25,
)


def ledger(lines: list[tuple[LedgerKind, Solidarity, str, int | None]]) -> Ledger:
    records = [*HEAD, *(line(number, *of) for number, of in enumerate(lines, 3))]
    return ledger_of(2027, None, records, TODAY)


# --- invariants --------------------------------------------------------------------------------------------------


@given(LINES)
def test_the_last_word_holds_and_nothing_else_is_known(
    lines: list[tuple[LedgerKind, Solidarity, str, int | None]],
) -> None:
    found = ledger(lines)
    last = {(kind, country, measure): amount for kind, measure, country, amount in lines}
    for cell, amount in last.items():
        known = found.known(*cell)
        assert (known.amount if known else None) == amount
    assert set(found.cells) == {cell for cell, amount in last.items() if amount is not None} | {
        (REFERENCE, "", RELOCATION),
        (REFERENCE, "", FINANCIAL),
    }


@given(LINES)
def test_what_is_pledged_is_deducted_delivered_or_remains(
    lines: list[tuple[LedgerKind, Solidarity, str, int | None]],
) -> None:
    found = ledger(lines)
    for country in COUNTRIES:
        pledged, remains = found.value(PLEDGE, country), found.remains(country)
        assert (pledged is None) == (remains is None)
        if pledged is None or remains is None:
            continue
        worth = {m: found.pool.worth if m.is_in_persons and found.pool else Fraction(1) for m in Solidarity}
        done = sum(((found.carried_out(country, m) or 0) * worth[m] for m in Solidarity), Fraction(0))
        assert remains + done + (found.value(DEDUCTION, country) or 0) == pledged
        for measure in Solidarity:
            of_type, left = found.known(PLEDGE, country, measure), found.balance(country, measure)
            assert (of_type is None) == (left is None)
            if of_type is not None and left is not None:
                deducted = found.known(DEDUCTION, country, measure)
                off = (deducted.amount if deducted else 0) + (found.carried_out(country, measure) or 0)
                assert left + off == of_type.amount


@given(LINES)
def test_totals_are_of_those_that_are_known(lines: list[tuple[LedgerKind, Solidarity, str, int | None]]) -> None:
    found = ledger(lines)
    for kind in (PLEDGE, DEDUCTION, DELIVERED, LedgerKind.CONFIRMED):
        total, number = found.total(kind, COUNTRIES)
        values = [found.value(kind, country) for country in COUNTRIES]
        assert number == sum(value is not None for value in values)
        assert total == sum((value for value in values if value is not None), Fraction(0))


@given(LINES, st.randoms(use_true_random=False))
def test_lines_on_different_things_may_come_in_any_order(
    lines: list[tuple[LedgerKind, Solidarity, str, int | None]], chance: Any
) -> None:
    last = {(kind, country, measure): (kind, measure, country, amount) for kind, measure, country, amount in lines}
    mixed = list(last.values())
    chance.shuffle(mixed)
    assert {cell: known.amount for cell, known in ledger(mixed).cells.items()} == {
        cell: known.amount for cell, known in ledger(list(last.values())).cells.items()
    }


def test_delivered_and_confirmed_are_said_of_the_same_contribution() -> None:
    confirmed = LedgerKind.CONFIRMED
    found = ledger([(PLEDGE, FINANCIAL, "BE", 1000), (confirmed, FINANCIAL, "BE", 1000)])
    assert (found.remains("BE"), found.balance("BE", FINANCIAL)) == (0, 0)
    found = ledger(
        [(PLEDGE, FINANCIAL, "BE", 1000), (DELIVERED, FINANCIAL, "BE", 900), (confirmed, FINANCIAL, "BE", 400)]
    )
    assert (found.remains("BE"), found.carried_out("BE", FINANCIAL)) == (100, 900)
    assert found.total_of(PLEDGE, FINANCIAL, COUNTRIES) == (1000, 1)
    assert found.total_of(PLEDGE, RELOCATION, COUNTRIES) == (0, 0)


def test_unknown_is_not_nothing() -> None:
    found = ledger([(PLEDGE, FINANCIAL, "BE", 0), (PLEDGE, RELOCATION, "IE", 3), (DELIVERED, RELOCATION, "IE", 1)])
    assert (found.value(PLEDGE, "BE"), found.remains("BE")) == (0, 0)
    assert (found.value(PLEDGE, "FR"), found.remains("FR")) == (None, None)
    assert found.remains("IE") == 2 * 20_000_00
    assert found.total(PLEDGE, COUNTRIES) == (3 * 20_000_00, 2)


# --- recording ---------------------------------------------------------------------------------------------------


def told(world: World, kind: LedgerKind, measure: Solidarity, country: str, amount: int | None, **how: Any) -> int:
    cell = LedgerCell(how.pop("year", 2027), kind, measure, country)
    before = [r for r in list_pool_records(world.session, cell.year) if r.cell == (kind, country, measure)]
    values = {"amount": amount, "as_at": date(2026, 11, 20), "reference": "(EU) 2026/9", **how.pop("values", {})}
    seen = how.pop("seen", before[-1].entry_id if before else None)
    return record_line(world.session, world.view, cell, values, actor=how.pop("actor", world.keeper), seen=seen)


def test_nothing_is_entered_before_the_council_act_is_published(world: World) -> None:
    with pytest.raises(WrongState):
        told(world, PLEDGE, FINANCIAL, "IE", 5_000_00)
    assert not read_ledger(world.session, world.view, 2027, actor=world.ireland).is_open
    told(world, REFERENCE, RELOCATION, "", 100)
    told(world, REFERENCE, FINANCIAL, "", 2_000_000_00)
    last = told(world, PLEDGE, FINANCIAL, "IE", 5_000_00)
    assert told(world, PLEDGE, FINANCIAL, "IE", 5_000_00) == last, "the same button pressed twice"
    found = read_ledger(world.session, world.view, 2027, actor=world.observer)
    assert (found.act, found.value(PLEDGE, "IE")) == ("(EU) 2026/9", 5_000_00)
    told(world, PLEDGE, FINANCIAL, "IE", None)
    found = read_ledger(world.session, world.view, 2027, actor=world.observer)
    assert found.value(PLEDGE, "IE") is None
    assert len(found.records) == 4


def test_what_is_public_is_read_from_the_catalogue_and_recorded_over(world: World) -> None:
    found = read_ledger(world.session, world.view, 2026, actor=world.ireland)
    belgium = found.known(PLEDGE, "BE", FINANCIAL)
    assert belgium is not None
    assert (belgium.amount, belgium.source, str(belgium.note)) == (500_000_50, "press", "As said")
    assert (found.act, found.value(PLEDGE, "IE"), found.value(DEDUCTION, "FR")) == ("(EU) 2025/9", 12 * 20_000_00, 0)
    told(world, PLEDGE, FINANCIAL, "BE", 400_000_00, year=2026)
    assert read_ledger(world.session, world.view, 2026, actor=world.ireland).value(PLEDGE, "BE") == 400_000_00
    told(world, PLEDGE, FINANCIAL, "BE", None, year=2026)
    again = read_ledger(world.session, world.view, 2026, actor=world.ireland)
    assert again.known(PLEDGE, "BE", FINANCIAL) == belgium, "taken back is what was recorded, not what is public"
    assert str(again.note) == "Invented for tests"
    told(world, REFERENCE, RELOCATION, "", 90, year=2026)
    told(world, REFERENCE, FINANCIAL, "", 1_800_000_00, year=2026)
    other = read_ledger(world.session, world.view, 2026, actor=world.ireland)
    assert (other.act, other.published_on, other.note, other.source) == ("(EU) 2026/9", date(2026, 11, 20), None, None)
    before = ledger_of(2026, world.view.pools[2026], (), date(2025, 12, 22))
    assert (before.is_open, before.cells) == (False, {})


def test_only_the_keepers_of_the_eu_level_record(world: World) -> None:
    for reader in (world.ireland, world.reviewer, world.observer):
        with pytest.raises(NotAllowed):
            told(world, PLEDGE, FINANCIAL, "IE", 1, year=2026, actor=reader)
    for nobody in (world.administrator, Actor(None)):
        with pytest.raises(NotFound):
            told(world, PLEDGE, FINANCIAL, "IE", 1, year=2026, actor=nobody)


def test_what_cannot_be_is_refused(world: World) -> None:
    for year, kind, country in ((2025, PLEDGE, "IE"), (2029, PLEDGE, "IE"), (2026, PLEDGE, "DK"), (2026, PLEDGE, "XX")):
        with pytest.raises(NotFound):
            told(world, kind, FINANCIAL, country, 1, year=year)
    with pytest.raises(NotFound):
        told(world, PLEDGE, FINANCIAL, "", 1, year=2026)
    with pytest.raises(NotFound):
        told(world, REFERENCE, Solidarity.OFFSET, "", 1, year=2026)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"amount": -1}, "amount"),
        ({"amount": 10**15}, "amount"),
        ({"reference": " "}, "reference"),
        ({"as_at": None}, "as_at"),
        ({"as_at": date(2026, 11, 24)}, "as_at"),
        ({"url": "ftp://x"}, "url"),
    ]
    for values, field in refused:
        with pytest.raises(Invalid) as error:
            told(world, PLEDGE, FINANCIAL, "IE", 1, year=2026, values=values)
        assert error.value.field == field
    with pytest.raises(Invalid):
        told(world, REFERENCE, RELOCATION, "", None, year=2026)
    told(world, PLEDGE, FINANCIAL, "IE", 1, year=2026)
    with pytest.raises(Conflict):
        told(world, PLEDGE, FINANCIAL, "IE", 2, year=2026, seen=None)
    for deed in ("UPDATE pool_entry SET amount = 5", "DELETE FROM pool_entry"):
        with pytest.raises(DBAPIError, match="stays as it was said"), world.session.begin_nested():
            world.session.execute(text(deed))
