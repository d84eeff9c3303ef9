"""`flask plans export-workbook` and `import-workbook`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.exchange.copies import Copy
from tests.web.countries.conftest import World, add, world

__all__ = ["add", "world"]


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["plans", *arguments])


def test_a_plan_goes_out_and_comes_back(world: World, add: object, tmp_path: Path) -> None:
    ireland, target = world.sign_in("ireland"), {"target_unit": "beds", "target_value": "9", "value": "3"}
    reference = add(ireland)  # type: ignore[operator]
    beds = add(ireland, "Beds", measured_by="target", step_key="", **target, value_on="2026-01-02")  # type: ignore[operator]
    out = tmp_path / "plan.xlsx"
    assert run(world.app, "export-workbook", "ie", str(out)).exit_code == 0
    copy = Copy(out.read_bytes())
    copy.put(reference, Milestone="Bill adopted", Start="soon")
    copy.put("IE-0001", Note="closing")
    copy.put(beds, Value=4, Value_as_at=None)
    out.write_bytes(copy.saved())
    tried = run(world.app, "import-workbook", "IE", str(out), "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "A date is expected" in tried.stdout
    assert "IE-0001     note" in tried.stdout
    assert "Dry run: nothing was changed." in tried.stderr
    done = json.loads(run(world.app, "import-workbook", "IE", str(out), "--json").stdout)
    assert (done["changes"], len(done["faults"])) == (3, 1)
    follows = {row["row"]: ([one["field"] for one in row["follows"]], row["would_follow"]) for row in done["rows"]}
    assert follows == {"IE-0001": ([], []), beds: (["value_on"], [])}
    assert json.loads(run(world.app, "import-workbook", "IE", str(out), "--json").stdout)["changes"] == 0
    shown = json.loads(run(world.app, "show", "IE", "--working", "--json").stdout)
    notes = [one["note"] for item in shown["items"].values() for one in item["milestones"]]
    assert "closing" in notes


def test_what_is_asked_for_is_named_where_it_is_not(world: World, tmp_path: Path) -> None:
    out = str(tmp_path / "plan.xlsx")
    for arguments, words in (
        (["export-workbook", "IE", out, "--blocks", "1,77"], "There is no block 77"),
        (["export-workbook", "IE", out, "--authority", "Nobody"], "There is no authority Nobody"),
        (["export-workbook", "IE", str(tmp_path / "no" / "where.xlsx")], "cannot be written"),
    ):
        result = run(world.app, *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
    assert not Path(out).exists()


def test_one_authority_of_some_blocks_goes_out_as_csv(
    world: World, add: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(world.sign_in("ireland"), authority_id=str(world.agency))  # type: ignore[operator]
    out = tmp_path / "plan.csv"
    result = run(world.app, "export-workbook", "IE", str(out), "--authority", "reception agency", "--blocks", "1")
    assert result.exit_code == 0, result.output
    assert "1 milestones on 1 sheets" in result.stdout
    assert "Bill drafted" in out.read_text(encoding="utf-8-sig")
