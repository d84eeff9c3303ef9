"""Among what a milestone could wait for, what fits a question: the best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.views import CatalogueView, ItemView
from app.plans.queries.candidates import Candidate
from app.plans.states import EU
from app.web.search.matching import DESCRIPTION, KEY, TITLE, Question, SearchText, fold

MOST_SHOWN = 50
"""Further ones are only said to be there."""


@dataclass(frozen=True)
class Fitting:
    """What fits, with its item; `is_more`: there are further ones. Without a question what the item builds on."""

    question: Question
    rows: tuple[tuple[Candidate, ItemView], ...]
    is_more: bool

    @property
    def exact(self) -> str | None:
        """The reference that was typed as the whole question, where it is among what was found."""
        typed = self.question.text.upper()
        return next((one.reference for one, _item in self.rows if one.reference == typed), None)


def fitting(candidates: Iterable[Candidate], text: str, owner: str, item: ItemView, view: CatalogueView) -> Fitting:
    """What fits the words, all of them: found in title, reference, or the title of the item in any language.

    Equals: the own plan before the EU level before others, what is near the milestone's item, open before done.
    """
    question = Question.of(text)
    known = [(one, view.items_by_id[one.item_id]) for one in candidates if one.item_id in view.items_by_id]
    if question.terms:
        scored = [(question.score(_text_of(one, its)), one, its) for one, its in known]
        scored = [row for row in scored if row[0]]
    else:
        scored = [(0, one, its) for one, its in known if _is_built_on(its, one, item)]
    scored.sort(key=lambda row: (-row[0], *_nearness(row[1], row[2], owner, item)))
    listed = tuple((one, its) for _score, one, its in scored)
    return Fitting(question, listed[:MOST_SHOWN], len(listed) > MOST_SHOWN)


def _text_of(one: Candidate, item: ItemView) -> SearchText:
    title = "" if one.is_closing else one.title
    of_item = " ".join(item.title.by_language.values())
    return SearchText(
        (
            (TITLE, fold(title)),
            (KEY, one.reference.casefold()),
            (TITLE if one.is_closing else DESCRIPTION, fold(of_item)),
        )
    )


def _is_built_on(its: ItemView, one: Candidate, item: ItemView) -> bool:
    """Whether the catalogue says that the milestone's item depends on this one's, or both are of one item."""
    if its.key == item.key:
        return not one.is_closing
    return its.key in item.depends_on


def _nearness(one: Candidate, its: ItemView, owner: str, item: ItemView) -> tuple[int, int, bool, int]:
    place = 0 if one.owner == owner else 1 if one.owner == EU else 2
    return place, _distance(its, item), one.is_complete, one.milestone_id


def _distance(its: ItemView, item: ItemView) -> int:
    """From an item: 0 itself, 1 what it depends on, 2 its block, 3 elsewhere."""
    if its.key == item.key:
        return 0
    if its.key in item.depends_on:
        return 1
    return 2 if its.block_key == item.block_key else 3
