"""Eight people save one milestone at once, through its page: each version is taken by exactly one of them."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

from sqlalchemy import select

from app.audit.services import verify
from app.http.context import services
from app.plans.models import Milestone, Revision
from tests.web.browsing import Browser
from tests.web.countries.conftest import World, add, world

__all__ = ["add", "world"]

WRITERS, ROUNDS = 8, 10
SCRIPT = {"X-Requested-With": "tracker"}
VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


def test_each_version_is_taken_once_and_nothing_is_lost(world: World, add) -> None:  # type: ignore[no-untyped-def]
    browsers = [world.sign_in(("ireland", "second")[number % 2]) for number in range(WRITERS)]
    reference = add(browsers[0])
    address = f"/countries/IE/milestones/{reference}"
    for browser in browsers:
        browser.get("/account")
    start = Barrier(WRITERS)

    def save(browser: Browser, number: int, turn: int) -> tuple[int, str]:
        editor = browser.get(f"{address}/edit", headers=SCRIPT)
        found = VERSION.search(editor.text)
        assert found
        start.wait(60)
        said = f"writer {number} in round {turn}"
        content = {
            "form": "row",
            "version": found[1],
            "forecast_on": (date(2026, 12, 1) + timedelta(days=turn * WRITERS + number)).isoformat(),
            "cause": "staffing",
            "reason": said,
        }
        answer = browser.post(address, content)
        if answer.status_code == 409:
            assert said in answer.text, "what was typed is kept"
        return answer.status_code, said

    winners = []
    with ThreadPoolExecutor(WRITERS) as pool:
        for turn in range(ROUNDS):
            jobs = [pool.submit(save, browser, number, turn) for number, browser in enumerate(browsers)]
            answers = [job.result(120) for job in jobs]
            assert sorted(status for status, _ in answers) == [303] + [409] * (WRITERS - 1)
            winners += [said for status, said in answers if status == 303]
    with services(world.app).database.reading() as session:
        row = session.scalars(select(Milestone).where(Milestone.reference == reference)).one()
        revisions = session.scalars(
            select(Revision)
            .where(Revision.subject_kind == "milestone", Revision.subject_id == row.id)
            .order_by(Revision.id)
        ).all()
        kept = [revision.reason for revision in revisions if revision.reason.startswith("writer")]
        assert row.version == 1 + ROUNDS
        assert verify(session, services(world.app).config.audit_head_file).is_whole
    assert kept == winners


def test_a_form_sent_six_times_at_once_is_saved_once(world: World, add) -> None:  # type: ignore[no-untyped-def]
    browser = world.sign_in("ireland")
    reference = add(browser)
    browsers = []
    for _ in range(6):
        other = Browser(world.app, token=browser.token)
        other.client.set_cookie("session", browser.cookie)
        browsers.append(other)
    content = {"form": "row", "version": "1", "step_key": "by-government"}
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(other.post, f"/countries/IE/milestones/{reference}", content) for other in browsers]
        assert sorted(job.result(120).status_code for job in jobs) == [303] + [409] * 5
