"""From a number to a workbook and exports that are odd, and through every command that reads: each ends well or in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from traceback import format_exception
from unittest.mock import patch

from click.testing import CliRunner, Result

from slasheet.cli.main import cli
from slasheet.many.fleet.check_one import checked
from slasheet.many.fleet.result import Result as Checked
from slasheet.many.fleet.result import Task
from slasheet.many.fleet.worker import Crew
from slasheet.report.formats import Wanted
from tests.helpers.fuzz.corpus import corpus, ours
from tests.helpers.fuzz.exports import DEALS, LEADS, odd_export
from tests.helpers.fuzz.mutate import mutated
from tests.helpers.fuzz.run import odd_workbook

#: How often a workbook is broken as a file, too, which most commands refuse alike.
BROKEN = 0.1


def hunt(number: int, folder: Path) -> list[str]:
    """Run every command that reads on the files of a number; return what is wrong with how they end.

    All runs in this process, also what `rollup` gives to others.
    """
    drawn = Random(number)  # noqa: S311 - nobody is to be surprised
    book, sound = folder / "book.xlsx", folder / "sound.xlsx"
    book.write_bytes(odd_workbook(number) if drawn.random() > BROKEN else mutated(drawn.choice(corpus()), drawn))
    sound.write_bytes(ours()[0])
    leads, deals = odd_export(folder, "leads", LEADS, drawn), odd_export(folder, "deals", DEALS, drawn)
    read = {path: path.read_bytes() for path in (book, sound, leads, deals)}
    found = []
    for words in commands(book, sound, leads, deals, folder / "out", drawn):
        with patch.object(Crew, "check", _here):
            result = CliRunner().invoke(cli, words, prog_name="slasheet")
        shown = " ".join(Path(word).name if "/" in word else word for word in words)
        found += [f"{shown}: {what}" for what in faults(result)]
        found += [f"{shown}: {path.name} is changed" for path, raw in read.items() if path.read_bytes() != raw]
    return found


def _here(_crew: Crew, task: Task, wanted: Wanted) -> Checked:
    return checked(task, wanted)


def commands(book: Path, sound: Path, leads: Path, deals: Path, out: Path, drawn: Random) -> Iterator[list[str]]:
    """Yield the command lines: every command that reads, some with options drawn."""
    form = drawn.choice(("text", "json", "jsonl", "markdown"))
    measure = drawn.choice(
        ("deal_size", "leads_due", "lead_log", "attempts", "status", "score_grid", "observed", "title")
    )
    cell = drawn.choice(
        ("Start!B1", "Deal size!E5", "Checks!E8", "Lead log!A5", "Funnel!XFD9", "slasheet plan!A2", "Agreement!B8")
    )
    change = drawn.choice(
        (["--start", "2027-02", "--drop"], ["--rename-region", "A=Z"], ["--add-channel", "New:sales"], ["--months", "3", "--grow", "10%"],
         ["--add-region", "N", "--currency", "USD"], ["--language", "th", "--title", "T"], ["--drop-region", "B", "--drop"], ["--set", "deal_size[*,*]=5"])
    )  # fmt: skip
    own = drawn.choice(
        (
            [],
            ["--business-hours", "9-17"],
            ["--timezone", "Asia/Tokyo"],
            ["--dates", "mdy"],
            ["--decimal", ","],
            ["--replace"],
        )
    )
    shared = [] if own == ["--replace"] else own
    yield ["check", f"{book}", "--format", form, *drawn.choice(([], ["--language", "it"], ["--strict"]))]
    yield ["check", f"{book}", "--annotate", f"{out}-marked.xlsx"]
    yield ["show", f"{book}"]
    yield ["show", f"{book}", measure]
    yield ["export", f"{book}", "-o", f"{out}{drawn.choice(('.csv', '.json', '.xlsx'))}"]
    yield ["export", f"{book}", "-o", f"{out}.toml"]
    yield ["explain", measure, f"{book}"]
    yield ["explain", cell, f"{book}"]
    yield ["rebuild", f"{book}", "-o", f"{out}-rebuilt.xlsx"]
    yield ["rebuild", f"{book}", "-o", f"{out}-as-it-stands.xlsx", "--as-it-stands"]
    yield ["update", f"{book}", "-o", f"{out}-updated.xlsx", *change]
    yield ["update", f"{book}", *change, "--dry-run", "--all"]
    yield ["sign", f"{book}", "-o", f"{out}-signed.xlsx", "--name", "Ann", "--role", "Head of sales"]
    yield ["diff", f"{sound}", f"{book}", "--all"]
    yield ["diff", f"{book}", f"{sound}", "--format", drawn.choice(("json", "markdown"))]
    yield ["log", f"{book}", f"{leads}", "-o", f"{out}-logged.xlsx", *own]
    yield ["learn", f"{deals}", f"{leads}", "-o", f"{out}-learned.toml", *shared]
    yield ["reps", f"{leads}", "--plan", f"{book}", *shared]
    yield ["reps", f"{leads}", "--format", drawn.choice(("text", "csv", "json")), *shared]
    yield [
        "rollup",
        f"{book}",
        f"{sound}",
        "--jobs",
        "1",
        "-o",
        f"{out}-rollup{drawn.choice(('.xlsx', '.csv'))}",
        *drawn.choice(([], ["--all", "--currency", "EUR", "--rate", "GBP=1.2"])),
    ]


def faults(result: Result) -> list[str]:
    """Return what is wrong with how a command ended: a traceback, another exit code, or a refusal that is not one line."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        trace = [line for line in format_exception(result.exception) if "/slasheet/" in line]
        where = re.search(r"/(slasheet/[^\"]*)\", line (\d+)", trace[-1]) if trace else None
        at = f" at {where[1]}:{where[2]}" if where else ""
        return [f"{type(result.exception).__name__}: {result.exception}{at}"]
    if result.exit_code not in (0, 1, 2):
        return [f"exit code {result.exit_code}"]
    found = []
    if "bug in slasheet" in result.output:
        found.append(re.findall(r".*bug in slasheet.*", result.output)[0])
    lines = result.stderr.splitlines()
    if result.exit_code == 2 and not (len(lines) == 1 and lines[0].startswith("slasheet: ")):
        found.append(f"not one line: {result.stderr!r}")
    return found
