"""Nothing is shared before its country consents, with nobody else than it names, and no longer than it consents."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit.services import pending
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.practices.policy import READ, READ_FILES
from app.practices.queries.life import get_practice_file, list_former_texts, list_life, list_practice_files
from app.practices.queries.practices import (
    Wanted,
    count_practices,
    find_by_name,
    list_practices,
    shared_on_items,
)
from app.practices.services.consenting import decline
from app.practices.services.writing import take_back, write_practice
from app.practices.states import Act, PracticeState, Reach
from app.support.deliverables.states import Act as DeliverableAct
from app.support.states import PartKind
from tests.practices.world import WAY, Sharing

OWN = {"ireland", "helper", "system"}
COMMISSION = {"reviewer", "lead", "officer", "officer two"}


def readers(sharing: Sharing, key: int) -> set[str]:
    """Who finds it: by the right, by its twin in SQL in the list, by its page and by its name, which must agree."""
    record, found = sharing.read(key), set()
    for name in (*sharing.world.people, "system"):
        actor = sharing.who(name)
        may = allows(actor, READ, record.subject)
        listed = {one.practice_id for one in list_practices(sharing.session, actor)}
        assert (key in listed) == may, name
        assert count_practices(sharing.session, actor) == len(listed)
        if record.number:
            by_name = find_by_name(sharing.session, record.owner, record.number, actor)
            assert (by_name is not None) == may
        on_items = {one for held in shared_on_items(sharing.session, actor, 9).values() for one, _, _ in held}
        assert (key in on_items) == (may and record.is_published), name
        if may:
            found.add(name)
            continue
        with pytest.raises(NotFound):
            sharing.read(key, name)
    return found


def have_files(sharing: Sharing, key: int) -> set[str]:
    record = sharing.read(key)
    have = {name for name in sharing.world.people if list_practice_files(sharing.session, record, sharing.who(name))}
    assert have == {name for name in sharing.world.people if allows(sharing.who(name), READ_FILES, record.subject)}
    return have


def test_a_way_of_working_is_read_by_its_country_then_by_whom_the_consent_names_and_at_once_by_nobody_else(
    sharing: Sharing,
) -> None:
    key = sharing.propose()
    assert readers(sharing, key) == OWN
    assert sharing.read(key).name == ""
    sharing.consent(key, "FR")
    assert readers(sharing, key) == OWN | COMMISSION | {"france", "french helper"}
    assert sharing.read(key).name == "IE-P1"
    sharing.consent(key)
    assert readers(sharing, key) == OWN | COMMISSION | {"france", "french helper", "austria", "germany"}
    sharing.consent(key, "AT")
    assert readers(sharing, key) == OWN | COMMISSION | {"austria"}
    sharing.withdraw(key)
    assert readers(sharing, key) == OWN
    assert sharing.read(key).countries == frozenset()
    assert sharing.consent(key, "DE").name == "IE-P1"
    assert readers(sharing, key) == OWN | COMMISSION | {"germany"}


def test_a_proposal_of_an_officer_is_theirs_and_the_countrys(sharing: Sharing) -> None:
    key = sharing.propose("officer")
    assert readers(sharing, key) == OWN | {"officer"}
    take_back(sharing.session, key, actor=sharing.who("officer"), expected_version=None)
    assert sharing.read(key).state is PracticeState.TAKEN_BACK
    with pytest.raises(WrongState):
        sharing.consent(key)


def test_files_of_a_deliverable_go_with_it_where_the_consent_says_so_and_until_it_is_withdrawn(
    sharing: Sharing,
) -> None:
    key = sharing.propose("officer", deliverable_id=sharing.deliverable_id, version=1)
    mine = {"ireland", "helper", "officer", "officer two"}
    assert readers(sharing, key) == OWN | {"officer", "officer two"}
    assert have_files(sharing, key) == mine
    sharing.consent(key, "FR")
    assert have_files(sharing, key) == mine
    assert "france" in readers(sharing, key)
    sharing.consent(key, "FR", with_files=True)
    assert have_files(sharing, key) == mine | {"france", "french helper", "reviewer", "lead"}
    record = sharing.read(key)
    file = list_practice_files(sharing.session, record, sharing.who("france"))[0]
    assert get_practice_file(sharing.session, record, file.file_id, sharing.who("france")).name == "procedure.txt"
    with pytest.raises(NotFound):
        get_practice_file(sharing.session, record, file.file_id, sharing.who("austria"))
    sharing.world.take(sharing.deliverable_id, DeliverableAct.WITHDRAW, "ireland", "The law changed")
    assert readers(sharing, key) == OWN | {"officer", "officer two"}
    assert have_files(sharing, key) == mine
    with pytest.raises(WrongState):
        sharing.consent(key, "AT")


def test_only_an_accepted_version_is_proposed_and_once(sharing: Sharing) -> None:
    draft = sharing.world.submitted(title="Second")
    with pytest.raises(WrongState):
        sharing.propose("officer", deliverable_id=draft)
    with pytest.raises(Invalid):
        sharing.propose("officer", deliverable_id=sharing.deliverable_id, version=2)
    with pytest.raises(NotFound):
        sharing.propose("france", "FR", deliverable_id=sharing.deliverable_id)
    sharing.propose("officer", deliverable_id=sharing.deliverable_id)
    with pytest.raises(WrongState):
        sharing.propose("ireland", deliverable_id=sharing.deliverable_id)


def test_a_coordinator_decides_and_nobody_else(sharing: Sharing) -> None:
    key = sharing.propose("helper")
    for name in ("helper", "officer", "france", "reviewer", "lead", "administrator"):
        with pytest.raises((NotAllowed, NotFound)):
            sharing.consent(key, name=name)
    for name in ("reviewer", "france", "expert", "observer", "administrator", "union coordinator"):
        with pytest.raises(NotFound):
            sharing.propose(name)
    version = sharing.read(key).version
    write_practice(
        sharing.session,
        sharing.view,
        key,
        {**WAY, "title": "Other words", "blocks": ["alpha"]},
        actor=sharing.who("helper"),
        expected_version=version,
    )
    with pytest.raises(Conflict):
        sharing.consent(key, version=version)
    sharing.consent(key, "FR", version=version + 1)
    with pytest.raises(NotAllowed):
        write_practice(
            sharing.session,
            sharing.view,
            key,
            {**WAY, "blocks": ["alpha"]},
            actor=sharing.who("helper"),
            expected_version=None,
        )


def test_each_act_is_dated_kept_and_in_the_trail(sharing: Sharing, clock_at: time_machine.Traveller) -> None:
    key = sharing.propose("officer")
    with pytest.raises(Invalid):
        sharing.consent(key, "IE")
    clock_at.move_to("2025-03-12T12:00:00+00:00")
    sharing.consent(key, "FR", "AT")
    clock_at.move_to("2025-03-14T12:00:00+00:00")
    sharing.consent(key, "FR")
    sharing.consent(key, "FR")
    sharing.withdraw(key)
    life = list_life(sharing.session, sharing.read(key), sharing.who("ireland"))
    assert [(one.act, one.on_day.day, one.countries) for one in life] == [
        (Act.PROPOSE, 10, ()),
        (Act.CONSENT, 12, ("AT", "FR")),
        (Act.CONSENT, 14, ("FR",)),
        (Act.WITHDRAW, 14, ()),
    ]
    assert list_life(sharing.session, sharing.read(key), sharing.who("france")) == []
    trail = [entry for entry in pending(sharing.session) if entry["deed"] == "practices:practice:consented"]
    assert [entry["changes"]["countries"] for entry in trail] == [["", "AT,FR"], ["AT,FR", "FR"]]
    assert trail[0]["actor_id"] == sharing.who("ireland").user_id
    assert WAY["title"] not in str(trail)


def test_a_declined_proposal_says_why_and_can_be_thought_over(sharing: Sharing) -> None:
    key = sharing.propose("officer")
    ireland = sharing.who("ireland")
    with pytest.raises(Invalid):
        decline(sharing.session, key, " ", actor=ireland, expected_version=None)
    decline(sharing.session, key, "Not tried long enough", actor=ireland, expected_version=None)
    assert readers(sharing, key) == OWN | {"officer"}
    assert list_life(sharing.session, sharing.read(key), sharing.who("officer"))[-1].text == "Not tried long enough"
    assert sharing.consent(key).is_published


@pytest.mark.parametrize(
    ("differing", "field"),
    [
        ({"title": " "}, "title"),
        ({"what_done": ""}, "what_done"),
        ({"language": "xx"}, "language"),
        ({"items": [], "blocks": []}, "blocks"),
        ({"blocks": ["none"]}, "blocks"),
        ({"measures": ["none"]}, "measures"),
        ({"contact_role": "jane@ministry.example.org"}, "contact_role"),
        ({"contact_role": "Unit 3, +353 1 234 5678"}, "contact_role"),
        ({"adapted_from": "FR-P1"}, "adapted_from"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(sharing: Sharing, differing: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        sharing.propose(**differing)
    assert refusal.value.field == field


def test_of_sensitive_items_and_of_the_eu_level_nothing_is_shared(sharing: Sharing) -> None:
    for key in ("alpha.secret", "alpha.template"):
        with pytest.raises(Invalid):
            sharing.propose(items=[sharing.world.item(key)])


def test_lists_are_narrowed_by_what_a_practice_is_about_and_says(sharing: Sharing) -> None:
    law, training = sharing.world.item("alpha.law"), sharing.world.item("alpha.training")
    one = sharing.shared("FR", title="Rosters of 100 % of staff").practice_id
    two = sharing.shared("FR", items=[], blocks=["beta"], language="fr", measures=["training"]).practice_id
    three = sharing.shared(items=[training]).practice_id
    france = sharing.who("france")

    def found(**wanted: object) -> set[int]:
        asked = Wanted(**wanted)  # type: ignore[arg-type]
        listed = {one.practice_id for one in list_practices(sharing.session, france, asked)}
        assert count_practices(sharing.session, france, asked) == len(listed)
        return listed

    assert found() == {one, two, three}
    assert found(block=("alpha", frozenset({law, training}))) == {one, three}
    assert found(block=("beta", frozenset())) == {two}
    assert found(item_id=training) == {three}
    assert found(measure="training") == {two}
    assert found(language="fr") == {two}
    assert found(owner="FR") == set()
    assert found(words=("rosters", "100 %")) == {one}
    assert found(words=("agreement", "%")) == {one}
    assert found(words=("nowhere",)) == set()
    page = list_practices(sharing.session, france, limit=2, offset=1)
    assert [one.practice_id for one in page] == [two, one]
    assert page[0].of(PartKind.BLOCK) == ("beta",)
    assert sharing.read(three).reach is Reach.ALL


def test_what_it_said_before_is_kept(sharing: Sharing) -> None:
    key = sharing.shared().practice_id
    values = {**WAY, "what_done": "Otherwise", "items": [sharing.world.item("alpha.training")]}
    write_practice(sharing.session, sharing.view, key, values, actor=sharing.who("ireland"), expected_version=None)
    found = sharing.read(key, "france")
    assert (found.what_done, found.of(PartKind.ITEM)) == ("Otherwise", ("alpha.training",))
    assert list_life(sharing.session, found, sharing.who("ireland"))[-1].act is Act.WRITE
    said = {name: list_former_texts(sharing.session, found, sharing.who(name)) for name in ("ireland", "france")}
    assert ([one.what_done for one in said["ireland"]], said["france"]) == ([WAY["what_done"]], [])


@pytest.mark.parametrize("change", ["UPDATE practice_act SET countries = 'DE'", "UPDATE practice_text SET title = 'x'"])
def test_the_database_refuses_to_change_what_was_done_or_said(sharing: Sharing, change: str) -> None:
    key = sharing.shared("FR").practice_id
    values = {**WAY, "title": "Otherwise", "blocks": ["alpha"]}
    write_practice(sharing.session, sharing.view, key, values, actor=sharing.who("ireland"), expected_version=None)
    with pytest.raises(DBAPIError, match="stays as it was"):
        sharing.session.execute(text(change))
    sharing.session.rollback()
