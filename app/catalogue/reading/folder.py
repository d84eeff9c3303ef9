"""From a folder to documents with their shapes: the head first, then the files it names."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from app.catalogue.reading import shapes
from app.catalogue.reading.complaints import complaints
from app.catalogue.reading.faults import Fault, Faulty, shown
from app.catalogue.reading.faults import Path as DataPath
from app.catalogue.reading.nodes import MAX_FILE_BYTES, Document, compose

HEAD: Final = "catalogue.yaml"
MAX_BYTES: Final = 4 * 1024 * 1024
MOST_UNNAMED: Final = 200
"""So many files of a folder are looked at for names that its head does not give."""


@dataclass
class Part:
    """A file that was read: its document and, where nothing is wrong with its shape, its contents."""

    document: Document
    contents: Any


@dataclass
class Folder:
    """Everything read from a folder, with the faults found on the way."""

    head: Part
    beside: dict[str, Part] = field(default_factory=dict)
    blocks: list[Part] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    size: int = 0

    def parts(self) -> Iterator[Part]:
        yield self.head
        yield from self.beside.values()
        yield from self.blocks


def read_folder(path: Path) -> Folder:
    """Read all files of a catalogue. Raises Faulty when there is no head to go on with."""
    raw, problem = _bytes_of(path / HEAD, within=path)
    if raw is None:
        raise Faulty([Fault(HEAD, 1, 1, "", problem)])
    faults: list[Fault] = []
    folder = Folder(_part(raw, HEAD, shapes.Head, faults), faults=faults, size=len(raw))
    files = _files(folder.head)
    seen: dict[str, str] = {HEAD: "files"}
    for data_path, name in files:
        kind = str(data_path[1])
        problem = _unfit(name) or (f"{shown(name)} is named twice" if name in seen else "")
        seen[name] = kind
        raw = None
        if not problem:
            raw, problem = _bytes_of(path / name, within=path)
        if raw is None:
            faults.append(folder.head.document.fault(data_path, problem))
            continue
        folder.size += len(raw)
        if folder.size > MAX_BYTES:
            faults.append(folder.head.document.fault(data_path, f"more than {MAX_BYTES} bytes in all"))
            break
        if kind == "blocks":
            folder.blocks.append(_part(raw, name, shapes.BlocksFile, faults))
        else:
            folder.beside[kind] = _part(raw, name, shapes.BESIDE[kind], faults)
    faults += (folder.head.document.fault(("files",), problem) for problem in _unnamed(path, seen))
    return folder


def _unnamed(path: Path, named: Collection[str]) -> Iterator[str]:
    """What nobody would read: files that look like parts of the catalogue and are not named in its head."""
    for found in islice(sorted(path.rglob("*.y*ml")), MOST_UNNAMED):
        name = found.relative_to(path).as_posix()
        if name not in named:
            yield f"there is a file {shown(name)} that is not named here: name it, or take it out of the folder"


def _part(raw: bytes, name: str, shape: type[BaseModel], faults: list[Fault]) -> Part:
    document = compose(raw, name)
    faults += document.faults
    if document.data is None:
        return Part(document, None)
    try:
        return Part(document, shape.model_validate(document.data))
    except ValidationError as error:
        known = {(fault.line, fault.column) for fault in document.faults}
        faults += [f for f in complaints(document, shape, error) if (f.line, f.column) not in known]
        return Part(document, None)


def _files(head: Part) -> Iterator[tuple[DataPath, str]]:
    """The names the head gives, each with its place in the head; of a faulty head, those that can be read."""
    data = head.document.data
    files = data.get("files") if isinstance(data, dict) else None
    if not isinstance(files, dict):
        return
    for kind in shapes.BESIDE:
        if isinstance(files.get(kind), str):
            yield ("files", kind), files[kind]
    blocks = files.get("blocks")
    for number, name in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(name, str):
            yield ("files", "blocks", number), name


def _unfit(name: str) -> str:
    path = PurePosixPath(name)
    if not name or len(name) > 200 or not name.isprintable() or "\\" in name:
        return f"{shown(name)} is not a file's name"
    if path.is_absolute() or ".." in path.parts:
        return f"{shown(name)} leads out of the folder: expected a file in it"
    return "" if path.suffix == ".yaml" else f"{shown(name)} does not end in .yaml"


def _bytes_of(path: Path, *, within: Path) -> tuple[bytes | None, str]:
    """The bytes of a regular file, one more than allowed at most; or what is wrong with it."""
    try:
        if not path.resolve().is_relative_to(within.resolve()):
            return None, f"{shown(path.name)} leads out of the folder: expected a file in it"
        if not stat.S_ISREG(path.stat().st_mode):
            return None, f"{shown(path.name)} is not a file"
        with path.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1), ""
    except FileNotFoundError:
        return None, f"there is no file {shown(path.name)}"
    except (OSError, ValueError, RuntimeError) as error:
        return None, f"{shown(path.name)} cannot be read ({type(error).__name__})"
