"""What staging works with: the units of a file, and the records that it spoke of already."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Seen:
    """A record that an earlier row of this file spoke of; `versions` by digest."""

    record: int
    contact: int
    versions: dict[int, int]
    latest: int
    root: int = 0
    known_latest: int = 0  # the digest that the workspace heard last
    last_file: frozenset[int] | set[int] = frozenset()  # the versions of the last file that spoke of it
    before: int | None = None  # the latest digest that the workspace has, where this file said another one of its last
    silent: set[int] = field(default_factory=set)  # the versions of a live record that undone imports alone said
    told: int = 0  # where the preview tells of its first row
    told_last: int = 0
    decided: bool = False  # the owner said whose it is
