"""The square of a picture that becomes a photo: moved, made larger and smaller, never outside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_LEAST: Final = 48
"""A smaller square would be a blur."""


@dataclass(frozen=True, slots=True)
class Square:
    """A square within a picture of `width` by `height` pixels: its left upper corner and its side."""

    width: int
    height: int
    x: int
    y: int
    side: int

    @classmethod
    def middle(cls, width: int, height: int) -> Square:
        """Return the largest square there is, around the middle."""
        side = min(width, height)
        return cls(width, height, (width - side) // 2, (height - side) // 2, side)

    @property
    def most(self) -> int:
        """The side of the largest square."""
        return min(self.width, self.height)

    def moved(self, right: int, down: int) -> Square:
        """Return it further on, as far as the picture goes."""
        return self._at(self.x + right, self.y + down, self.side)

    def grown(self, by: int) -> Square:
        """Return it larger (smaller where negative) around its own middle."""
        side = self._fitting(self.side + by)
        return self._at(self.x + (self.side - side) // 2, self.y + (self.side - side) // 2, side)

    def stretched(self, left: bool, top: bool, by: int) -> Square:
        """Return it larger by dragging one corner; the corner across stays where it is."""
        room_x = self.x + self.side if left else self.width - self.x
        room_y = self.y + self.side if top else self.height - self.y
        side = min(self._fitting(self.side + by), room_x, room_y)
        x = self.x + self.side - side if left else self.x
        y = self.y + self.side - side if top else self.y
        return self._at(x, y, side)

    def _fitting(self, side: int) -> int:
        return max(min(side, self.most), min(_LEAST, self.most))

    def _at(self, x: int, y: int, side: int) -> Square:
        return Square(
            self.width, self.height, max(0, min(x, self.width - side)), max(0, min(y, self.height - side)), side
        )
