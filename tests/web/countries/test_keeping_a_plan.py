"""A coordinator keeps the plan; others read what was shared, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from app.audit.services import verify
from app.http.context import services
from tests.web.countries.conftest import CELL, ITEM, World

SCRIPT = {"X-Requested-With": "tracker"}
Add = Callable[..., str]


def test_a_milestone_is_added_and_updated_in_its_row(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    editor = ireland.get(f"/countries/IE/milestones/{reference}/edit", headers=SCRIPT)
    assert 'name="version"' in editor.text
    assert "<html" not in editor.text
    answer = ireland.post(
        f"/countries/IE/milestones/{reference}",
        {"form": "row", "version": "1", "step_key": "by-government", "reason": "cabinet of today"},
        headers=SCRIPT,
    )
    assert answer.status_code == 200
    assert "Adopted by the government" in answer.text
    assert "45 %" in answer.text
    history = ireland.get(f"/countries/IE/milestones/{reference}").text
    assert "cabinet of today" in history
    with services(world.app).database.reading() as session:
        assert verify(session, services(world.app).config.audit_head_file).is_whole


def test_without_script_the_same_deeds_are_pages(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    page = ireland.get(f"/countries/IE/milestones/{reference}/edit")
    assert "<h1>" in page.text
    answer = ireland.post(
        f"/countries/IE/milestones/{reference}", {"form": "row", "version": "1", "step_key": "by-government"}
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(CELL)


REFUSALS = [
    ({"step_key": "no-such-step"}, "step_key", "ladder"),
    ({"forecast_on": "2027-09-30"}, "cause", "cause"),
    ({"forecast_on": "2027-09-30", "cause": "other"}, "reason", "why"),
    ({"step_key": "notified", "actual_on": "2030-01-01"}, "actual_on", "future"),
    ({"forecast_on": "2024-09-30", "cause": "staffing"}, "forecast_on", "before the start"),
    ({"effective_on": "2020-01-01", "step_key": "by-government"}, "effective_on", "programme began"),
]


def test_a_refusal_stands_beside_its_field_and_changes_nothing(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    before = ireland.get(f"/countries/IE/milestones/{reference}/row", headers=SCRIPT).text
    for fields, field, says in REFUSALS:
        answer = ireland.post(
            f"/countries/IE/milestones/{reference}", {"form": "row", "version": "1", **fields}, headers=SCRIPT
        )
        assert answer.status_code == 422, fields
        beside = answer.text.split(f'id="{reference}-{field}-error"')
        assert says in beside[-1], fields
        assert ireland.get(f"/countries/IE/milestones/{reference}/row", headers=SCRIPT).text == before


def test_others_see_the_plan_as_last_shared(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    reference = add(ireland)
    assert reviewer.get(f"/countries/IE/milestones/{reference}").status_code == 404
    assert "Bill drafted" not in reviewer.get(CELL).text
    shared = ireland.post("/countries/IE/share", {"what": "plan", "note": "first release"})
    assert shared.status_code == 303
    assert "Bill drafted" in reviewer.get(CELL).text
    ireland.post(f"/countries/IE/milestones/{reference}", {"form": "row", "version": "1", "step_key": "by-government"})
    assert "Adopted by the government" in ireland.get(CELL).text
    assert "Adopted by the government" not in reviewer.get(CELL).text
    assert "Adopted by the government" not in reviewer.get(f"/countries/IE/milestones/{reference}").text
    assert "1 change not yet shared" in ireland.get(CELL).text
    ireland.post("/countries/IE/share", {"what": "blocks", "blocks": "reception"})
    assert "Adopted by the government" in reviewer.get(CELL).text
    assert "first release" in reviewer.get("/countries/IE").text


READERS = {"ireland", "second", "contributor", "watcher", "reviewer", "lead"}
STRANGERS = {"france", "observer", "admin"}


def test_who_reads_the_pages_of_a_shared_plan(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    ireland.post("/countries/IE/share", {"what": "plan"})
    pages = ("/countries/IE", CELL, f"{CELL}/why", "/countries/IE/history", f"/countries/IE/milestones/{reference}")
    for name in READERS | STRANGERS:
        person = world.sign_in(name)
        for page in pages:
            assert person.get(page).status_code == (200 if name in READERS else 404), (name, page)


def test_only_the_own_coordinator_may_change_and_share(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.ministry))
    ireland.post("/countries/IE/share", {"what": "plan"})
    deeds: list[tuple[str, dict[str, str]]] = [
        (f"/countries/IE/milestones/{reference}", {"form": "row", "version": "1", "step_key": "by-government"}),
        (f"/countries/IE/milestones/{reference}/cancel", {"version": "1", "reason": "no"}),
        ("/countries/IE/share", {"what": "plan"}),
        ("/countries/IE/sharing", {"what": "row", "is_on": "yes"}),
        ("/countries/IE/authorities", {"name": "Another"}),
        (f"/countries/IE/items/{ITEM}/applicability", {"applicability": "not_applicable", "reason": "no"}),
        ("/countries/IE/blocks/1/prose/costs", {"text": "theirs"}),
    ]
    # The milestone is not of the contributor's authority.
    for name in {"contributor", "watcher", "reviewer", "lead"} | STRANGERS:
        other = world.sign_in(name)
        for address, content in deeds:
            expected = 404 if name in STRANGERS else 403
            assert other.post(address, content).status_code == expected, (name, address)
    page = ireland.get(CELL).text
    assert "Analysed" in page
    assert "theirs" not in page


def test_a_contributor_writes_the_milestones_of_the_own_authority_only(world: World, add: Add) -> None:
    ireland, contributor = world.sign_in("ireland"), world.sign_in("contributor")
    own = add(ireland, "Places built", authority_id=str(world.agency))
    content = {"form": "row", "version": "1", "step_key": "by-government"}
    contributor.get(CELL)
    assert contributor.post(f"/countries/IE/milestones/{own}", content).status_code == 303
    taken = contributor.post(
        f"/countries/IE/milestones/{own}", {"version": "2", "authority_id": str(world.ministry), "title": "Mine"}
    )
    assert taken.status_code == 422
    assert "Choose one of the authorities you act for." in taken.text
    assert 'value="Mine"' in taken.text


def test_a_stale_save_shows_both_values_and_lets_the_person_choose(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    address = f"/countries/IE/milestones/{reference}"
    first.post(address, {"form": "row", "version": "1", "step_key": "by-government", "forecast_on": "2026-10-05"})
    second.get(CELL)
    stale = second.post(
        address,
        {"form": "row", "version": "1", "step_key": "notified", "forecast_on": "2026-10-07", "reason": "<b>x</b>"},
    )
    assert stale.status_code == 409
    assert "5 October 2026" in stale.text
    assert "7 October 2026" in stale.text
    assert "Adopted by the government" in stale.text
    assert "&lt;b&gt;x&lt;/b&gt;" in stale.text
    assert "<b>x</b>" not in stale.text
    chosen = second.post(
        address,
        {
            "form": "row",
            "version": "2",
            "step_key": "notified",
            "choice.step_key": "theirs",
            "forecast_on": "2026-10-07",
            "choice.forecast_on": "yours",
        },
    )
    assert chosen.status_code == 303
    row = second.get(f"{address}/row", headers=SCRIPT).text
    assert "Adopted by the government" in row
    assert "7 October 2026" in row


def test_evidence_shows_an_item_and_its_withdrawal_takes_that_away(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, step_key="notified", actual_on="2026-06-01", forecast_on="2026-06-01")
    assert reference
    ireland.post(f"/countries/IE/items/{ITEM}/in-place", {"effective_on": "2026-06-02", "version": "1"})
    assert "1 of 1 reported, 0 shown" in ireland.get(CELL).text
    said = {
        "legal_reference": "Attached: A legal_reference. Still wanted to show it: a notification.",
        "notification": "Attached: A notification. What was received is what shows the item in place.",
    }
    for kind, told in said.items():
        answer = ireland.post(
            f"/countries/IE/items/{ITEM}/evidence/attach",
            {"kind": kind, "title": f"A {kind}", "reference": "No 1 of 2026", "about_on": "2026-06-01"},
        )
        assert answer.status_code == 303, answer.text
        assert told in ireland.get(CELL).text
    page = ireland.get(f"{CELL}?open=all").text
    assert "1 of 1 reported, 1 shown" in page
    number = page.split("/countries/IE/evidence/")[1].split('"')[0]
    ireland.post(f"/countries/IE/evidence/{number}/withdraw", {"version": "1", "reason": "wrong act"})
    assert "1 of 1 reported, 0 shown" in ireland.get(CELL).text


def test_a_script_as_address_is_no_evidence(world: World) -> None:
    ireland = world.sign_in("ireland")
    ireland.get(CELL)
    answer = ireland.post(
        f"/countries/IE/items/{ITEM}/evidence/attach",
        {"kind": "link", "title": "A link", "url": "javascript:alert(1)"},
    )
    assert answer.status_code == 422


def test_a_sensitive_item_offers_neither_link_nor_file(world: World) -> None:
    ireland = world.sign_in("ireland")
    for key, offered in (("reception.reserve-places", False), (ITEM, True)):
        page = ireland.get(f"/countries/IE/items/{key}/evidence/attach").text
        found = [sign in page for sign in ('value="link"', 'value="file"', 'name="url"', 'name="file"')]
        assert found == [offered] * 4, key
    sent = {"kind": "statement", "title": "Held at the ministry", "url": "https://example.org/plan"}
    answer = ireland.post("/countries/IE/items/reception.reserve-places/evidence/attach", sent)
    assert answer.status_code == 303
    page = ireland.get("/countries/IE/blocks/1?open=all").text
    assert "Held at the ministry" in page
    assert "example.org/plan" not in page


def test_prose_and_item_texts_are_escaped_wherever_they_stand(world: World) -> None:
    ireland = world.sign_in("ireland")
    ireland.get(CELL)
    mark = '<img src=x onerror="alert(1)">'
    ireland.post("/countries/IE/blocks/1/prose/costs", {"text": mark, "language": "en", "version": "0"})
    ireland.post(f"/countries/IE/items/{ITEM}", {"current_state": mark, "missing": mark, "version": "0"})
    for address in (f"{CELL}?open=all", f"{CELL}/prose", "/countries/IE/history", "/countries/IE/share"):
        page = ireland.get(address).text
        assert "<img" not in page
        assert "&lt;img" in page


def test_codes_are_put_right(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert ireland.get("/countries/ie/blocks/1?show=open").headers["Location"] == "/countries/IE/blocks/1?show=open"
    assert ireland.get("/countries/gr").headers["Location"] == "/countries/EL"
    assert ireland.get("/countries/XX").status_code == 404


def test_numbers_that_name_no_row_are_passed_over(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    beyond = "9" * 25
    assert ireland.get(f"/countries/IE/history?before={beyond}").status_code == 200
    assert ireland.get(f"{CELL}?open=²,{beyond}").status_code == 200
    answer = ireland.post(f"/countries/IE/milestones/{reference}/predecessors/remove", {"predecessor_id": beyond})
    assert answer.status_code == 303


def test_a_day_that_cannot_be_shown_is_refused_with_a_good_link(world: World) -> None:
    ireland = world.sign_in("ireland")
    for day in ("2026-02-30", "2999-01-01", "2020-01-01", "tomorrow"):
        answer = ireland.get(f"/countries/IE?as_of={day}")
        assert answer.status_code == 400, day
        assert "as_of=" in answer.text


def test_pages_of_another_day_are_read_only_and_say_so(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    page = ireland.get(f"{CELL}?as_of=2025-06-01").text
    assert "read-only" in page
    assert "Add a milestone" not in page
    assert "Bill drafted" not in page


def test_histories_and_releases_follow_the_day_looked_at(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    ireland.post("/countries/IE/share", {"what": "plan", "note": "the first release"})
    assert "Bill drafted" in ireland.get("/countries/IE/history").text
    assert "Bill drafted" not in ireland.get("/countries/IE/history?as_of=2025-06-01").text
    assert "the first release" in ireland.get("/countries/IE").text
    past = ireland.get("/countries/IE?as_of=2025-06-01").text
    assert "the first release" not in past
    assert "never shared" in past
    assert ireland.get(f"/countries/IE/milestones/{reference}?as_of=2025-06-01").status_code == 404


def test_an_authority_is_named_in_histories_and_not_by_number(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.ministry))
    page = ireland.get(f"/countries/IE/milestones/{reference}").text
    assert "Department of Justice" in page.split("History")[-1]
    assert "authority id" not in page


def test_the_closing_milestone_is_changed_with_all_its_fields(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    page = ireland.get("/countries/IE/milestones/IE-0001/edit").text
    assert 'name="title"' not in page
    answer = ireland.post("/countries/IE/milestones/IE-0001", {"version": "1", "note": "after the summer"})
    assert answer.status_code == 303
    assert "after the summer" in ireland.get("/countries/IE/milestones/IE-0001").text
