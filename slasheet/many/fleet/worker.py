"""A process of its own that checks file after file, so that a file that hangs or crashes takes nothing else with it.

Why not multiprocessing: its pools can't end one hung process and go on, and its processes import the user's program anew.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from slasheet.many.fleet.check_one import checked
from slasheet.many.fleet.result import Result, Task
from slasheet.report.formats import Wanted, too_long

#: After so many seconds without a file a worker ends: whoever asked has forgotten it. It is started anew when needed.
_IDLE = 600.0
_BEGIN = "import sys; sys.path[:] = {path!r}; from slasheet.many.fleet.worker import serve; serve()"
#: What is raised when the other end of a pipe is gone, perhaps in the middle of an answer.
_GONE = (EOFError, OSError, pickle.UnpicklingError)


class Crew:
    """Workers, one for each thread that asks."""

    def __init__(self) -> None:
        """Begin without any: each is started when it is first needed."""
        #: Whether nobody waits for results any more.
        self.dismissed = threading.Event()
        self._mine = threading.local()
        self._workers: list[Worker] = []

    def check(self, task: Task, wanted: Wanted) -> Result:
        """Check one file in the worker of this thread."""
        worker: Worker | None = getattr(self._mine, "worker", None)
        if worker is None:
            worker = self._mine.worker = Worker()
            self._workers.append(worker)
        return worker.check(task, wanted)

    def dismiss(self) -> None:
        """End all workers at once, whatever they are doing."""
        self.dismissed.set()
        for worker in self._workers:
            worker.dismiss()


class Worker:
    """One process, replaced when it ends: for a file that takes too long, or that crashes it."""

    def __init__(self) -> None:
        """Begin without a process: it is started with the first file."""
        self._process: subprocess.Popen[bytes] | None = None
        self._dismissed = False
        self._changing = threading.Lock()

    def check(self, task: Task, wanted: Wanted) -> Result:
        """Check one file; a second time when the worker ended, since that may have had nothing to do with the file."""
        how = "was stopped"
        for _ in range(2):
            process = self._started()
            if process is None:
                break
            began = time.monotonic()
            try:
                return _answer(process, task, wanted)
            except _GONE:
                how = self._buried(process)
            if time.monotonic() - began >= wanted.limit:
                return Result(task.file, error=too_long(task.file, wanted.limit))
        return Result(task.file, error=f"{task.file}: the process that checked it {how}, twice; check it alone.")

    def dismiss(self) -> None:
        """End the process at once, and start no other."""
        with self._changing:
            self._dismissed = True
            if self._process:
                self._process.kill()
                self._process.wait()

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self._changing:
            if self._process is None and not self._dismissed:
                self._process = subprocess.Popen(
                    # The modules that are found here are found there, however this process came by them.
                    [sys.executable, "-c", _BEGIN.format(path=sys.path)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            return None if self._dismissed else self._process

    def _buried(self, process: subprocess.Popen[bytes]) -> str:
        """Take leave of a process that ended, and return how it did."""
        with self._changing:
            self._process = None
        process.kill()
        with suppress(OSError):
            process.communicate()
        code = process.returncode
        return f"was ended by signal {-code}" if code < 0 else f"ended (exit code {code})"


def _answer(process: subprocess.Popen[bytes], task: Task, wanted: Wanted) -> Result:
    """Hand a task to a process and wait for what it makes of it."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump((task, wanted), process.stdin)
    process.stdin.flush()
    result: Result = pickle.load(process.stdout)  # noqa: S301 - from a process of our own
    return result


def serve() -> None:
    """Be the process: check what comes in on stdin, answer on stdout, and end when nobody asks any more.

    The time limit is kept by a clock inside the process that needs nothing of Python, so that it ends even when the
    program that started it has been killed.
    """
    # Whoever presses Ctrl-C stops the program that asks, which then dismisses its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        # Where memory runs out, Linux ends this process rather than the one with the results.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What anything here prints must not get among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    # The first file does not pay for it with its time.
    import_module("slasheet.checker.checker")
    while True:
        faulthandler.dump_traceback_later(_IDLE, exit=True)
        try:
            task, wanted = pickle.load(requests)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        faulthandler.dump_traceback_later(wanted.limit, exit=True)
        pickle.dump(checked(task, wanted), answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()
