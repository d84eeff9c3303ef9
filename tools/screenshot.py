"""`make screenshot`: the picture of README.md, of the demonstration on a fixed day, in headless Chromium.

The app is set up in a scratch folder and served on a port of its own; nothing of the person's data is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools import places

DAY = "2026-11-20"
PASSWORD = "a picture for the readme"  # noqa: S105 - of invented people in a folder that is thrown away
PERSON = "reviewer@demo.example"
PICTURE = places.ROOT / "docs" / "images" / "overview.png"
SIZE = {"width": 1280, "height": 1120}
MOST_BYTES = 300_000
SECONDS_TO_START = 60


def main() -> int:
    """Take the picture. Status 1 when it weighs too much."""
    with tempfile.TemporaryDirectory(prefix="tracker-screenshot-") as scratch, serving(Path(scratch)) as address:
        take(address)
    size = PICTURE.stat().st_size
    print(f"{PICTURE.relative_to(places.ROOT)}: {size:,} bytes")
    if size > MOST_BYTES:
        print(f"More than {MOST_BYTES:,} bytes: make the window smaller in tools/screenshot.py.", file=sys.stderr)
        return 1
    return 0


@contextmanager
def serving(scratch: Path) -> Iterator[str]:
    """The demonstration of the day, served; the address. Ended with the block."""
    settings = {"FIXED_DAY": DAY, "DEMO": "1", "DEMO_PASSWORD": PASSWORD, "DATA_DIR": str(scratch), "ENV": ""}
    port = os.environ.get("SCREENSHOT_PORT") or "28417"
    values = places.environment(**settings, PORT=port, LOG_LEVEL="error", DATABASE_URL="", BIND="", TRUSTED_HOSTS="")
    flask = [str(places.BIN / "flask"), "--app", "tools.fixed_day", "setup"]
    subprocess.run(flask, env=values, cwd=places.ROOT, check=True)
    server = subprocess.Popen(
        [places.BIN / "gunicorn", "-c", "gunicorn.conf.py", "tools.fixed_day:app"], env=values, cwd=places.ROOT
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str) -> None:
    """Until it answers. Raises TimeoutError."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"no answer from {address}")


def take(address: str) -> None:
    """Sign in and take what the first window shows of the overview."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="en-GB", timezone_id="Europe/Brussels")  # type: ignore[arg-type]
        sign_in(page, address)
        page.goto(f"{address}/")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURE, animations="disabled")
        browser.close()


def sign_in(page: Page, address: str) -> None:
    """By the page's own form."""
    page.goto(f"{address}/login")
    page.fill("input[name=email]", PERSON)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")


if __name__ == "__main__":
    sys.exit(main())
