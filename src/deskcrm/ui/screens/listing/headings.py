"""What can be done with a column: sort by it, filter by it, move it, hide it; from its heading or from the keyboard."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from deskcrm.domain.views import Order
from deskcrm.languages import tr
from deskcrm.ui.models.columns import Column
from deskcrm.ui.screens.listing.keeper import ListKeeper
from deskcrm.ui.screens.listing.tools import ListTools
from deskcrm.ui.widgets.contact_view import ContactView

_FILTERED_BY: Final = {"email": "emails", "phone": "phones"}


class HeadingMenu(QObject):
    """The menu of a heading, and the menus that ask what to sort by."""

    def __init__(self, keeper: ListKeeper, tools: ListTools, view: ContactView) -> None:
        super().__init__(view)
        self._keeper, self._tools, self._view = keeper, tools, view
        view.heading_menu_asked.connect(self.ask)

    def ask(self, section: int, at: QPoint) -> None:
        """Show what can be done with a column."""
        columns = self._view.table.columns
        column = columns[section]
        menu = self._menu()
        if column.sort:
            first, other = (tr("Greatest first"), tr("Least first")) if column.falling else (tr("A to Z"), tr("Z to A"))
            menu.addAction(
                tr("Sort: {order}", order=first), partial(self._view.order_by, (Order(column.sort, column.falling),))
            )
            menu.addAction(
                tr("Sort: {order}", order=other),
                partial(self._view.order_by, (Order(column.sort, not column.falling),)),
            )
            menu.addAction(tr("Then sort by this (Shift+click)"), partial(self._view.sort_by, section, add=True))
            menu.addSeparator()
        key = _FILTERED_BY.get(column.key, column.key)
        if self._keeper.catalogue.subject(key) is not None:
            menu.addAction(tr("Filter by this…"), partial(self._tools.bar.add, key))
        for label, way in ((tr("Move left"), -1), (tr("Move right"), 1)):
            if section and 1 <= section + way < len(columns):
                menu.addAction(label, partial(self._move, section, way))
        if section:
            menu.addAction(tr("Hide"), partial(self._hide, column))
        menu.addSeparator()
        menu.addAction(tr("Columns…"), self._tools.choose_columns)
        menu.popup(at)

    def ask_sort(self, *, add: bool = False) -> None:
        """Ask by the keyboard which column to sort by; `add`: where the orders so far tell no difference."""
        menu = self._menu()
        for section, column in enumerate(self._view.table.columns):
            if column.sort:
                menu.addAction(column.label, partial(self._view.sort_by, section, add=add))
        menu.popup(self._view.mapToGlobal(QPoint(0, self._view.header.height())))

    def _menu(self) -> QMenu:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _shown(self) -> list[tuple[str, int]]:
        return [(column.key, column.width) for column in self._view.table.columns]

    def _move(self, section: int, way: int) -> None:
        columns = self._shown()
        columns[section], columns[section + way] = columns[section + way], columns[section]
        self._keeper.set_columns(columns)

    def _hide(self, column: Column) -> None:
        self._keeper.set_columns([one for one in self._shown() if one[0] != column.key])
