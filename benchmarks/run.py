"""What slasheet costs, beside bare libraries and a spreadsheet program: seconds and peak memory of whole processes.

On Linux, from the root of the repository:

    python -m benchmarks.run                          # takes minutes
    python -m benchmarks.run --small-only --runs 3    # takes half a minute
    python -m benchmarks.run --write                  # also puts the tables into docs/performance.md

Commands take turns, the best run of each counts, and what is compared is the time that the processor gave them: other
work on the machine then makes seconds longer, but ratios hardly change.
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
from tempfile import TemporaryDirectory

from slasheet import Channel, Plan, to_toml
from slasheet.plan.templates import example, filled

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks: begin -->\n", "<!-- benchmarks: end -->\n"
SOFFICE = shutil.which("soffice")
#: Starts a command from a process that is smaller than any it measures: a child's peak includes its parent's size at the start.
LAUNCHER = """
import os, sys, time
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print("part seconds", time.perf_counter() - began)
print("part cpu", usage.ru_utime + usage.ru_stime)
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
PARSED, PRINTED = "floor: unzip and expat, no handlers", "floor: f-strings into a zip"
PARTS = {"load": "of which loading the cells", "write": "of which writing them"}

#: What a command measured by name: `seconds`, `cpu`, `megabytes` and the parts that it told.
Numbers = Mapping[str, float]
#: Makes a command, given an empty folder to write to.
Task = Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """What a command has to keep to at a size: at most so many times the cost of a rival."""

    size: str
    command: str
    rival: str
    most: float
    part: str = "cpu"

    def row(self, result: Result) -> list[str]:
        """Return the target as a row of a table: what, measured, wanted, and whether it is met."""
        what = "peak memory" if self.part == "megabytes" else "time"
        words = f"{self.size}: {what} of {self.command} : {self.rival}"
        if self.rival not in result.costs:
            return [words, "not measured", f"{self.most:.3g}", "–"]
        found = result.ratio(self.command, self.rival, self.part)
        return [words, f"{found:.3f}", f"{self.most:.3g}", "pass" if found <= self.most else "FAIL"]


TARGETS = (
    Target("SMALL", HELP, NOTHING, 5),
    Target("SMALL", CHECK, LOADS, 1 / 4),
    Target("SMALL", CHECK, OFFICE, 1 / 8),
    Target("SMALL", NEW, XLSXWRITER, 1),
    Target("LARGE", CHECK, LOADS, 1 / 5),
    Target("LARGE", CHECK, LOADS, 1 / 2, "megabytes"),
)
#: How much more a cell may cost in a large workbook.
MOST_GROWTH = 1.3


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
        return "one run" if self.runs == 1 else f"best of {self.runs} runs"


@dataclass(frozen=True, slots=True)
class Result:
    """What every command measured at one size, and the counts of the workbook."""

    size: Size
    counts: Numbers
    costs: dict[str, Numbers] = field(default_factory=dict)

    def ratio(self, command: str, rival: str, part: str = "cpu") -> float:
        """Return what a command cost over what a rival did."""
        return self.costs[command][part] / self.costs[rival][part]

    def per_cell(self, command: str) -> float:
        """Return the microseconds of a command per cell."""
        return self.costs[command]["cpu"] / self.counts["cells"] * 1e6


def launch(task: Task, folder: Path) -> Numbers:
    """Run a command once, in a fresh folder that goes with it, and return what it measured."""
    # numpy, which openpyxl imports, keeps a thread a core spinning for nothing; that is not to count against it.
    settings = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "OPENBLAS_NUM_THREADS": "1"}
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


def best(runs: Sequence[Numbers]) -> Numbers:
    """Return the least of every number: what else goes on in the machine only ever adds to it."""
    return {part: min(run[part] for run in runs) for part in runs[0]}


def ours(*words: object) -> list[str]:
    """Return a command of ours, as users type it."""
    return [str(Path(sys.executable).with_name("slasheet")), *map(str, words)]


def rival(*words: object) -> list[str]:
    """Return the command that runs a rival."""
    return [sys.executable, str(Path(__file__).with_name("rivals.py")), *map(str, words)]


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
        HELP: lambda _: ours("--help"),
        NEW: lambda fresh: ours("new", plan, "-o", fresh / "new.xlsx"),
        XLSXWRITER: lambda fresh: rival("xlsxwriter", cells, fresh / "bare.xlsx"),
        TRUSTING: lambda fresh: rival("trusting", cells, fresh / "bare.xlsx"),
        OPENPYXL: lambda fresh: rival("openpyxl", cells, fresh / "bare.xlsx"),
        CHECK: lambda _: ours("check", book),
        LOADS: lambda _: rival("loads", book),
        PARSED: lambda _: rival("parse", book),
        PRINTED: lambda fresh: rival("print", cells, fresh / "cells.zip"),
    }
    if SOFFICE:
        found[OFFICE] = lambda fresh: office(book, fresh)
    return found


def measure(size: Size, folder: Path) -> Result:
    """Make the workbook of a size and measure every command on it."""
    plan, book, cells = (folder / f"{size.name}.{suffix}" for suffix in ("toml", "xlsx", "json"))
    is_first = not (folder / "bytecode").exists()
    plan.write_text(to_toml(size.plan()), encoding="utf-8")
    launch(lambda _: ours("new", plan, "-o", book), folder)
    result = Result(size, launch(lambda _: rival("cells", book, cells), folder))
    if is_first:
        # As for users, who start a program more than once.
        for task in tasks(plan, book, cells).values():
            launch(task, folder)
    measured: dict[str, list[Numbers]] = {}
    for _ in range(size.runs):
        for name, task in tasks(plan, book, cells).items():
            print(f"{size.name}: {name} …", file=sys.stderr)
            measured.setdefault(name, []).append(launch(task, folder))
    result.costs.update({name: best(runs) for name, runs in measured.items()})
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
        numbers = (f"{cost['seconds']:.2f} | {cost['cpu']:.2f} | {cost['megabytes']:,.0f}" for cost in measured)
        rows.append([name, *numbers])
        told = {part: words for part, words in PARTS.items() if part in measured[0]}
        rows += [[words, *(f"{cost[part]:.2f} | | " for cost in measured)] for part, words in told.items()]
    return table(["", *(f"{r.size.name}, {unit}" for r in results for unit in ("s", "CPU s", "MB"))], rows)


def ratios(results: Sequence[Result]) -> str:
    """Return the table of counts and of what a cell costs."""
    rows = [[f"{what} in the workbook", *(f"{r.counts[what]:,.0f}" for r in results)] for what in ("cells", "formulas")]
    named = (NEW, CHECK, LOADS, PARSED, PRINTED)
    rows += [[f"{name}, CPU µs per cell", *(f"{r.per_cell(name):.1f}" for r in results)] for name in named]
    return table(["", *(r.size.name for r in results)], rows)


def targets(results: Sequence[Result]) -> str:
    """Return the table of targets, each met or not."""
    by_size = {result.size.name: result for result in results}
    rows = [target.row(by_size[target.size]) for target in TARGETS if target.size in by_size]
    if len(results) > 1:
        small, large = results
        for command in (NEW, CHECK):
            times = large.per_cell(command) / small.per_cell(command)
            met = "pass" if times <= MOST_GROWTH else "FAIL"
            rows.append([f"time per cell of {command}, LARGE : SMALL", f"{times:.3f}", f"{MOST_GROWTH:.3g}", met])
    return table(["Target (CPU time of whole processes)", "measured", "at most", ""], rows)


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
    text = "\n".join((facts(sizes), targets(results), costs(results), ratios(results)))
    print(text)
    if asked.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
