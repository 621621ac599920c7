"""What it costs to refuse, or to read all the same, what is made to do harm: seconds and peak memory of whole processes.

On Linux, from the root of the repository:

    python -m benchmarks.hostile            # a table; ends with 1 where a limit is not kept
    python -m benchmarks.hostile --worst    # only the slowest and the largest of them
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.run import LAUNCHER, ours, table
from tests.helpers.floods import FLOODS, flooded
from tests.helpers.hostile_files import REFUSED, WORST
from tests.helpers.hostile_plans import PLAN_FILES

MOST_SECONDS, MOST_MEGABYTES, SHOWN = 5.0, 300.0, 12


def cases() -> Iterator[tuple[str, str, Callable[[Path], object]]]:
    """Give every hostile input: what it is, the name of its file, and what makes it."""
    for name, (make, _) in (REFUSED | WORST).items():
        yield f"workbook: {name}", "book.xlsx", make
    for name, change in FLOODS.items():
        yield f"workbook of ours: {name}", "book.xlsx", partial(flooded, change)
    for name, (text, _) in PLAN_FILES.items():
        yield f"plan file: {name}", "plan.toml", partial(_written, text)


def _written(text: Callable[[], str], path: Path) -> object:
    return path.write_text(text(), encoding="utf-8")


def row(name: str, file: str, make: Callable[[Path], object]) -> tuple[float, float, list[str]]:
    """Make an input, read it, and return the seconds, the megabytes and a row of the table."""
    with TemporaryDirectory(prefix="slasheet-") as folder:
        path = Path(folder, file)
        make(path)
        words = ("check", path) if path.suffix == ".xlsx" else ("new", path, "-o", Path(folder, "new.xlsx"))
        command = [sys.executable, "-c", LAUNCHER, *ours(*words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = {part: float(number) for part, number in re.findall(r"^part (\w+) (\S+)$", done.stdout, re.MULTILINE)}
    seconds, megabytes = told["cpu"], told["megabytes"]
    is_kept = seconds < MOST_SECONDS and megabytes < MOST_MEGABYTES and "Traceback" not in done.stderr
    cells = [name, f"{seconds:.2f}", f"{megabytes:.0f}", str(done.returncode), "pass" if is_kept else "FAIL"]
    return seconds, megabytes, cells


def main() -> None:
    """Measure all, print the table, and end with 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--worst", action="store_true", help=f"print the {SHOWN} slowest and the {SHOWN} largest only")
    parser.add_argument("only", nargs="*", help="words of which one is in the name of each input to try")
    asked = parser.parse_args()
    chosen = [case for case in cases() if not asked.only or any(word in case[0] for word in asked.only)]
    found = [row(*case) for case in chosen]
    shown = found
    if asked.worst:
        worst = [*sorted(found)[-SHOWN:], *sorted(found, key=lambda each: each[1])[-SHOWN:]]
        shown = [each for each in found if each in worst or each[2][-1] == "FAIL"]
    print(table([f"{len(found)} inputs", "CPU s", "MB", "exit code", ""], [cells for _, _, cells in shown]))
    failed = sum(cells[-1] == "FAIL" for _, _, cells in found)
    print(f"{len(found)} inputs, {failed} over {MOST_SECONDS:.0f} s or {MOST_MEGABYTES:.0f} MB")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
