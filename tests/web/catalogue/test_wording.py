"""What the catalogue says in closed words, as sentences."""

from __future__ import annotations

from datetime import date
from enum import Enum

import pytest

from app.catalogue.states import (
    ActGroup,
    ActorGroup,
    Confidence,
    DueKind,
    EvidenceKind,
    Nature,
    Obligation,
    Provenance,
)
from app.catalogue.views import DueView, Text
from app.web.catalogue import wording
from tests.guards.house import House
from tests.web.browsing import as_read


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("P1Y", "1 year"),
        ("P2Y", "2 years"),
        ("P1Y6M", "1 year and 6 months"),
        ("PT72H", "72 hours"),
        ("P2W", "2 weeks"),
        ("P30D", "30 days"),
        ("P1DT12H", "1 day and 12 hours"),
        ("soon", "soon"),
        ("P", "P"),
    ],
)
def test_durations_are_said_in_words(house: House, duration: str, words: str) -> None:
    with house.app.test_request_context():
        assert wording.duration_words(duration) == words


def due(kind: DueKind, **given: object) -> DueView:
    blank = dict.fromkeys(("on", "printed_on", "anchor", "every", "day", "within", "starts_from", "note"))
    return DueView(kind=kind, **{**blank, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (due(DueKind.LEGAL, on=date(2026, 6, 12)), "Legal date: 12 June 2026."),
        (due(DueKind.INDICATIVE, on=date(2024, 9, 30)), "Indicative date: 30 September 2024. It makes nothing late."),
        (
            due(DueKind.RECURRING, every="P1Y", day="06-01", on=date(2025, 6, 1)),
            "Due every year by 1 June, for the first time on 1 June 2025.",
        ),
        (due(DueKind.RECURRING, every="P6M"), "Due every 6 months."),
        (due(DueKind.RECURRING, every="P1Y", day="02-29"), "Due every year by 29 February."),
        (
            due(DueKind.PER_CASE, within="PT72H", starts_from=Text({"en": "registration"})),
            "In each case within 72 hours of registration.",
        ),
        (due(DueKind.PER_CASE), "In each case."),
        (
            due(DueKind.ON_EVENT, within="P1Y", starts_from=Text({"en": "the end of a crisis"})),
            "Only when it happens: within 1 year of the end of a crisis.",
        ),
    ],
)
def test_the_date_of_an_item_is_said_in_words(house: House, given: DueView, said: str) -> None:
    with house.app.test_request_context():
        assert as_read(wording.due_sentences(given)[0]) == said


def test_a_corrected_date_names_the_printed_one(house: House) -> None:
    given = due(DueKind.LEGAL, on=date(2026, 6, 12), printed_on=date(2026, 7, 1), anchor="QR Art. 42")
    with house.app.test_request_context():
        said = as_read(" ".join(wording.due_sentences(given)))
    assert "First printed in the Official Journal as 1 July 2026." in said
    assert "Basis: QR Art. 42." in said


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (wording.obligation_words, Obligation),
        (wording.nature_words, Nature),
        (wording.confidence_words, Confidence),
        (wording.provenance_words, Provenance),
        (wording.evidence_words, EvidenceKind),
        (wording.act_group_title, ActGroup),
        (wording.actor_group_title, ActorGroup),
    ],
)
def test_every_closed_word_has_its_sentence(house: House, words: object, members: type[Enum]) -> None:
    with house.app.test_request_context():
        said = [words(member) for member in members]  # type: ignore[operator]
    assert all(said)
    assert len(set(said)) == len(said)


def test_every_item_says_by_when_and_why(house: House) -> None:
    with house.app.test_request_context():
        for item in house.view.items.values():
            words = wording.needed_by_words(item)
            assert ("not legal" in words) is (item.needed_by_kind.value == "planning")
            assert wording.needed_by_reason(item, house.view.applies_from).endswith(".")


@pytest.mark.parametrize(
    ("url", "is_official"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2024/1352/oj", True),
        ("https://europa.eu/x", True),
        ("https://home-affairs.ec.europa.eu/x", True),
        ("http://eur-lex.europa.eu/x", False),
        ("https://europa.eu.example/x", False),
        ("https://noteuropa.eu/x", False),
        ("javascript:alert(1)//.europa.eu/", False),
        ("", False),
    ],
)
def test_only_places_of_the_union_are_linked(url: str, is_official: bool) -> None:
    assert wording.is_official(url) is is_official
