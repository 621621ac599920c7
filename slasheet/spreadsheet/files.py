"""Reading a file or saying in one line why not; writing it whole or not at all."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from slasheet.texts.findings import FileError

#: What openpyxl and the libraries below it raise on a damaged workbook that held nothing that could harm.
DAMAGE = (
    OSError, LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError, AssertionError, EOFError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@contextmanager
def readable(path: Path, instead: str) -> Iterator[None]:
    """Turn what keeps a file from being read into a FileError; `instead` says what to name in place of a folder."""
    try:
        if path.is_char_device() or path.is_block_device():
            message = f"{path}: is a device; name {instead}."
            raise FileError(message)
        yield
    except IsADirectoryError as error:
        message = f"{path}: is a folder; name {instead}."
        raise FileError(message) from error
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}); check the name."
        raise FileError(message) from error


@contextmanager
def atomic_write(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path to write to and put it in place of `path` at the end, or leave everything as it was.

    Raises FileError, in one line, when the folder or the file can't be written.
    """
    target = Path(path)
    if target.is_dir():
        message = f"{target}: is a folder; name a file in it."
        raise FileError(message)
    if target.exists() and not target.is_file():
        message = f"{target}: is a device, not a file; name a file."
        raise FileError(message)
    # Beside the target, so that it can take its place at one stroke; its name says whose it is should power fail. Named
    # before it is made, so that nothing is left wherever the run is stopped.
    draft = target.with_name(f".slasheet-{os.urandom(6).hex()}{target.suffix}")
    try:
        _make(draft, target)
        yield draft
        _on_disk(draft)
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
        draft.replace(target)
    except OSError as error:
        message = f"{target}: can't be written ({error.strerror or error}); close it in other programs, free some space, or choose another place."
        raise FileError(message) from error
    finally:
        with suppress(OSError):
            draft.unlink()


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a folder for files that are needed only until the end of the block; nothing of it is left, whatever happens."""
    from shutil import rmtree
    from tempfile import gettempdir

    # Named before it is made, so that it goes wherever the run is stopped.
    folder = Path(gettempdir(), f"slasheet-{os.urandom(6).hex()}")
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _make(draft: Path, target: Path) -> None:
    """Make an empty file for its owner alone. Raises FileError when that can't be done in the folder of the target."""
    try:
        draft.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        message = f"{target}: can't be written ({error.strerror}); choose another folder."
        raise FileError(message) from error


def output_differs(source: Path, output: Path, option: str = "-o") -> None:
    """Refuse to write to the file that is read."""
    if output.exists() and source.exists() and output.samefile(source):
        message = f"{output}: is the file it would be made from, which is never overwritten; choose another name with {option}."
        raise FileError(message)


def _on_disk(path: Path) -> None:
    """Wait until a file is on the disk, so that a full disk or a power failure can't leave an empty one in place of the old."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
