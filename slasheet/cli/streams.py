"""What a run is given by the system: streams that may be closed or take few letters, and signals that end it early."""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper
from types import FrameType
from typing import NoReturn, TextIO

#: What a kill or a closed terminal sends; Ctrl+C comes as KeyboardInterrupt.
_ENDING = ("SIGTERM", "SIGHUP")
#: What shells add to the number of a signal to give an exit code.
_BY_SIGNAL = 128
#: The exit code of who wrote to a pipe that nobody reads any more (SIGPIPE).
NOBODY_READS = _BY_SIGNAL + 13


def prepare_streams() -> None:
    """Let both streams be there and take every letter: what goes into a file or to another program is UTF-8."""
    # Python has none for a stream that was closed. Results that can't be printed are a failure, so printing fails;
    # what is said beside them is lost without one.
    if sys.stdout is None:
        sys.stdout = _opened(os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _opened(os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def _opened(mode: int) -> TextIOWrapper:
    return TextIOWrapper(os.fdopen(os.open(os.devnull, mode), "wb"), encoding="utf-8", line_buffering=True)


def end_when_told() -> None:
    """Let a signal that ends the run do so by way of every `finally`, so that no draft is left."""
    for name in _ENDING:
        known = getattr(signal, name, None)
        # Who is to go on when the terminal is closed (nohup) ignores that.
        if known is not None and signal.getsignal(known) != signal.SIG_IGN:
            signal.signal(known, _end)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    # One is enough: what is under way is tidied up.
    signal.signal(number, signal.SIG_IGN)
    sys.exit(_BY_SIGNAL + number)


def give_up_stdout() -> None:
    """Let nothing more be written to stdout, not even what waits there: it would fail again as the run ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def steers(stream: TextIO) -> bool:
    """Return whether a stream is a terminal in which the cursor can be moved."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_colours(stream: TextIO) -> bool:
    """Return whether colours are shown and wanted (https://no-color.org)."""
    return steers(stream) and not os.environ.get("NO_COLOR")
