"""Third-party files of the pages, from npm packages at pinned versions whose integrity is checked.

`npm pack` fetches the archive of one package without its dependencies, which the files we take do not need;
npm knows where from. `tools/npm_packages.json` holds name, version, sha512 and the files taken.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from tools import places
from tools.environment import NETWORK_REMEDY
from tools.steps import Failure, Step, run

PINS = places.ROOT / "tools" / "npm_packages.json"


@dataclass(frozen=True)
class Package:
    """One npm package and the files taken from it (paths inside the package)."""

    name: str
    version: str
    integrity: str
    files: tuple[str, ...]
    is_only_for_tests: bool

    @property
    def folder(self) -> Path:
        base = places.TEST_ASSETS if self.is_only_for_tests else places.PACKAGES
        return base / self.name

    def unpacked(self) -> list[Path]:
        return [self.folder / PurePosixPath(file).name for file in self.files]


def pinned(*, only_for_tests: bool) -> list[Package]:
    """The pinned packages: those of the pages, or those of the tests."""
    packages = [
        Package(
            entry["name"],
            entry["version"],
            entry["integrity"],
            tuple(entry["files"]),
            entry.get("only_for_tests", False),
        )
        for entry in json.loads(PINS.read_text())
    ]
    return [package for package in packages if package.is_only_for_tests == only_for_tests]


def fetch_step(*, only_for_tests: bool) -> Step:
    """The step that fetches and unpacks them."""
    packages = pinned(only_for_tests=only_for_tests)
    named = ", ".join(package.name.rpartition("/")[2].split("-dist")[0] for package in packages)
    return Step(
        f"Assets fetched ({named})",
        partial(fetch, packages),
        "npm-tests" if only_for_tests else "npm",
        inputs=[PINS],
        outputs=[file for package in packages for file in package.unpacked()],
    )


def fetch(packages: list[Package]) -> None:
    """Fetch, check and unpack. Raises Failure when an archive is not the pinned one, or none comes."""
    with tempfile.TemporaryDirectory() as scratch:
        run(
            [
                places.BIN / "npm",
                "pack",
                "--ignore-scripts",
                "--silent",
                "--pack-destination",
                scratch,
                *(f"{package.name}@{package.version}" for package in packages),
            ],
            log="npm-pack",
            remedy=NETWORK_REMEDY,
        )
        for package in packages:
            stem = package.name.removeprefix("@").replace("/", "-")
            unpack(package, Path(scratch) / f"{stem}-{package.version}.tgz")


def unpack(package: Package, archive: Path) -> None:
    """Check an archive's sha512 against the pin, then take the named files out of it."""
    try:
        content = archive.read_bytes()
    except OSError as error:
        raise Failure(f"npm did not bring {package.name} {package.version}", NETWORK_REMEDY) from error
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if integrity != package.integrity:
        raise Failure(
            f"{package.name} {package.version} is not the pinned archive:\n"
            f"    expected {package.integrity}\n    received {integrity}",
            "do not use it; ask the registry's operator. To pin another version: tools/npm_packages.json",
        )
    if package.folder.exists():
        shutil.rmtree(package.folder)
    package.folder.mkdir(parents=True)
    with tarfile.open(archive) as opened:
        for inside, target in zip(package.files, package.unpacked(), strict=True):
            target.write_bytes(_member(opened, package, inside))


def _member(archive: tarfile.TarFile, package: Package, inside: str) -> bytes:
    try:
        member = archive.extractfile(f"package/{inside}")
    except KeyError:
        member = None
    if member is None:
        raise Failure(f"{package.name} {package.version} holds no {inside}", "mend tools/npm_packages.json")
    return member.read()
