"""Files that are written whole or not at all, for their owner's eyes only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from deskcrm.domain.errors import UserError
from deskcrm.languages import tr


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to be written, which takes its name when all of it is on the disk.

    Raises UserError where it can't be written; what was at `path` before is still there then, as after any error.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "w+b") as file:  # noqa: PTH123 - a descriptor
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            tr(
                "“{name}” couldn't be written: {why}. Nothing was changed; choose another folder or free some space.",
                name=path.name,
                why=error.strerror or error,
            )
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file from its pieces. Raises UserError as `whole_file` does."""
    with whole_file(path) as file:
        file.writelines(pieces)


def _sync_folder(folder: Path) -> None:
    """Make the new name as lasting as the content, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
