"""What tests of Today look at, and how they find it: lines, menus and dialogs by what a screen reader says."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from deskcrm.services import reads
from deskcrm.ui.screens.today_parts.view import TodayView

Key = Qt.Key


def day(ahead: int) -> str:
    return (date.today() + timedelta(days=ahead)).isoformat()


def named(root: QWidget, name: str, kind: type[QWidget] = QWidget) -> QWidget:
    """The widget in sight that a screen reader calls so."""
    (found,) = [w for w in root.findChildren(kind) if w.accessibleName() == name and w.isVisibleTo(root)]
    return found


def lines(view: TodayView) -> list[str]:
    role = Qt.ItemDataRole.AccessibleTextRole
    return [view.today.data(view.today.index(n, 0), role) for n in range(view.today.rowCount())]


def at(view: TodayView, title: str) -> None:
    """Puts the cursor on the line with this title."""
    number = next(n for n, row in enumerate(view.today.rows) if row.line is not None and row.line.title == title)
    view.setCurrentIndex(view.today.index(number, 0))


def titles(workspace) -> list[str]:
    return [task.title for task in reads.tasks(workspace)]


def menu_of(qtbot, owner: QWidget) -> QMenu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def dialog(qtbot, title: str) -> QDialog:
    def shown() -> list[QDialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]

    qtbot.waitUntil(lambda: [w.accessibleName() for w in shown()] == [title])
    return shown()[0]
