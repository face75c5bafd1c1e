"""`IdSet`: a set of ids that takes a bit each where they lie close together, for imports of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableSet
from typing import Final

_PAGE: Final = 10
"""Ids with the same bits above these ten share a number, of 1,024 bits: large ones are slow to change."""
_WITHIN: Final = (1 << _PAGE) - 1


class IdSet(MutableSet[int]):
    """Ids, and signed references to new things; they come in ascending order.

    A million of them take a third of a megabyte, where a set of Python's takes sixty.
    """

    __slots__ = ("_pages",)

    def __init__(self, values: Iterable[int] = ()) -> None:
        self._pages: dict[int, int] = {}
        self.update(values)

    def add(self, value: int) -> None:
        """Puts an id in."""
        page = value >> _PAGE
        self._pages[page] = self._pages.get(page, 0) | 1 << (value & _WITHIN)

    def discard(self, value: int) -> None:
        """Takes an id out, if it is there."""
        page = value >> _PAGE
        left = self._pages.get(page, 0) & ~(1 << (value & _WITHIN))
        if left:
            self._pages[page] = left
        else:
            self._pages.pop(page, None)

    def update(self, values: Iterable[int]) -> None:
        """Puts all of these in."""
        if isinstance(values, IdSet):
            for page, bits in values._pages.items():
                self._pages[page] = self._pages.get(page, 0) | bits
        else:
            for value in values:
                self.add(value)

    def without(self, other: IdSet) -> IdSet:
        """Those that the other one does not have."""
        left = IdSet()
        for page, bits in self._pages.items():
            if rest := bits & ~other._pages.get(page, 0):
                left._pages[page] = rest
        return left

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, int):
            return False
        return bool(self._pages.get(value >> _PAGE, 0) >> (value & _WITHIN) & 1)

    def __iter__(self) -> Iterator[int]:
        for page in sorted(self._pages):
            bits, first = self._pages[page], page << _PAGE
            while bits:
                lowest = bits & -bits
                yield first + lowest.bit_length() - 1
                bits ^= lowest

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self._pages.values())

    def __bool__(self) -> bool:
        return bool(self._pages)

    def packed(self) -> dict[str, str]:
        """As JSON can have it."""
        return {str(page): f"{bits:x}" for page, bits in self._pages.items()}

    @classmethod
    def unpacked(cls, packed: Mapping[str, str]) -> IdSet:
        """What was packed."""
        found = cls()
        found._pages = {int(page): int(bits, 16) for page, bits in packed.items()}
        return found
