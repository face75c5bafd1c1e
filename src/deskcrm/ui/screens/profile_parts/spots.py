"""Where the owner was in each profile, so that going to a company and back loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea

_MOST: Final = 50


class _Spot(NamedTuple):
    loaded: int
    row: int
    rolled: tuple[int, ...]


class Spots(QObject):
    """How much of each timeline was loaded, which line was chosen, and how far each part was rolled."""

    def __init__(self, view: QAbstractItemView, areas: Sequence[QAbstractScrollArea]) -> None:
        super().__init__(view)
        self._view = view
        self._bars = [area.verticalScrollBar() for area in areas]
        self._spots: dict[int, _Spot] = {}

    def keep(self, contact: int, loaded: int) -> None:
        """Note where the owner is in a profile of which so many entries are loaded."""
        self._spots.pop(contact, None)
        self._spots[contact] = _Spot(loaded, self._view.currentIndex().row(), tuple(bar.value() for bar in self._bars))
        for oldest in list(self._spots)[:-_MOST]:
            del self._spots[oldest]

    def loaded(self, contact: int | None, least: int) -> int:
        """How many entries to load of a profile that is opened."""
        return max(least, self._spots[contact].loaded) if contact in self._spots else least

    def come_back(self, contact: int) -> None:
        """Go to where the owner was, once the profile that is shown has its layout; to no place the first time."""
        spot = self._spots.pop(contact, None)
        if spot is not None:
            QTimer.singleShot(0, self, partial(self._go, spot))

    def _go(self, spot: _Spot) -> None:
        model = self._view.model()
        self._view.setCurrentIndex(model.index(spot.row, 0))
        for bar, value in zip(self._bars, spot.rolled, strict=True):
            bar.setValue(value)
