"""The project's own Python environment: `.venv`, the installer in it, and the pinned packages."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from tools import places
from tools.steps import Failure, Step, run

NETWORK_REMEDY = (
    "look whether this machine reaches its package registry (proxy, certificate, mirror settings of pip),\n"
    "then type the same command again: what is done already is kept"
)


def python_steps(*, with_tests: bool) -> list[Step]:
    """Environment, installer and packages; those for tests and checks too when asked for."""
    names = ["requirements.txt"] + (["requirements-dev.txt"] if with_tests else [])
    setup_requirements = places.ROOT / "requirements-setup.txt"
    steps = [
        Step("Python environment", make_environment, "environment", facts=[str(places.VENV), _base_python()]),
        Step(
            "Installer and asset tools",
            partial(_pip_install, setup_requirements),
            "installer",
            inputs=[setup_requirements],
            outputs=[places.BIN / "uv", places.BIN / "npm"],
        ),
    ]
    for name in names:
        file = places.ROOT / name
        title = "Packages for tests and checks" if "dev" in name else "Packages"
        steps.append(
            Step(
                f"{title} ({count_pins(file)})",
                partial(install, file),
                f"packages-{file.stem}",
                inputs=[file],
                outputs=[places.BIN / ("pytest" if "dev" in name else "gunicorn")],
            )
        )
    return steps


def count_pins(file: Path) -> int:
    """How many packages a compiled requirements file pins."""
    return sum(1 for line in file.read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))


def _base_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor} {os.path.realpath(sys.base_prefix)}"


def make_environment() -> None:
    """Make `.venv`, or keep the one that works. Raises Failure where Python comes without venv."""
    if is_usable(places.VENV):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Failure(
            f"this Python ({sys.executable}) comes without venv, which makes the project's own environment",
            f"sudo apt-get install python3-venv      (or python{version}-venv), then the same command again",
        )
    if places.VENV.exists():
        shutil.rmtree(places.VENV)
    run(
        [sys.executable, "-m", "venv", places.VENV],
        log="environment",
        remedy="sudo apt-get install python3-venv      (Debian, Ubuntu), then the same command again",
    )


def is_usable(venv: Path) -> bool:
    """Whether an environment stands where it was made, with a Python that starts, new enough, and pip."""
    python = venv / "bin" / "python"
    try:
        scripts_belong_here = str(venv) in (venv / "bin" / "pip").read_text().splitlines()[0]
        asked = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        subprocess.run([python, "-c", asked], capture_output=True, timeout=60, check=True)
    except (OSError, UnicodeDecodeError, IndexError, subprocess.SubprocessError):
        return False
    return scripts_belong_here


def _pip_install(file: Path) -> None:
    run(
        [
            places.PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            file,
        ],
        log=f"pip-{file.stem}",
        remedy=NETWORK_REMEDY,
    )


def install(file: Path) -> None:
    """Install a compiled requirements file, hashes checked: by uv, which is quick, else by pip.

    Where pip is told of a mirror or a certificate and uv is not, pip still gets through.
    """
    command: list[str | Path] = [
        places.BIN / "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        places.PYTHON,
        "--require-hashes",
        "-r",
        file,
    ]
    try:
        run(command, log=f"uv-{file.stem}", remedy="", extra=_uv_settings())
    except Failure:
        _pip_install(file)


def _uv_settings() -> dict[str, str]:
    """uv reads no pip settings: hand over the two that decide whether it reaches anything."""
    settings = {"UV_PYTHON_DOWNLOADS": "never"}
    for ours, theirs in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if ours in os.environ and theirs not in os.environ:
            settings[theirs] = os.environ[ours]
    return settings


def lock() -> None:
    """Compile the requirements anew: pinned, with hashes, for every platform, naming no registry."""
    options: list[str] = ["--quiet", "--generate-hashes", "--universal", "--python-version", "3.11"]
    options += ["--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    for stem in ("requirements", "requirements-dev", "requirements-setup"):
        run(
            [places.BIN / "uv", "pip", "compile", f"{stem}.in", "-o", f"{stem}.txt", *options],
            log=f"lock-{stem}",
            remedy="mend the named requirement in " + f"{stem}.in, then: make lock",
            extra=_uv_settings(),
        )
