"""From many workbooks to what was found in each, as it is found: on the cores of this machine, or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import MappingProxyType

from slasheet.many.fleet.check_one import checked_anywhere
from slasheet.many.fleet.result import Result, Task
from slasheet.many.fleet.stream import stream
from slasheet.many.fleet.which_files import whole, workbooks
from slasheet.many.fleet.worker import Crew
from slasheet.report.formats import Wanted, limit_of

#: How many files are under way or waiting to be told, for each that is being checked: in the order given, one slow file
#: holds back the others only after that many.
_AHEAD = 8
_NOTHING: Mapping[str, str] = MappingProxyType({})


def check_all(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    language: str | None,
    jobs: int | None,
    timeout: float | None,
    dask: str | None,
) -> Generator[Result]:
    """Give the report or the error of every workbook that is meant, as each is done."""
    if isinstance(paths, str | os.PathLike):
        paths = (paths,)
    files, troubles = workbooks([os.fspath(path) for path in paths])
    yield from troubles
    yield from results(files, Wanted(language=language, limit=limit_of(timeout)), jobs=jobs, dask=dask)


def results(
    files: Sequence[str],
    wanted: Wanted,
    *,
    known: Mapping[str, str] = _NOTHING,
    jobs: int | None = None,
    dask: str | None = None,
    in_order: bool = False,
) -> Generator[Result]:
    """Check many files in parallel and give each result as it comes, or in the order given.

    Files are handed out one by one: a check takes hundreds of times what handing over takes, so that larger portions
    would only make the cores wait for one another at the end. `known` holds the marks of files checked before. On a
    cluster files go by their whole path, since it works in another folder. Raises FileError when it does not answer.
    """
    if dask:
        from slasheet.many.fleet.dask import checked_on_cluster, dask_cluster

        tasks = (_task(whole(file), known) for file in files)
        with dask_cluster(dask) as (pool, threads, refuse_gone):
            work = partial(checked_on_cluster, wanted=wanted)
            yield from stream(pool, work, tasks, _AHEAD * threads, in_order=in_order, refuse_gone=refuse_gone)
        return
    workers = max(1, min(jobs or cores(), len(files)))
    crew = Crew()
    with ThreadPoolExecutor(workers, "slasheet") as local_threads:
        try:
            work = partial(checked_anywhere, crew.check, wanted=wanted, over=crew.dismissed)
            tasks = (_task(file, known) for file in files)
            yield from stream(local_threads, work, tasks, _AHEAD * workers, in_order=in_order)
        finally:
            crew.dismiss()


def _task(file: str, known: Mapping[str, str]) -> Task:
    return Task(file, known=known.get(file))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
