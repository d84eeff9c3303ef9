"""Files in a store elsewhere: everything that a folder does, and clear words while it is away."""

from __future__ import annotations

import io
import re
import threading
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

import config
from app.core import clock
from app.core.object_store import ObjectStore
from app.core.storage import CHUNK, FileStore, LocalStore
from app.http.context import services
from tests.factories.buckets import Buckets
from tests.factories.slow_store import slow_store
from tests.files.samples import drawn, good
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, World
from tests.web.countries.test_files import ATTACH, HEADERS, attach, file_link, kept
from tests.web.countries.test_pieces import Sender


def keep_in(world: World, store: FileStore) -> None:
    held = services(world.app)
    held.depot = replace(held.depot, store=store)


def test_a_bucket_serves_as_a_folder_does(world: World, buckets: Buckets, tmp_path: Path) -> None:
    bucket = buckets.bucket()
    store = ObjectStore(bucket)
    keep_in(world, store)
    ireland, runner = world.sign_in("ireland"), world.app.test_cli_runner()
    content = good("pdf")
    assert attach(ireland).status_code == 303
    answer = ireland.get(file_link(ireland))
    assert (answer.status_code, answer.data) == (200, content)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.content_length == len(content)
    assert attach(ireland, "drawn.png", drawn(40, 30), title="Drawn").status_code == 303
    assert "preview.png" in ireland.get(f"{file_link(ireland)}/preview").text
    assert ireland.get("/readyz").status_code == 200
    failed = store.put(io.BytesIO(b"of a deed that failed"))
    checked = runner.invoke(args=["files", "check"])
    assert (checked.exit_code, f"no row names (hash): {failed}" in checked.stderr) == (1, True)
    assert runner.invoke(args=["files", "sweep"]).stdout.startswith("0 contents")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert runner.invoke(args=["files", "sweep"]).stdout.startswith("1 contents")
    assert runner.invoke(args=["files", "check"]).exit_code == 0
    taken_and_brought_back(world, buckets, tmp_path)
    first, *others = store.list_keys()
    buckets.overwrite(bucket, first, b"others")
    for key in others:
        store.delete(key)
    missing = runner.invoke(args=["files", "check"])
    assert (missing.exit_code, "without their bytes" in missing.stderr) == (1, True)
    assert "bytes are others than were uploaded" in missing.stderr
    assert 404 in {ireland.get(address).status_code for address in links(ireland)}


def taken_and_brought_back(world: World, buckets: Buckets, tmp_path: Path) -> None:
    """A backup of what lies in the bucket goes into another one, and from there into a folder."""
    held, runner = services(world.app), world.app.test_cli_runner()
    kept_here = {one.key: one.size for one in held.depot.store.list_kept()}
    assert runner.invoke(args=["backup", str(tmp_path / "backup")]).exit_code == 0
    before, other = held.config, buckets.bucket()
    ways = {"one": config.Bucket(**{**asdict(other), "prefix": "moved"}), "two": None}
    for number, bucket in ways.items():
        held.config = replace(before, bucket=bucket)
        restored = runner.invoke(args=["restore", str(tmp_path / "backup"), "--to", str(tmp_path / number)])
        assert restored.exit_code == 0, restored.stderr
    held.config = before
    moved = ObjectStore(replace(other, prefix="moved"))
    for store in (moved, LocalStore(tmp_path / "two" / "files")):
        assert {one.key: one.size for one in store.list_kept()} == kept_here
    assert not (tmp_path / "one" / "files").exists()


def links(browser: Browser) -> list[str]:
    """All files that a page leads to."""
    return re.findall(r'href="(/countries/IE/files/\d+)"', browser.get(f"{CELL}?open=all").text)


def test_a_file_goes_out_while_it_comes_from_the_store(world: World) -> None:
    ireland = world.sign_in("ireland")
    content = b"A line of the record.\n" * 60_000
    attach(ireland, "record.txt", content)
    address = file_link(ireland)
    with slow_store(content, first=2 * CHUNK) as served:
        keep_in(world, served.store)
        answer = ireland.get(address, buffered=False)
        first = next(answer.iter_encoded())
        was_given = served.has_given_all
        served.go_on.set()
        assert first + b"".join(answer.iter_encoded()) == content
        answer.close()
    assert (len(first), was_given) == (CHUNK, False)
    told = {**HEADERS, "Content-Type": "text/plain", "Content-Length": str(len(content))}
    told["Content-Disposition"] = HEADERS["Content-Disposition"].replace("evidence.pdf", "record.txt")
    assert {name: answer.headers[name] for name in told} == told


def test_a_store_that_is_down_keeps_nothing_and_says_so(world: World, buckets: Buckets) -> None:
    ireland = world.sign_in("ireland")
    working = buckets.fresh()
    keep_in(world, working)
    assert attach(ireland).status_code == 303
    keep_in(world, buckets.away())
    answer = attach(ireland, "second.txt", b"second", title="Second")
    assert (answer.status_code, "cannot be reached at the moment" in answer.text) == (503, True)
    saved = ireland.get(file_link(ireland))
    assert (saved.status_code, "cannot be reached at the moment" in saved.text) == (503, True)
    assert "Content-Disposition" not in saved.headers
    sender = Sender(ireland)
    key = sender.arrive()
    late = {"kind": "file", "title": "Record", "file-arrived": key}
    assert ireland.post(ATTACH, late).status_code == 503
    assert ireland.get(f"{file_link(ireland)}/preview").status_code == 503
    ready = ireland.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "files not reachable\n")
    assert "cannot be reached" in world.sign_in("admin").get("/admin/health").text
    for command in ("check", "sweep"):
        told = world.app.test_cli_runner().invoke(args=["files", command])
        assert (told.exit_code, "cannot be reached" in told.stderr) == (1, True)
    keep_in(world, working)
    assert kept(world.app) == (1, 1)
    assert attach(ireland, "second.txt", b"second", title="Second").status_code == 303
    assert ireland.post(ATTACH, late).status_code == 303
    assert kept(world.app) == (3, 3)


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_two_at_once_with_the_same_file_keep_it_once(world: World, where: str, request: pytest.FixtureRequest) -> None:
    if where == "bucket":
        keep_in(world, request.getfixturevalue("buckets").fresh())
    people = [world.sign_in(name) for name in ("ireland", "second")]
    answers: list[int] = []
    both = threading.Barrier(2)

    def send(person: Browser) -> None:
        person.get(ATTACH)
        both.wait()
        sent = {"kind": "file", "title": "Adopted plan", "file": (io.BytesIO(good("pdf")), "evidence.pdf")}
        answers.append(person.post(ATTACH, sent).status_code)

    threads = [threading.Thread(target=send, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    assert kept(world.app) == (2, 1)
    assert people[0].get(file_link(people[0])).data == good("pdf")


def test_a_line_that_breaks_at_nine_tenths_leaves_nothing(world: World) -> None:
    ireland = world.sign_in("ireland")
    ireland.get(ATTACH)
    fields = {"csrf_token": ireland.token, "kind": "file", "title": "Adopted plan"}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append('--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + "a" * 600_000)
    body = ("\r\n".join(parts) + "\r\n--x--\r\n").encode()
    answer = ireland.client.post(
        ATTACH,
        input_stream=io.BytesIO(body[: len(body) * 9 // 10]),
        content_type="multipart/form-data; boundary=x",
        content_length=len(body),
        environ_base={"REMOTE_ADDR": ireland.address},
    )
    assert answer.status_code == 400
    assert kept(world.app) == (0, 0)
    assert re.findall(r"/countries/IE/files/\d+", ireland.get(f"{CELL}?open=all").text) == []
