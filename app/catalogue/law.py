"""What follows from the law, computed when a release is loaded: when an item is needed, and whom it binds.

Pure functions over the shapes of a catalogue, or over what is read of a release where that says the same;
docs/method.md tells them in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from app.catalogue.article_ranges import Cover, cover
from app.catalogue.states import Bound, NeededByKind, Standing

if TYPE_CHECKING:
    from app.catalogue.reading.shapes import ActShape, ItemShape, Reference


class Cited(Protocol):
    """A reference to an article, in a file or as it is read."""

    @property
    def act(self) -> str: ...
    @property
    def article(self) -> str: ...


class Resting(Protocol):
    """Something that rests on articles, the first of which is its primary reference."""

    @property
    def legal(self) -> Sequence[Cited]: ...


class Parented(Protocol):
    """An act."""

    @property
    def parent(self) -> str | None: ...


class Stated(Protocol):
    """A statement on whether an act binds a country."""

    @property
    def country(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def bound(self) -> Bound: ...
    @property
    def articles(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class NeededBy:
    """The day an item must be in place, why, and the reference that says so (empty for a planning date)."""

    day: date
    kind: NeededByKind
    anchor: str


@dataclass(frozen=True)
class Binding:
    """What an item is for a country, and the statement on participation that decides it, if there is one."""

    standing: Standing
    statement: Stated | None = None


BOUND = Binding(Standing.BOUND)


def anchor_of(reference: Reference) -> str:
    """A reference as it is written beside a date: `RCD Art. 35(1)`, `APR Annex I`."""
    article = reference.article
    return f"{reference.act} {article}" if article.startswith("Annex") else f"{reference.act} Art. {article}"


def applies_on(act: ActShape, article: str) -> date | None:
    """The day an article applies: the act's date of application, or that of an exception that covers the article.

    An article covered in part applies as a whole only when the act does. None when the act's date is not known.
    """
    for exception in act.exceptions:
        if cover(article, exception.articles) is Cover.WHOLE:
            return exception.from_
    return act.applies_from


def needed_by(item: ItemShape, acts: Mapping[str, ActShape], programme_from: date) -> NeededBy:
    """The first that exists: the item's legal date; the day its articles apply; the programme's date of application.

    The day its articles apply is never before the programme's date of application (`programme_from`): what must be in
    place earlier says so itself.
    """
    due = item.due
    primary = item.legal[0] if item.legal else None
    own = None
    if due is not None and due.kind == "legal":
        own = due.on
    elif due is not None and due.kind == "recurring":
        own = due.first_on
    if own is not None and due is not None:
        return NeededBy(own, NeededByKind.LEGAL, due.anchor or (anchor_of(primary) if primary else ""))
    applies = applies_on(acts[primary.act], primary.article) if primary else None
    if primary is None or applies is None:
        return NeededBy(programme_from, NeededByKind.PLANNING, "")
    return NeededBy(max(applies, programme_from), NeededByKind.APPLICATION, anchor_of(primary))


class Participations:
    """Who is bound by what. A country without a statement is bound; an implementing act follows its parent."""

    def __init__(self, acts: Mapping[str, Parented], statements: Mapping[tuple[str, str], Stated]) -> None:
        """`statements` by country and act; `acts` by code, without circles among parents."""
        self._acts = acts
        self._statements = statements

    def binding(self, item: Resting, country: str) -> Binding:
        """What an item is for a country: its primary reference decides, and an item without one binds all."""
        if not item.legal:
            return BOUND
        primary = item.legal[0]
        act: str | None = primary.act
        while act is not None:
            statement = self._statements.get((country, act))
            if statement is not None:
                return Binding(self._standing(statement, item, primary, act), statement)
            act = self._acts[act].parent
        return BOUND

    def _standing(self, statement: Stated, item: Resting, primary: Cited, act: str) -> Standing:
        match statement.bound:
            case Bound.YES | Bound.OPTED_IN:
                return Standing.BOUND
            case Bound.NO:
                return Standing.NOT_BOUND
            case Bound.TO_BE_CONFIRMED if not statement.articles:
                return Standing.TO_BE_CONFIRMED
        # Bound, or perhaps bound, by some articles and by no other. An implementing act has articles of its own, so
        # the item's reference to the parent is what can be compared; without one nothing is guessed.
        reference = primary if act == primary.act else next((r for r in item.legal if r.act == act), None)
        if reference is None:
            return Standing.TO_BE_CONFIRMED
        match cover(reference.article, statement.articles):
            case Cover.WHOLE if statement.bound is Bound.PART:
                return Standing.BOUND
            case Cover.NONE:
                return Standing.NOT_BOUND
        return Standing.TO_BE_CONFIRMED
