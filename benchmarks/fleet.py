"""A made-up fleet: workbooks with known faults in known cells, and whether checking them finds those and no others.

From the root of the repository:

    python -m benchmarks.fleet                          # 2,000 workbooks; takes minutes
    python -m benchmarks.fleet --count 200 --runs 3
    python -m benchmarks.fleet --folder FLEET --keep    # only make them, with FLEET/manifest.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from slasheet._version import __version__
from slasheet.layout.sheets import layout
from slasheet.many.fleet.run import cores
from slasheet.plan.plan import Plan
from slasheet.plan.templates import TEMPLATES, example, filled
from slasheet.recompute import recompute
from slasheet.texts.languages import LANGUAGES
from slasheet.writer.workbook import write

#: Fleets up to this size are made from a plan a template, larger ones from all of `bases`.
SMALL_FLEET = 200
MANIFEST = "manifest.jsonl"
RESULTS = ("leads_due", "sla_value", "lead_value", "channel_revenue", "leads_due_by_region", "sla_value_by_month")
CELL = r'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>(<f>[^<]*</f>)?.*?</c>)'


@dataclass(frozen=True)
class Planted:
    """A fault in a workbook: the finding that it must give, and where; or, for what is no workbook, words of its error."""

    fault: str
    finding: str = ""
    sheet: str | None = None
    cell: str | None = None
    error: str = ""


@dataclass(frozen=True)
class Base:
    """A workbook to plant faults in: its plan, its parts, its results."""

    plan: Plan
    parts: Mapping[str, bytes]


@cache
def plans() -> tuple[Plan, ...]:
    """Return the plans of the fleet: every template in every language, as it is, grown and for a few months."""
    made = []
    languages = tuple(LANGUAGES)
    for turn in range(len(languages)):
        for place, name in enumerate(TEMPLATES):
            plan = example(name, languages[(turn + place) % len(languages)])
            made.append(_resized(plan, turn) if turn else plan)
    return tuple(made)


def _resized(plan: Plan, turn: int) -> Plan:
    """Return a plan with more regions, or with other months, and numbers to go with them."""
    regions = plan.regions + tuple(f"{plan.regions[-1]} {number + 2}" for number in range(turn % 3))
    bare = replace(plan, regions=regions, months=(12, 6, 9, 15)[turn % 4], start="2027-04", inputs={}, log=())
    return filled(bare, plan)


def written(plan: Plan) -> Base:
    """Return the workbook of a plan as a spreadsheet program saves it: calculated."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "base.xlsx")
        write(plan, path)
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    hidden = _part(len(layout(plan).titles) - 1)
    text, times = re.subn(r'(<c r="B1"[^>]*>(?:<f>[^<]*</f>))<v>[^<]*</v>', r"\1<v>1</v>", parts[hidden].decode())
    assert times == 1, "the pilot cell is somewhere else"
    return Base(plan, parts | {hidden: text.encode()})


def _part(place: int) -> str:
    return f"xl/worksheets/sheet{place + 1}.xml"


# What people do to workbooks. Each takes the chance of the workbook and gives the parts changed, and what must be found.

Deed = Callable[[Base, random.Random], tuple[Mapping[str, bytes], Planted]]


def _altered(base: Base, sheet: str, cell: str, make: Callable[[re.Match[str]], str]) -> dict[str, bytes]:
    """Return the part of a sheet with one cell made anew; `make` gets its style and its formula."""
    part = _part(list(layout(base.plan).titles.values()).index(sheet))
    text, times = re.subn(CELL.format(cell=cell), make, base.parts[part].decode(), count=1, flags=re.DOTALL)
    assert times == 1, (sheet, cell)
    return {part: text.encode()}


def _result(base: Base, chance: random.Random) -> tuple[str, str, float]:
    """Choose a cell that holds a result, and return it with its right value."""
    values = _results(base.plan)
    there = layout(base.plan)
    measure = chance.choice([name for name in RESULTS if name in values])
    index, value = chance.choice([(i, v) for i, v in enumerate(values[measure]) if isinstance(v, int | float)])
    return *there.address(measure, index), float(value)


_COMPUTED: dict[int, Mapping[str, Sequence[float | str | None]]] = {}


def _results(plan: Plan) -> Mapping[str, Sequence[float | str | None]]:
    if id(plan) not in _COMPUTED:
        _COMPUTED[id(plan)] = recompute(plan)
    return _COMPUTED[id(plan)]


def _on_result(fault: str, finding: str, inner: Callable[[str, float], str], kind: str = "") -> Deed:
    """Give a deed that makes a result anew from its formula and its value."""

    def deed(base: Base, chance: random.Random) -> tuple[Mapping[str, bytes], Planted]:
        sheet, cell, value = _result(base, chance)
        changed = _altered(
            base, sheet, cell, lambda m: f'<c r="{cell}"{m[1] or ""}{kind}>{inner(m[2] or "", value)}</c>'
        )
        return changed, Planted(fault, finding, sheet, cell)

    return deed


def number_as_text(base: Base, chance: random.Random) -> tuple[Mapping[str, bytes], Planted]:
    cells = base.plan.inputs["revenue_target"]
    index = chance.randrange(len(cells))
    sheet, cell = layout(base.plan).address("revenue_target", index)
    text = f"<is><t>{escape(f'{cells[index]:.0f}')}</t></is>"
    changed = _altered(base, sheet, cell, lambda m: f'<c r="{cell}"{m[1] or ""} t="inlineStr">{text}</c>')
    return changed, Planted("number as text", "text-converted", sheet, cell)


def name_deleted(base: Base, chance: random.Random) -> tuple[Mapping[str, bytes], Planted]:
    measure = chance.choice(["deal_size", "revenue_target", "marketing_share"])
    part = "xl/workbook.xml"
    text, times = re.subn(rf'<definedName name="sla_{measure}">[^<]*</definedName>', "", base.parts[part].decode())
    assert times == 1
    return {part: text.encode()}, Planted("name deleted", "name-missing", *layout(base.plan).address(measure, 0))


#: Deeds on one cell, or one name, of a workbook whose other cells stay as they are.
DEEDS: tuple[Deed, ...] = (
    _on_result("typed over", "formula-overwritten", lambda _, value: f"<v>{value + 7}</v>"),
    _on_result("formula edited", "formula-edited", lambda f, value: f"{f[:-4]}+1</f><v>{value + 1}</v>"),
    _on_result("stale value", "value-wrong", lambda f, value: f"{f}<v>{value + 3}</v>"),
    _on_result("formula deleted", "formula-deleted", lambda _, __: ""),
    _on_result("error value", "error-value", lambda f, _: f"{f}<v>#DIV/0!</v>", ' t="e"'),
    number_as_text,
    name_deleted,
)
#: What is typed into an input, of which the whole workbook is computed anew.
TYPED: tuple[tuple[str, str, str, float | str | None], ...] = (
    ("deal_size", "missing input", "missing-input", None),
    ("marketing_share", "per cent as a whole number", "percent-as-whole", 45.0),
    ("deal_size", "words for a number", "text-in-number", "about 130k"),
    ("revenue_target", "negative target", "out-of-bounds", -5000.0),
)


def typed_into(plan: Plan, place: int) -> tuple[Base, Planted]:
    """Return the workbook of a plan with a fault typed into one of its inputs."""
    measure, fault, finding, value = TYPED[place]
    cells = list(plan.inputs[measure])
    index = (len(cells) * 2 // 3 + place) % len(cells)
    cells[index] = value
    there = layout(plan)
    return written(plan.with_inputs(**{measure: cells})), Planted(fault, finding, *there.address(measure, index))


#: What is no workbook of ours at all, or none any more.
def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


NO_WORKBOOKS: tuple[tuple[Planted, Callable[[bytes], bytes]], ...] = (
    (Planted("cut short", error="cut short"), _cut),
    (Planted("empty file", error="is empty; fetch it again"), lambda _: b""),
)


def fleet(folder: Path, count: int, seed: int = 7) -> Iterator[tuple[Path, Planted | None]]:
    """Write workbooks into folders of a folder, one in six without a fault, and give each with what is wrong in it."""
    chance = random.Random(seed)  # noqa: S311 - to make the same fleet again
    known = plans()[: len(TEMPLATES)] if count <= SMALL_FLEET else plans()
    bases: dict[object, Base] = {}
    variants: dict[tuple[int, int], tuple[Base, Planted]] = {}
    kinds = len(DEEDS) + len(TYPED) + len(NO_WORKBOOKS) + 3
    for number in range(count):
        place, kind = number % len(known), number // len(known) % kinds
        path = folder / f"unit {number % 20:02d}" / f"client {number:04d}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        base = bases.setdefault(place, bases[place] if place in bases else written(known[place]))
        parts: Mapping[str, bytes] = base.parts
        planted: Planted | None = None
        if kind < len(DEEDS):
            changed, planted = DEEDS[kind](base, chance)
            parts = {**base.parts, **changed}
        elif kind < len(DEEDS) + len(TYPED):
            key = (place, kind - len(DEEDS))
            if key not in variants:
                variants[key] = typed_into(known[place], key[1])
            parts, planted = variants[key][0].parts, variants[key][1]
        pack(path, parts)
        if 0 <= kind - len(DEEDS) - len(TYPED) < len(NO_WORKBOOKS):
            planted, ruin = NO_WORKBOOKS[kind - len(DEEDS) - len(TYPED)]
            path.write_bytes(ruin(path.read_bytes()))
        yield path, planted


def pack(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def differences(made: Iterable[tuple[Path, Planted | None]], lines: Iterable[str]) -> list[str]:
    """Return where the results of a check differ from what was planted: faults missed, and findings without a fault.

    Findings of severity info are no faults; every file must have exactly one line.
    """
    told: dict[str, list[dict[str, object]]] = {}
    for line in lines:
        data = json.loads(line)
        told.setdefault(data["file"], []).append(data)
    wrong = []
    for path, planted in made:
        found = told.pop(str(path), [])
        if len(found) != 1:
            wrong.append(f"{path}: has {len(found)} lines")
            continue
        wrong += [f"{path}: {text}" for text in _against(found[0], planted)]
    return wrong + [f"{file}: nobody made it" for file in told]


def _against(told: Mapping[str, object], planted: Planted | None) -> Iterator[str]:
    error = str(told.get("error", ""))
    if planted and planted.error:
        if planted.error not in error:
            yield f"{planted}, found {error or 'a workbook'}"
        return
    findings: object = told.get("findings", [])
    assert isinstance(findings, list)
    places = [(f["name"], f["sheet"], f["cell"]) for f in findings if f["severity"] != "info"]
    wanted = [(planted.finding, planted.sheet, planted.cell)] if planted else []
    if error or places != wanted:
        yield f"{planted}, found {error or places}"


def checked(folder: Path, jobs: int, results: Path) -> tuple[float, float, float]:
    """Check a folder as a whole process, cold start included; return its seconds, those it computes itself, its peak megabytes."""
    results.unlink(missing_ok=True)
    began = time.perf_counter()
    command = [sys.executable, "-c", _CHECK, "check", str(folder), "--jobs", str(jobs), "--resume", str(results)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    assert done.returncode in (0, 1, 2), done.stderr
    own, megabytes = map(float, done.stdout.split()[-2:])
    return time.perf_counter() - began, own, megabytes


#: The peak of the process that asks alone, without its workers; and the seconds that it computes, in which no worker helps.
_CHECK = """
import time
from slasheet.cli.main import main
try:
    main()
finally:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(time.process_time(), int(peak.split()[1]) * 1024 / 1e6)
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="how many workbooks")
    parser.add_argument("--folder", type=Path, help="where to make them; otherwise they are made in passing")
    parser.add_argument("--keep", action="store_true", help="make them, and measure nothing")
    parser.add_argument("--sample", type=int, default=160, help="how many of them are checked with 1, 2, 4… jobs")
    parser.add_argument("--runs", type=int, default=3, help="how often, of which the median counts")
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as passing:
        folder = given.folder or Path(passing, "fleet")
        if given.keep:
            make(folder, given.count)
            return
        # By a process of its own: a child's peak of memory includes what its parent had reached.
        own = [sys.executable, "-m", "benchmarks.fleet", "--keep", "--folder", str(folder), "--count", str(given.count)]
        subprocess.run(own, check=True)
        measure(read_manifest(folder), folder, Path(passing), min(given.sample, given.count), given.runs)


def make(folder: Path, count: int) -> None:
    """Write a fleet, and beside it what is wrong in each workbook."""
    began = time.perf_counter()
    made = list(fleet(folder, count))
    say(f"{len(made):,} workbooks made in {time.perf_counter() - began:.0f} s: {folder}")
    with (folder / MANIFEST).open("w", encoding="utf-8") as manifest:
        for path, planted in made:
            fault = planted.__dict__ if planted else None
            manifest.write(json.dumps({"file": str(path), "planted": fault}, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> list[tuple[Path, Planted | None]]:
    """Return the workbooks of a fleet, each with what is wrong in it."""
    with (folder / MANIFEST).open(encoding="utf-8") as manifest:
        told = [json.loads(line) for line in manifest]
    return [(Path(one["file"]), Planted(**one["planted"]) if one["planted"] else None) for one in told]


def measure(made: Sequence[tuple[Path, Planted | None]], folder: Path, passing: Path, sample: int, runs: int) -> None:
    """Print whether every fault is found, and how many files a second are checked by how many processes."""
    say(f"slasheet {__version__}, {cores()} cores, load {os.getloadavg()[0]:.1f} before")
    results = passing / "results.jsonl"
    seconds, own, megabytes = checked(folder, cores(), results)
    say(
        f"all, {cores()} jobs: {seconds:.1f} s, {len(made) / seconds:.1f} files/s, the asking process {own:.1f} s, {megabytes:.0f} MB"
    )
    with results.open(encoding="utf-8") as lines:
        wrong = differences(made, lines)
    faults = sum(planted is not None for _, planted in made)
    say(f"{faults:,} faults planted; missed or false: {len(wrong)}", *wrong[:20])
    part = passing / "sample"
    part.mkdir()
    step = max(1, len(made) // sample)
    for number, (path, _) in enumerate(made[: step * sample : step]):
        os.link(path, part / f"{number:04d}.xlsx") if path.stat().st_dev == part.stat().st_dev else (
            (part / f"{number:04d}.xlsx").write_bytes(path.read_bytes())
        )
    jobs, alone = 1, 0.0
    while jobs <= cores():
        spent, _, megabytes = zip(*(checked(part, jobs, results) for _ in range(runs)), strict=True)
        rate = sample / median(spent)
        alone = alone or rate
        say(
            f"{sample} files, {jobs} jobs: {rate:.2f} files/s, {rate / alone / jobs:.2f} of linear, peak {max(megabytes):.0f} MB"
        )
        jobs *= 2
    say(f"load {os.getloadavg()[0]:.1f} after")


def say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
