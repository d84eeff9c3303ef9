"""Build what the browser loads: one style sheet, scripts and signs, Plotly, fonts; hashed, packed, listed.

`app/web/static/src/css/*.css`, in the order of their names, follow ECL's cut styles in `site.css`. Every
other file below `src` is published under its own path; imports between scripts (`import … from "./other.js"`)
and `url(…)` in style sheets are pointed at the hashed names, which `dist/manifest.json` lists.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import brotli

from tools import places, stylesheet
from tools.fonts import cut_fonts, font_faces
from tools.steps import files_under

PACKED = (".css", ".js", ".svg", ".json", ".txt")
"""Kinds that shrink; fonts and bitmaps are packed by nature."""
ECL = places.PACKAGES / "@ecl" / "preset-ec"
PLOTLY = places.PACKAGES / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
KEPT_SECONDS = 30 * 24 * 60 * 60
"""How long a file stays after the last build that named it."""
SAFELIST = places.ROOT / "tools" / "safelist.txt"


class BuildError(Exception):
    """A source that cannot be built, with the reason in words."""


class Build:
    """One build. `manifest` grows with each published file."""

    def __init__(self, sources: Path, dist: Path) -> None:
        self.sources = sources
        self.dist = dist
        self.manifest: dict[str, str] = {}
        self._under_way: list[str] = []

    def publish(self, logical: str, content: bytes) -> str:
        """Write a file under its hashed name, and packed beside it, unless there. Returns that name."""
        path = PurePosixPath(logical)
        digest = hashlib.sha256(content).hexdigest()[:12]
        hashed = str(path.with_name(f"{path.stem}.{digest}{path.suffix}"))
        self.manifest[logical] = hashed
        target = self.dist / hashed
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in PACKED:
            _write_unless_there(target.with_name(target.name + ".br"), lambda: brotli.compress(content, quality=11))
            _write_unless_there(target.with_name(target.name + ".gz"), lambda: gzip.compress(content, 9, mtime=0))
        _write_unless_there(target, lambda: content)
        return hashed

    def source(self, logical: str) -> str:
        """Publish one of our own files (once) and return its hashed name. Raises BuildError for a circle."""
        if logical in self.manifest:
            return self.manifest[logical]
        if logical in self._under_way:
            raise BuildError(f"scripts import each other: {' → '.join([*self._under_way, logical])}")
        self._under_way.append(logical)
        content = (self.sources / logical).read_bytes()
        if logical.endswith(".js"):
            content = self._with_hashed_imports(logical, content.decode()).encode()
        self._under_way.pop()
        return self.publish(logical, content)

    def _with_hashed_imports(self, logical: str, script: str) -> str:
        def replaced(found: re.Match[str]) -> str:
            wanted = self._resolve(logical, found[3])
            address = os.path.relpath(self.source(wanted), PurePosixPath(logical).parent)
            return f"{found[1]}{found[2]}{address if address.startswith('.') else './' + address}{found[2]}"

        return IMPORT.sub(replaced, script)

    def with_hashed_addresses(self, logical: str, css: str) -> str:
        """Point `url(…)` of one of our sheets at hashed names, as seen from `site.css`."""

        def replaced(found: re.Match[str]) -> str:
            return f'url("{self.source(self._resolve(logical, found[2]))}")'

        return ADDRESS.sub(replaced, css)

    def _resolve(self, logical: str, relative: str) -> str:
        if "//" in relative or relative.startswith("/"):
            raise BuildError(f"{logical} asks for {relative}: only files below {self.sources.name}/ may be named")
        wanted = os.path.normpath(PurePosixPath(logical).parent / relative)
        if not (self.sources / wanted).is_file():
            raise BuildError(f"{logical} names {relative}, and there is no {self.sources.name}/{wanted}")
        return wanted

    def finish(self) -> None:
        """Write the manifest; drop what has not been named by any for `KEPT_SECONDS`.

        A running server serves the files of the manifest it began with, however often is built beside it. The date
        of a file that is no longer named says when it was named last.
        """
        manifest = self.dist / "manifest.json"
        named, before, now = set(self.manifest.values()), _named_in(manifest), time.time()
        for file in files_under(self.dist):
            name = re.sub(r"\.(br|gz)$", "", file.relative_to(self.dist).as_posix())
            if file == manifest or name in named:
                continue
            if name in before:
                os.utime(file, (now, now))
            elif file.stat().st_mtime < now - KEPT_SECONDS:
                file.unlink()
        written = manifest.with_suffix(".new")
        written.write_text(json.dumps(self.manifest, indent=1, sort_keys=True) + "\n")
        written.replace(manifest)


def _write_unless_there(target: Path, content: Callable[[], bytes]) -> None:
    if not target.exists():
        scratch = target.with_name(target.name + ".new")
        scratch.write_bytes(content())
        scratch.replace(target)


def _named_in(manifest: Path) -> set[str]:
    try:
        return set(json.loads(manifest.read_text()).values())
    except (OSError, ValueError):
        return set()


def used_texts() -> Iterator[str]:
    """Everything that may name a class: templates, our scripts and sheets, views and forms, the safelist."""
    for file in inputs_of_the_cut():
        yield file.read_text()


def inputs_of_the_cut() -> list[Path]:
    web = places.ROOT / "app" / "web"
    files = files_under(places.TEMPLATES, ".html", ".svg", ".txt") + files_under(places.SOURCES, ".js", ".css")
    files += [file for file in files_under(web, ".py") if "static" not in file.parts]
    return [*files, SAFELIST] if SAFELIST.exists() else files


def ecl_styles() -> str:
    """ECL's reset, components and utilities, cut to what is used, without its fonts."""
    used = stylesheet.used_in(used_texts())
    names = ("ecl-reset.css", "ecl-ec.css", "ecl-ec-utilities.css")
    notice = "/*! Styles of the Europa Component Library 5.3.1, EUPL-1.2, cut to what this site uses */\n"
    return notice + stylesheet.cut("".join((ECL / name).read_text() for name in names), used) + "\n"


def plotly_styles(bundle: str) -> str:
    """The rules Plotly would write into the page, as a sheet: the content policy allows no inline styles.

    Plotly inserts each rule before those already there, so the sheet holds them in reverse.
    Raises BuildError when the bundle does not hold them where expected.
    """
    start = bundle.find('{"X,X div":')
    pair = re.compile(rf",?({STRING}|[A-Za-z_$]+):({STRING})")
    position = start + 1
    found = []
    while start >= 0 and (match := pair.match(bundle, position)):
        selector, declarations = (part.strip("\"'").replace("\\", "") for part in match.groups())
        selector = selector.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
        found.append(f"{selector}{{{declarations}}}")
        position = match.end()
    if len(found) < 50 or bundle[position] != "}":
        raise BuildError("Plotly's styles are not where this version is known to keep them")
    return "\n".join(reversed(found)) + "\n"


def build(sources: Path = places.SOURCES, dist: Path = places.DIST) -> Build:
    """Build everything. Raises BuildError."""
    work = Build(sources, dist)
    fonts = cut_fonts(ECL / "InterVariable.woff2")
    addresses = {script: work.publish(f"fonts/{file.name}", file.read_bytes()) for script, file in fonts.items()}
    sheets = sorted((sources / "css").glob("*.css")) if sources.is_dir() else []
    own = []
    for sheet in sheets:
        text = stylesheet.without_comments(sheet.read_text())
        if "@import" in text:
            raise BuildError(f"{sheet.name} uses @import: all sheets of css/ are joined in the order of their names")
        own.append(work.with_hashed_addresses(f"css/{sheet.name}", text))
    work.publish("site.css", (font_faces(addresses) + ecl_styles() + "\n".join(own)).encode())
    for file in files_under(sources):
        if file not in sheets and not file.name.startswith("."):
            work.source(file.relative_to(sources).as_posix())
    bundle = PLOTLY.read_text()
    work.publish("vendor/plotly.js", bundle.encode())
    work.publish("vendor/plotly.css", plotly_styles(bundle).encode())
    work.finish()
    return work


def main() -> int:
    try:
        work = build()
    except (BuildError, ValueError) as error:
        print(f"assets: {error}", file=sys.stderr)
        return 1
    print(f"{'name':44} {'bytes':>10} {'over the wire':>14}")
    for logical, hashed in sorted(work.manifest.items()):
        file = work.dist / hashed
        packed = file.with_name(file.name + ".br")
        sent = packed if packed.exists() else file
        print(f"{logical:44} {file.stat().st_size:>10,} {sent.stat().st_size:>14,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
