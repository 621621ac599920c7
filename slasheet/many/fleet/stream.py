"""From tasks to results as they come, a bounded number of them under way at any time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice

from slasheet.many.fleet.result import Result, Task
from slasheet.texts.printable import in_one_line

#: How often, in seconds, somebody who waits for results looks whether there still is anyone to give them.
_LOOK = 5.0


def stream(
    pool: Executor,
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    most: int,
    *,
    in_order: bool,
    refuse_gone: Callable[[], object] = bool,
) -> Generator[Result]:
    """Give the result of every task: as each is done, or in the order of the tasks.

    No more than `most` are under way or done and not yet taken, so that memory does not grow with their number.
    `refuse_gone` raises what is to be said when whoever works has gone for good.
    """
    coming = iter(tasks)
    pending: dict[Future[Result], Task] = {}
    try:
        while True:
            for task in islice(coming, most - len(pending)):
                pending[pool.submit(work, task)] = task
            if not pending:
                return
            first = [next(iter(pending))] if in_order else pending
            while not (done := list(wait(first, _LOOK, return_when=FIRST_COMPLETED).done)):
                refuse_gone()
            while done:
                future = done.pop()
                yield _result(future, pending.pop(future), refuse_gone)
                # What was taken is not kept while the others come.
                del future
    finally:
        for future in pending:
            future.cancel()


def _result(future: Future[Result], task: Task, refuse_gone: Callable[[], object]) -> Result:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - what an engine makes of a lost worker is its own
        refuse_gone()
        why = in_one_line(f"{type(error).__name__}: {error}")
        return Result(task.file, error=f"{task.file}: was not checked ({why}); check it again.")
