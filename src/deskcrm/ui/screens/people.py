"""People and Companies: the list with its views and filters, and the preview beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ListQuery
from deskcrm.languages import number as grouped
from deskcrm.languages import tr, trc
from deskcrm.ui import counted, words
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.columns import Column
from deskcrm.ui.models.contact_table import ContactTable
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.listing.bulk import BulkActions
from deskcrm.ui.screens.listing.commands import offer
from deskcrm.ui.screens.listing.headings import HeadingMenu
from deskcrm.ui.screens.listing.keeper import ListKeeper
from deskcrm.ui.screens.listing.row_menu import show_menu
from deskcrm.ui.screens.listing.shelf import Dragging
from deskcrm.ui.screens.listing.tools import ListTools
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.bulk_bar import MOST_MERGED
from deskcrm.ui.widgets.contact_view import ContactView
from deskcrm.ui.widgets.empty import EmptyState
from deskcrm.ui.widgets.preview import Preview

_FILTER = 200
_SOME = 100
"""More marked contacts than any merge takes."""

_SLOW_MS = 400
"""When a list that is still being read says so."""

_CURSOR_MS = 60
"""How long the cursor rests before the preview follows, so that a held arrow key reads nothing in passing."""


class ContactsScreen(Screen):
    """A list of one kind of contact."""

    kind = "person"
    many = "people"
    filter_hint = tr("Filter people")
    icon = "users"

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.keeper = ListKeeper(desk, self.kind, self)
        self.table = ContactTable(desk, self.keeper.catalogue.usual, ListQuery(kind=self.kind), self)
        self.view = ContactView(self.table)
        self.view.setAccessibleName(self.title)
        self.preview = Preview(desk)
        self.empty = EmptyState()
        self.tools = ListTools(desk, self.keeper, self.kind, self)
        self.bulk = BulkActions(desk, window, self.keeper, self.view, self.kind, self)
        self.dragging = Dragging(desk, self.view, self.bulk, self.kind, self)
        self.headings = HeadingMenu(self.keeper, self.tools, self.view)
        self._stale = False
        self._opens_first = False
        self._sought: int | None = None  # who is to show, whatever the filter says
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_CURSOR_MS)
        self._rest.timeout.connect(self._preview)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(lambda: self.count.setText(tr("Reading…")))
        self._build()
        self._connect()
        offer(getattr(window, "commands", None), self, self.many)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that show."""
        return self.table.columns

    def _build(self) -> None:
        self.count = Label("", Type.HEADING, tone="muted", tabular=True)
        self.filter = SeekField("list-filter", self.filter_hint)
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
        left.addWidget(self.tools)
        self.tools.setContentsMargins(Space.XS, 0, Space.S, 0)
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
        self.table.gathering.connect(lambda percent: self.count.setText(tr("Reading… {percent} %", percent=percent)))
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self.nav.open_contact)
        self.view.typed.connect(self._typed)
        self.empty.typed.connect(self._typed)
        self.view.menu_asked.connect(self._menu)
        self.view.marks.changed.connect(self._marked)
        self.view.copy_asked.connect(self.bulk.copy)
        self.view.reordered.connect(self.keeper.set_orders)
        self.view.columns_shaped.connect(self.keeper.set_columns)
        self.keeper.shaped.connect(self._shaped)
        self.keeper.told.connect(self._shaped)
        self.tools.bulk.asked.connect(self.act)
        self.tools.bulk.left.connect(self._mark_one)
        self.tools.bulk.all_asked.connect(self.view.mark_all)
        self.view.remove_asked.connect(self._remove_asked)
        self.view.escaped.connect(self._step_back)
        self.preview.opened.connect(self.nav.open_contact)
        self.preview.task_asked.connect(self.ask_task)
        self.preview.merge_asked.connect(self.merge)
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.returnPressed.connect(self._open_first)
        self.filter.installEventFilter(self)

    # what the window tells

    def shown(self) -> None:
        """Read the list the first time, and when something changed meanwhile."""
        if not self.table.ready:
            self.keeper.begin()
            self.table.reload()  # beside it: mostly the list is as it comes, else another takes its place
        elif self._stale:
            self._stack.setCurrentWidget(self.view)  # that nobody was there need not be true now
            self.view.refresh()
            self.tools.bar.refresh_counts()
            self._preview()
        self._stale = False

    def on_changed(self, changes: Changes) -> None:
        """Read again what an operation touched."""
        self.keeper.on_changed(changes)
        if "contacts" in changes.kinds:
            self.view.faces.doubt(None if changes.everything else changes.contacts)
        if not self.table.ready or not changes.kinds & {"contacts", "activities", "tasks"}:
            return
        if not self.isVisible():
            self._stale = True
            return
        if changes.everything or changes.kinds & {"contacts", "activities"}:
            self.view.refresh()
            self.tools.bar.refresh_counts()
        if changes.everything or self.view.selected in changes.contacts or "tasks" in changes.kinds:
            self._preview()

    def focus_first(self) -> None:
        """Put the keyboard on the list, or on what an empty one offers."""
        shown = self.empty if self._stack.currentWidget() is self.empty else self.view
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def select(self, contact: int) -> None:
        """Put the cursor on a contact, whatever the filter says."""
        self.view.select(contact)
        if self.table.row_of(contact) < 0:
            self._sought = contact
            self.filter.clear()

    def sort_by(self, sort: str) -> None:
        """Order the list by a column; once more turns it round."""
        self.view.sort_by(next(i for i, column in enumerate(self.columns) if column.sort == sort))

    # what the list tells

    def _loaded(self) -> None:
        self._slow.stop()
        number = self.table.rowCount()
        if self.table.whole:
            self._say_count(number)
            self._show_sought()
        filtered = self._filtered
        if number == 0:
            self._say_empty()
        had_keys = self.view.hasFocus() or self.empty.isAncestorOf(QApplication.focusWidget() or self)
        self._stack.setCurrentWidget(self.view if number else self.empty)
        if had_keys:
            self.focus_first()
        self.filter.setVisible(bool(number) or filtered)
        self.tools.setVisible(bool(number) or filtered or bool(self.keeper.views))
        self._fold()
        if self._opens_first and self.view.selected is not None:
            self._open_first()

    @property
    def _filtered(self) -> bool:
        """Whether somebody may be left out."""
        return bool(self.table.query.text) or self.table.query.where is not None

    def _show_sought(self) -> None:
        contact, self._sought = self._sought, None
        if contact is not None and self.table.row_of(contact) < 0 and self.table.query.where is not None:
            self.view.select(contact)
            self.keeper.show_everybody()

    def _shaped(self) -> None:
        """Let the list look as its keeper says."""
        shape, columns = self.keeper.shape, self.tools.columns
        self.view.keeps_all = bool(shape.columns)
        same = [(c.key, c.label, c.width) for c in columns] == [(c.key, c.label, c.width) for c in self.table.columns]
        must_read = not same and self.table.show_columns(columns)
        self.view.refit()
        query = shape.query(self.kind, self.table.query.text)
        if query != self.table.query:
            self.view.goes_to_top()
            self.table.show_query(query)
            self._slow.start()
        elif must_read:
            self.view.refresh()
        self.view.header.viewport().update()

    def _marked(self, number: int) -> None:
        self._preview()
        self.tools.show_marked(counted.contacts(self.kind, number), number, self.table.rowCount())

    def _say_count(self, number: int) -> None:
        figure, said = grouped(number), counted.contacts(self.kind, number)
        if self.table.near:
            figure, said = (tr("{count} spelled nearly so", count=one) for one in (figure, said))
        self.count.setText(figure if number else "")
        self.count.setAccessibleName(said)

    def _say_empty(self) -> None:
        text, view = self.table.query.text, self.keeper.saved(self.keeper.view)
        if text:
            could_be_a_name = "@" not in text and not any(letter.isdigit() for letter in text)
            self.empty.say(
                "search",
                tr("Nobody matches {text}", text=words.quoted(text)),
                tr("Try fewer letters, or another spelling."),
                tr("Clear filter"),
                self.filter.clear,
                tr("Add {name}", name=words.quoted(text)) if could_be_a_name else "",
                lambda: self.nav.add_contact(self.kind, text),
            )
        elif view is not None and not self.keeper.differs:
            hint = tr("Whoever comes to fit it will be here.")
            self.empty.say(
                view.icon,
                tr("Nobody is in “{name}” now", name=view.name),
                hint,
                tr("Show everybody"),
                self._show_everybody,
            )
        elif self._filtered:
            hint = tr("Change one of the rules above, or take one away.")
            self.empty.say("list-filter", tr("Nobody fits these rules"), hint, tr("Clear filter"), self._show_everybody)
        else:
            self._say_first()

    def _show_everybody(self) -> None:
        self.keeper.show_everybody()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_first(self) -> None:
        self.empty.say(
            self.icon,
            tr("Your customers will be here"),
            tr(
                "Bring them from a web shop, a newsletter, a phone or a spreadsheet: drop a file on this "
                "window. Nothing leaves this computer."
            ),
            tr("Import a file"),
            self.nav.import_files,
            tr("Add a person"),
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
            can_merge = number <= MOST_MERGED
            self.preview.show_several(counted.contacts(self.kind, number), can_merge=can_merge)
        else:
            self.preview.show_contact(self.view.selected)

    # what the owner does

    def add_rule(self) -> None:
        """Ask for one more rule of the filter."""
        self.tools.show_marked("", 0, 0)
        self.tools.bar.add()

    def act(self, key: str) -> None:
        """Do what a button says with those marked."""
        self.merge() if key == "merge" else self.bulk.begin(key)

    def _mark_one(self) -> None:
        self.view.marks.only(self.view.currentIndex().row())
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_back(self) -> None:
        """Take back the last narrowing: what was typed, then the rules that the view doesn't have."""
        if self.filter.text():
            self.filter.clear()
        else:
            self.keeper.step_back()

    def _typed(self, text: str) -> None:
        self.filter.show()  # an empty list has none
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.filter.setText(text)

    def _filter_changed(self, text: str) -> None:
        wanted = " ".join(text.split())
        if wanted != self.table.query.text:
            self._opens_first = False
            self.view.show_matches(wanted)
            self.table.show_query(replace(self.table.query, text=wanted))

    def _open_first(self) -> None:
        """Open who is under the cursor; keys can be quicker than the list, which then opens the first as it comes."""
        self._opens_first = self.view.selected is None and bool(self.table.query.text)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back by Escape from wherever on the screen the keyboard is, and on to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
            self.focus_first()
        else:
            super().keyPressEvent(event)

    def _menu(self, contact: int, at: QPoint) -> None:
        show_menu(self, contact, at)

    def _remove_asked(self, contact: int) -> None:
        if self.view.marks.count > 1:
            self.bulk.begin("remove")
        else:
            self.remove(contact)

    def archive(self, contact: int) -> None:
        """Take a contact out of the lists, where search still finds it; the toast offers to undo it."""
        from deskcrm.services import contacts

        self.desk.do(contacts.archive, contact, initiator=self)

    def remove(self, contact: int) -> None:
        """Take a contact out of lists and search; the toast offers to undo it."""
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

    def ask_task(self, contact: int, name: str) -> None:
        """Ask for a task about a contact."""
        from deskcrm.ui.dialogs.add_task import AddTask

        AddTask(self.desk, contact, name, self).open()

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the preview away in a small window."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        wide = self.window().width() >= Size.FOLD_PREVIEW
        wanted = wide and (self.table.rowCount() > 0 or self._filtered)
        if wanted == self.preview.isHidden():
            self.preview.setVisible(wanted)
            if wanted:
                self._preview()


class PeopleScreen(ContactsScreen):
    """Every person once."""

    title = tr("People")


class CompaniesScreen(ContactsScreen):
    """Every company once."""

    title = tr("Companies")
    kind = "company"
    many = "companies"
    filter_hint = tr("Filter companies")
    icon = "building-2"

    def header_widgets(self) -> list[QWidget]:
        """Offer to add a company here."""
        return [
            Button(trc("a button", "Import"), icon="import", click=self.nav.import_files),
            Button(tr("Add company"), "primary", "plus", click=lambda: self.nav.add_contact("company")),
        ]

    def _say_first(self) -> None:
        self.empty.say(
            self.icon,
            tr("Companies will be here"),
            tr("They come with the people you import who work somewhere, or you add one by hand."),
            tr("Add a company"),
            lambda: self.nav.add_contact("company"),
        )
