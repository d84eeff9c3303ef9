"""What a practice's page shows of its reuse: the tree of adaptations, where it travelled, what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.http.context import actor, session
from app.practices.lineage import Link, Node, Place, Reader, tree_of
from app.practices.policy import ADOPT, AdoptionSubject
from app.practices.queries.adoptions import list_adoptions_of
from app.practices.queries.lineage import read_deliverable_places, read_links, read_places
from app.practices.records import AdoptionRecord, PracticeRecord, SourceRecord
from app.support.policy import is_officer


@dataclass(frozen=True)
class Line:
    """A place of the tree, as deep as it stands."""

    node: Node
    depth: int


@dataclass(frozen=True)
class Reused:
    """`source`: what it was adapted from itself. `tree`: None where nothing was adapted.

    `mine`: adoptions by countries that the reader coordinates or contributes for; `travelled`: those by others, as far
    as they agree; `adapted`: countries below it in the tree that may be told. `adopting`, `adapting`: countries for
    which the reader may adopt it, or propose one that was adapted from it.
    """

    source: SourceRecord | None
    tree: Node | None
    mine: tuple[AdoptionRecord, ...]
    travelled: tuple[AdoptionRecord, ...]
    adapted: tuple[str, ...]
    adopting: tuple[str, ...]
    adapting: tuple[str, ...]
    is_first_author: bool


def reader_of(who: Actor) -> Reader:
    """Of which countries' practices somebody is a first author: coordinators of theirs, support officers of all."""
    own = {held.country for held in who.held if held.role is Role.COORDINATOR and held.country}
    return Reader(frozenset(own), of_all=is_officer(who, None))


def reused(view: CatalogueView, practice: PracticeRecord) -> Reused:
    """What is shown of it; four statements at most, two where nothing was adapted."""
    who, reader = actor(), reader_of(actor())
    adoptions = list_adoptions_of(session(), practice.practice_id, who)
    own = who.countries
    tree, source = _lineage(practice, reader)
    is_author = reader.of_all or practice.owner in reader.countries
    below = [line.node for line in lines_of(tree) if line.depth] if tree else []
    here = next((line.node for line in lines_of(tree) if line.node.is_here), None) if tree else None
    told = {node.owner for node in _all_below(here) if node.owner and node.owner != practice.owner} if here else set()
    adopted = {one.adopter for one in adoptions}
    return Reused(
        source=source,
        tree=tree if below else None,
        mine=tuple(one for one in adoptions if one.adopter in own),
        travelled=tuple(one for one in adoptions if one.adopter not in own),
        adapted=tuple(code for code in view.countries if code in told) if is_author else (),
        adopting=tuple(code for code in view.countries if code not in adopted and _may_adopt(who, practice, code)),
        adapting=tuple(code for code in view.countries if practice.is_published and code in own - {practice.owner}),
        is_first_author=is_author,
    )


def lines_of(tree: Node, depth: int = 0) -> Iterator[Line]:
    """The places of a tree, each before those below it."""
    yield Line(tree, depth)
    for node in tree.below:
        yield from lines_of(node, depth + 1)


def _all_below(node: Node) -> Iterator[Node]:
    for one in node.below:
        yield one
        yield from _all_below(one)


def _may_adopt(who: Actor, practice: PracticeRecord, code: str) -> bool:
    return practice.is_published and allows(who, ADOPT, AdoptionSubject(code, first_author=practice.owner))


def _lineage(practice: PracticeRecord, reader: Reader) -> tuple[Node | None, SourceRecord | None]:
    links = read_links(session(), practice.practice_id)
    if not links:
        return None, None
    practices = {one.source_id for one in links} | {one.practice_id for one in links if one.practice_id is not None}
    deliverables = {one.deliverable_id for one in links if one.deliverable_id is not None}
    places = read_places(session(), actor(), practices | {practice.practice_id})
    made = read_deliverable_places(session(), actor(), deliverables)
    above = next((one for one in links if one.practice_id == practice.practice_id), None)
    source = _source(above, places[above.source_id]) if above else None
    return tree_of(practice.practice_id, links, places, made, reader), source


def _source(link: Link, place: Place) -> SourceRecord:
    """As `find_source_of`, from what was read of the tree."""
    if not place.is_seen:
        return SourceRecord(link.tells_author)
    return SourceRecord(link.tells_author, link.source_id, place.name, place.title, place.owner)
