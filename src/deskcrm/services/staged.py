"""What staging works with: the units of a file, and what can become of one."""

from __future__ import annotations

from dataclasses import dataclass

from deskcrm.domain.taking.taken import Taken

CREATED, UPDATED, ATTACHED, UNCHANGED, PROBLEM = "created", "updated", "attached", "unchanged", "problem"
WAITING, LEFT_OUT = "waiting", "left_out"


@dataclass(slots=True)
class Unit:
    """What stands together in a file: one row, or the rows of one order."""

    lines: list[int]
    rows: list[list[str]]
    taken: Taken
    key: str = ""
    said: bytes = b""  # its data, as kept
    raw: bytes | None = None  # its cells, as kept with the version
    digest: int = 0
