"""`python -m bench`: measure, print a table, say what was missed. See docs/performance.md."""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

from bench import results, worlds
from bench.stage import Stage
from tools import places

MEASURES = (
    "overview",
    "gaps",
    "peers",
    "update",
    "desk",
    "statements",
    "deliverables",
    "governance",
    "catalogue",
    "start",
    "memory",
    "weight",
    "files",
    "transfers",
    "signin",
    "postgresql",
    "mixed",  # after it, for it writes
    "audits",
    "journeys",
)


def machine() -> str:
    """What the figures were taken on, in one line."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    processor = f"{len(names)} × {names[0]}" if names else platform.processor()
    load = Path("/proc/loadavg").read_text().split()[0]
    return f"{processor}, {platform.system()} {platform.release()}, Python {platform.python_version()}, load {load}"


def revision() -> str:
    """The commit measured, with a plus where the tree was not as committed."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=places.ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def main(arguments: Sequence[str]) -> int:
    """Status 0 also where a bar is missed: a measurement is no test. 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default=",".join(MEASURES), help=f"some of: {','.join(MEASURES)}")
    parser.add_argument("--seconds", type=int, default=60, help="how long eight clients work on each database")
    parser.add_argument("--hundred", action="store_true", help="also with a hundred times the milestones")
    parser.add_argument("--keep", type=Path, help="a folder where the worlds stay for the next run")
    parser.add_argument("--json", action="store_true", help="print the figures as data")
    asked = parser.parse_args(arguments)
    names = [name for name in asked.only.split(",") if name]
    if unknown := sorted(set(names) - set(MEASURES)):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    stage = Stage(asked.seconds, asked.hundred, asked.keep.resolve() if asked.keep else None)
    head = {"taken": f"{datetime.now():%Y-%m-%d}", "machine": machine(), "commit": revision(), "day": worlds.DAY}
    began = time.monotonic()
    lines: list[results.Line | results.NotMeasured] = []
    try:
        for name in names:
            started = time.monotonic()
            try:
                lines += import_module(f"bench.measures.{name}").measure(stage)
            except (RuntimeError, OSError, AssertionError) as error:  # one that fails must not hide the others
                traceback.print_exc()
                lines.append(results.NotMeasured(0, name, f"failed: {str(error).splitlines()[0][:200]}"))
            worlds.say(f"{name}: {time.monotonic() - started:.0f} s")
    finally:
        stage.clear()
    if asked.json:
        print(json.dumps({**head, "lines": results.as_data(lines)}, indent=2, ensure_ascii=False))
        return 0
    print(f"Taken {head['taken']} at {head['commit']} on {head['machine']}; demonstration of {head['day']}.\n")
    print(results.table(lines))
    missed = sum(1 for line in lines if isinstance(line, results.Line) and line.verdict == "MISS")
    print(
        f"\n{missed} missed of {sum(1 for line in lines if isinstance(line, results.Line) and line.limit is not None)}"
    )
    print(f"bound figures; {time.monotonic() - began:.0f} seconds.")
    return 0


sys.exit(main(sys.argv[1:]))
