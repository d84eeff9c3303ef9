"""What was adapted from what, who adopted it, what each reader sees of that; no circles."""

from __future__ import annotations

import pytest

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.practices.lineage import Link, Node, Place, Reader, tree_of
from app.practices.policy import READ_ADOPTION
from app.practices.queries.adoptions import get_adoption, list_adoptions_by, list_adoptions_of
from app.practices.queries.lineage import find_source_of, read_deliverable_places, read_links, read_places
from app.practices.services.adapting import adapt_deliverable
from app.practices.services.adopting import adopt_practice, stop_using, tell_author, use_again
from app.practices.services.writing import write_practice
from tests.practices.world import WAY, Sharing

NOBODY = Reader(frozenset())


def told(sharing: Sharing, key: int, name: str, reader: Reader = NOBODY) -> list[str]:
    """The tree of a practice as somebody sees it: a line a place, with as many dots before it as it is deep."""
    actor = sharing.who(name)
    links = read_links(sharing.session, key)
    practices = {key, *(one.source_id for one in links), *(one.practice_id for one in links if one.practice_id)}
    deliverables = {one.deliverable_id for one in links if one.deliverable_id}
    places = read_places(sharing.session, actor, practices)
    tree = tree_of(key, links, places, read_deliverable_places(sharing.session, actor, deliverables), reader)

    def lines(node: Node, depth: int) -> list[str]:
        said = f"{node.name or node.owner or '?'}{'*' if node.is_here else ''}"
        return ["." * depth + said, *(line for one in node.below for line in lines(one, depth + 1))]

    return lines(tree, 0)


def test_the_tree_shows_each_reader_what_they_may_see_and_of_the_rest_that_it_is_there(sharing: Sharing) -> None:
    first = sharing.shared()
    second = sharing.shared("AT", name="france", owner="FR", adapted_from=first.name)
    third = sharing.shared(name="austria", owner="AT", adapted_from=second.name)
    sharing.propose("germany", "DE", adapted_from=first.name)
    assert told(sharing, second.practice_id, "france") == ["IE-P1", ".FR-P1*", "..AT-P1"]
    assert told(sharing, third.practice_id, "germany") == ["IE-P1", ".?", "..AT-P1*", ".DE"]
    assert told(sharing, third.practice_id, "ireland") == ["IE-P1", ".?", "..AT-P1*"]
    ireland, officer = Reader(frozenset({"IE"})), Reader(frozenset(), of_all=True)
    assert told(sharing, first.practice_id, "ireland", ireland) == ["IE-P1*", ".FR", "..AT-P1", ".DE"]
    assert told(sharing, first.practice_id, "officer", officer) == ["IE-P1*", ".FR-P1", "..AT-P1", ".DE"]
    sharing.withdraw(first.practice_id)
    assert told(sharing, third.practice_id, "austria") == ["?", ".FR-P1", "..AT-P1*"]
    source = find_source_of(sharing.session, sharing.who("france"), practice_id=second.practice_id)
    assert source is not None
    assert (source.practice_id, source.name, source.title, source.owner) == (None, "", "", "")


def test_who_does_not_want_to_be_known_is_not(sharing: Sharing) -> None:
    first = sharing.shared()
    second = sharing.shared("AT", name="france", owner="FR", adapted_from=first.name, tells_author=False)
    reader = Reader(frozenset({"IE"}))
    assert told(sharing, first.practice_id, "ireland", reader) == ["IE-P1*", ".?"]
    values = {**WAY, "blocks": ["alpha"], "adapted_from": first.name, "tells_author": True}
    write_practice(
        sharing.session, sharing.view, second.practice_id, values, actor=sharing.who("france"), expected_version=None
    )
    assert told(sharing, first.practice_id, "ireland", reader) == ["IE-P1*", ".FR"]


def test_there_are_no_circles_also_not_through_a_deliverable(sharing: Sharing) -> None:
    first = sharing.shared()
    second = sharing.shared(name="france", owner="FR", adapted_from=first.name)

    def write(key: int, name: str, source: str) -> None:
        values = {**WAY, "blocks": ["alpha"], "adapted_from": source}
        write_practice(sharing.session, sharing.view, key, values, actor=sharing.who(name), expected_version=None)

    for source in (first.name, second.name):
        with pytest.raises(Invalid, match="from itself"):
            write(first.practice_id, "ireland", source)
    mine = sharing.consent(sharing.propose(deliverable_id=sharing.deliverable_id))
    third = sharing.shared(name="austria", owner="AT", adapted_from=mine.name)
    with pytest.raises(Invalid):
        adapt_deliverable(
            sharing.session, sharing.deliverable_id, third.name, tells_author=True, actor=sharing.who("ireland")
        )
    adapt_deliverable(
        sharing.session, sharing.deliverable_id, second.name, tells_author=True, actor=sharing.who("ireland")
    )
    with pytest.raises(Invalid):
        write(first.practice_id, "ireland", third.name)
    write(second.practice_id, "france", "")
    write(first.practice_id, "ireland", third.name)


def test_a_deliverable_names_what_it_was_adapted_from_and_stands_in_the_tree(sharing: Sharing) -> None:
    source = sharing.shared(name="france", owner="FR")
    draft = sharing.world.begin(title="Draft")
    ireland, deliverable = sharing.who("ireland"), sharing.deliverable_id
    with pytest.raises(NotFound):
        adapt_deliverable(sharing.session, draft, source.name, tells_author=True, actor=ireland)
    with pytest.raises(NotAllowed):
        adapt_deliverable(sharing.session, deliverable, source.name, tells_author=True, actor=sharing.who("helper"))
    adapt_deliverable(sharing.session, deliverable, source.name, tells_author=True, actor=ireland)
    assert told(sharing, source.practice_id, "ireland") == ["FR-P1*", ".IE-S1-D1"]
    assert told(sharing, source.practice_id, "germany") == ["FR-P1*"]
    assert told(sharing, source.practice_id, "france", Reader(frozenset({"FR"}))) == ["FR-P1*", ".IE"]
    made = sharing.consent(sharing.propose(deliverable_id=deliverable, adapted_from=source.name))
    assert told(sharing, made.practice_id, "germany") == ["FR-P1", ".IE-P1*"]
    adapt_deliverable(sharing.session, deliverable, "", tells_author=True, actor=ireland)
    assert find_source_of(sharing.session, ireland, deliverable_id=deliverable) is None
    hidden = sharing.shared("AT", name="france", owner="FR")
    with pytest.raises(Invalid):
        adapt_deliverable(sharing.session, deliverable, hidden.name, tells_author=True, actor=ireland)


def adopters(sharing: Sharing, key: int, name: str) -> list[str]:
    """Whom somebody sees among those who use a practice: by the right and by its twin, which must agree."""
    actor = sharing.who(name)
    listed = list_adoptions_of(sharing.session, key, actor)
    for one in list_adoptions_of(sharing.session, key, sharing.who("system")):
        assert allows(actor, READ_ADOPTION, one.subject) == (one.adoption_id in {held.adoption_id for held in listed})
    return [one.adopter for one in listed]


def test_the_first_author_sees_where_it_travelled_as_far_as_those_agree(sharing: Sharing) -> None:
    key = sharing.shared("FR", "AT").practice_id
    adoption = adopt_practice(sharing.session, key, "FR", actor=sharing.who("france"), text="For two sites")
    adopt_practice(sharing.session, key, "AT", actor=sharing.who("austria"), tells_author=False)
    seen = {name: adopters(sharing, key, name) for name in sharing.world.people}
    assert {name: found for name, found in seen.items() if found} == {
        "ireland": ["FR"],
        "officer": ["FR"],
        "officer two": ["FR"],
        "france": ["FR"],
        "french helper": ["FR"],
        "austria": ["AT"],
    }
    tell_author(sharing.session, adoption, tells=False, actor=sharing.who("france"), expected_version=None)
    assert adopters(sharing, key, "ireland") == []
    with pytest.raises(NotFound):
        get_adoption(sharing.session, adoption, sharing.who("ireland"))


def test_only_a_coordinator_of_another_country_that_reads_it_adopts_it(sharing: Sharing) -> None:
    key = sharing.shared("FR").practice_id
    for name, country in (("ireland", "IE"), ("french helper", "FR"), ("france", "AT"), ("officer", "FR")):
        with pytest.raises(NotAllowed):
            adopt_practice(sharing.session, key, country, actor=sharing.who(name))
    with pytest.raises(NotFound):
        adopt_practice(sharing.session, key, "AT", actor=sharing.who("austria"))
    adopt_practice(sharing.session, key, "FR", actor=sharing.who("france"))
    with pytest.raises(WrongState):
        adopt_practice(sharing.session, key, "FR", actor=sharing.who("france"))


def test_an_adoption_is_the_adopters_own_also_when_the_practice_is_not_shared_any_more(sharing: Sharing) -> None:
    key, france = sharing.shared("FR").practice_id, sharing.who("france")
    adoption = adopt_practice(sharing.session, key, "FR", actor=france)
    assert [one.title for one in list_adoptions_by(sharing.session, "FR", france)] == [WAY["title"]]
    sharing.withdraw(key)
    held = list_adoptions_by(sharing.session, "FR", france)
    assert [(one.name, one.title) for one in held] == [(None, None)]
    with pytest.raises(Conflict):
        stop_using(sharing.session, adoption, actor=france, expected_version=9)
    with pytest.raises(NotFound):
        stop_using(sharing.session, adoption, actor=sharing.who("austria"), expected_version=None)
    stop_using(sharing.session, adoption, actor=france, expected_version=held[0].version)
    assert not get_adoption(sharing.session, adoption, france).is_in_use
    use_again(sharing.session, adoption, actor=france, expected_version=None)
    assert get_adoption(sharing.session, adoption, france).is_in_use


def _place(owner: str, *, is_seen: bool = False, was_shared: bool = True) -> Place:
    return Place(owner, f"{owner}-P1", "words", is_seen=is_seen, was_shared=was_shared)


def test_a_tree_that_is_no_tree_ends_all_the_same() -> None:
    links = [Link(1, 2, None, True), Link(2, 1, None, True)]
    tree = tree_of(1, links, {1: _place("IE"), 2: _place("FR")}, {}, NOBODY)
    assert tree.number == 2


def test_what_was_never_shared_is_left_out_unless_something_below_it_is_seen() -> None:
    places = {1: _place("IE", is_seen=True), 2: _place("FR", was_shared=False), 3: _place("AT", is_seen=True)}
    alone = tree_of(1, [Link(1, 2, None, False)], places, {}, NOBODY)
    assert alone.below == ()
    with_one = tree_of(1, [Link(1, 2, None, False), Link(2, 3, None, False)], places, {}, NOBODY)
    assert [(one.owner, [below.owner for below in one.below]) for one in with_one.below] == [("", ["AT"])]
