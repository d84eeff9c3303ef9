"""Random damage to the catalogue's files: a list of faults or a catalogue, never anything else, and quickly."""

from __future__ import annotations

import random
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from app.catalogue.reading import Faulty, read_catalogue
from app.catalogue.reading.nodes import compose
from app.catalogue.reading.shapes import BESIDE, BlocksFile, Head, Shape
from tests.factories.catalogue import TINY, tiny_catalogue_folder

CIP = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"
SEED = 20261123
SPICES = [
    b"&a ", b"*a ", b"!!int ", b"! ", b"<<: ", b"? ", b"- ", b": ", b"\n", b"\n---\n", b"\t", b"{", b"}", b"[", b"]",
    b'"', b"'", b"|", b">", b"%", b"@", b"`", b"#", b"\x00", b"\xff", b"\xe2\x80\xa8", b"\xc2\x85", b"~", b"null",
    b"yes", b"2026-02-30", b".nan", b"1e999", b"0x", b"9" * 400, b"\\u0000", b"\\ud800", b"\xf0\x9f\x87\xaa", b"=",
]  # fmt: skip


def damaged(raw: bytes, lot: random.Random) -> bytes:
    """The bytes with one to four things done to them."""
    content = bytearray(raw)
    for _ in range(lot.randint(1, 4)):
        at = lot.randrange(len(content) + 1)
        match lot.randrange(6):
            case 0:
                content[at : at + 1] = bytes([lot.randrange(256)])
            case 1:
                del content[at : at + lot.randint(1, 60)]
            case 2:
                content[at:at] = lot.choice(SPICES)
            case 3:
                other = lot.randrange(len(content) + 1)
                content[at:at] = content[other : other + lot.randint(1, 200)]
            case 4:
                content[at : at + lot.randint(1, 10)] = lot.choice(SPICES)
            case 5:
                del content[at:]
    return bytes(content)


def test_damage_to_the_tiny_catalogue_gives_faults_or_a_catalogue(tmp_path: Path) -> None:
    lot = random.Random(SEED)
    folder = tiny_catalogue_folder(tmp_path)
    names = sorted(TINY)
    refused = 0
    for number in range(500):
        name = lot.choice(names)
        raw = damaged(TINY[name].encode(), lot)
        (folder / name).write_bytes(raw)
        try:
            read_catalogue(folder)
        except Faulty as faulty:
            refused += all(str(fault) and fault.line >= 1 and fault.column >= 1 for fault in faulty.faults)
        except Exception as error:  # pragma: no cover - what must not happen, with the way to repeat it
            pytest.fail(f"seed {SEED}, case {number}, {name}: {error!r}")
        (folder / name).write_text(TINY[name])
    assert refused > 300


def test_damage_to_the_real_files_gives_faults_or_data() -> None:
    lot = random.Random(SEED + 1)
    started = perf_counter()
    files = {path: path.read_bytes() for path in sorted(CIP.rglob("*.yaml"))}
    for path, raw in files.items():
        # A window of the file keeps this quick; what it begins with decides how YAML reads the rest.
        for _ in range(8):
            begin = raw.find(b"\n", lot.randrange(len(raw))) + 1
            window = raw[: min(2000, begin)] + raw[begin : begin + 4000]
            document = compose(damaged(window, lot), path.name)
            assert document.data is not None or document.faults
    assert perf_counter() - started < 30


def test_every_shape_refuses_every_kind_of_value() -> None:
    odd: list[Any] = [None, "", "text", [], [[]], {}, {"x": "y"}, [{"x": []}], [{}, "a", ["b"]]]
    every: list[type[Shape]] = [Head, BlocksFile, *BESIDE.values()]
    for shape in every:
        for value in odd:
            with pytest.raises(ValueError):  # noqa: PT011 - pydantic's ValidationError is one
                shape.model_validate(dict.fromkeys(shape.model_fields, value) | {"more": value})
