"""The steps of the set-up: done once, done again when something changed, and plain when they fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import npm_packages, places, steps
from tools.npm_packages import Package
from tools.steps import Failure, Step, run, take


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Step]:
    """Steps whose stamps and logs stand in a folder of the test."""
    monkeypatch.setattr(places, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(places, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(places, "VENV", tmp_path)

    def make(action: Callable[[], None], **values: object) -> Step:
        return Step("Something", action, "something", **values)  # type: ignore[arg-type]

    return make


def test_a_step_is_skipped_until_an_input_a_fact_or_an_output_changes(
    made: Callable[..., Step], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, product = tmp_path / "source", tmp_path / "product"
    source.write_text("one")
    deeds: list[str] = []

    def act() -> None:
        deeds.append("done")
        product.touch()

    def again(fact: str = "") -> int:
        take([made(act, inputs=[source], outputs=[product], facts=[fact])])
        return len(deeds)

    assert (again(), again()) == (1, 1)
    assert "up to date" in capsys.readouterr().out
    source.write_text("two")
    assert (again(), again()) == (2, 2)
    product.unlink()
    assert (again(), again()) == (3, 3)
    assert (again("other"), again("other")) == (4, 4)


def test_a_step_that_fails_is_due_again(made: Callable[..., Step], capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise Failure("no room on the disk", "make room")

    step = made(fail)
    with pytest.raises(Failure, match="no room"):
        take([step])
    assert not step.is_done()
    assert "FAILED" in capsys.readouterr().out


def test_a_program_that_fails_is_quoted_and_logged(made: Callable[..., Step], tmp_path: Path) -> None:
    with pytest.raises(Failure, match="status 3:\n    the last words") as caught:
        run([sys.executable, "-c", "print('the last words'); exit(3)"], log="trial", remedy="type this")
    assert caught.value.remedy == "type this"
    assert (tmp_path / "logs" / "trial.log").read_text() == "the last words\n"
    with pytest.raises(Failure, match="could not be started"):
        run([tmp_path / "absent"], log="trial", remedy="")


def test_an_archive_other_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "package.tgz"
    archive.write_bytes(b"something else")
    with pytest.raises(Failure, match="is not the pinned archive"):
        npm_packages.unpack(Package("thing", "1.0.0", "sha512-AAAA", ("file",), False), archive)


def test_every_fetched_package_is_pinned_by_version_and_sha512() -> None:
    packages = npm_packages.pinned(only_for_tests=False) + npm_packages.pinned(only_for_tests=True)
    assert packages
    for package in packages:
        assert package.integrity.startswith("sha512-")
        assert package.version[0].isdigit()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-setup.txt"])
def test_compiled_requirements_are_hashed_and_name_no_registry(name: str) -> None:
    lines = (places.ROOT / name).read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert pins
    for number in pins:
        assert "==" in lines[number]
        assert "--hash=sha256:" in lines[number + 1]
    assert not [line for line in lines if "://" in line or "index" in line.split("#")[0]]


def test_a_fingerprint_tells_files_and_facts_apart(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    one = steps.fingerprint([file], ["a"])
    assert one == steps.fingerprint([file], ["a"])
    assert one != steps.fingerprint([file], ["b"])
    file.unlink()
    assert one != steps.fingerprint([file], ["a"])


def test_programs_of_the_project_keep_what_python_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PORT", "8123")
    values = places.environment(DATA_DIR="elsewhere")
    assert "PYTHONDONTWRITEBYTECODE" not in values
    assert (values["PORT"], values["DATA_DIR"]) == ("8123", "elsewhere")
