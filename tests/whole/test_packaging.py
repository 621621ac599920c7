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


@pytest.mark.parametrize("name", slasheet.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    # As a process of its own: an import of before may have put a submodule where the name should be.
    code = f"from slasheet import {name} as found; import types; print(type(found) is not types.ModuleType, bool(found.__doc__))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == (["True", "True"], "")


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
    venv.create(home, with_pip=True)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
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
