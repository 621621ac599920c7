"""Mutate workbooks for as long as asked, and keep each that ends in anything but a report or one line.

python -m tests.helpers.fuzz --seconds 600 --seed 7 --keep found/
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.fuzz.run import run


def main() -> None:
    """Run, print what was found and how much ran, and end with 1 when anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="where to begin; the same seed gives the same files")
    parser.add_argument("--keep", type=Path, help="folder to put the files in that were not dealt with")
    asked = parser.parse_args()
    end = time.monotonic() + asked.seconds
    found = 0
    with TemporaryDirectory() as folder:
        number = asked.seed * 1_000_000
        first = number
        while time.monotonic() < end:
            path = Path(folder, "book.xlsx")
            for told in run(number, path):
                found += 1
                print(f"{number}: {told[:500]}", flush=True)
                if asked.keep:
                    asked.keep.mkdir(exist_ok=True)
                    (asked.keep / f"{number}.xlsx").write_bytes(path.read_bytes())
            number += 1
    print(f"{number - first} workbooks, {found} faults")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
