"""What the README shows is what the program does: every console block is run, every line compared.

`python -m tests.whole.test_docs` runs the blocks and writes what they print into the README.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.places import ROOT

README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_PYTHON = re.compile(r"```python\n(.*?)```\n\nprints\n\n```text\n(.*?)```", re.DOTALL)


def run(command: str, folder: Path) -> str:
    """Run a command line as the README's reader would, and return what it prints to either stream."""
    paths = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    done = subprocess.run(  # noqa: S602 - the commands are those of the README
        command,
        shell=True,
        cwd=folder,
        env=os.environ | paths,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return "".join(line.rstrip() + "\n" for line in done.stdout.splitlines())


def replayed(text: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every console block with what its commands really print; `cat` writes the file that the README shows."""
    for match in _BLOCK.finditer(text):
        made = []
        for part in re.split(r"^(?=\$ )", match[1], flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            name = re.fullmatch(r"\$ cat (\S+)", command)
            if name:
                (folder / name[1]).write_text(shown)
            made.append(command + "\n" + (shown if name else run(command[2:], folder)))
        yield match[1], "".join(made)


def prepared(folder: Path) -> Path:
    """Give a folder the samples that the README speaks of."""
    (folder / "samples").symlink_to(ROOT / "samples")
    return folder


def test_the_readme_shows_what_the_commands_print(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    for shown, real in replayed(text, prepared(tmp_path)):
        assert shown == real, "run: python -m tests.whole.test_docs"
    code, printed = _PYTHON.findall(text)[0]
    (tmp_path / "example.py").write_text(code)
    assert run(f"{sys.executable} example.py", tmp_path) == printed


@pytest.mark.parametrize(
    "path",
    sorted([README, ROOT / "CHANGELOG.md", ROOT / "samples/README.md", *ROOT.glob("docs/*.md")]),
    ids=lambda p: p.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


def main() -> None:
    """Write what the commands print into the README."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for shown, real in list(replayed(text, prepared(Path(folder)))):
            text = text.replace(shown, real, 1)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
