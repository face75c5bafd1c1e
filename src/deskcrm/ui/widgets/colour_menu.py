"""The menu in which the owner chooses a colour for a tag, a source or a stage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QActionGroup, QColor
from PySide6.QtWidgets import QColorDialog, QMenu, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import OWN
from deskcrm.ui.widgets import dot

Choose = Callable[[str], object]


class ColourMenu(QMenu):
    """The colours that go with the window's look, any other, or none; the present one has a ring."""

    def __init__(self, now: str, choose: Choose, parent: QWidget) -> None:
        """`now`: the colour in force as #RRGGBB, "" for none; `choose` is given the one that is chosen."""
        super().__init__(tr("Colour"), parent)
        self._now, self._choose = now.upper(), choose
        self._over = parent
        self._group = QActionGroup(self)
        for name, colour in OWN.items():
            self._offer(name, colour)
        other = self._now and self._now not in OWN.values()
        if other:
            self._offer(tr("Own colour"), self._now)
        self.addSeparator()
        self._offer(tr("No colour"), "")
        self.addAction(tr("Other colour…"), self._ask)

    def _offer(self, name: str, colour: str) -> None:
        chosen = colour == self._now
        mark = dot.icon(QColor(colour) if colour else None, chosen)
        action = self.addAction(mark, name, partial(self._choose, colour))
        action.setCheckable(True)  # which only screen readers tell: beside an icon no tick is painted
        action.setChecked(chosen)
        self._group.addAction(action)

    def _ask(self) -> None:
        choose = self._choose
        dialog = QColorDialog(QColor(self._now or OWN[tr("Teal")]), self._over)
        dialog.setWindowTitle(tr("Choose a colour"))
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.colorSelected.connect(lambda colour: choose(colour.name().upper()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
