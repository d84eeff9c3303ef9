"""`python -m app.reports.press MEBIBYTES SECONDS BY_THE_CLOCK OUT < page.html`: OUT is there whole, or not at all.

Ends with status 3 where Pango is not on the machine. The page is made by `app.reports.page`. Whatever it refers to is
refused, but for the fonts that the build has made.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[2] / "web" / "static" / "dist" / "fonts"
STYLE = Path(__file__).parent / "page.css"
NO_PANGO = 3


def keep_within(mebibytes: int, seconds: int, by_the_clock: int) -> None:
    """Limit this process: memory, seconds of the processor and by the clock; pages are served before it."""
    memory = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(by_the_clock)
    os.nice(10)


def font_face() -> str:
    """The font of the pages with the characters of all scripts; empty where nothing is built."""
    path = next(FONTS.glob("inter-paper.*.woff2"), None)
    return f'@font-face{{font-family:Inter;src:url("{path.as_uri()}")}}' if path else ""


def press(html: str) -> bytes:
    """The PDF, tagged (PDF/UA-1)."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFonts(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = next((path for path in FONTS.glob("*.woff2") if path.as_uri() == url), None)
            if path is None:
                raise ValueError("nothing but the fonts of the pages is read")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    fetcher, fonts = OwnFonts(), FontConfiguration()
    text = font_face() + STYLE.read_text(encoding="utf-8")
    style = weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=fonts)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"))


def has_pango() -> bool:
    """Whether the libraries of the system are there that WeasyPrint stands on."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return False
    return True


def main(limits: tuple[int, int, int], out: Path) -> int:
    """Print standard input within the limits; returns the status."""
    keep_within(*limits)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    html = sys.stdin.buffer.read().decode()
    if not has_pango():
        return NO_PANGO
    beside = out.with_suffix(".part")
    beside.write_bytes(press(html))
    beside.replace(out)
    return 0


if __name__ == "__main__":
    mebibytes, seconds, by_the_clock = map(int, sys.argv[1:4])
    sys.exit(main((mebibytes, seconds, by_the_clock), Path(sys.argv[4])))
