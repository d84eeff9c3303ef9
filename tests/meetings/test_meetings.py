"""Who keeps meetings and who reads them; what was concluded stays; whoever owns an action says what became of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit.services import pending
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.flags.services.drafting import send_flags, write_flag
from app.meetings.models import Meeting
from app.meetings.policy import KEEP, READ, bodies_kept_by, visible_to
from app.meetings.queries.actions import WantedActions, get_action, list_actions, list_entries
from app.meetings.queries.agenda import list_conclusions, list_points
from app.meetings.queries.meetings import Wanted, get_meeting, list_linked, list_meetings
from app.meetings.services.acting import change_action, report_action
from app.meetings.services.agenda import conclude, remove_point, write_point
from app.meetings.services.keeping import write_meeting
from app.meetings.states import ActionState, Body, LinkKind
from app.notices import words
from app.notices.queries.gathering import gather
from app.notices.records import Window
from app.notices.states import Kind
from tests.meetings.conftest import TODAY, World


def values_of(world: World, meeting_id: int, **differing: Any) -> dict[str, Any]:
    """What a form of a meeting would send."""
    found = get_meeting(world.session, meeting_id, world.keeper)
    names = ("name", "title", "starts_on", "ends_on", "place", "is_online", "is_cancelled", "year", "countries")
    said = {name: getattr(found, name) for name in names}
    return {**said, "body": found.body.value, "reach": found.reach.value, "step": found.step_key, **differing}


def test_the_reach_says_who_reads_and_both_databases_agree(world: World) -> None:
    for_all = world.meet()
    listed = world.meet(reach="listed", countries=["IE", "FR"], body="other", name="Expert group")
    consulted = world.meet("desk", body="consultation", countries=["FR"])
    forum = world.meet("ireland", body="high_level", reach="listed", countries=["FR"])
    reads = {
        "keeper": {for_all, listed, consulted, forum},
        "agency": {for_all, listed, forum},
        "ireland": {for_all, listed, forum},
        "france": {for_all, listed, consulted, forum},
        "belgium": {for_all},
        "reviewer": {for_all, listed, consulted, forum},
        "desk": {for_all, listed, consulted, forum},
        "observer": {for_all},
        "officer": set(),
        "administrator": set(),
    }
    keeps = {"keeper": reads["keeper"], "reviewer": reads["keeper"], "desk": reads["keeper"], "ireland": {forum}}
    records = {one.meeting_id: one for one in list_meetings(world.session, world.keeper)}
    for name, expected in reads.items():
        actor = world.people[name]
        assert {one.meeting_id for one in list_meetings(world.session, actor)} == expected, name
        assert set(world.session.scalars(select(Meeting.id).where(visible_to(actor)))) == expected, name
        assert {key for key, one in records.items() if allows(actor, READ, one.subject)} == expected, name
        assert {key for key, one in records.items() if allows(actor, KEEP, one.subject)} == keeps.get(name, set()), name
    with pytest.raises(NotFound):
        get_meeting(world.session, consulted, world.ireland)
    with pytest.raises(Invalid, match="not on your desk"):
        world.meet("desk", body="consultation", countries=["IE"])
    for name, wanted in (("belgium", {for_all}), ("france", {listed, consulted, forum})):
        found = list_meetings(world.session, world.people[name], Wanted(country="FR"))
        assert {one.meeting_id for one in found} == wanted - {for_all}, name


def test_the_presidency_keeps_the_high_level_forum_of_its_half_year(world: World) -> None:
    """AMMR Article 13: the High-Level Forum is chaired by the Presidency; Ireland's is the second half of 2026."""
    made = world.meet("ireland", body="high_level", starts_on=date(2026, 12, 31))
    assert get_meeting(world.session, made, world.belgium).chair == "IE"
    for refused in ({"starts_on": date(2027, 1, 1)}, {"starts_on": date(2026, 6, 30)}):
        with pytest.raises(Invalid) as told:
            world.meet("ireland", body="high_level", **refused)
        assert told.value.field == "starts_on"
    with pytest.raises(Invalid) as told:
        world.meet("ireland", body="technical_level")
    assert told.value.field == "body"
    with pytest.raises(NotAllowed):
        world.meet("france", body="high_level")
    assert bodies_kept_by(world.ireland, world.view, TODAY) == (Body.HIGH_LEVEL,)
    assert bodies_kept_by(world.ireland, world.view, date(2027, 1, 1)) == ()
    assert bodies_kept_by(world.belgium, world.view, TODAY) == ()
    with time_machine.travel(datetime(2027, 2, 1, 11, 0, tzinfo=UTC), tick=False):
        values = values_of(world, made, title="Forum, corrected")
        write_meeting(world.session, world.view, made, values, actor=world.ireland, expected_version=None)
    assert get_meeting(world.session, made, world.ireland).title == "Forum, corrected"


def test_a_meeting_is_written_anew_with_care(world: World) -> None:
    made = world.meet(reach="listed", countries=["IE", "FR"])
    values = values_of(world, made, countries=["BE", "FR", "IE"])
    write_meeting(world.session, world.view, made, values, actor=world.keeper, expected_version=None)
    assert pending(world.session)[-1]["changes"]["countries"] == ["FR, IE", "BE, FR, IE"]
    version = get_meeting(world.session, made, world.keeper).version
    world.give(made, "FR")
    values = values_of(world, made, countries=["IE"])
    with pytest.raises(Invalid) as told:
        write_meeting(world.session, world.view, made, values, actor=world.keeper, expected_version=version)
    assert told.value.field == "reach", "who has an action of it keeps reading it"
    values = values_of(world, made, countries=["BE", "FR"])
    write_meeting(world.session, world.view, made, values, actor=world.keeper, expected_version=version)
    assert get_meeting(world.session, made, world.belgium).countries == ("BE", "FR")
    with pytest.raises(Conflict):
        write_meeting(world.session, world.view, made, values, actor=world.keeper, expected_version=version)
    with pytest.raises(NotAllowed):
        write_meeting(world.session, world.view, made, values, actor=world.belgium, expected_version=None)
    for field, wrong in {
        "title": {"title": " "},
        "ends_on": {"ends_on": date(2026, 1, 1)},
        "name": {"body": "other"},
        "countries": {"countries": []},
        "year": {"year": 1999},
        "step": {"step": "nothing"},
        "body": {"body": "nobody"},
    }.items():
        with pytest.raises(Invalid) as told:
            write_meeting(
                world.session,
                world.view,
                made,
                values_of(world, made, **wrong),
                actor=world.keeper,
                expected_version=None,
            )
        assert told.value.field == field


def test_an_agenda_keeps_what_it_said(world: World, moment: time_machine.Traveller) -> None:
    """What a point said and was about can be read as it was known, also once it was reworded or taken off."""
    made = world.meet()
    point = world.point(made, text="Where we are", blocks=["borders"], position=2)
    first = clock.now()
    moment.shift(timedelta(days=1))
    values = {"title": "Point", "text": "Where we stand", "steps": ["report"], "position": 1}
    write_point(world.session, world.view, point, values, actor=world.keeper, expected_version=None)
    write_point(world.session, world.view, point, values, actor=world.keeper, expected_version=None)
    second = clock.now()
    moment.shift(timedelta(days=1))
    remove_point(world.session, point, actor=world.keeper, expected_version=None)
    assert list_points(world.session, made, world.france) == []
    (then,) = list_points(world.session, made, world.france, first)
    assert (then.text, then.position, [link.key for link in then.links], then.former) == (
        "Where we are",
        2,
        ["borders"],
        (),
    )
    (then,) = list_points(world.session, made, world.france, second)
    assert (then.text, then.position, [link.key for link in then.links]) == ("Where we stand", 1, ["report"])
    assert [(one.text, one.replaced_at, one.author) for one in then.former] == [("Where we are", second, "keeper")]
    with pytest.raises(DatabaseError, match="stays as it was said"), world.session.begin_nested():
        world.session.execute(text("UPDATE agenda_former_point SET text = ''"))


def test_an_action_is_not_due_before_its_meeting(world: World) -> None:
    made = world.meet()
    action = world.give(made, "FR", due_on=TODAY)
    with pytest.raises(Invalid) as told:
        world.give(made, "FR", due_on=TODAY - timedelta(days=1))
    assert told.value.field == "due_on"
    values = {"what": "Send it", "due_on": TODAY - timedelta(days=1)}
    with pytest.raises(Invalid, match="before the meeting"):
        change_action(world.session, action, values, actor=world.keeper, seen=None)


def test_what_was_said_to_some_is_not_read_by_more_later(world: World) -> None:
    """A meeting that nothing was said at may reach others; afterwards it is written anew for the same or fewer."""

    def written(key: int, **differing: Any) -> None:
        values = values_of(world, key, **differing)
        write_meeting(world.session, world.view, key, values, actor=world.keeper, expected_version=None)

    consulted = world.meet(body="consultation", countries=["FR"])
    listed = world.meet(reach="listed", countries=["IE", "FR"])
    forum = world.meet("ireland", body="high_level", reach="listed", countries=["FR"])
    written(consulted, countries=["BE"])
    written(consulted, countries=["FR"])
    point = world.point(consulted)
    world.give(listed, "FR")
    conclude(world.session, forum, None, "Agreed.", actor=world.keeper, seen=None)
    refused: tuple[tuple[int, dict[str, Any]], ...] = (
        (consulted, {"countries": ["BE"]}),
        (consulted, {"body": "mechanism", "reach": "all", "countries": []}),
        (consulted, {"body": "mechanism", "reach": "listed", "countries": ["FR"]}),
        (listed, {"reach": "all", "countries": []}),
        (listed, {"countries": ["IE", "FR", "BE"]}),
        (listed, {"body": "consultation", "countries": ["BE"]}),
        (forum, {"starts_on": date(2026, 6, 2), "ends_on": None}),  # it would be chaired by another
    )
    for key, differing in refused:
        with pytest.raises(Invalid) as told:
            written(key, **differing)
        assert told.value.field == "reach", (key, differing)
    written(consulted, title="Talks, corrected")
    written(listed, countries=["FR"])
    remove_point(world.session, point, actor=world.keeper, expected_version=None)
    with pytest.raises(Invalid, match="stays with it"):  # the point is still read as it was known before
        written(consulted, countries=["BE"])


def test_a_point_names_flags_only_to_who_may_read_them(world: World) -> None:
    asked = {"about": "plan", "severity": "important", "severity_reason": "Before others", "category": "timeline"}
    draft = write_flag(world.session, world.view, "FR", {**asked, "asked": "By when?"}, actor=world.desk)
    assert send_flags(world.session, [draft], actor=world.desk) == ["FR-1"]
    world.session.expire_all()
    made = world.meet()
    item = next(item for item in world.view.items.values() if item.block_key == "reception")
    said: dict[str, Any] = {"blocks": ["borders"], "items": [item.item_id], "steps": ["report"], "flags": "fr-1"}
    with pytest.raises(Invalid, match="no flag"):
        world.point(made, "keeper", **said)
    point = world.point(made, "desk", **said)
    kinds = {name: [link.kind for link in _point(world, made, name).links] for name in ("desk", "france", "ireland")}
    plain = [LinkKind.BLOCK, LinkKind.ITEM, LinkKind.STEP]
    assert kinds == {"desk": [*plain, LinkKind.FLAG], "france": [*plain, LinkKind.FLAG], "ireland": plain}
    assert _point(world, made, "france").flag_names == "FR-1"
    version = _point(world, made, "keeper").version
    changed = {"title": "Point", "blocks": ["borders"], "flags": ""}
    write_point(world.session, world.view, point, changed, actor=world.keeper, expected_version=version)
    assert _point(world, made, "ireland").links[0].key == "borders"
    assert _point(world, made, "desk").flag_names == "FR-1", "what one does not see one does not take away"
    with pytest.raises(Conflict):
        write_point(world.session, world.view, point, changed, actor=world.keeper, expected_version=version)
    linked = list_linked(world.session, world.belgium)
    assert [one.meeting_id for one in linked[LinkKind.BLOCK, "borders"]] == [made]
    assert list_linked(world.session, world.officer) == {}
    remove_point(world.session, point, actor=world.keeper, expected_version=None)
    assert list_points(world.session, made, world.keeper) == []
    assert list_linked(world.session, world.belgium) == {}


def _point(world: World, meeting_id: int, name: str) -> Any:
    return list_points(world.session, meeting_id, world.people[name])[0]


def test_what_was_concluded_stays_and_is_corrected_beside(world: World, moment: time_machine.Traveller) -> None:
    made = world.meet()
    point = world.point(made)
    first = conclude(world.session, made, point, "Agreed.", actor=world.keeper, seen=None)
    assert conclude(world.session, made, point, " Agreed. ", actor=world.keeper, seen=first) == first
    early = clock.now()
    moment.shift(3600)
    with pytest.raises(Conflict):
        conclude(world.session, made, point, "Agreed in part.", actor=world.keeper, seen=None)
    conclude(world.session, made, point, "Agreed in part.", actor=world.reviewer, seen=first)
    conclude(world.session, made, None, "As a whole.", actor=world.keeper, seen=None)
    found = list_conclusions(world.session, made)
    assert [one.text for one in found[point]] == ["Agreed in part.", "Agreed."]
    assert [one.text for one in found[0]] == ["As a whole."]
    assert [one.text for one in list_conclusions(world.session, made, early)[point]] == ["Agreed."]
    with pytest.raises(NotAllowed):
        conclude(world.session, made, point, "Otherwise.", actor=world.ireland, seen=None)
    with pytest.raises(WrongState):
        remove_point(world.session, point, actor=world.keeper, expected_version=None)
    with pytest.raises(DatabaseError), world.session.begin_nested():
        world.session.execute(text("UPDATE meeting_conclusion SET text = 'Otherwise.'"))


def test_whoever_owns_an_action_says_what_became_of_it(world: World, moment: time_machine.Traveller) -> None:
    session = world.session
    made = world.meet(reach="listed", countries=["IE", "FR"], starts_on=date(2026, 11, 16))
    of_france, of_union, of_agency = world.give(made, "FR"), world.give(made, "EU"), world.give(made, "EULISA")
    for owner in ("BE", "COM", "nobody"):
        with pytest.raises(Invalid) as told:
            world.give(made, owner)
        assert told.value.field == "owner"
    early = clock.now()
    action = get_action(session, of_france, world.france)
    assert (action.name, action.days_late(date(2026, 12, 1)), action.days_late(date(2026, 12, 4))) == (
        f"{made}.1",
        0,
        3,
    )
    done, seen = ActionState.DONE, action.entry.entry_id
    for name in ("keeper", "reviewer", "ireland", "agency"):
        with pytest.raises(NotAllowed):
            report_action(session, of_france, done, actor=world.people[name], seen=seen)
    with pytest.raises(NotFound):
        report_action(session, of_france, done, actor=world.belgium, seen=seen)
    moment.shift(3600)
    change = {"what": "Send two tables", "due_on": date(2026, 11, 20), "note": "As agreed"}
    change_action(session, of_france, change, actor=world.keeper, seen=seen)
    with pytest.raises(Conflict):
        report_action(session, of_france, done, actor=world.france, seen=seen)
    seen = get_action(session, of_france, world.france).entry.entry_id
    with pytest.raises(Invalid):
        report_action(session, of_france, done, actor=world.france, seen=seen, ended_on=date(2026, 11, 24))
    report_action(session, of_france, done, actor=world.france, seen=seen, note_="Sent", ended_on=TODAY)
    now = get_action(session, of_france, world.ireland)
    assert (now.entry.state, now.entry.ended_on, now.days_late(TODAY), now.entry.what) == (
        done,
        TODAY,
        3,
        "Send two tables",
    )
    then = list_actions(session, world.ireland, WantedActions(action_id=of_france, until=early))[0]
    assert (then.entry.state, then.entry.what) == (ActionState.OPEN, "Send a table")
    history = list_entries(session, [of_france])
    assert [(one.state, one.note, one.author) for one in history] == [
        (done, "Sent", "france"),
        (ActionState.OPEN, "As agreed", "keeper"),
        (ActionState.OPEN, "", "keeper"),
    ]
    with pytest.raises(WrongState):
        change_action(session, of_france, change, actor=world.keeper, seen=None)
    report_action(session, of_union, done, actor=world.reviewer, seen=None)
    report_action(session, of_agency, done, actor=world.agency, seen=None)
    with pytest.raises(Invalid):
        report_action(session, of_agency, ActionState.WITHDRAWN, actor=world.keeper, seen=None)
    report_action(session, of_agency, ActionState.OPEN, actor=world.keeper, seen=None, note_="Not quite")
    report_action(session, of_agency, ActionState.WITHDRAWN, actor=world.keeper, seen=None, note_="Settled")
    open_ones = WantedActions(states=[ActionState.OPEN])
    assert list_actions(session, world.ireland, open_ones) == []
    own = WantedActions(owners=["FR"])
    assert [one.action_id for one in list_actions(session, world.france, own)] == [of_france]
    assert list_actions(session, world.belgium) == []
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text("DELETE FROM meeting_action_entry"))


def test_whoever_is_given_something_to_do_hears_of_it(world: World) -> None:
    made = world.meet(reach="listed", countries=["IE", "FR"])
    action = world.give(made, "FR", what="Nobody reads a word of this in a notice")
    now = clock.now()
    window = Window(now - timedelta(days=1), now)
    told = {
        name: [
            (one.owner, one.name, one.on, one.path)
            for one in gather(world.session, world.view, world.people[name], window)
            if one.kind is Kind.ACTIONS and "/actions/" in one.path
        ]
        for name in ("france", "ireland", "belgium", "keeper", "reviewer", "observer")
    }
    assert told.pop("france") == [("FR", f"{made}.1", date(2026, 12, 1), f"/governance/actions/{action}")]
    assert not any(told.values())
    report_action(world.session, action, ActionState.DONE, actor=world.france, seen=None)
    left = gather(world.session, world.view, world.france, window)
    assert not [one for one in left if one.kind is Kind.ACTIONS and "/actions/" in one.path]


def test_whoever_a_meeting_names_hears_of_it(world: World) -> None:
    """A consultation, a meeting for some: their coordinators. Not one for all, nor one that does not take place."""
    world.meet()
    named = world.meet(reach="listed", countries=["IE", "FR"])
    consulted = world.meet("desk", body="consultation", countries=["FR"])
    world.meet(reach="listed", countries=["FR"], is_cancelled=True)
    now = clock.now()
    told = {
        name: [
            (one.said, one.name, one.on)
            for one in gather(world.session, world.view, world.people[name], Window(now - timedelta(days=1), now))
            if one.kind is Kind.ACTIONS
        ]
        for name in world.people
    }
    meant = (words.MEETING_NAMES, str(named), TODAY)
    assert sorted(told.pop("france")) == sorted([meant, (words.CONSULTATION_WITH, str(consulted), TODAY)])
    assert told.pop("ireland") == [meant]
    assert not any(told.values())


def test_whoever_owns_an_action_hears_what_others_say_of_it(world: World, moment: time_machine.Traveller) -> None:
    """A changed day, a withdrawal, that it is open again; of an agency its own contributors hear."""
    session, made = world.session, world.meet(reach="listed", countries=["IE", "FR"])
    action, of_agency = world.give(made, "FR"), world.give(made, "EULISA")
    begun = clock.now()
    moment.shift(60)
    change = {"what": "Send a table", "due_on": date(2026, 12, 8), "note": ""}
    for key in (action, of_agency):
        change_action(session, key, change, actor=world.keeper, seen=None)
    moment.shift(60)
    report_action(session, action, ActionState.DONE, actor=world.france, seen=None)
    moment.shift(60)
    report_action(session, action, ActionState.OPEN, actor=world.keeper, seen=None, note_="Not quite")
    moment.shift(60)
    for key in (action, of_agency):
        report_action(session, key, ActionState.WITHDRAWN, actor=world.keeper, seen=None, note_="Settled")
    window = Window(begun, clock.now())
    told = {
        name: [
            (one.said, one.path.rsplit("/", 1)[1], one.on)
            for one in gather(session, world.view, world.people[name], window)
            if one.kind is Kind.ACTIONS
        ]
        for name in world.people
    }
    later = date(2026, 12, 8)
    assert told.pop("france") == [
        (words.ACTION_WITHDRAWN, str(action), later),
        (words.ACTION_REOPENED, str(action), later),
        (words.ACTION_CHANGED, str(action), later),
    ]
    assert told.pop("agency") == [
        (words.ACTION_WITHDRAWN, str(of_agency), later),
        (words.ACTION_CHANGED, str(of_agency), later),
    ]
    assert not any(told.values())
    again = world.give(made, "EULISA")
    since = Window(window.until - timedelta(hours=1), clock.now())
    given = [one.said for one in gather(session, world.view, world.agency, since) if one.path.endswith(str(again))]
    assert given == [words.ACTION_GIVEN_TO_AGENCY]
