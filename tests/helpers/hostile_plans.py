"""Plan files that nobody writes but to do harm, or by mistake: each with the words of the line that it gets."""

from __future__ import annotations

from collections.abc import Callable

SIZE = 4_900_000
HEAD = '[regions]\nnames = ["A"]\n[[channels]]\nname = "Web"\n'
DEEP, MANY = "more than 20 levels", "more tables, dotted names or digits in a row"


def plan_of(regions: int, channels: int) -> str:
    """Return a plan file with so many regions and channels."""
    names = ", ".join(f'"R{n}"' for n in range(regions))
    return f"[regions]\nnames = [{names}]\n" + "".join(f'[[channels]]\nname = "C{n}"\n' for n in range(channels))


def numbered(pattern: str, joint: str = "") -> str:
    """Return as many copies of a pattern as make a few MB, each with its number in place of a `~`."""
    return joint.join(pattern.replace("~", str(n)) for n in range(SIZE // (len(pattern) + len(joint) + 5)))


PLAN_FILES: dict[str, tuple[Callable[[], str], str]] = {
    "10,000 regions": (lambda: plan_of(10_000, 2), "more than the 3,000,000 that a workbook may have"),
    "1,000 regions and channels": (lambda: plan_of(1_000, 1_000), "more than the 3,000,000"),
    "400,000 regions": (lambda: f'[regions]\nnames = [{numbered(chr(34) + "r~" + chr(34), ",")}]\n[[channels]]\nname = "a"', "more than the 3,000,000"),
    "100,000 channels": (lambda: plan_of(1, 100_000), "more than the 3,000,000"),
    "6 MB": (lambda: "#" * 6_000_000, "has 6 MB, more than the 5 that are read"),
    "brackets": (lambda: "a = " + "[" * SIZE, DEEP),
    "tables in tables": (lambda: "a = " + "{a = " * 21, DEEP),
    "a dotted name": (lambda: "a." * (SIZE // 2) + "a = 1", DEEP),
    "dotted names": (lambda: numbered("a~.b.c.d.e.f.g.h.i.j = 1\n"), MANY),
    "tables": (lambda: numbered("[a~]\n"), MANY),
    "digits": (lambda: "months = " + "9" * SIZE, MANY),
    "a text without end": (lambda: 'title = """' + '\\"""' * (SIZE // 4), "not a TOML file"),
    "unknown keys": (lambda: numbered("a~ = 1\n"), "has more than 1000 problems"),
    "unknown labels": (lambda: f"{HEAD}[inputs]\ndeal_size = {{{numbered('b~=1', ',')}}}", "has more than 1000 problems"),
    "rows that are none": (lambda: f"{HEAD}[inputs]\nlead_log = [{numbered('{x=~}', ',')}]", "has more than 1000 problems"),
    "a long key": (lambda: "x" * SIZE + " = 1", "unknown key"),
    "an error value for a label": (lambda: plan_of(2, 1).replace("R1", "#N/A"), "is an error value"),
}  # fmt: skip
