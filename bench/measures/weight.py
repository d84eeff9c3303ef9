"""Bar 11: what a browser fetches on the first visit of the overview, before any picture comes into view."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from bench.client import Client
from bench.results import Line
from bench.stage import REVIEWER, Stage

PACKED = {"Accept-Encoding": "br, gzip"}
LINKED = re.compile(r'(?:<link[^>]+href|<script[^>]+src|<use[^>]+href|<img[^>]+src)="(/static/[^"#]+)')
IMPORTED = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')
IN_STYLES = re.compile(r'url\("?([^")]+\.woff2)"?\)')


def measure(stage: Stage) -> Iterator[Line]:
    """Files named by the page, by its scripts and by its styles, as sent; every font counts, needed or not."""
    with stage.tracker(stage.world) as server:
        person = Client(server.port).sign_in(REVIEWER)
        page = person.get("/", headers=PACKED)
        packing = page.headers.get("Content-Encoding", "")
        plain = person.get("/").text
        sizes = {"the page": len(page.body)}
        waiting = list(dict.fromkeys(LINKED.findall(plain)))
        while waiting:
            path = waiting.pop()
            if path in sizes:
                continue
            sizes[path] = len(person.get(path, headers=PACKED).body)
            text = person.get(path).text if path.endswith((".js", ".css")) else ""
            found = IMPORTED.findall(text) if path.endswith(".js") else IN_STYLES.findall(text)
            waiting += [urljoin(path, name) for name in found]
    fonts = sum(size for path, size in sizes.items() if path.endswith(".woff2"))
    styles = sum(size for path, size in sizes.items() if path.endswith(".css"))
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js"))
    said = (
        f"page {len(page.body) / 1000:.0f} kB ({packing or 'not packed'}), styles {styles / 1000:.0f}, "
        f"scripts {scripts / 1000:.0f}, fonts {fonts / 1000:.0f}; {len(sizes)} files"
    )
    yield Line(11, "first visit of the overview", sum(sizes.values()) / 1000, "kB", 200.0, note=said)
    matrix = re.search(r'<table class="matrix.*?</table>', plain, re.DOTALL)
    assert matrix is not None
    weight = len(gzip.compress(matrix.group(0).encode(), 6)) / 1000
    yield Line(11, "the matrix, gzipped", weight, "kB", 12.0, note=f"{len(matrix.group(0)) / 1000:.0f} kB unpacked")
    has_picture = any("plotly" in path for path in sizes)
    yield Line(11, "Plotly fetched with the page", float(has_picture), "files", 0.0)
