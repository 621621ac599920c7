"""What importing a CRM export costs: seconds per step for a file with time stamps, beside `pandas.read_csv` alone.

From the root of the repository:

    python -m benchmarks.crm                    # 1,000,000 rows
    python -m benchmarks.crm --rows 100000
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from slasheet.crm.exports import read_exports
from slasheet.crm.log_rows import to_log
from slasheet.crm.merge_log import merged
from slasheet.crm.promise import Promise
from slasheet.plan.crm_settings import CrmSettings

REGIONS = ("North America", "EMEA", "Asia Pacific", "Latin America")
CHANNELS = ("Website form", "Content download", "Webinar", "Trade show", "Outbound calls", "Partner referral")
FIRST, AFTER = date(2027, 1, 1), date(2028, 1, 1)
SPELLINGS = {
    "ISO, commas": ("%Y-%m-%d %H:%M:%S", ",", ".", "utf-8"),
    "dotted, semicolons, Windows-1252": ("%d.%m.%Y %H:%M", ";", ",", "cp1252"),
    "offsets, tabs, UTF-16": ("%Y-%m-%dT%H:%M:%SZ", "\t", ".", "utf-16"),
    "month first, AM and PM": ("%m/%d/%Y %I:%M %p", ",", ".", "utf-8"),
}


def export(rows: int, stamp: str) -> pd.DataFrame:
    """Return leads of a year, almost every one with a creation time of its own, one in ten a customer."""
    rng = np.random.default_rng(7)
    created = pd.Series(pd.Timestamp(FIRST) + pd.to_timedelta(np.sort(rng.integers(0, 364 * 86_400, rows)), unit="s"))
    contact = (created + pd.to_timedelta(rng.exponential(15 * 3600, rows).round(), unit="s")).where(
        rng.random(rows) < 0.9
    )
    won = (created + pd.to_timedelta(rng.integers(5, 90, rows), unit="D")).where(rng.random(rows) < 0.1)
    return pd.DataFrame({
        "Record ID": 51_000_000 + np.arange(rows),
        "First Name": rng.choice(["Ada", "Jörg", "Inès", "Tomás"], rows),
        "Email": [f"lead{number}@example.com" for number in range(rows)],
        "Create Date": created.dt.strftime(stamp),
        "Original Source": rng.choice(CHANNELS, rows),
        "Region": rng.choice(REGIONS, rows),
        "Contact owner": rng.choice([f"Rep {number}" for number in range(25)], rows),
        "Number of times contacted": rng.integers(0, 9, rows),
        "First Contact Date": contact.dt.strftime(stamp),
        "Became a customer date": won.dt.strftime("%Y-%m-%d"),
        "Amount": np.round(rng.lognormal(9, 1, rows), 2),
    })  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def measure(path: Path, separator: str, encoding: str) -> dict[str, float]:
    settings = CrmSettings(timezone="Europe/Berlin")
    read, leads = timed(lambda: read_exports([path], settings))
    logging, logged = timed(lambda: to_log(leads, REGIONS, CHANNELS, FIRST, AFTER, settings, Promise()))
    merging, (rows, counts) = timed(lambda: merged(logged.rows, logged.rows))
    assert logged.read == logged.logged + sum(logged.aside.values())
    assert rows == logged.rows
    assert counts["unchanged"] == len(rows)
    bare, _ = timed(lambda: pd.read_csv(path, sep=separator, encoding=encoding))
    return {
        "read": read,
        "log": logging,
        "merge": merging,
        "together": read + logging + merging,
        "pandas.read_csv": bare,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args(arguments).rows
    with TemporaryDirectory() as folder:
        for name, (stamp, separator, decimal, encoding) in SPELLINGS.items():
            path = Path(folder) / "leads.csv"
            export(rows, stamp).to_csv(path, index=False, sep=separator, decimal=decimal, encoding=encoding)
            seconds = measure(path, separator, encoding)
            told = ", ".join(f"{step} {spent:.2f}" for step, spent in seconds.items())
            sys.stdout.write(f"{name}: {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB; seconds: {told}\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    sys.stdout.write(f"peak memory, making the files included: {peak:,.0f} MB\n")


if __name__ == "__main__":
    main()
