"""Adds workbooks up into one: checked, matched by label and month, in one currency, with what differs between them listed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from slasheet.many.fleet.result import Result
from slasheet.many.fleet.run import results
from slasheet.many.fleet.which_files import workbooks
from slasheet.many.rollup.differences import differences
from slasheet.many.rollup.group import Rollup
from slasheet.many.rollup.labels import matched
from slasheet.many.rollup.lines import lines
from slasheet.many.rollup.names import each_once, names_of
from slasheet.many.rollup.parts import LeftOut, Part, part_of
from slasheet.many.rollup.rates import Rates, currency_code, rates_of
from slasheet.many.rollup.sums import added_up
from slasheet.report.formats import Wanted, limit_of
from slasheet.texts.findings import FileError
from slasheet.texts.languages import speaking
from slasheet.texts.printable import in_one_line

__all__ = ["Rollup", "rollup"]
#: Gives the report of every file, in any order, or the error that says why it can't be read.
Checking = Callable[[Sequence[str]], Iterable[Result]]


def rollup(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    currency: str | None = None,
    rates: Sequence[str] = (),
    rates_file: str | os.PathLike[str] | None = None,
    every: bool = False,
    region_map: Mapping[str, str] | None = None,
    channel_map: Mapping[str, str] | None = None,
    language: str = "en",
    jobs: int | None = None,
    timeout: float | None = None,
    dask: str | None = None,
    checking: Checking | None = None,
) -> Rollup:
    """Check workbooks and add up those that pass; with `every` also those with errors, as far as they can be read.

    `paths` are files, folders, patterns and addresses (s3://…), each workbook of which is taken once; `jobs` is how many
    are checked at a time, by default one a core; a file that takes longer than `timeout` seconds (300) is left out;
    `dask` is the address of a scheduler. `checking` checks in another way.

    Amounts are added in `currency`, by default the one that most of them are in; `rates` say what other ones are
    worth in it (`"USD=0.92"`), `rates_file` by month. A workbook without a rate gives its leads and no amounts.
    `region_map` and `channel_map` give labels that are to be taken for others. Raises FileError when there is nothing
    to add up or a rate or currency is none.
    """
    if currency is not None:
        currency = currency_code(currency, "--currency")
    if isinstance(paths, str | os.PathLike):
        paths = (paths,)
    known = rates_of(rates, Path(rates_file) if rates_file else None, currency)
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    with speaking(language):
        files, troubles = workbooks([os.fspath(path) for path in paths])
        left_out += [_left_out(trouble) for trouble in troubles]
        check = checking or partial(results, wanted=Wanted(limit=limit_of(timeout)), jobs=jobs, dask=dask)
        for taken in _taken(each_once(files), check, every=every):
            if isinstance(taken, Part):
                parts.append(taken)
            else:
                left_out.append(taken)
        left_out.sort(key=lambda out: out.file)
        if not parts:
            raise FileError(_nothing(left_out))
        return _grouped(parts, left_out, currency, known, region_map or {}, channel_map or {}, language)


def _taken(files: Sequence[str], checking: Checking, *, every: bool) -> Iterator[Part | LeftOut]:
    """Yield what a rollup keeps of every file; the reports are let go one by one."""
    for found in checking(files):
        taken = part_of(found.report, every=every) if found.report else _left_out(found)
        # A name may hold what no file can: bytes that are no letters.
        yield taken if (name := in_one_line(taken.file)) == taken.file else replace(taken, file=name)


def _left_out(found: Result) -> LeftOut:
    return LeftOut(found.file, (found.error or "").removeprefix(f"{found.file}: "))


def _grouped(
    parts: list[Part],
    left_out: list[LeftOut],
    currency: str | None,
    rates: Rates,
    region_map: Mapping[str, str],
    channel_map: Mapping[str, str],
    language: str,
) -> Rollup:
    parts.sort(key=lambda part: (-part.leads_due, part.file))
    group = currency or _usual(parts)
    rates.refuse_gaps(
        {(code, month) for part in parts for code in part.taken_in(rates, group) for month in part.span}, group
    )
    regions = matched([part.regions for part in parts], region_map)
    channels = matched([[channel.name for channel in part.channels] for part in parts], channel_map)
    names = names_of([part.file for part in parts])
    sums = added_up(lines(part, place, group, rates, regions, channels) for place, part in enumerate(parts))
    return Rollup(
        parts=tuple(parts),
        names=names,
        left_out=tuple(left_out),
        currency=group,
        rates=rates,
        regions=regions,
        channels=channels,
        months=tuple(sorted({month for part in parts for month in part.span})),
        differences=tuple(differences(parts, names, group, rates, regions, channels, chosen=currency is not None)),
        sums=sums,
        language=language,
    )


def _usual(parts: Sequence[Part]) -> str:
    """Return the currency that most workbooks are in, of several the first by its letters."""
    counts = Counter(part.currency for part in parts)
    return min(counts, key=lambda code: (-counts[code], code))


def _nothing(left_out: Sequence[LeftOut]) -> str:
    if not left_out:
        return "no workbook is given; name files, folders or patterns as 'clients/**/*.xlsx'."
    first = left_out[0]
    return f"none of the {len(left_out)} workbooks can be added up; the first is {first.file}: {first.reason}"
