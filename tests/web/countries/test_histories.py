"""A history says in words what was changed: titles, labels, days and numbers as everywhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from app.plans.history import FIELDS
from app.plans.states import SubjectKind
from app.web.countries import told
from tests.web.countries.conftest import ITEM, World

Add = Callable[..., str]


def text_of(page: str) -> str:
    """What a page's table says."""
    table = page.split("<tbody>")[-1].split("</tbody>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", table)).split())


def test_every_field_that_has_a_history_has_a_name(world: World) -> None:
    fields = {name for kind in SubjectKind for name in FIELDS[kind].blank} | {"contributing", "predecessor"}
    assert fields - told.UNTOLD - set(told.FIELDS) == set()


def test_changes_are_told_in_words(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.ministry))
    row = {"form": "row", "version": "1", "step_key": "by-government", "forecast_on": "2027-01-31"}
    ireland.post(f"/countries/IE/milestones/{reference}", {**row, "cause": "court_ruling", "reason": "x"})
    item = {"version": "1", "lead_authority_id": str(world.ministry)}
    keys = [str(world.agency), str(world.ministry)]
    ireland.post(f"/countries/IE/items/{ITEM}", {**item, "contributing": keys})
    deed = {"applicability": "not_applicable", "reason": "no coast"}
    page = ireland.get(f"/countries/IE/items/{ITEM}/edit").text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    ireland.post(f"/countries/IE/items/{ITEM}/applicability", {**deed, "version": version})
    proof = {"kind": "number", "title": "Count", "number": "12345", "unit": "places", "about_on": "2026-06-01"}
    ireland.post(f"/countries/IE/items/{ITEM}/evidence/attach", proof)
    prose = {"text": "w" * 500, "language": "fr", "version": "0"}
    ireland.post("/countries/IE/blocks/1/prose/costs", prose)
    said = text_of(ireland.get("/countries/IE/history").text)
    for words in (
        "step Analysed → Adopted by the government",
        "forecast 30 September 2026 → 31 January 2027",
        "court ruling: x",
        "lead authority – → Department of Justice",
        "contributing authority – → Department of Justice, Reception Agency",
        "applies applies → not applicable",
        "12,345",
        "1 June 2026",
        "text changed",
        "language English → French",
    ):
        assert words in said, (words, said)
    for raw in (
        "by-government",
        "by_government",
        "not_applicable",
        "court_ruling",
        "2026-0",
        "2027-0",
        "12345",
        "costs",
        "None",
        "True",
        "[",
        "workstream legal",
    ):
        assert raw not in said, (raw, said)
    assert "step Analysed → Adopted by the government" in text_of(
        ireland.get(f"/countries/IE/milestones/{reference}").text
    )
    assert "forecast 30 September 2026 → 31 January 2027" in text_of(ireland.get("/countries/IE/share").text)


def test_a_milestone_is_named_with_its_item_and_leads_to_its_page(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    page = ireland.get("/countries/IE/history").text
    assert f'href="/countries/IE/milestones/{reference}"' in page
