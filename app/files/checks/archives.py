"""Packed files: opened without trust in what they say of themselves."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from app.core.labels import message
from app.files.checks.refusal import DAMAGED, EXPANDS, HAS_PROGRAM, PROTECTED, Refused

MOST_MEMBERS = 2_000
MOST_BYTES = 100 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL = 1024 * 1024
"""Up to so many bytes the ratio says nothing: short tables repeat themselves."""
CHUNK = 64 * 1024
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_END, _END_REST = b"PK\x05\x06", 18
_PROGRAMS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")

STRAYS = message("The file names parts outside itself, or the same part twice.")


class Archive:
    """A packed file whose directory has been looked through; reading its members counts what they really hold."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises Refused."""
        self._size = stream.seek(0, 2)
        try:
            self._file = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise Refused(DAMAGED) from error
        self._refuse_more(stream)
        self.members = self._file.infolist()
        self._read = 0
        _check_directory(self.members)

    @property
    def names(self) -> set[str]:
        """The names of all members."""
        return {member.filename for member in self.members}

    def chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """What a member holds, piece by piece. Raises Refused once all that was read is too much."""
        try:
            with self._file.open(member) as part:
                while chunk := part.read(CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
            raise Refused(DAMAGED) from error

    def read(self, name: str, limit: int) -> bytes:
        """The beginning of a member. Raises Refused where there is none."""
        member = next((member for member in self.members if member.filename == name), None)
        if member is None:
            raise Refused(DAMAGED)
        held = b""
        for chunk in self.chunks(member):
            held += chunk
            if len(held) > limit:
                break
        return held[:limit]

    def _refuse_more(self, stream: BinaryIO) -> None:
        """Raise Refused where something stands behind the end of the directory."""
        length = len(_END) + _END_REST + len(self._file.comment)
        stream.seek(max(0, self._size - length))
        if stream.read(len(_END)) != _END:
            raise Refused(DAMAGED)

    def _count(self, more: int) -> None:
        self._read += more
        if self._read > MOST_BYTES or (self._read > SMALL and self._read > HIGHEST_RATIO * self._size):
            raise Refused(EXPANDS)


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise Refused(DAMAGED)
    if len(members) > MOST_MEMBERS:
        raise Refused(EXPANDS)
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names) or any(map(_strays, names)):
        raise Refused(STRAYS)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refused(PROTECTED)
    if any(member.compress_type not in _PACKED for member in members):
        raise Refused(DAMAGED)
    if any(name.rpartition("/")[2] in _PROGRAMS or "/activex/" in f"/{name}" for name in names):
        raise Refused(HAS_PROGRAM)
    if min(member.header_offset for member in members) != 0:
        raise Refused(DAMAGED)


def _strays(name: str) -> bool:
    parts = name.split("/")
    return ".." in parts or name.startswith("/") or "\\" in name or ":" in parts[0] or "\0" in name
