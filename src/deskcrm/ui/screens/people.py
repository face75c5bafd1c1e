"""People and Companies: the list with its filter, and the preview beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ListQuery
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.columns import COMPANY_COLUMNS, PEOPLE_COLUMNS, Column
from deskcrm.ui.models.contact_table import ContactTable
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.contact_view import ContactView
from deskcrm.ui.widgets.empty import EmptyState
from deskcrm.ui.widgets.preview import Preview

_FILTER = 200
_SOME = 100
"""More marked contacts than any merge takes."""

_CURSOR_MS = 60
"""How long the cursor rests before the preview follows, so that a held arrow key reads nothing in passing."""


class ContactsScreen(Screen):
    """A list of one kind of contact."""

    kind = "person"
    columns: tuple[Column, ...] = PEOPLE_COLUMNS
    one, many = "person", "people"
    icon = "users"

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.table = ContactTable(desk, self.columns, ListQuery(kind=self.kind), self)
        self.view = ContactView(self.table)
        self.view.setAccessibleName(self.title)
        self.preview = Preview(desk)
        self.empty = EmptyState()
        self._stale = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_CURSOR_MS)
        self._rest.timeout.connect(self._preview)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.count = Label("", Type.HEADING, tone="muted", tabular=True)
        self.filter = SeekField("list-filter", f"Filter {self.many}")
        self.filter.setFixedWidth(_FILTER)
        kept = self.filter.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.filter.setSizePolicy(kept)
        head = row(Label(self.title, Type.TITLE, Type.BOLD), self.count, None, self.filter, spacing=10)
        head.setContentsMargins(10, 0, 8, 0)
        listing = QWidget()
        left = QVBoxLayout(listing)
        left.setContentsMargins(10, Space.L, Space.M, 0)
        left.setSpacing(Space.S)
        left.addLayout(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        left.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(listing, 1)
        layout.addWidget(self.preview)

    def _connect(self) -> None:
        self.table.loaded.connect(self._loaded)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self.nav.open_contact)
        self.view.typed.connect(self._typed)
        self.view.menu_asked.connect(self._menu)
        self.view.marks.changed.connect(lambda _number: self._preview())
        self.view.remove_asked.connect(self._remove_asked)
        self.view.escaped.connect(self.filter.clear)
        self.preview.opened.connect(self.nav.open_contact)
        self.preview.task_asked.connect(self._ask_task)
        self.preview.merge_asked.connect(self.merge)
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.returnPressed.connect(self._open_first)
        self.filter.installEventFilter(self)

    # what the window tells

    def shown(self) -> None:
        """Read the list the first time, and when something changed meanwhile."""
        if not self.table.ready:
            self.table.reload()
        elif self._stale:
            self.view.refresh()
            self._preview()
        self._stale = False

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation touched."""
        if not self.table.ready or not changes.kinds & {"contacts", "activities", "tasks"}:
            return
        if not self.isVisible():
            self._stale = True
            return
        if changes.everything or changes.kinds & {"contacts", "activities"}:
            self.view.refresh()
        if changes.everything or self.view.selected in changes.contacts or "tasks" in changes.kinds:
            self._preview()

    def focus_first(self) -> None:
        """Put the keyboard on the list, or on what an empty one offers."""
        empty = self.table.ready and not self.table.rowCount()
        (self.empty if empty else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def select(self, contact: int) -> None:
        """Put the cursor on a contact, whatever the filter says."""
        self.view.select(contact)
        if self.table.row_of(contact) < 0:
            self.filter.clear()

    def sort_by(self, sort: str) -> None:
        """Order the list by a column; once more turns it round."""
        self.view.sort_by(next(i for i, column in enumerate(self.columns) if column.sort == sort))

    # what the list tells

    def _loaded(self) -> None:
        number = self.table.rowCount()
        if self.table.whole:
            self._say_count(number)
        filtered = bool(self.table.query.text)
        if number == 0:
            self._say_empty(filtered)
        had_keys = self.view.hasFocus() or self.empty.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.view if number else self.empty)
        if had_keys:
            self.focus_first()
        self.filter.setVisible(bool(number) or filtered)
        self._fold()

    def _say_count(self, number: int) -> None:
        self.count.setText(f"{number:,}" if number else "")
        self.count.setAccessibleName(words.count(number, self.one, self.many))

    def _say_empty(self, filtered: bool) -> None:
        if filtered:
            text = self.table.query.text
            self.empty.say(
                "search",
                f"Nobody matches “{text}”",
                "Try fewer letters, or another spelling.",
                "Clear filter",
                self.filter.clear,
            )
        else:
            self._say_first()

    def _say_first(self) -> None:
        self.empty.say(
            self.icon,
            "Your customers will be here",
            "Bring them from a web shop, a newsletter, a phone or a spreadsheet: drop a file on this window. "
            "Nothing leaves this computer.",
            "Import a file",
            self.nav.import_files,
            "Add a person",
            lambda: self.nav.add_contact("person"),
        )

    def _chosen(self, contact: int | None) -> None:
        if contact is None:
            self._rest.stop()
            self.preview.show_contact(None)
        elif self.preview.isVisible():
            self._rest.start()

    def _preview(self) -> None:
        """Show who is under the cursor, or how many are marked."""
        number = self.view.marks.count
        if number > 1:
            self.preview.show_several(words.count(number, self.one, self.many))
        else:
            self.preview.show_contact(self.view.selected)

    # what the owner does

    def _typed(self, text: str) -> None:
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.setText(text)

    def _filter_changed(self, text: str) -> None:
        wanted = " ".join(text.split())
        if wanted != self.table.query.text:
            self.view.show_matches(wanted)
            self.table.show_query(replace(self.table.query, text=wanted))

    def _open_first(self) -> None:
        if self.view.selected is not None:
            self.nav.open_contact(self.view.selected)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead from the filter into the list by the arrow keys, and out of it by Escape."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.view.setFocus(Qt.FocusReason.OtherFocusReason)
                self.view.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.filter.clear()
                self.focus_first()
                return True
        return super().eventFilter(watched, event)

    def _menu(self, contact: int, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = self.view.marks.count
        if number > 1:
            menu.addAction(f"Merge {words.count(number, self.one, self.many)}…", self.merge)
        else:
            self._fill_menu(menu, contact)
        menu.popup(at)

    def _fill_menu(self, menu: QMenu, contact: int) -> None:
        listed = self.table.row_at(self.table.row_of(contact))
        menu.addAction("Open", lambda: self.nav.open_contact(contact))
        menu.addAction("Add a task…", lambda: self._ask_task(contact, listed.name if listed else ""))
        if listed is not None:
            for label, text in (("Copy name", listed.name), ("Copy email", listed.email), ("Copy phone", listed.phone)):
                if text:
                    menu.addAction(label, _copier(text))
        menu.addAction("Merge with…", self.merge)
        menu.addSeparator()
        menu.addAction("Remove", lambda: self.remove(contact))

    def _remove_asked(self, contact: int) -> None:
        if self.view.marks.count > 1:
            self.nav.toast("Several are marked. Press Escape to mark one, then remove that.")
        else:
            self.remove(contact)

    def remove(self, contact: int) -> None:
        """Take a contact out of the lists; the toast offers to undo it."""
        from deskcrm.services import contacts

        self.desk.do(contacts.remove, contact, initiator=self)

    def can_merge(self) -> bool:
        """Whether somebody is under the cursor, or marked."""
        return self.view.selected is not None

    def merge(self) -> None:
        """Merge the marked contacts, or the one under the cursor with one who is looked for."""
        from deskcrm.ui.dialogs.merge import begin_merge

        marked = self.view.marked(_SOME)
        contacts = marked if len(marked) > 1 else [contact for contact in (self.view.selected,) if contact is not None]
        begin_merge(self.desk, self.nav, contacts, self, self.select)

    def _ask_task(self, contact: int, name: str) -> None:
        from deskcrm.ui.dialogs.add_task import AddTask

        AddTask(self.desk, contact, name, self).open()

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the preview away in a small window."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wide = self.window().width() >= Size.FOLD_PREVIEW
        wanted = wide and (self.table.rowCount() > 0 or bool(self.table.query.text))
        if wanted == self.preview.isHidden():
            self.preview.setVisible(wanted)
            if wanted:
                self._preview()


class PeopleScreen(ContactsScreen):
    """Every person once."""

    title = "People"


class CompaniesScreen(ContactsScreen):
    """Every company once."""

    title = "Companies"
    kind = "company"
    columns = COMPANY_COLUMNS
    one, many = "company", "companies"
    icon = "building-2"

    def header_widgets(self) -> list[QWidget]:
        """Offer to add a company here."""
        return [
            Button("Import", icon="import", click=self.nav.import_files),
            Button("Add company", "primary", "plus", click=lambda: self.nav.add_contact("company")),
        ]

    def _say_first(self) -> None:
        self.empty.say(
            self.icon,
            "Companies will be here",
            "They come with the people you import who work somewhere, or you add one by hand.",
            "Add a company",
            lambda: self.nav.add_contact("company"),
        )


def _copier(text: str) -> Callable[[], None]:
    return lambda: QGuiApplication.clipboard().setText(text)
