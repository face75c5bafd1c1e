"""Juniper Bikes, a made-up bicycle shop: its customers as files from four systems that overlap and disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from deskcrm.services.samplebusiness import files
from deskcrm.services.samplebusiness.files import FILES
from deskcrm.services.samplebusiness.people import Habit, Person, Phone, System

__all__ = ["FILES", "NAME", "Habit", "Person", "Phone", "System", "Truth", "truth", "write_files"]

NAME: Final = "Juniper Bikes"


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is who in the files, so that recognition can be measured.

    `rows` leads from a file's name and the physical line on which a row begins (the header is line 1) to the number
    of the person it is about. Rows that are about nobody (blank, unreadable) are missing.
    """

    people: tuple[Person, ...]
    rows: dict[tuple[str, int], int]

    def files_of(self, person: int) -> frozenset[str]:
        """The names of the files in which a person is found."""
        return frozenset(name for (name, _), number in self.rows.items() if number == person)


def write_files(folder: Path, *, seed: int = 7, customers: int = 300, today: date | None = None) -> list[Path]:
    """Write the business into a folder and give the paths in the order in which they are best imported.

    The same seed, number of customers and day give the same bytes. Nothing is dated after `today` (default: now).
    Raises OSError where the folder can't be written.
    """
    told = files.business(seed, customers, today or date.today())
    return files.write(folder, files.sheets(told, seed))


def truth(*, seed: int = 7, customers: int = 300, today: date | None = None) -> Truth:
    """Which row of which file is about which person, for the files that `write_files` makes from the same arguments."""
    told = files.business(seed, customers, today or date.today())
    rows = {
        (sheet.name, line): person
        for sheet in files.sheets(told, seed)
        for line, person in sheet.people_by_line().items()
    }
    return Truth(told.people, rows)
