"""The small menu that asks until when something is put off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from deskcrm.domain.tasks import put_off
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.widgets.day_menu import pick_day

_LETTERS: Final = {
    tr("This afternoon"): tr("This &afternoon"),
    tr("This evening"): tr("This &evening"),
    tr("Tomorrow"): tr("&Tomorrow"),
    tr("In 3 days"): tr("In &3 days"),
    tr("Next week"): tr("Next &week"),
}
"""Which letter chooses what."""


def ask_until(parent: QWidget, at: QPoint, then: Callable[[str], object], now: datetime | None = None) -> QMenu:
    """Ask until when, and call `then` with the day or moment (ISO 8601)."""
    menu = QMenu(tr("Until when?"), parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(tr("Until when?"))
    now = now or datetime.now()
    for label, moment in put_off(now):
        shown = words.due(moment, now.date()) if label != tr("Tomorrow") else words.day(moment, now.date())
        hint = shown.removeprefix(tr("{day}, {clock}", day=tr("Today"), clock=""))
        menu.addAction(f"{_LETTERS[label]}\t{hint}", _calling(then, moment))
    menu.addSeparator()
    menu.addAction(tr("&Pick a day…"), lambda: pick_day(parent, at, then))
    menu.popup(at)
    menu.setActiveAction(menu.actions()[0])
    return menu


def _calling(then: Callable[[str], object], moment: str) -> Callable[[], object]:
    return lambda: then(moment)
