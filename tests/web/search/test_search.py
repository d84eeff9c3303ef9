"""The page of the search: groups and counts, and whose milestones are found."""

from __future__ import annotations

import pytest

from tests.guards.house import SHARED, UNSHARED, House


def text_of(house: House, role: str, asked: str) -> str:
    answer = house.browser(role).get("/search", query_string={"q": asked})
    assert answer.status_code == 200
    return answer.text


def test_items_are_found_by_reference(house: House) -> None:
    text = text_of(house, "observer", "RCD 35")
    assert "Directive transposed" in text
    assert "/catalogue/acts/RCD" in text


def test_words_are_marked_and_escaped(house: House) -> None:
    text = text_of(house, "observer", "transp <script>alert(1)</script>")
    assert "<script>alert" not in text
    assert "Nothing was found for" in text
    assert "<mark>Directive</mark> transposed" in text_of(house, "observer", "directive")


def test_an_empty_question_finds_nothing_and_says_how_to_ask(house: House) -> None:
    for asked in ("", "   ", "“”"):
        text = text_of(house, "observer", asked)
        assert "For example" in text
        assert "<mark>" not in text


@pytest.mark.parametrize(
    ("role", "sees_working"),
    [("coordinator", True), ("contributor", True), ("reviewer", False), ("lead reviewer", False), ("observer", False)],
)
def test_only_the_own_working_milestones_are_found(house: House, role: str, sees_working: bool) -> None:
    text = text_of(house, role, "words of")
    marked_words = text.replace("<mark>", "").replace("</mark>", "")
    assert (f"{UNSHARED} IE" in marked_words) is sees_working
    assert (f"{SHARED} IE" in marked_words) is sees_working
    assert not [words for words in (SHARED, UNSHARED) if f"{words} FR" in marked_words]
    assert "countries/FR/milestones" not in text


def test_a_milestone_is_found_by_its_reference(house: House) -> None:
    told = house.told["own"]
    assert f"/countries/IE/milestones/{told.reference}" in text_of(house, "coordinator", told.reference)
    assert "/milestones/" not in text_of(house, "coordinator", house.told["other"].reference)


@pytest.mark.parametrize(
    "asked", ["%", "_", "\\", "'", '"', "(", "35(", "annex", "\u0000", "🙂", "a" * 5000, "Ω" * 300]
)
def test_no_question_breaks_the_page(house: House, asked: str) -> None:
    answer = house.browser("coordinator").get("/search", query_string={"q": asked})
    assert answer.status_code == (400 if "\0" in asked else 200)


@pytest.mark.parametrize(
    ("role", "is_reached"),
    [("coordinator", True), ("contributor", True), ("reviewer", False), ("observer", False), ("administrator", False)],
)
def test_comments_are_found_and_counted_for_those_whom_they_reach(house: House, role: str, is_reached: bool) -> None:
    text = text_of(house, role, "a comment of")
    marked_words = text.replace("<mark>", "").replace("</mark>", "")
    address = f"/countries/IE/milestones/{house.told['own'].reference}/comments#comment-"
    for words in (f"{UNSHARED} a comment of IE", "1 comment.", address):
        assert (words in marked_words) is is_reached, words
    assert "a comment of FR" not in marked_words
    assert ("comment" in text_of(house, role, "directive").split('role="status"')[1].split("</p>")[0]) is (
        role not in ("observer", "administrator")
    )
