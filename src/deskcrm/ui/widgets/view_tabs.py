"""The saved views of a list as tabs: chosen, dragged to another place, and asked what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Type, theme
from deskcrm.ui.widgets.basic import tip

if TYPE_CHECKING:
    from deskcrm.services.views import View

ALL: Final = 0
"""The first tab, which shows everybody and stays where it is."""

_WIDEST: Final = 200


class ViewTabs(QTabBar):
    """Left and Right choose, with Ctrl+Shift they move a tab; F2 renames, Delete deletes, the menu key shows all."""

    chosen = Signal(int)
    """A view's id; `ALL` for all."""

    ordered = Signal(object)
    """The ids of the views in the owner's new order."""

    menu_asked = Signal(int, object)
    rename_asked = Signal(int)
    delete_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self.setAccessibleName(tr("Views"))
        self.setFont(theme().font(Type.BODY, Type.MEDIUM))
        self.setIconSize(QSize(Size.ICON, Size.ICON))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.currentChanged.connect(self._chosen)
        self.tabMoved.connect(lambda _from, _to: QTimer.singleShot(0, self, self._moved))
        self.customContextMenuRequested.connect(self._menu_at)
        self._views: list[int] = []

    def show_views(self, views: Sequence[View], current: int) -> None:
        """Show these views, All before them, and which of them is the current one."""
        self._showing = True
        while self.count():
            self.removeTab(self.count() - 1)
        self._put(ALL, tr("All"), "users")
        for view in views:
            self._put(view.id, view.name, view.icon)
        self._views = [view.id for view in views]
        self.setCurrentIndex(max(self.ids.index(current) if current in self.ids else 0, 0))
        self._showing = False

    def _put(self, view: int, name: str, icon: str) -> None:
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
        tab = self.addTab(theme().icon(icon, "muted", checked="accent"), short.replace("&", "&&"))
        self.setTabData(tab, view)
        self.setTabToolTip(tab, tip(name))
        self.setAccessibleTabName(tab, name)

    @property
    def ids(self) -> list[int]:
        """The views in the order of their tabs."""
        return [self.tabData(tab) for tab in range(self.count())]

    @property
    def current(self) -> int:
        """The view whose tab is the current one."""
        return int(self.tabData(self.currentIndex()) or ALL)

    def step(self, way: int) -> None:
        """Go to the next view (1) or the one before (-1), round and round."""
        self.setCurrentIndex((self.currentIndex() + way) % self.count())

    def shift(self, way: int) -> None:
        """Move the current tab by one place."""
        here, there = self.currentIndex(), self.currentIndex() + way
        if here > 0 and 0 < there < self.count():
            self.moveTab(here, there)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key, held = event.key(), event.modifiers()
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and held & both == both:
            self.shift(-1 if key == Qt.Key.Key_Left else 1)
        elif key == Qt.Key.Key_F2 and self.current != ALL:
            self.rename_asked.emit(self.current)
        elif key == Qt.Key.Key_Delete and self.current != ALL:
            self.delete_asked.emit(self.current)
        elif key == Qt.Key.Key_Menu:
            self._menu_at(self.tabRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def _chosen(self, tab: int) -> None:
        if not self._showing and tab >= 0:
            self.chosen.emit(int(self.tabData(tab)))

    def _moved(self) -> None:
        """Tell of the new order; All goes back to the front."""
        ids = self.ids
        if ids[0] != ALL:
            self.moveTab(ids.index(ALL), 0)
            return
        if ids[1:] != self._views:
            self._views = ids[1:]
            self.ordered.emit(ids[1:])

    def _menu_at(self, at: QPoint) -> None:
        tab = self.tabAt(at)
        if tab >= 0:
            self.menu_asked.emit(int(self.tabData(tab)), self.mapToGlobal(at))
