"""The expert and the support officer in sessions that are open: what their pages hold, and that an end is at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select, update

from app.accounts.actor import SYSTEM
from app.accounts.models import Grant
from app.support.models import SupportAssignment
from app.support.queries.requests import get_project
from app.support.services import end_assignment, open_working_state
from tests.guards.house import SHARED, UNSHARED, House
from tests.web.browsing import keep, writing

CLOSED = (
    "/countries/IE",
    "/countries/IE/blocks/4",
    "/countries/IE/blocks/3/why",
    "/countries/IE/blocks/3/gantt",
    "/countries/IE/milestones",
    "/countries/FR/blocks/3",
    "/countries/EU",
    "/countries/EU/blocks/3",
)


@contextmanager
def mended(house: House) -> Iterator[None]:
    """What is done to the assignment inside is undone afterwards: the house is everybody's."""
    try:
        yield
    finally:
        with house.app.app_context():
            session = writing(house.app)
            mine = select(SupportAssignment.grant_id)
            session.execute(update(Grant).where(Grant.id.in_(mine)).values(revoked_at=None, reads_working=False))
            session.execute(update(SupportAssignment).values(end_reason=""))
            keep(house.app, session)


def test_an_expert_finds_the_block_of_the_assignment_and_averages_and_nothing_else(house: House) -> None:
    expert, told = house.browser("expert"), house.told["own"]
    cell = expert.get(f"/countries/IE/blocks/{told.number}").text
    assert f"{SHARED} IE" in cell
    assert UNSHARED not in cell
    assert f"/support/countries/IE/milestones/{told.reference}/suggest" in cell
    for address in CLOSED:
        assert expert.get(address).status_code == 404, address
    home = expert.get("/").text
    assert "Your role reads no plan as a whole" in home
    assert 'href="/support"' in home
    assert 'href="/countries"' not in home
    assert [expert.get(address).status_code for address in ("/matrix.csv", "/trend.json", "/why")] == [403, 403, 403]
    officer = house.browser("support officer")
    assert UNSHARED not in officer.get(f"/countries/IE/blocks/{told.number}").text
    assert [officer.get(address).status_code for address in (*CLOSED[:2], "/flags/IE-1")] == [404, 404, 404]


def test_what_the_country_opens_is_read_at_once_and_an_ended_assignment_reads_nothing_at_once(house: House) -> None:
    expert, told = house.browser("expert"), house.told["own"]
    pages = (
        f"/countries/IE/blocks/{told.number}",
        f"/support/projects/{told.project_id}",
        f"/support/suggestions/{told.suggestion_id}",
        f"/support/countries/IE/milestones/{told.reference}/suggest",
    )
    assert [expert.get(address).status_code for address in pages] == [200] * 4
    with mended(house):
        session = writing(house.app)
        project = get_project(session, told.project_id, SYSTEM)
        open_working_state(session, project, told.assignment_id, True, actor=SYSTEM, expected=None)
        keep(house.app, session)
        opened = expert.get(pages[0]).text
        assert f"{UNSHARED} IE" in opened
        assert f"{UNSHARED} a comment" not in opened
        session = writing(house.app)
        project = get_project(session, told.project_id, SYSTEM)
        end_assignment(session, project, told.assignment_id, "Enough", actor=SYSTEM)
        keep(house.app, session)
        assert [expert.get(address).status_code for address in pages] == [404] * 4
        answer = expert.post(pages[3], {"note": "Late", "reason": "Late"})
        assert answer.status_code == 404
    assert [expert.get(address).status_code for address in pages] == [200] * 4
