"""`flask plans document`."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.test_workbooks import run
from tests.reports.pdf import needs_pango, says
from tests.web.countries.conftest import World, add, world

__all__ = ["add", "world"]


def test_a_plan_is_written_as_a_word_file(world: World, add: object, tmp_path: Path) -> None:
    reference = add(world.sign_in("ireland"))  # type: ignore[operator]
    out = tmp_path / "plan.docx"
    tried = run(world.app, "document", "ie", str(out), "--dry-run")
    assert (tried.exit_code, out.exists()) == (0, False)
    result = run(world.app, "document", "ie", str(out))
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as packed:
        assert reference in packed.read("word/document.xml").decode()
    assert run(world.app, "document", "IE", str(tmp_path / "no" / "plan.docx")).exit_code == 1
    assert "in the future" in run(world.app, "document", "IE", str(out), "--as-of", "2999-01-01").stderr


@needs_pango
def test_a_plan_is_written_as_pdf(world: World, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    tried = run(world.app, "document", "ie", str(out), "--pdf", "--dry-run")
    assert (tried.exit_code, out.exists()) == (0, False)
    result = run(world.app, "document", "ie", str(out), "--pdf")
    assert result.exit_code == 0, result.output
    assert says(out.read_bytes(), "National implementation plan: Ireland")
