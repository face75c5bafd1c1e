"""What stands between a list's title and the list: tabs of its views, chips, what can be done with those marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QStackedWidget, QWidget

from deskcrm.languages import tr
from deskcrm.ui import counted
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.rules import Rules
from deskcrm.ui.screens.listing.keeper import ListKeeper
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, column, row
from deskcrm.ui.widgets.bulk_bar import BulkBar
from deskcrm.ui.widgets.filter_bar import FilterBar
from deskcrm.ui.widgets.flow import INSET
from deskcrm.ui.widgets.view_tabs import ALL, ViewTabs

if TYPE_CHECKING:
    from deskcrm.ui.models.columns import Column
    from deskcrm.ui.widgets.column_chooser import ColumnChooser


class ListTools(QWidget):
    """Follows its keeper; with several contacts marked it shows what can be done with them instead of the chips."""

    def __init__(self, desk: Desk, keeper: ListKeeper, kind: str, room: QWidget) -> None:
        super().__init__(room)
        self._desk, self._keeper, self._kind, self._room = desk, keeper, kind, room
        self._chooser: ColumnChooser | None = None
        self.tabs = ViewTabs()
        self.bar = FilterBar(desk, room)
        self.bulk = BulkBar()
        self.trouble = Banner("warning")
        self.state = Label("", Type.SMALL, tone="muted")
        self.save_button = Button(tr("Save"), "link", click=self.save)
        self.revert_button = Button(tr("Revert"), "link", click=keeper.revert)
        self.columns_button = Button(kind="quiet", icon="table-2", name=tr("Columns…"), click=self.choose_columns)
        beside = QWidget()
        beside.setFixedHeight(Size.CHIP)
        beside.setLayout(row(self.state, self.save_button, self.revert_button, self.columns_button, spacing=Space.XS))
        chips = row(self.bar, beside, spacing=Space.S)
        chips.setStretch(0, 1)
        chips.setAlignment(beside, Qt.AlignmentFlag.AlignTop)
        self._page = QWidget()
        self._page.setLayout(chips)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.stack.addWidget(self._page)
        self.bulk.setContentsMargins(INSET, 0, 0, 0)
        self.stack.addWidget(self.bulk)
        self.setLayout(column(self.tabs, self.trouble, self.stack, spacing=Space.S))
        self._connect()
        self._told()

    def _connect(self) -> None:
        keeper = self._keeper
        keeper.told.connect(self._told)
        keeper.shaped.connect(self._shaped)
        self.bar.changed.connect(keeper.set_rules)
        self.tabs.chosen.connect(keeper.choose)
        self.tabs.ordered.connect(keeper.reorder)
        self.tabs.rename_asked.connect(self.rename)
        self.tabs.delete_asked.connect(keeper.delete)
        self.tabs.menu_asked.connect(self._menu)

    # what it shows

    def _told(self) -> None:
        self.tabs.show_views(self._keeper.views, self._keeper.view)
        self.tabs.setVisible(bool(self._keeper.views))
        view = self._keeper.saved(self._keeper.view)
        if view is not None and view.trouble:
            self.trouble.say(
                tr("This view can’t filter any more, so it shows everybody. {trouble}", trouble=view.trouble)
            )
        else:
            self.trouble.hide()
        self._shaped()

    def _shaped(self) -> None:
        keeper = self._keeper
        if keeper.ready:
            self.bar.show_rules(Rules.of(keeper.shape.where), keeper.catalogue)
        changed = keeper.ready and keeper.differs
        named = bool(keeper.view)
        self.state.setText(tr("Changed:") if named else "")
        self.state.setVisible(changed and named)
        self.save_button.set_text(tr("Save") if named else tr("Save as a view"))
        self.save_button.setVisible(changed)
        self.revert_button.set_text(tr("Revert") if named else tr("Clear"))
        self.revert_button.setVisible(changed)

    def show_marked(self, marked: str, number: int, whole: int) -> None:
        """Show what can be done with those marked, where they are several."""
        if number > 1:
            self.bulk.show_number(marked, number, whole, counted.contacts(self._kind, whole))
        page = self.bulk if number > 1 else self._page
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)

    # what the owner does

    def save(self) -> None:
        """Keep what shows in its view; from all, as a view of its own."""
        if self._keeper.view:
            self._keeper.save()
        else:
            self.save_as()

    def save_as(self) -> None:
        """Ask for a name, and keep what shows as a view."""
        from deskcrm.ui.dialogs.save_view import SaveView

        if self._keeper.ready:
            SaveView(tr("Save this list as a view"), "", "list-filter", self._keeper.save_as, self._room).open()

    def rename(self, number: int = 0) -> None:
        """Ask for another name and icon of a view, the one that shows for none."""
        from deskcrm.ui.dialogs.save_view import SaveView

        view = self._keeper.saved(number or self._keeper.view)
        if view is not None:
            done = partial(self._keeper.rename, view.id)
            SaveView(tr("Rename the view"), view.name, view.icon, done, self._room).open()

    def keep_in_touch(self, number: int = 0) -> None:
        """Ask how often to be in touch with everybody in a view, the one that shows for none."""
        from deskcrm.services import keeping

        view = self._keeper.saved(number or self._keeper.view)
        if view is not None:
            asked = partial(self._ask_rhythm, view.id, view.name)
            self._desk.ask(keeping.of_view, view.id, done=asked, owner=self)

    def _ask_rhythm(self, view: int, name: str, now: str) -> None:
        from deskcrm.services import keeping
        from deskcrm.ui.dialogs.keep_in_touch import KeepInTouch

        hint = tr("Whoever is in this view is brought up in Today by it. A person’s own rhythm goes before.")
        KeepInTouch(
            self._desk, tr("Keep in touch with {name}", name=name), hint, now, keeping.keep_view, view, self._room
        ).open()  # fmt: skip

    def delete(self) -> None:
        """Take the view that shows away."""
        if self._keeper.view:
            self._keeper.delete(self._keeper.view)

    def choose_columns(self) -> None:
        """Let the owner choose which columns show."""
        from deskcrm.ui.widgets.column_chooser import ColumnChooser

        if self._chooser is None:
            self._chooser = ColumnChooser(self._room)
            self._chooser.chosen.connect(self._keeper.set_columns)
        catalogue = self._keeper.catalogue
        self._chooser.open_for(catalogue.columns, self.columns, self.columns_button)

    @property
    def chooser(self) -> ColumnChooser | None:
        """The column chooser, once it was opened."""
        return self._chooser

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that show."""
        return self._keeper.catalogue.chosen(self._keeper.shape.columns)

    def _menu(self, number: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if number == ALL:
            menu.addAction(tr("Save as a view…"), self.save_as)
        else:
            if number == self._keeper.view and self._keeper.differs:
                menu.addAction(tr("Save"), self.save)
                menu.addAction(tr("Save as another view…"), self.save_as)
                menu.addAction(tr("Revert"), self._keeper.revert)
                menu.addSeparator()
            menu.addAction(tr("Rename…"), partial(self.rename, number))
            menu.addAction(tr("Keep in touch…"), partial(self.keep_in_touch, number))
            order = [view.id for view in self._keeper.views]
            here = order.index(number)
            for label, way in ((tr("Move left"), -1), (tr("Move right"), 1)):
                if 0 <= here + way < len(order):
                    menu.addAction(label, partial(self._move, number, way))
            menu.addSeparator()
            menu.addAction(tr("Delete"), partial(self._keeper.delete, number))
        menu.popup(at)

    def _move(self, number: int, way: int) -> None:
        order = [view.id for view in self._keeper.views]
        here = order.index(number)
        order[here], order[here + way] = order[here + way], order[here]
        self._keeper.reorder(order)
        self._told()
