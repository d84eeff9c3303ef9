"""The build of scripts, signs and styles: hashed names that follow each other, and nothing from other hosts."""

from __future__ import annotations

import gzip
import json
import os
import re
import time
from pathlib import Path

import brotli
import pytest

from tools import places
from tools.build_assets import KEPT_SECONDS, PLOTLY, Build, BuildError, plotly_styles


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_js", ".js").replace("_svg", ".svg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_imports_are_pointed_at_hashed_names_and_change_with_what_they_import(tmp_path: Path) -> None:
    sources = written(
        tmp_path / "src",
        js__page_js='import { dates } from "./parts/dates.js";\nawait import("./later.js");\nconst x = "./later.js";\n',
        js__parts__dates_js='import "../later.js";\nexport const dates = 1;\n',
        js__later_js="export {};\n",
    )
    first = Build(sources, tmp_path / "dist")
    page = first.source("js/page.js")
    text = (tmp_path / "dist" / page).read_text()
    dates, later = first.manifest["js/parts/dates.js"], first.manifest["js/later.js"]
    assert f'from "./{dates.removeprefix("js/")}"' in text
    assert f'import("./{later.removeprefix("js/")}")' in text
    assert 'const x = "./later.js"' in text
    assert f'"../{later.removeprefix("js/")}"' in (tmp_path / "dist" / dates).read_text()

    written(sources, js__later_js="export const later = 2;\n")
    assert Build(sources, tmp_path / "dist").source("js/page.js") != page


def test_each_packed_form_holds_the_same_bytes(tmp_path: Path) -> None:
    hashed = Build(tmp_path, tmp_path / "dist").publish("icons/sign.svg", b"<svg/>" * 50)
    plain = (tmp_path / "dist" / hashed).read_bytes()
    assert re.fullmatch(r"icons/sign\.[0-9a-f]{12}\.svg", hashed)
    assert brotli.decompress((tmp_path / "dist" / (hashed + ".br")).read_bytes()) == plain
    assert gzip.decompress((tmp_path / "dist" / (hashed + ".gz")).read_bytes()) == plain


@pytest.mark.parametrize("address", ["https://elsewhere.example/x.js", "//elsewhere.example/x", "/absolute.js"])
def test_other_hosts_and_absolute_paths_are_refused(tmp_path: Path, address: str) -> None:
    build = Build(tmp_path, tmp_path / "dist")
    with pytest.raises(BuildError, match="only files below"):
        build.with_hashed_addresses("css/a.css", f'a{{background:url("{address}")}}')


def test_missing_files_and_circles_are_named(tmp_path: Path) -> None:
    sources = written(tmp_path / "src", a_js='import "./b.js"', b_js='import "./a.js"', c_js='import "./d.js"')
    with pytest.raises(BuildError, match=r"a\.js → b\.js → a\.js"):
        Build(sources, tmp_path / "dist").source("a.js")
    with pytest.raises(BuildError, match=r"c\.js names \./d\.js"):
        Build(sources, tmp_path / "dist").source("c.js")


def built(folder: Path, text: bytes) -> str:
    """The name of a file that a build published."""
    build = Build(folder, folder / "dist")
    name = build.publish("a.js", text)
    build.finish()
    return name


def test_a_server_that_runs_keeps_its_files_however_often_is_built(tmp_path: Path) -> None:
    names = [built(tmp_path, text) for text in (b"one", b"two", b"three", b"four")]
    dist = tmp_path / "dist"
    assert {path.name for path in dist.glob("a.*.js")} == set(names)
    assert all((dist / (name + kind)).exists() for name in names for kind in (".br", ".gz"))
    assert json.loads((dist / "manifest.json").read_text()) == {"a.js": names[3]}


def test_a_file_goes_a_while_after_the_last_build_that_named_it(tmp_path: Path) -> None:
    names = [built(tmp_path, text) for text in (b"one", b"two")]
    dist = tmp_path / "dist"
    long_ago = time.time() - KEPT_SECONDS - 1
    for file in dist.glob("a.*"):
        os.utime(file, (long_ago, long_ago))
    last = built(tmp_path, b"three")
    assert {path.name for path in dist.glob("a.*.js")} == {names[1], last}, "the second counts from when it was left"
    built(tmp_path, b"two")
    assert names[1] in {path.name for path in dist.glob("a.*.js")}
    assert not list(dist.glob(names[0] + "*"))


def test_the_styles_of_plotly_are_taken_whole_and_in_the_order_it_would_insert_them() -> None:
    sheet = plotly_styles(PLOTLY.read_text()).splitlines()
    assert len(sheet) == 66
    assert sheet[-1].startswith(".js-plotly-plot .plotly,.js-plotly-plot .plotly div{direction:ltr")
    with pytest.raises(BuildError, match="not where"):
        plotly_styles("var styles = {}")


def test_no_built_style_asks_another_host() -> None:
    for sheet in places.DIST.rglob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
        assert not [address for address in addresses if "//" in address.split("data:")[0]]
