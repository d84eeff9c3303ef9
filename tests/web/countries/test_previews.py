"""A file looked at without saving it: by whom, what of it reaches the browser, and what is kept of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app.files.clamd import Scanner
from app.http.context import services
from app.http.depot import previewer_of
from tests.files.clamd import FakeClamd, clamd_at
from tests.files.samples import good, png
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, World
from tests.web.countries.test_files import HEADERS, attach, file_link

NAMES = b"Note <script>alert(1)</script>\n{{ 7 * 7 }} \xe2\x80\xae names\n"


@pytest.fixture
def clamd(world: World, tmp_path: Path) -> Iterator[FakeClamd]:
    """A scanner beside the application."""
    held = services(world.app)
    held.depot = replace(held.depot, scanner=Scanner(str(tmp_path / "clamd"), 2))
    with clamd_at(tmp_path / "clamd") as fake:
        yield fake


def kept(world: World) -> list[str]:
    """The previews that are kept, by name."""
    folder = previewer_of(services(world.app).config).folder
    return sorted(path.name for path in folder.glob("*.json")) if folder.is_dir() else []


def shown(page: str) -> str:
    """What is said on a page, without its frame: the token in that is another one a second later."""
    return page[page.index("<main") : page.index("</main>")]


def test_words_are_shown_escaped_made_once_and_swept_with_the_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, "notes.txt", NAMES)
    assert kept(world) == []
    preview = f"{file_link(ireland)}/preview"
    assert f'href="{preview}"' in ireland.get(f"{CELL}?open=all").text
    answer = ireland.get(preview)
    assert "Note &lt;script&gt;alert(1)&lt;/script&gt;\n{{ 7 * 7 }}" in answer.text
    assert "<script>alert" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'href="{file_link(ireland)}"' in answer.text
    assert re.search(rf'href="{CELL}#item-\d+"', answer.text)
    (name,) = kept(world)
    with monkeypatch.context() as patch:
        patch.setattr("app.files.services.previewing.ask_apart", None)
        assert shown(ireland.get(preview).text) == shown(answer.text)
    runner = world.app.test_cli_runner()
    assert "0 previews" in runner.invoke(args=["files", "sweep"]).stdout
    assert '"whole": true' in runner.invoke(args=["files", "check", "--json"]).stdout
    assert kept(world) == [name]
    ireland.get(f"{file_link(ireland)}/take-back")
    assert ireland.post(f"{file_link(ireland)}/take-back", {"reason": "It names people"}).status_code == 303
    gone = ireland.get(preview)
    assert (gone.status_code, "was taken back" in gone.text, "{{ 7" in gone.text) == (409, True, False)
    assert ", 1 previews" in runner.invoke(args=["files", "sweep", "--dry-run"]).stdout
    assert kept(world) == [name]
    assert ", 1 previews" in runner.invoke(args=["files", "sweep"]).stdout
    assert kept(world) == []


def test_a_picture_comes_as_our_own_and_inert(world: World) -> None:
    ireland = world.sign_in("ireland")
    photo = io.BytesIO()
    about = Image.Exif()
    about[0x010E] = "taken at home"
    Image.new("RGB", (800, 400), "red").save(photo, "JPEG", exif=about)
    attach(ireland, "photo.jpg", photo.getvalue())
    address = f"{file_link(ireland)}/preview"
    found = re.search(
        rf'src="({address}\.png)" width="480" height="240" alt="[^"]*photo\.jpg"', ireland.get(address).text
    )
    assert found is not None
    answer = ireland.get(found[1])
    own = {"Content-Type": "image/png", "Content-Disposition": 'attachment; filename="preview.png"'}
    assert {name: answer.headers[name] for name in HEADERS} == {**HEADERS, **own}
    assert Image.open(io.BytesIO(answer.data)).size == (480, 240)
    assert b"taken at home" not in answer.data


@pytest.mark.parametrize("name", ["evidence.pdf", "scan.png"])
def test_what_cannot_be_shown_says_so_and_can_be_saved(world: World, name: str) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, name, good("pdf") if name.endswith("pdf") else png(3_000, 3_000))
    answer = ireland.get(f"{file_link(ireland)}/preview")
    assert answer.status_code == 200
    assert "There is no preview" in answer.text
    assert "cannot be read far enough" in answer.text
    assert f'href="{file_link(ireland)}"' in answer.text
    assert ireland.get(f"{file_link(ireland)}/preview.png").status_code == 404


def test_a_preview_that_cannot_be_made_now_is_offered_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, "a.csv", b"Measure;Beds\nReception;340\n")
    preview = f"{file_link(ireland)}/preview"
    with monkeypatch.context() as patch:
        patch.setattr("app.web.previews.previewer_of", lambda held: replace(previewer_of(held), places=0, waiting=0))
        answer = ireland.get(preview)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Other previews are being made" in answer.text
    assert f'href="{file_link(ireland)}"' in answer.text
    assert '<td dir="auto">340</td>' in ireland.get(preview).text


def test_those_who_may_save_a_version_see_it_and_nobody_else(world: World) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, "notes.txt", b"first")
    preview = f"{file_link(ireland)}/preview"
    assert ireland.get(preview).status_code == 200
    readers = [world.sign_in(name) for name in ("reviewer", "watcher")]
    strangers = [world.sign_in(name) for name in ("france", "observer", "admin")]
    assert {browser.get(preview).status_code for browser in [*readers, *strangers]} == {404}
    ireland.get("/countries/IE/share")
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    assert {"first" in browser.get(preview).text for browser in readers} == {True}
    assert {browser.get(preview).status_code for browser in strangers} == {404}
    assert ireland.get(preview.replace("IE", "FR")).status_code == 404
    assert Browser(world.app).get(preview).status_code == 303


def test_an_official_document_is_shown_to_whoever_sees_the_submission_once_it_is_clean(
    world: World, clamd: FakeClamd
) -> None:
    clamd.answer = b"busy ERROR\0"
    ireland, reviewer, france = (world.sign_in(name) for name in ("ireland", "reviewer", "france"))
    attach(ireland, "notes.txt", b"first")
    waits = ireland.get("/countries/IE/files/1/preview")
    assert (waits.status_code, "waits for the virus scan" in waits.text) == (409, True)
    assert "/preview" not in ireland.get(f"{CELL}?open=all").text
    sent = {"kind": "plan", "round_id": "", "document_title": "NIP", "document_language": "en"}
    receipt = str(ireland.post("/countries/IE/submit", {**sent, "file": (io.BytesIO(good("odt")), "a.odt")}).location)
    preview = f"{receipt}/document/preview"
    assert preview not in ireland.get(receipt).text
    assert reviewer.get(preview).status_code == 409
    assert kept(world) == []
    clamd.answer = b"stream: OK\0"
    assert ireland.post(f"{receipt}/document/scan").status_code == 303
    for browser in (ireland, reviewer):
        assert f'href="{preview}"' in browser.get(receipt).text
        assert "Adopted text" in browser.get(preview).text
        assert browser.get(f"{preview}.png").status_code == 404
    assert france.get(preview).status_code == 404
