"""The wheel works where nothing else of the project is."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import slasheet
from tests.helpers.places import ROOT

#: Imports the package anew for every name, as an import of before may have put a submodule where the name should be.
_EACH_ALONE = """
import sys, types
for name in sys.argv[1:]:
    for module in [module for module in sys.modules if module.partition(".")[0] == "slasheet"]:
        del sys.modules[module]
    exec(f"from slasheet import {name} as found")
    print(name, type(found) is not types.ModuleType, bool(found.__doc__))
"""


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    command = [sys.executable, "-c", _EACH_ALONE, *slasheet.__all__]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == ([f"{name} True True" for name in slasheet.__all__], "")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_ships_templates_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "slasheet/py.typed" in names
    for name in ("classic", "funnel", "pipeline", "persona"):
        assert {f"slasheet/templates/{name}.toml", f"slasheet/templates/{name}.xlsx"} <= names
    assert not [name for name in names if name.startswith(("tests", "samples", "benchmarks"))]


def test_installed_in_a_fresh_environment_it_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "env"
    # The pip of here installs into it: making one of its own there takes longer than all else.
    venv.create(home, with_pip=False)
    python = str(home / "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    for arguments in (
        ["new", "-t", "persona", "--example"],
        ["check", "persona.xlsx"],
        ["export", "persona.xlsx", "-o", "p.parquet"],
    ):
        done = subprocess.run(
            [str(home / "bin/slasheet"), *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    module = subprocess.run(
        [str(home / "bin/python"), "-m", "slasheet", "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert module.stdout.startswith("slasheet ")
