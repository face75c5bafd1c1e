"""What the owner decides about single rows of a file before it goes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Decisions:
    """Rows are named by their line in the file; what stands together (an order of several lines) by its first.

    `left_out`: rows that don't go in, and are kept with the import; `cells`: cells that are mended, by line and column
    number; `same_as`: the contact that a row is about, where the owner knows better; `waits`: what happened with people
    who are unknown here waits for them, instead of making them.
    """

    left_out: frozenset[int] = frozenset()
    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    same_as: Mapping[int, int] = field(default_factory=dict)
    waits: bool = False

    def leave_out(self, line: int, out: bool) -> Decisions:
        """A row left out, or taken in after all."""
        return replace(self, left_out=self.left_out | {line} if out else self.left_out - {line})

    def mend(self, line: int, cells: Mapping[int, str]) -> Decisions:
        """A row with these cells changed, beside those changed before."""
        return replace(self, cells={**self.cells, line: {**self.cells.get(line, {}), **cells}})

    def say_who(self, line: int, contact: int | None) -> Decisions:
        """A row that is about this contact; None leaves it to the rules again."""
        others = {other: who for other, who in self.same_as.items() if other != line}
        return replace(self, same_as=others if contact is None else {**others, line: contact})

    def mended(self, line: int, row: Sequence[str]) -> list[str]:
        """The cells of a row as the owner mended them."""
        cells = list(row)
        for number, text in self.cells.get(line, {}).items():
            cells += [""] * (number + 1 - len(cells))
            cells[number] = text
        return cells
