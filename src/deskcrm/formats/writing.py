"""Files that are written whole or not at all, for their owner's eyes only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from deskcrm.domain.errors import UserError


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file; raises UserError where it can't be written, and what was at `path` before is still there then."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            f"“{path.name}” couldn't be written: {error.strerror or error}. Nothing was changed; "
            "choose another folder or free some space."
        ) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
