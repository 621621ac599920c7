"""A Dask cluster as what runs the checks: the engine is Dask's, ours is only the function that checks one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from slasheet.many.fleet.anywhere import checked_anywhere
from slasheet.many.fleet.result import Result, Task
from slasheet.many.fleet.worker import Crew
from slasheet.report.formats import Wanted
from slasheet.texts.findings import FileError

#: How long a scheduler may take to answer, in seconds.
_PATIENCE = 15
#: The processes that check files within a worker of Dask's, one for each of its threads: a file that hangs or crashes
#: takes none of Dask's workers with it, which is more than Dask could do about a hanging one.
_CREW = Crew()


@contextmanager
def dask_cluster(address: str) -> Iterator[tuple[Executor, int, Callable[[], None]]]:
    """Give the executor of the cluster whose scheduler is at an address, how many threads it has, and what raises once it is gone.

    Raises FileError when Dask is not installed or nobody answers there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        message = f"--dask {address}: needs Dask; run: pip install 'slasheet[dask]'"
        raise FileError(message) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"--dask {address}: no scheduler of Dask answers there; start one with: dask scheduler"
        raise FileError(message) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            message = f"--dask {address}: has no worker; start one with: dask worker {address}"
            raise FileError(message) from error

        def still_there() -> None:
            if client.status != "running":
                message = f"--dask {address}: the scheduler is gone; start it again and repeat the command (with --resume, what is done is not done again)."
                raise FileError(message)

        # Not pure: a file may have changed since another run asked about it.
        yield client.get_executor(pure=False), max(1, sum(client.nthreads().values())), still_there


def checked_there(task: Task, wanted: Wanted) -> Result:
    """Check one file on a worker of Dask's."""
    return checked_anywhere(_CREW.check, task, wanted)
