"""A contributor is offered the authorities they act for, and refused any other beside the field."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.countries.conftest import ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
NEW = f"/countries/IE/items/{ITEM}/milestones/add"
I = f"/countries/IE/items/{ITEM}"  # noqa: E741


def test_a_new_milestone_is_given_to_an_authority_of_ones_own(world: World) -> None:
    contributor, ireland = world.sign_in("contributor"), world.sign_in("ireland")
    page = contributor.get(NEW).text
    assert "Reception Agency" in page
    assert "Department of Justice" not in page
    assert "Department of Justice" in ireland.get(NEW).text
    content = {"title": "typed & kept", "workstream_key": "legal", "measured_by": "steps"}
    for key in (str(world.ministry), ""):
        refused = contributor.post(NEW, {**content, "authority_id": key})
        assert refused.status_code == 422, key
        assert 'id="authority_id-error"' in refused.text
        assert "typed &amp; kept" in refused.text
    assert contributor.post(NEW, {**content, "authority_id": str(world.agency)}).status_code == 303


def test_an_item_keeps_its_contributing_authorities_when_a_contributor_writes(world: World) -> None:
    ireland, contributor = world.sign_in("ireland"), world.sign_in("contributor")
    both = [str(world.ministry), str(world.agency)]
    ireland.post(I, {"current_state": "x", "contributing": both, "lead_authority_id": both[0], "version": "0"})
    page = contributor.get(f"{I}/edit").text
    assert 'name="contributing"' not in page
    assert "Department of Justice" in page  # leads at present
    wrote = {**form_on(page), "current_state": "theirs"}
    assert contributor.post(I, wrote).status_code == 303
    cell = ireland.get("/countries/IE/blocks/1?open=all").text
    assert "theirs" in cell
    assert "Department of Justice, Reception Agency" in cell
    refused = contributor.post(I, {"current_state": "typed & kept", "lead_authority_id": "999"})
    assert refused.status_code == 422
    assert "typed &amp; kept" in refused.text
