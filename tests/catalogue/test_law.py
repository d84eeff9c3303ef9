"""When an item is needed and whom it binds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.catalogue import law
from app.catalogue.article_ranges import Cover, cover, in_order, number_of
from app.catalogue.reading import read_catalogue
from app.catalogue.reading.cycles import cycles
from app.catalogue.reading.shapes import ActShape, ItemShape, ParticipationShape
from app.catalogue.states import NeededByKind, Standing
from tests.factories.catalogue import tiny_catalogue_folder

PROGRAMME = date(2026, 6, 12)


def act(code: str, **values: object) -> ActShape:
    about = {"number": "1", "group": "pact", "kind": "regulation", "title": {"en": code}}
    return ActShape.model_validate({"code": code, **about, **values})


ACTS = {
    "OLD": act("OLD", applies_from="2008-12-24"),
    "NEW": act("NEW", applies_from="2026-06-12", exceptions=[{"articles": ["7-15", "84"], "from": "2024-06-11"}]),
    "LATE": act("LATE", applies_from="2027-01-01", exceptions=[{"articles": ["3"], "from": "2028-01-01"}]),
    "OPEN": act("OPEN"),
    "IMPL": act("IMPL", parent="NEW", applies_from="2026-09-01"),
    "SUB": act("SUB", parent="IMPL"),
}


def item(*legal: tuple[str, str], **values: object) -> ItemShape:
    content = {
        "item": "a.b",
        "level": "member_state",
        "title": {"en": "A"},
        "workstream": "legal",
        "legal": [{"act": code, "article": article} for code, article in legal],
        "obligation": "shall",
        "nature": "arrangement",
        "closing": {"kind": "statement", "text": {"en": "S"}},
        "provenance": "common_plan",
        "confidence": "high",
        **values,
    }
    return ItemShape.model_validate(content)


LATER = {"on": "2028-01-01", "kind": "legal"}
INDICATIVE = {"on": "2025-01-01", "kind": "indicative"}
LEGAL = {"on": "2025-04-12", "kind": "legal", "anchor": "X Art. 1"}
RECURRING = {"kind": "recurring", "every": "P1Y", "first_on": "2025-06-01", "anchor": "X Art. 2"}


@pytest.mark.parametrize(
    ("asked", "day", "kind", "anchor"),
    [
        (item(("NEW", "20"), due=LEGAL), date(2025, 4, 12), NeededByKind.LEGAL, "X Art. 1"),
        (item(("NEW", "20"), due=LATER), date(2028, 1, 1), NeededByKind.LEGAL, "NEW Art. 20"),
        (item(due={"on": "2025-01-01", "kind": "legal"}), date(2025, 1, 1), NeededByKind.LEGAL, ""),
        (item(("NEW", "20")), PROGRAMME, NeededByKind.APPLICATION, "NEW Art. 20"),
        # An article that applies before the programme is needed with the programme, unless the item says so itself.
        (item(("NEW", "7(6)")), PROGRAMME, NeededByKind.APPLICATION, "NEW Art. 7(6)"),
        (item(("OLD", "5")), PROGRAMME, NeededByKind.APPLICATION, "OLD Art. 5"),
        (item(("LATE", "2(1)")), date(2027, 1, 1), NeededByKind.APPLICATION, "LATE Art. 2(1)"),
        (item(("LATE", "3(1)")), date(2028, 1, 1), NeededByKind.APPLICATION, "LATE Art. 3(1)"),
        (item(("LATE", "2-5")), date(2027, 1, 1), NeededByKind.APPLICATION, "LATE Art. 2-5"),
        (item(("LATE", "Annex I")), date(2027, 1, 1), NeededByKind.APPLICATION, "LATE Annex I"),
        (item(("OPEN", "1")), PROGRAMME, NeededByKind.PLANNING, ""),
        (item(), PROGRAMME, NeededByKind.PLANNING, ""),
        (item(("NEW", "20"), due=INDICATIVE), PROGRAMME, NeededByKind.APPLICATION, "NEW Art. 20"),
        (item(("NEW", "20"), nature="recurring", due=RECURRING), date(2025, 6, 1), NeededByKind.LEGAL, "X Art. 2"),
        (item(("LATE", "2"), nature="recurring", due={"kind": "recurring", "every": "P1Y"}), date(2027, 1, 1),
         NeededByKind.APPLICATION, "LATE Art. 2"),
        (item(("LATE", "2"), nature="per_case", due={"kind": "per_case", "within": "PT72H"}), date(2027, 1, 1),
         NeededByKind.APPLICATION, "LATE Art. 2"),
        (item(("NEW", "20"), nature="event", due={"kind": "on_event", "within": "P1Y"}), PROGRAMME,
         NeededByKind.APPLICATION, "NEW Art. 20"),
    ],
)  # fmt: skip
def test_needed_by_is_the_first_that_exists(asked: ItemShape, day: date, kind: NeededByKind, anchor: str) -> None:
    assert law.needed_by(asked, ACTS, PROGRAMME) == law.NeededBy(day, kind, anchor)


def statement(act_code: str, bound: str, *articles: str) -> ParticipationShape:
    return ParticipationShape.model_validate(
        {"country": "DK", "act": act_code, "bound": bound, "articles": articles, "basis": {"en": "Protocol 22"}}
    )


@pytest.mark.parametrize(
    ("said", "asked", "standing"),
    [
        ([], item(("NEW", "20")), Standing.BOUND),
        ([], item(), Standing.BOUND),
        ([statement("NEW", "no")], item(), Standing.BOUND),
        ([statement("NEW", "no")], item(("NEW", "20")), Standing.NOT_BOUND),
        ([statement("NEW", "no")], item(("OLD", "1"), ("NEW", "20")), Standing.BOUND),
        ([statement("OLD", "no")], item(("NEW", "20"), ("OLD", "1")), Standing.BOUND),
        ([statement("NEW", "yes")], item(("NEW", "20")), Standing.BOUND),
        ([statement("NEW", "opted_in")], item(("NEW", "20")), Standing.BOUND),
        ([statement("NEW", "to_be_confirmed")], item(("NEW", "20")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "part", "16-55")], item(("NEW", "20(3)(a)")), Standing.BOUND),
        ([statement("NEW", "part", "16-55")], item(("NEW", "56")), Standing.NOT_BOUND),
        ([statement("NEW", "part", "16-55")], item(("NEW", "50-60")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "part", "16-55")], item(("NEW", "Annex I")), Standing.NOT_BOUND),
        ([statement("NEW", "part", "12(1)")], item(("NEW", "12")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "part", "12(1)")], item(("NEW", "12(2)")), Standing.NOT_BOUND),
        ([statement("NEW", "part", "12(1)")], item(("NEW", "12(1)(b)")), Standing.BOUND),
        ([statement("NEW", "to_be_confirmed", "16-55")], item(("NEW", "20")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "to_be_confirmed", "16-55")], item(("NEW", "50-60")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "to_be_confirmed", "16-55")], item(("NEW", "56")), Standing.NOT_BOUND),
        # Implementing acts follow their parent; with `part` the reference to the parent is what can be compared.
        ([statement("NEW", "no")], item(("IMPL", "2")), Standing.NOT_BOUND),
        ([statement("NEW", "no")], item(("SUB", "2")), Standing.NOT_BOUND),
        ([statement("NEW", "no"), statement("IMPL", "yes")], item(("IMPL", "2")), Standing.BOUND),
        ([statement("NEW", "part", "16-55")], item(("IMPL", "20")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "part", "16-55")], item(("IMPL", "2"), ("NEW", "20")), Standing.BOUND),
        ([statement("NEW", "part", "16-55")], item(("IMPL", "20"), ("NEW", "60")), Standing.NOT_BOUND),
        ([statement("NEW", "to_be_confirmed", "16-55")], item(("IMPL", "20")), Standing.TO_BE_CONFIRMED),
        ([statement("NEW", "to_be_confirmed", "16-55")], item(("IMPL", "2"), ("NEW", "60")), Standing.NOT_BOUND),
    ],
)
def test_the_primary_reference_decides_who_is_bound(
    said: list[ParticipationShape], asked: ItemShape, standing: Standing
) -> None:
    participations = law.Participations(ACTS, {(entry.country, entry.act): entry for entry in said})
    assert participations.binding(asked, "DK").standing is standing
    assert participations.binding(asked, "BE").standing is Standing.BOUND


@pytest.mark.parametrize(
    ("reference", "articles", "expected"),
    [
        ("35(1)", ["35"], Cover.WHOLE),
        ("35", ["35(1)"], Cover.PART),
        ("35(1)", ["35(2)"], Cover.NONE),
        ("35(1)", ["35(10)"], Cover.NONE),
        ("7-15", ["1-20"], Cover.WHOLE),
        ("7-15", ["10-20"], Cover.PART),
        ("7-15", ["16-20", "1-6"], Cover.NONE),
        ("8a", ["8-9"], Cover.WHOLE),
        ("8a", ["8"], Cover.NONE),
        ("Annex I", ["1-99"], Cover.NONE),
        ("Annex I", ["Annex I"], Cover.WHOLE),
        ("5", [], Cover.NONE),
    ],
)
def test_articles_are_compared_by_number_and_paragraph(reference: str, articles: list[str], expected: Cover) -> None:
    assert cover(reference, articles) is expected


def test_an_article_reference_knows_its_number() -> None:
    assert [number_of(reference) for reference in ("35(1)(a)", "8a", "7-15", "Annex I")] == [
        "35",
        "8a",
        None,
        "Annex I",
    ]
    assert [in_order(reference) for reference in ("7-15", "15-7", "7-7", "8a-8b", "35(1)")] == [
        True,
        False,
        False,
        True,
        True,
    ]


def test_circles_are_named_and_found_without_recursion() -> None:
    assert cycles({"a": ["b"], "b": ["c"], "c": []}) == []
    assert cycles({"a": ["b"], "b": ["c"], "c": ["a"]}) == [["a", "b", "c", "a"]]
    assert cycles({"a": ["a"]}) == [["a", "a"]]
    assert cycles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []
    assert cycles({"a": ["elsewhere"]}) == []
    chain: dict[str, list[str]] = {str(number): [str(number + 1)] for number in range(20_000)}
    assert cycles(chain) == []
    chain["20000"] = ["0"]
    assert len(cycles(chain)[0]) == 20_002


def test_the_content_hash_is_over_content_alone(tmp_path: Path) -> None:
    same = read_catalogue(tiny_catalogue_folder(tmp_path / "a")).content_hash
    said_otherwise = [
        ("catalogue.yaml", "# A catalogue for tests.", "# Another comment."),
        ("catalogue.yaml", "{en: For tests alone}", '{"en": "For tests alone"}'),
        ("catalogue.yaml", "starts_on: 2024-06-11", 'starts_on: "2024-06-11"'),
        ("blocks/01-reception.yaml", "    code: \"1\"\n", "    in_sum: true\n    code: '1'\n"),
        ("blocks/01-reception.yaml", "lead_time_days: 90", "lead_time_days: 90\n        sensitive: false"),
        ("blocks/02-borders.yaml", "        level: eu", "        level: eu\n        starts_on: 2024-06-11"),
        ("blocks/02-borders.yaml", "        level: eu", "        level: eu\n        lead_time_days: 60"),
    ]  # fmt: skip
    for number, change in enumerate(said_otherwise):
        assert read_catalogue(tiny_catalogue_folder(tmp_path / f"b{number}", change)).content_hash == same
    other = [
        ("catalogue.yaml", "For tests alone", "For tests"),
        ("blocks/01-reception.yaml", "lead_time_days: 90", "lead_time_days: 91"),
        ("blocks/01-reception.yaml", "[MS_INT, MS_RECEP]", "[MS_RECEP, MS_INT]"),
        ("terms.yaml", "fr: medium", "fr: low"),
    ]
    hashes = {read_catalogue(tiny_catalogue_folder(tmp_path / f"c{n}", c)).content_hash for n, c in enumerate(other)}
    assert len(hashes) == 4
    assert same not in hashes
