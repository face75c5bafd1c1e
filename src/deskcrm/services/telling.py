"""What staging tells of the rows of a file: the figures, the problem rows, and, for a preview, each row."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.recognition import name_of
from deskcrm.domain.views import ImportCounts, Problem
from deskcrm.services.staged import ATTACHED, CREATED, LEFT_OUT, PROBLEM, UNCHANGED, UPDATED, WAITING, Unit
from deskcrm.store.scratch import Scratch

_SHOWN: Final = ("kind", "at", "title", "text", "amount", "currency", "status")


class Teller:
    """Counts the rows of one file. `every_row`: each is noted in the scratch file, for `services/preview` to show."""

    def __init__(self, file: str, scratch: Scratch, *, every_row: bool) -> None:
        self.counts: Counter[str] = Counter()
        self.problems: list[Problem] = []
        self._file = file
        self._scratch = scratch
        self._every_row = every_row
        self._number = 0

    def figures(self) -> ImportCounts:
        """The figures so far."""
        counts = self.counts
        return ImportCounts(
            counts["rows"], counts[CREATED], counts[UPDATED], counts[ATTACHED], counts[UNCHANGED],
            counts["activities"], counts[PROBLEM], counts[WAITING], counts[LEFT_OUT],
        )  # fmt: skip

    def tell(self, unit: Unit, how: str, contact: int, record: int = 0, version: int = 0, by: str = "") -> int:
        """Counts a unit that is taken in; further lines of it change nothing. Answers where it is told of."""
        self.counts[how] += 1
        self.counts[UNCHANGED] += len(unit.lines) - 1
        return self._note(unit, how, contact, record, version, why=by)

    def refuse(self, unit: Unit, how: str, header: str, value: str, why: str) -> None:
        """Counts a unit of which no line is taken in."""
        self.counts[how] += len(unit.lines)
        if how != LEFT_OUT:
            self.problems += [Problem(self._file, line, header, value, why) for line in unit.lines]
        self._note(unit, how, 0, field=header, value=value, why=why)

    def retell(self, told: int, before: str, how: str, contact: int) -> None:
        """Corrects what was told of a unit."""
        self.counts[before] -= 1
        self.counts[how] += 1
        if told:
            self._scratch.amend("told", told, how=how, contact=contact, why="")

    def _note(
        self, unit: Unit, how: str, contact: int, record: int = 0, version: int = 0, *,
        field: str = "", value: str = "", why: str = "",
    ) -> int:  # fmt: skip
        if not self._every_row:
            return 0
        self._number += 1
        text = fold(" ".join(cell for row in unit.rows for cell in row))
        self._scratch.add(
            "told", self._number, unit.lines[0], how, name_of(unit.taken.data), contact, record, version, field, value,
            why, _happened(unit.taken.activity), text,
        )  # fmt: skip
        return self._number


def _happened(activity: dict[str, Any] | None) -> str | None:
    if activity is None:
        return None
    return orjson.dumps({key: activity[key] for key in _SHOWN if key in activity}).decode()
