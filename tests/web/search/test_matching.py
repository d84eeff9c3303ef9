"""Words and references: what fits, how well, and where it is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.catalogue.states import ActGroup, ActKind, Confidence
from app.catalogue.views import ActView, Text
from app.web.search.matching import (
    ACTS,
    DESCRIPTION,
    KEY,
    LEGAL,
    TITLE,
    Question,
    SearchText,
    Term,
    fold,
    marked,
    piece_around,
    text_of_act,
)

RCD = ActView(
    code="RCD",
    celex="32024L1346",
    number="(EU) 2024/1346",
    group=ActGroup.PACT,
    kind=ActKind.DIRECTIVE,
    title=Text({"en": "Reception Conditions Directive", "fr": "Directive sur l’accueil"}),
    subject=Text({"en": "Standards for reception"}),
    published_on=None,
    in_force_on=None,
    applies_from=None,
    applies_from_printed=None,
    exceptions=(),
    parent=None,
    confidence=Confidence.HIGH,
    note=None,
    url=None,
)
APR = replace(RCD, code="APR", celex="32024R1348", number="(EU) 2024/1348")


class View:
    """As much of a catalogue as a question asks."""

    acts = {"RCD": RCD, "APR": APR}


def asked(text: str) -> Question:
    view: Any = View()
    return Question.of(text, view)


def reference(article: str, *acts: str) -> Term:
    return Term("", frozenset(acts), article)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("vulnerable children", (Term("vulnerable"), Term("children"))),
        ("RCD", (Term("rcd", frozenset({"RCD"})),)),
        ("rcd 35", (reference("35", "RCD"),)),
        ("RCD Art. 35(1)", (reference("35(1)", "RCD"),)),
        ("Article 35(1)(a) of RCD", (Term("of"), reference("35(1)(a)", "RCD"))),
        ("art 35", (reference("35"),)),
        ("Annex II RCD", (reference("Annex II", "RCD"),)),
        ("2024/1346 35", (reference("35", "RCD"),)),
        ("32024L1346", (Term("32024l1346", frozenset({"RCD"})),)),
        ("35 places", (Term("35"), Term("places"))),
        ("article", (Term("article"),)),
        ("  “Éire”, ", (Term("eire"),)),
        ("", ()),
        ("%%% ;", (Term("%%%"),)),
    ],
)
def test_a_question_is_read_as_people_write_it(text: str, terms: tuple[Term, ...]) -> None:
    assert asked(text).terms == terms


def test_a_question_is_bounded() -> None:
    assert len(asked("a " * 10_000).terms) <= 12
    assert len(asked("x" * 10_000).words[0]) == 200


ITEM = SearchText(
    (
        (TITLE, "directive transposed"),
        (KEY, "reception.directive-transposed"),
        (ACTS, "2024/1346"),
        (DESCRIPTION, "laws"),
    ),
    (("RCD", "35(1)"), ("APR", "7-15")),
)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("directive", TITLE),
        ("transp", TITLE),
        ("posed", TITLE // 2),
        ("laws directive", TITLE + DESCRIPTION),
        ("laws nowhere", 0),
        ("reception.directive-transposed", KEY),
        ("rcd", LEGAL),
        ("rcd 35", LEGAL),
        ("rcd 35(1)", LEGAL),
        ("rcd 35(2)", 0),
        ("rcd 3", 0),
        ("apr 9", LEGAL),
        ("apr 35", 0),
        ("art. 35", LEGAL),
        ("", 0),
    ],
)
def test_all_terms_must_fit_and_titles_fit_best(text: str, score: int) -> None:
    assert asked(text).score(ITEM) == score


def test_acts_are_found_by_every_name() -> None:
    for text in ("reception conditions", "accueil", "rcd", "2024/1346", "32024L1346", "standards"):
        assert asked(text).score(text_of_act(RCD)) > 0, text
    assert asked("RCD 35").acts == {"RCD"}


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Directive transposed", ["direct"], ["Direct"]),
        ("Straße in Österreich", ["strasse", "osterr"], ["Straße", "Österr"]),
        ("aaaa", ["aa"], ["aaaa"]),
        ("nothing here", ["x"], []),
        ("<b>bold</b>", ["b"], ["b", "b", "b"]),
        ("", ["x"], []),
        ("ﬁnal", ["fin"], ["ﬁn"]),
        ("İstanbul", ["istan"], ["İstan"]),
    ],
)
def test_words_are_marked_where_they_stand(text: str, words: list[str], hits: list[str]) -> None:
    pieces = marked(text, words)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_hit in pieces if is_hit] == hits


def test_folding_takes_case_and_accents_away() -> None:
    assert fold("ÉIRE Ελλάδα ß") == "eire ελλαδα ss"


def test_a_long_text_is_cut_to_where_a_word_stands() -> None:
    text = f"{'before ' * 40}Élan{' after' * 40}"
    piece = piece_around(text, ["elan"], 60)
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert "Élan" in piece
    assert len(piece) == 62
    assert piece_around("short", ["elan"], 60) == "short"
    assert piece_around("a" * 99, [], 60) == f"{'a' * 60}…"
