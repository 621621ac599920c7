"""What slasheet costs, beside bare libraries and a spreadsheet program: seconds and peak memory of whole processes, on Linux.

    python -m benchmarks.run                          # from the root of the repository; takes minutes
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
from collections.abc import Callable, Iterable, Mapping, Sequence
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
        """Return the plan, every input filled."""
        regions = tuple(f"Region {i:03}" for i in range(1, self.regions + 1))
        channels = tuple(Channel(f"Channel {i:03}", "marketing" if i % 3 else "sales") for i in range(1, self.channels + 1))
        return filled(Plan(regions=regions, channels=channels), example("classic"))


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
    # Bytecode is cached as it is for users, but not in the repository.
    settings = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    with TemporaryDirectory(dir=folder) as fresh:
        command = task(Path(fresh))
        done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
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
    return ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(fresh), str(book)]


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
    if shutil.which("soffice"):
        found[OFFICE] = lambda fresh: office(book, fresh)
    return found


def measure(size: Size, folder: Path) -> Result:
    """Make the workbook of a size and measure every command on it."""
    plan, book, cells = (folder / f"{size.name}.{suffix}" for suffix in ("toml", "xlsx", "pickle"))
    plan.write_text(to_toml(size.plan()), encoding="utf-8")
    launch(lambda _: module("slasheet", "new", plan, "-o", book), folder)
    result = Result(size, launch(lambda _: module("benchmarks.rivals", "cells", book, cells), folder))
    for name, task in tasks(plan, book, cells).items():
        print(f"{size.name}: {name} …", file=sys.stderr)
        result.costs[name] = medians([launch(task, folder) for _ in range(size.runs)])
    return result


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose numbers stand at the right."""
    heads = list(heads)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---", *["---:"] * (len(heads) - 1)], *rows)) + "\n"


def costs(results: Sequence[Result]) -> str:
    """Return the table of seconds and peak memory."""
    rows = []
    for name, first in results[0].costs.items():
        rows.append([name, *(text for r in results for text in (f"{r.costs[name]['seconds']:.2f}", f"{r.costs[name]['megabytes']:,.0f}"))])
        rows += [[words, *(text for r in results for text in (f"{r.costs[name][part]:.2f}", ""))] for part, words in PARTS.items() if part in first]
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
        rows += [[f"{command} per cell, {large.size.name} : {small.size.name}", "", f"{large.per_cell(command) / small.per_cell(command):.2f}"] for command in (NEW, CHECK)]
    return table(["", *(r.size.name for r in results)], rows)


def facts(sizes: Iterable[Size]) -> str:
    """Return what was measured, and on what."""
    shapes = "; ".join(f"{s.name}: {s.regions} regions x {s.channels} channels x 12 months, two stages, {'one run' if s.runs == 1 else f'median of {s.runs} runs'}" for s in sizes)
    libraries = ", ".join(f"{name} {version(name)}" for name in ("xlsxwriter", "openpyxl")) + (" with lxml" if find_spec("lxml") else " without lxml")
    program = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout.split()[:2] if shutil.which("soffice") else ["no", "LibreOffice"]
    return f"{shapes}.\n\n{os.cpu_count()} CPUs ({platform.machine()}), Python {platform.python_version()}, {libraries}, {' '.join(program)}.\n"


def main() -> None:
    """Measure, print, and put the tables into the page when asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each command runs at the small size (default: %(default)s)")
    parser.add_argument("--small-only", action="store_true", help="leave the large size out")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    asked = parser.parse_args()
    sizes = [Size("SMALL", 12, 10, asked.runs)] + ([] if asked.small_only else [Size("LARGE", 200, 50, 1)])
    if not shutil.which("soffice"):
        print("LibreOffice is left out: there is no soffice.", file=sys.stderr)
    with TemporaryDirectory(prefix="slasheet-") as folder:
        results = [measure(size, Path(folder)) for size in sizes]
    text = "\n".join((facts(sizes), costs(results), ratios(results)))
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
