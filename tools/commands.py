"""The commands behind `make`: run, test, check, bench, assets, lock, clean, and the set-ups on their own."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools import environment, npm_packages, places
from tools.steps import Failure, Step, files_under, run, take

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: Sequence[str]) -> int:
    """Run one command; what follows its name goes to the program it starts. Returns the exit status."""
    name, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    command = COMMANDS.get(name)
    if command is None:
        print(f"usage: python3 -m tools {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    os.chdir(places.ROOT)
    try:
        return command(rest)
    except Failure as failure:
        print(f"\n{failure.what}", file=sys.stderr)
        if failure.remedy:
            print(f"\nWhat to do: {failure.remedy}", file=sys.stderr)
        if places.LOGS.is_dir():
            print("Full output of the set-up's programs: .venv/.logs/", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def set_up(*, with_tests: bool, more: Sequence[Step] = ()) -> None:
    """Bring environment, packages and assets up to date; one set-up at a time. Raises Failure."""
    steps = environment.python_steps(with_tests=with_tests)
    steps += [npm_packages.fetch_step(only_for_tests=False)]
    if with_tests:
        steps += [npm_packages.fetch_step(only_for_tests=True)]
    steps += [assets_step(), *more]
    with (places.ROOT / "requirements.txt").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is under way; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        take(steps)


def assets_step() -> Step:
    """Styles, scripts and fonts; due when a source, a template or a view that names classes has changed."""
    web = places.ROOT / "app" / "web"
    inputs = files_under(places.SOURCES) + files_under(places.TEMPLATES)
    inputs += [file for file in files_under(web, ".py") if "static" not in file.parts]
    inputs += files_under(places.ROOT / "tools", ".py", ".json", ".txt")
    return Step(
        "Styles, scripts and fonts built",
        build_assets,
        "assets",
        inputs=inputs,
        facts=[(places.ROOT / "requirements-setup.txt").read_text()],
        outputs=[places.MANIFEST],
    )


def build_assets() -> None:
    run(
        [places.PYTHON, "-m", "tools.build_assets"],
        log="assets",
        remedy="mend what the last line names, then the same command again",
    )


def database_step() -> Step:
    """Database, catalogue and demonstration: always asked, since they may have been deleted or moved on."""

    def action() -> None:
        done = subprocess.run(
            [places.BIN / "flask", "--app", "wsgi", "setup"],
            env=run_environment(),
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            raise Failure(
                f"the database could not be brought up to date: status {done.returncode}\nflask setup says why above",
                "mend it, then: make run      (to start afresh, without your data: delete DATA_DIR, ./var)",
            )

    return Step("Database, catalogue and demonstration", action, is_talkative=True)


def run_environment() -> dict[str, str]:
    """What `make run` fixes unless told otherwise: no demonstration in production."""
    is_production = os.environ.get("ENV", "").lower() == "production"
    defaults = {"PORT": "8000", "DEMO": "0" if is_production else "1"}
    return places.environment(**{key: os.environ.get(key) or value for key, value in defaults.items()})


def has_been_set_up(values: Mapping[str, str]) -> bool:
    """Whether a catalogue was loaded here before (`app.cli.setup.MARK`): then the server itself asks, as it starts,
    what is due, and Python and its libraries are started once and not twice."""
    return (Path(values.get("DATA_DIR") or "./var") / "catalogue-read").exists()


def command_run(rest: list[str]) -> int:
    """Set up and serve. Replaces itself by the server, so that Ctrl-C and signals reach it directly."""
    values = run_environment()
    require_free_port(values["PORT"])
    is_known = has_been_set_up(values)
    set_up(with_tests=False, more=[] if is_known else [database_step()])
    if is_known:
        values["SETUP"] = "1"
    sys.stdout.flush()
    end_with_make()
    os.execve(places.BIN / "gunicorn", ["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app", *rest], values)


def end_with_make() -> None:
    """On Linux, end this process (soon the server) in good order when the `make` above it is killed."""
    if "MAKELEVEL" in os.environ and sys.platform == "linux":
        set_signal_at_parents_death = 1  # PR_SET_PDEATHSIG
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(set_signal_at_parents_death, signal.SIGTERM)


def require_free_port(port: str) -> None:
    """Raises Failure when PORT is no port or something else serves there."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Failure(f"PORT={port} is no port", "PORT=8001 make run")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise Failure(
                f"port {port} of this machine cannot be used: {error.strerror}",
                f"stop what serves there, or take another port: PORT={int(port) % 65535 + 1} make run",
            ) from error


def command_setup(rest: list[str]) -> int:
    """Environment, packages and assets, without database and server."""
    set_up(with_tests=False)
    return 0


def command_setup_dev(rest: list[str]) -> int:
    """The same with what tests and checks need."""
    set_up(with_tests=True)
    return 0


def command_assets(rest: list[str]) -> int:
    """Build the assets and say what each weighs."""
    set_up(with_tests=False)
    print((places.LOGS / "assets.log").read_text(), end="")
    return 0


def command_test(rest: list[str]) -> int:
    """The whole suite, or what is named after it (`make test ARGS="tests/plans -x"`)."""
    browser = find_browser()
    if browser is None and not rest:
        raise Failure(
            "the browser tests need Chromium, and there is none",
            "sudo apt-get install chromium      (or name yours: CHROMIUM=/path/to/chrome make test)",
        )
    set_up(with_tests=True)
    command = [str(places.BIN / "pytest"), *(rest or ["-n", "2", "--dist", "worksteal"])]
    return subprocess.run(command, env=places.environment(CHROMIUM=browser or ""), check=False).returncode


def find_browser() -> str | None:
    """The Chromium that browser tests drive: the one `CHROMIUM` names, or the first known name."""
    for name in (os.environ.get("CHROMIUM", ""), *BROWSERS):
        if name and (found := shutil.which(name)):
            return found
    return None


def command_check(rest: list[str]) -> int:
    """Style, types, floors, migrations, templates: all of them, whatever fails before."""
    set_up(with_tests=True)
    with tempfile.TemporaryDirectory() as scratch:
        failed = [title for title, command in checks() if not passes(title, command, Path(scratch))]
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def checks() -> list[tuple[str, list[str]]]:
    """Title and command of each check."""
    typed = [name for name in ("app", "tools", "config.py", "wsgi.py") if (places.ROOT / name).exists()]
    scripts = [str(file.relative_to(places.ROOT)) for file in files_under(places.SOURCES, ".js")]
    found = [
        ("format", ["ruff", "format", "--check", "."]),
        ("style", ["ruff", "check", "."]),
        ("types", ["mypy", *typed]),
        ("floors", ["lint-imports"]),
        ("migrations", ["flask", "--app", "wsgi", "db", "check"]),
    ]
    if files_under(places.TEMPLATES, ".html"):
        found.append(("templates", ["djlint", "--quiet", "--lint", str(places.TEMPLATES.relative_to(places.ROOT))]))
    found += [(f"script {Path(script).name}", ["node", "--check", script]) for script in scripts]
    return found


def passes(title: str, command: list[str], scratch: Path) -> bool:
    """Run one check; its output is shown when it fails. No check touches the person's own data."""
    start = time.monotonic()
    values = places.environment(DATA_DIR=str(scratch), ENV="")
    values.pop("DATABASE_URL", None)
    done = subprocess.run(
        [str(places.BIN / command[0]), *command[1:]],
        env=values,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    is_good = done.returncode == 0
    print(f"{title:28} {'ok' if is_good else 'FAILED':8} {time.monotonic() - start:5.1f} s", flush=True)
    if not is_good:
        print(f"  $ {' '.join(command)}\n{done.stdout}", flush=True)
    return is_good


def command_bench(rest: list[str]) -> int:
    """The measurements of docs/performance.md."""
    set_up(with_tests=True)
    command = [str(places.PYTHON), "-m", "bench", *rest]
    return subprocess.run(command, env=places.environment(), check=False).returncode


def command_screenshot(rest: list[str]) -> int:
    """The picture of README.md, taken anew."""
    browser = find_browser()
    if browser is None:
        raise Failure("the picture needs Chromium, and there is none", "sudo apt-get install chromium")
    set_up(with_tests=True)
    command = [str(places.PYTHON), "-m", "tools.screenshot", *rest]
    return subprocess.run(command, env=places.environment(CHROMIUM=browser), check=False).returncode


def command_lock(rest: list[str]) -> int:
    """Compile the requirements anew."""
    set_up(with_tests=False)
    environment.lock()
    return 0


def command_clean(rest: list[str]) -> int:
    """Remove everything that the set-up made; the data in DATA_DIR stays."""
    names = [".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"]
    for folder in [places.DIST, *(places.ROOT / name for name in names)]:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in places.ROOT.rglob("__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": command_run,
    "test": command_test,
    "check": command_check,
    "bench": command_bench,
    "screenshot": command_screenshot,
    "assets": command_assets,
    "setup": command_setup,
    "setup-dev": command_setup_dev,
    "lock": command_lock,
    "clean": command_clean,
}
