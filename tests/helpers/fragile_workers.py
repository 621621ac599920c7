"""Worker processes in which files of certain names do what no file should be able to do: hang, crash, eat all memory.

`fragile(folder)` gives what to put before PYTHONPATH, so that every new process is such a worker.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.helpers.places import ROOT

_SITECUSTOMIZE = """
import os, re, signal, time
from pathlib import Path
import slasheet.checker.checker as checking

really = checking.check

def check(path, language):
    name = Path(path).stem
    if name.startswith("hangs"):
        re.match("(a+)+$", "a" * 60 + "b")  # never lets go of the interpreter
    if name.startswith("crashes"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name.startswith("exits"):
        os._exit(3)
    if name.startswith("memory"):
        raise MemoryError
    if name.startswith("mistake"):
        raise ZeroDivisionError("two\\nlines")
    if name.startswith("once"):
        mark = Path(path).with_suffix(".seen")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("slow"):
        time.sleep(1)
    return really(path, language)

checking.check = check
"""


def fragile(folder: Path) -> str:
    """Write the module that Python imports at its start, and return the PYTHONPATH with it."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SITECUSTOMIZE)
    return os.pathsep.join((str(folder), str(ROOT), os.environ.get("PYTHONPATH", "")))
