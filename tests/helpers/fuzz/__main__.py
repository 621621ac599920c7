"""Mutate workbooks for as long as asked, and keep each that ends in anything but a report or one line.

python -m tests.helpers.fuzz --seconds 600 --seed 7 --keep found/
python -m tests.helpers.fuzz --what commands --seconds 600
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.helpers.fuzz.hunt import hunt
from tests.helpers.fuzz.run import run, run_meaning

#: What is judged of a number: its workbook broken as a file, or well formed and not what it says, or what every command
#: that reads makes of one and of odd exports.
KINDS = {
    "files": lambda number, folder: run(number, folder / "book.xlsx"),
    "meaning": lambda number, folder: run_meaning(number, folder / "book.xlsx"),
    "commands": hunt,
}


def main() -> None:
    """Run, print what was found and how much ran, and end with 1 when anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.helpers.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--what", choices=KINDS, default="files", help="what to try (default: files)")
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="where to begin; the same seed gives the same files")
    parser.add_argument("--keep", type=Path, help="folder to put the files in that were not dealt with")
    asked = parser.parse_args()
    end = time.monotonic() + asked.seconds
    found = 0
    number = first = asked.seed * 1_000_000
    while time.monotonic() < end:
        with TemporaryDirectory() as place:
            folder = Path(place)
            for told in KINDS[asked.what](number, folder):
                found += 1
                print(f"{number}: {told[:500]}", flush=True)
                if asked.keep:
                    shutil.copytree(folder, asked.keep / str(number), dirs_exist_ok=True)
        number += 1
    print(f"{number - first} {asked.what}, {found} faults")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
