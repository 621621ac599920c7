"""The check of many workbooks on the command line: each report as it comes, and one exit code for all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from slasheet.cli.overwrite import keep_source, keep_workbook, may_be_written
from slasheet.cli.streams import steers
from slasheet.cli.terminal import say
from slasheet.many.fleet.check_one import checked, checked_anywhere
from slasheet.many.fleet.result import Result, Task
from slasheet.many.fleet.resume import Earlier, Known, appended, earlier
from slasheet.many.fleet.run import results
from slasheet.many.fleet.which_files import workbooks
from slasheet.plan.amounts import amount
from slasheet.report.formats import Format, Wanted
from slasheet.spreadsheet.file_names import is_address, means_one
from slasheet.spreadsheet.files import atomic_write
from slasheet.texts.languages import _, n_, speaking

Write = Callable[[str], object]
_NOTHING = Earlier({}, 0)
_CLEAR_LINE = "\r\x1b[K"


@dataclass(frozen=True, slots=True)
class Order:
    """What a command line asks for: which files, what of them, where it goes and who does the work."""

    names: tuple[str, ...]
    format: Format
    wanted: Wanted
    output: Path | None = None
    resume: Path | None = None
    strict: bool = False
    jobs: int | None = None
    dask: str | None = None
    #: Whether a single file gets a process of its own, too.
    apart: bool = False
    #: Whether the output may be overwritten.
    force: bool = False


@dataclass(slots=True)
class _Tally:
    """How many files came to what."""

    strict: bool
    checked: int = 0
    unchanged: int = 0
    failed: int = 0
    wrong: int = 0

    def count(self, result: Result, counts: Mapping[str, int] | None) -> None:
        """Count one file; `counts` are its findings, also of an earlier run."""
        self.checked += result.counts is not None
        self.unchanged += result.unchanged
        self.failed += result.error is not None
        self.wrong += bool(counts and (counts["error"] or (self.strict and counts["warning"])))

    @property
    def code(self) -> int:
        """Return the exit code."""
        return 2 if self.failed else int(self.wrong > 0)


def check_many(order: Order) -> int:
    """Check what is asked for and write the reports; return the exit code."""
    one = means_one(order.names)
    files, troubles = workbooks(order.names)
    sources = (Path(file) for file in files if not is_address(file))
    if order.resume:
        keep_source(order.resume, sources, "--resume")
        keep_workbook(order.resume, "--resume")
    elif order.output:
        may_be_written(order.output, sources, force=order.force)
    before = earlier(order.resume, order.wanted) if order.resume else _NOTHING
    tally = _Tally(order.strict)
    with _place(order, before) as write, closing(_results(order, files, before.files, one=one)) as coming:
        reports = _Reports(
            order.format, write, several=not one, in_file=bool(order.output), language=order.wanted.language
        )
        for result in _watched(
            troubles, coming, len(files) + len(troubles), seen=_is_seen(order.resume or order.output)
        ):
            known = before.files.get(result.file)
            tally.count(result, known.counts if result.unchanged and known else result.counts)
            reports.add(result)
        reports.end(tally)
    if order.resume:
        _sum_up(order.resume, tally, order.wanted.language)
    return tally.code


def _results(order: Order, files: tuple[str, ...], before: Mapping[str, Known], *, one: bool) -> Generator[Result]:
    """Give the result of every file: in the order of completion only where each line says whose it is."""
    known = {file: what.mark for file, what in before.items()}
    if one and not order.apart:
        yield from (checked_anywhere(checked, Task(file, known=known.get(file)), order.wanted) for file in files)
        return
    in_order = not order.format.streams
    yield from results(files, order.wanted, known=known, jobs=order.jobs, dask=order.dask, in_order=in_order)


@dataclass(slots=True)
class _Reports:
    """Writes reports one after the other, so that together they are one text, one list or lines of JSON."""

    format: Format
    write: Write
    several: bool
    in_file: bool
    language: str | None
    written: int = field(default=0, init=False)

    def add(self, result: Result) -> None:
        """Write one result, and say on stderr why a file was not checked."""
        if result.error:
            say(f"slasheet: {result.error}", err=True)
            # Who reads the file alone must not take it for all.
            if self.format.failure and (self.in_file or self.format.streams):
                self._write(self.format.failure(result.file, result.error))
        elif not result.unchanged:
            self._write(result.text)

    def end(self, tally: _Tally) -> None:
        """Write what comes after the last report: of a text how many files are fine, and how many are not."""
        if self.format.for_people and tally.checked + tally.failed > 1:
            self._write(_how_many(tally, self.language) + "\n")
        if self.several and self.written:
            self.write(self.format.together.closing)
        elif self.several and not tally.failed:
            self.write(self.format.together.empty)

    def _write(self, text: str) -> None:
        """Write one piece, with what stands before it and between it and the last."""
        together = self.format.together
        if not self.several:
            self.write(text)
        else:
            if together.indent:
                # No text in JSON holds a line feed.
                text = together.indent + text.rstrip("\n").replace("\n", f"\n{together.indent}")
            self.write((together.between if self.written else together.opening) + text)
        self.written += 1


@contextmanager
def _place(order: Order, before: Earlier) -> Iterator[Write]:
    """Give what writes to where the reports go."""
    if order.resume:
        with appended(order.resume, before.end) as file:
            yield lambda text: file.write(text.encode())
    elif order.output:
        with atomic_write(order.output) as draft, draft.open("w", encoding="utf-8", newline="\n") as out:
            yield out.write
    else:
        # Colours are the one thing that may steer the terminal; everything else in the text has been made harmless.
        yield lambda text: click.echo(text, nl=False)


def _is_seen(target: Path | None) -> bool:
    """Return whether the reports themselves appear on the terminal, where a bar would get among them."""
    return target is None and sys.stdout.isatty()


def _watched(failed: Iterable[Result], coming: Iterable[Result], number: int, *, seen: bool) -> Iterator[Result]:
    """Give results, those that failed at once first, with a bar on a terminal."""
    if seen or number < 2 or not steers(sys.stderr):
        yield from failed
        yield from coming
        return
    with click.progressbar(length=number, label="checking", file=sys.stderr, show_pos=True) as bar:
        for part in (failed, coming):
            for result in part:
                if result.error:
                    # The line of the bar is taken by what went wrong; the bar goes on below.
                    click.echo(_CLEAR_LINE, nl=False, err=True)
                yield result
                bar.update(1)


def _how_many(tally: _Tally, language: str | None) -> str:
    """Return how many files were fine, and how many were not."""
    with speaking(language or "en"):
        number = tally.checked + tally.failed
        files = n_("{count} workbook", "{count} workbooks", number).format(count=amount(number, "count"))
        counts = {"fine": tally.checked - tally.wrong, "wrong": tally.wrong, "failed": tally.failed}
        sentence = _("{files}: {fine} fine, {wrong} wrong, {failed} could not be checked")
        return sentence.format(files=files, **{name: amount(count, "count") for name, count in counts.items()})


def _sum_up(target: Path, tally: _Tally, language: str | None) -> None:
    """Say on stderr what was done, since the results are in the file."""
    with speaking(language or "en"):
        number = tally.checked + tally.unchanged + tally.failed
        files = n_("{count} workbook", "{count} workbooks", number).format(count=amount(number, "count"))
        sentence = _("{output}: {files}, {checked} checked now, {unchanged} unchanged, {failed} failed; {wrong} wrong")
        counts = {name: amount(getattr(tally, name), "count") for name in ("checked", "unchanged", "failed", "wrong")}
        say(sentence.format(output=target, files=files, **counts), err=True)
