"""The time that a file may take in this process: a file of many has a process of its own, which can be ended."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from slasheet.texts.findings import FileError


@contextmanager
def time_limit(seconds: float, message: str) -> Iterator[None]:
    """Raise FileError within the block once it has taken so long; what it has begun to write is taken away as ever.

    A clock of the system interrupts the work, where it has one (`SIGALRM`), else a thread (on Windows). A thread other
    than the main one can't be interrupted: there the block takes what it takes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    end = time.monotonic() + seconds
    number = getattr(signal, "SIGALRM", signal.SIGINT)

    def over(_number: int, _frame: FrameType | None) -> Any:
        if time.monotonic() < end:
            # Somebody pressed Ctrl-C.
            raise KeyboardInterrupt
        raise FileError(message)

    before = signal.signal(number, over)
    stop = _started(number, seconds)
    try:
        yield
    finally:
        stop()
        signal.signal(number, before)


def _started(number: signal.Signals, seconds: float) -> Any:
    """Start the clock that gives a signal after so long, and return what stops it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return lambda: signal.setitimer(signal.ITIMER_REAL, 0)
    from _thread import interrupt_main

    clock = threading.Timer(seconds, interrupt_main, (number,))
    clock.daemon = True
    clock.start()
    return clock.cancel
