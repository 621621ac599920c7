"""Every rule is among those that a check goes through."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

from slasheet.checker import rules


def test_no_rule_is_forgotten() -> None:
    modules = [import_module(f"{rules.__name__}.{path.stem}") for path in Path(rules.__path__[0]).glob("*.py")]
    written = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and list(function.__annotations__.values()) == ["Reading", "Results", "Iterator[Finding]"]
    }
    assert {rule.__name__ for rule in written} == {rule.__name__ for rule in rules.RULES}
    assert len(rules.RULES) == len(set(rules.RULES))
