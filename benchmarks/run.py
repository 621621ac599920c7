"""What slasheet costs, beside bare libraries and a spreadsheet program: seconds and peak memory of whole processes.

On Linux, from the root of the repository:

    python -m benchmarks.run                          # takes minutes
    python -m benchmarks.run --small-only --runs 3    # takes half a minute
    python -m benchmarks.run --write                  # also puts the tables into docs/performance.md
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from slasheet import Channel, Plan, to_toml
from slasheet.templates import example, filled

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks: begin -->\n", "<!-- benchmarks: end -->\n"
MOST_TIMES_BARE = 1.5
SOFFICE = shutil.which("soffice")
#: Starts a command from a process that is smaller than any it measures: a child's peak includes its parent's size at the start.
LAUNCHER = """
import os, sys, time
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print("part seconds", time.perf_counter() - began)
print("part megabytes", usage.ru_maxrss * 1024 / 1e6)
sys.exit(os.waitstatus_to_exitcode(status))
"""
RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""

NOTHING, HELP = "`python -c pass`", "`slasheet --help`"
NEW, CHECK = "`slasheet new`", "`slasheet check`"
XLSXWRITER, TRUSTING, OPENPYXL = "xlsxwriter, same cells", "xlsxwriter, formulas as they are", "openpyxl, same cells"
LOADS, OFFICE = "openpyxl, two loads", "LibreOffice, recalculating"
PARTS = {"load": "of which loading the cells", "write": "of which writing them"}

#: What a command measured by name: `seconds`, `megabytes` and the parts that it told.
Numbers = Mapping[str, float]
#: Makes a command, given an empty folder to write to.
Task = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Size:
    """A plan by its size, and how often each command runs."""

    name: str
    regions: int
    channels: int
    runs: int

    def plan(self) -> Plan:
        """Return the plan, filled in."""
        regions = tuple(f"Region {i:03}" for i in range(1, self.regions + 1))
        owners = ("marketing", "marketing", "sales")
        channels = tuple(Channel(f"Channel {i + 1:03}", owners[i % 3]) for i in range(self.channels))
        return filled(Plan(regions=regions, channels=channels), example("classic"))

    def often(self) -> str:
        """Say how often each command runs."""
        return "one run" if self.runs == 1 else f"median of {self.runs} runs"


@dataclass(frozen=True, slots=True)
class Result:
    """What every command measured at one size, and the counts of the workbook."""

    size: Size
    counts: Numbers
    costs: dict[str, Numbers] = field(default_factory=dict)

    def ratio(self, command: str, rival: str, part: str = "seconds") -> float | None:
        """Return the seconds of a command over those of a rival or a part of it, None where the rival did not run."""
        return self.costs[command]["seconds"] / self.costs[rival][part] if rival in self.costs else None

    def per_cell(self, command: str) -> float:
        """Return the microseconds of a command per cell."""
        return self.costs[command]["seconds"] / self.counts["cells"] * 1e6


def launch(task: Task, folder: Path) -> Numbers:
    """Run a command once, in a fresh folder that goes with it, and return what it measured."""
    settings = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    # Bytecode is cached as it is for users, but not in the repository.
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory(dir=folder) as fresh:
        command = task(Path(fresh))
        launcher = [sys.executable, "-c", LAUNCHER, *command]
        done = subprocess.run(launcher, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-500:]} {done.stderr[-2000:]}"
        raise SystemExit(message)
    return {part: float(number) for part, number in re.findall(r"^part (\w+) (\S+)$", done.stdout, re.MULTILINE)}


def medians(runs: Sequence[Numbers]) -> Numbers:
    """Return the median of every number."""
    return {part: median(run[part] for run in runs) for part in runs[0]}


def module(*words: object) -> list[str]:
    """Return the command that runs a module."""
    return [sys.executable, "-m", *map(str, words)]


def office(book: Path, fresh: Path) -> list[str]:
    """Return the command with which LibreOffice recalculates a workbook and saves it, its profile new."""
    settings = fresh / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    profile = f"-env:UserInstallation={(fresh / 'profile').as_uri()}"
    target = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(fresh)]
    return ["soffice", profile, "--headless", *target, str(book)]


def tasks(plan: Path, book: Path, cells: Path) -> dict[str, Task]:
    """Return every command that is measured, by the name that the table prints."""
    found: dict[str, Task] = {
        NOTHING: lambda _: [sys.executable, "-c", "pass"],
        HELP: lambda _: module("slasheet", "--help"),
        NEW: lambda fresh: module("slasheet", "new", plan, "-o", fresh / "new.xlsx"),
        XLSXWRITER: lambda fresh: module("benchmarks.rivals", "xlsxwriter", cells, fresh / "bare.xlsx"),
        TRUSTING: lambda fresh: module("benchmarks.rivals", "trusting", cells, fresh / "bare.xlsx"),
        OPENPYXL: lambda fresh: module("benchmarks.rivals", "openpyxl", cells, fresh / "bare.xlsx"),
        CHECK: lambda _: module("slasheet", "check", book),
        LOADS: lambda _: module("benchmarks.rivals", "loads", book),
    }
    if SOFFICE:
        found[OFFICE] = lambda fresh: office(book, fresh)
    return found


def measure(size: Size, folder: Path) -> Result:
    """Make the workbook of a size and measure every command on it."""
    plan, book, cells = (folder / f"{size.name}.{suffix}" for suffix in ("toml", "xlsx", "json"))
    plan.write_text(to_toml(size.plan()), encoding="utf-8")
    launch(lambda _: module("slasheet", "new", plan, "-o", book), folder)
    result = Result(size, launch(lambda _: module("benchmarks.rivals", "cells", book, cells), folder))
    for name, task in tasks(plan, book, cells).items():
        print(f"{size.name}: {name} …", file=sys.stderr)
        result.costs[name] = medians([launch(task, folder) for _ in range(size.runs)])
    return result


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose numbers stand at the right."""
    lines = (heads, ["---", *["---:"] * (len(heads) - 1)], *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def costs(results: Sequence[Result]) -> str:
    """Return the table of seconds and peak memory."""
    rows = []
    for name in results[0].costs:
        measured = [r.costs[name] for r in results]
        numbers = (f"{cost['seconds']:.2f} | {cost['megabytes']:,.0f}" for cost in measured)
        rows.append([name, *numbers])
        told = {part: words for part, words in PARTS.items() if part in measured[0]}
        rows += [[words, *(f"{cost[part]:.2f} | " for cost in measured)] for part, words in told.items()]
    return table(["", *(f"{r.size.name}, {unit}" for r in results for unit in ("s", "MB"))], rows)


def ratios(results: Sequence[Result]) -> str:
    """Return the table of counts and ratios; the last rows say whether cost grows faster than the workbook."""
    rows = [[f"{what} in the workbook", *(f"{r.counts[what]:,.0f}" for r in results)] for what in ("cells", "formulas")]
    compared = (
        (f"{NEW} : xlsxwriter (at most {MOST_TIMES_BARE})", NEW, XLSXWRITER, "seconds"),
        (f"{NEW} : xlsxwriter's writing alone", NEW, XLSXWRITER, "write"),
        (f"{NEW} : xlsxwriter, formulas as they are", NEW, TRUSTING, "seconds"),
        (f"{CHECK} : two openpyxl loads", CHECK, LOADS, "seconds"),
        (f"{CHECK} : LibreOffice", CHECK, OFFICE, "seconds"),
    )
    for words, command, rival, part in compared:
        quotients = [r.ratio(command, rival, part) for r in results]
        rows.append([words, *("not measured" if q is None else f"{q:.2f}" for q in quotients)])
    rows += [[f"{command}, µs per cell", *(f"{r.per_cell(command):.1f}" for r in results)] for command in (NEW, CHECK)]
    if len(results) > 1:
        small, large = results
        growth = {command: large.per_cell(command) / small.per_cell(command) for command in (NEW, CHECK)}
        rows += [[f"{command} per cell, LARGE : SMALL", "", f"{times:.2f}"] for command, times in growth.items()]
    return table(["", *(r.size.name for r in results)], rows)


def facts(sizes: Sequence[Size]) -> str:
    """Return what was measured, and on what."""
    shapes = (f"{s.name}: {s.regions} regions x {s.channels} channels x 12 months, {s.often()}" for s in sizes)
    programs = [
        f"{os.cpu_count()} CPUs ({platform.machine()})",
        f"Python {platform.python_version()}",
        f"xlsxwriter {version('xlsxwriter')}",
        f"openpyxl {version('openpyxl')} {'with' if find_spec('lxml') else 'without'} lxml",
    ]
    if SOFFICE:
        said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
        programs.append(" ".join(said.split()[:2]))
    else:
        programs.append("no LibreOffice: left out, since there is no soffice")
    return f"{'; '.join(shapes)}; two stages.\n\n{', '.join(programs)}.\n"


def main() -> None:
    """Measure, print, and put the tables into the page when asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="how often each command runs at the small size (default: 5)"
    )
    parser.add_argument("--small-only", action="store_true", help="leave the large size out")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    asked = parser.parse_args()
    if asked.write and asked.small_only:
        parser.error("--write needs both sizes")
    sizes = [Size("SMALL", 12, 10, asked.runs)] + ([] if asked.small_only else [Size("LARGE", 200, 50, 1)])
    with TemporaryDirectory(prefix="slasheet-") as folder:
        results = [measure(size, Path(folder)) for size in sizes]
    text = "\n".join((facts(sizes), costs(results), ratios(results)))
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
