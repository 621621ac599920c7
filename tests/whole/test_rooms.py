"""What a room shows to the others is what its `__init__` lists, and what may import what is kept by a machine.

`__all__` of `slasheet/<room>/__init__.py` names the modules that stand open to other rooms, by their way from the room:
`"measure"` is `slasheet.plan.measure`, `"file.plan_file"` is `slasheet.plan.file.plan_file`. A name that is no module is
one that the `__init__` itself defines, as `recompute` does. A module that another room needs is added there; one that no
other room needs any more is taken out.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import slasheet
from tests.helpers.places import ROOT

PACKAGE = ROOT / "slasheet"
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


class Import(NamedTuple):
    """One name that a file takes from a module of another room; no room is `""`, as of `slasheet/__init__.py`."""

    file: str
    room: str
    module: str
    name: str

    @property
    def listed(self) -> str:
        """Return how `__all__` of the room has to list it: the way to the module, or a name of the room itself."""
        return self.module.partition(".")[2] or self.name


def module_of(dotted: str) -> Path | None:
    """Return the file of a module, None where there is none."""
    path = ROOT.joinpath(*dotted.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every module of ours that a file imports, with the name taken from it (`""`: the module itself)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole, "") if module_of(whole) else (node.module, alias.name)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield from ((arg.value, "") for arg in node.args if isinstance(arg, ast.Constant))


def between_rooms() -> Iterator[Import]:
    """Yield what crosses from one room into another; the face of the package takes from all of them."""
    for path in sorted(PACKAGE.rglob("*.py")):
        inside = path.relative_to(PACKAGE).parts
        own = inside[0] if len(inside) > 1 else ""
        for module, name in imports(path):
            top, _, rest = module.partition(".")
            room = rest.partition(".")[0]
            if top == "slasheet" and room in ROOMS and room != own:
                yield Import("/".join(inside), own, rest, name)
    for name, home in slasheet._HOMES.items():
        yield Import("__init__.py", "", home, name)


def needed() -> dict[str, set[str]]:
    """Return by room what its face has to list: what other rooms take from it."""
    listed: dict[str, set[str]] = defaultdict(set)
    for each in between_rooms():
        listed[each.module.partition(".")[0]].add(each.listed)
    return listed


def test_rooms_take_from_each_other_what_stands_open() -> None:
    faces = {room: set(import_module(f"slasheet.{room}").__all__) for room in ROOMS}
    hidden = [each for each in between_rooms() if each.listed not in faces[each.module.partition(".")[0]]]
    assert hidden == [], "add the module to __all__ of its room, or take what is needed from one that is there"


def test_rooms_take_nothing_private_from_each_other() -> None:
    # `_` alone is what gettext calls a text.
    names = [(each, part) for each in between_rooms() for part in (*each.module.split("."), each.name)]
    assert [each for each, part in names if part.startswith("_") and part != "_"] == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_lists_is_there_and_taken_by_another(room: str) -> None:
    listed = import_module(f"slasheet.{room}").__all__
    own = vars(import_module(f"slasheet.{room}"))
    assert [name for name in listed if not module_of(f"slasheet.{room}.{name}") and not callable(own.get(name))] == []
    assert sorted(set(listed) - needed()[room]) == [], "no other room takes these: leave them out of __all__"
    assert len(listed) == len(set(listed))


#: For each contract a file that breaks it and no other one, and what that file says.
FORBIDDEN = {
    "rooms": ("plan/plan.py", "import slasheet.report"),
    "recompute": ("recompute/log.py", "import slasheet.texts"),
    "acyclic": ("crm/learn.py", "import slasheet.crm.log"),
}


def small_house(folder: Path) -> Path:
    """Make a package of the same rooms, of two modules each, with the same contracts."""
    shutil.copy(ROOT / ".importlinter", folder)
    house = folder / "slasheet"
    for room in ROOMS:
        (house / room).mkdir(parents=True)
        for name in ("__init__", "one", "two"):
            (house / room / f"{name}.py").touch()
    for name in ("__init__", "__main__", "_version", "plan/plan", "recompute/log", "crm/learn"):
        (house / f"{name}.py").touch()
    (house / "crm/log.py").write_text("import slasheet.crm.learn\n")
    return house


def lint_imports(folder: Path) -> tuple[int, str]:
    """Run import-linter there, and return its exit code and what it says."""
    run = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_contract_about_imports_fails_when_it_is_broken(tmp_path: Path) -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    names = {name.rpartition(":")[2]: contracts[name]["name"] for name in contracts.sections() if ":" in name}
    assert names.keys() == FORBIDDEN.keys(), "a contract that nothing here breaks"
    house = small_house(tmp_path)
    code, said = lint_imports(tmp_path)
    assert code == 0, said
    for broken, (file, text) in FORBIDDEN.items():
        (house / file).write_text(f"{text}\n")
        code, said = lint_imports(tmp_path)
        (house / file).write_text("")
        assert code == 1, said
        for contract, name in names.items():
            assert f"{name} {'BROKEN' if contract == broken else 'KEPT'}" in said, said
