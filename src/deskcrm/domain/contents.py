"""What a workspace file holds, in figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Oldest:
    """The oldest thing that a workspace knows of somebody: when it was (ISO 8601), what, and with whom."""

    at: str
    kind: str  # a key of activities.KINDS
    title: str
    contact: int
    name: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a workspace file; `bytes` is what it takes on the disk, `files` are photos and attachments."""

    path: str
    name: str
    bytes: int
    people: int
    companies: int
    removed: int
    activities: int
    tasks: int
    imports: int
    sources: int
    operations: int
    files: int
    file_bytes: int
    begun_at: str | None  # the first operation of its history
    oldest: Oldest | None
