"""A file up and down again beside the same bytes written and read by hand; stated, for no bar says how much."""

from __future__ import annotations

import hashlib
import os
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client, Unexpected
from bench.results import Line
from bench.stage import COORDINATOR, Stage

TIMES = 5
SIZE = 16 * 1024 * 1024
PIECE = 1024 * 1024
ITEM = "reception.directive-transposed"
FORM = f"/countries/IE/items/{ITEM}/evidence/attach"


def measure(stage: Stage) -> Iterator[Line]:
    """By the plain form, in pieces, and down; each file is examined, has its row and its entries, and is synced."""
    with stage.tracker(stage.copy_of(stage.world, "transfers")) as server:
        person = Client(server.port).sign_in(COORDINATOR)
        whole = [_whole(person, _content(number)) for number in range(TIMES)]
        in_pieces = [_in_pieces(person, _content(TIMES + number)) for number in range(TIMES)]
        down = [_down(person) for _ in range(TIMES)]
    by_hand = [_by_hand(stage.folder / "by-hand", _content(number)) for number in range(TIMES)]
    written, read = (statistics.median(column) for column in zip(*by_hand, strict=True))
    for what, seconds, bare, hand in (
        ("a file of 16 MiB by the form", whole, written, "written and synced by hand"),
        ("the same in pieces of 1 MiB", in_pieces, written, "written and synced by hand"),
        ("the same saved again", down, read, "read by hand"),
    ):
        taken = statistics.median(seconds)
        said = f"{SIZE / taken / 1e6:.0f} MB/s against {SIZE / bare / 1e6:.0f} MB/s {hand}"
        yield Line(12, what, taken / bare, "×", note=said)


def _content(number: int) -> bytes:
    line = f"Line of record {number:03}, of a meeting that never was.\n".encode()
    return (line * (SIZE // len(line) + 1))[:SIZE]


def _fields(person: Client) -> dict[str, str]:
    return {"csrf_token": person.token(FORM), "kind": "file", "title": "Record"}


def _whole(person: Client, content: bytes) -> float:
    fields = _fields(person)
    return person.send_file(FORM, fields, "record.txt", content).seconds


def _in_pieces(person: Client, content: bytes) -> float:
    """As the page's script does: announced, piece by piece, then the form."""
    fields = _fields(person)
    began = time.perf_counter()
    pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)]
    hashes = [hashlib.sha256(piece) for piece in pieces]
    whole = hashlib.sha256(b"".join(one.digest() for one in hashes)).hexdigest()
    asked = {"ground": "evidence", "code": "IE", "target": ITEM, "name": "record.txt", "size": str(len(content))}
    asked |= {"fingerprint": whole, "csrf_token": fields["csrf_token"]}
    found = re.search(r'"upload": ?"([^"]+)"', person.post("/uploads", asked, expect=200).text)
    if found is None:
        raise Unexpected("no upload was begun")
    for number, piece in enumerate(pieces):
        person.send_piece(
            f"/uploads/{found[1]}?offset={number * PIECE}",
            piece,
            {"X-CSRFToken": fields["csrf_token"], "X-Piece": hashes[number].hexdigest()},
        )
    person.post(FORM, {**fields, "file-arrived": found[1]})
    return time.perf_counter() - began


def _down(person: Client) -> float:
    page = person.get("/countries/IE/history").text
    found = re.search(r'href="(/countries/IE/files/\d+)"[^>]*>record\.txt', page)
    if found is None:
        raise Unexpected("the history names no file")
    answer = person.get(found[1])
    if len(answer.body) != SIZE:
        raise Unexpected(f"{len(answer.body)} bytes came back")
    return answer.seconds


def _by_hand(path: Path, content: bytes) -> tuple[float, float]:
    began = time.perf_counter()
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    between = time.perf_counter()
    path.read_bytes()
    ended = time.perf_counter()
    path.unlink()
    return between - began, ended - between
