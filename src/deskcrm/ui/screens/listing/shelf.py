"""What shows beside a list while contacts are dragged from it: tags and companies to let them go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskcrm.domain.colours import TAG
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens.listing.bulk import BulkActions
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import dot, held
from deskcrm.ui.widgets.basic import Label, clear
from deskcrm.ui.widgets.contact_view import ContactView
from deskcrm.ui.widgets.held import DropButton

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_TAGS: Final = 8
_COMPANIES: Final = 5
_WORDS: Final = 220  # how high headings and the hint are together

Targets = tuple[list[str], list[tuple[int, str]]]


class Shelf(QFrame):
    """Lies over the end of a list's screen for as long as a drag lasts."""

    def __init__(self, desk: Desk, kind: str, tag_asked: Callable[[], object], room: QWidget) -> None:
        """`kind`: of what is dragged; `tag_asked` asks for a tag that isn't offered."""
        super().__init__(room)
        self._desk, self._kind, self._tag_asked = desk, kind, tag_asked
        self._wanted, self._room = False, room
        self.setProperty("pane", "raised")
        self.setAccessibleName(tr("Drop them here"))
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._rows.setSpacing(Space.XS)
        self.hide()

    def come(self, words: str) -> None:
        """Show what these can be dropped on, as soon as that is known."""
        self._wanted = True
        self._desk.ask(_targets, self._kind, done=partial(self._show, words), key="shelf", owner=self)

    def go(self) -> None:
        """Be gone."""
        self._wanted = False
        self.hide()

    def _show(self, words: str, targets: Targets) -> None:
        if not self._wanted:
            return
        rows = max((self._room.height() - _WORDS) // (Size.CONTROL + Space.XS), 3)
        companies = targets[1][: rows // 3]
        tags = targets[0][: rows - len(companies) - 1]
        clear(self._rows)
        self._rows.addWidget(Label(words, Type.HEADING, Type.BOLD, elide=True))
        self._rows.addSpacing(Space.S)
        self._head(tr("Drop on a tag"))
        for tag in tags:
            button = self._target(tag, partial(self._tag, tag))
            button.setIcon(dot.icon(theme().own(TAG, tag)))
        self._target(tr("Another tag…"), lambda _contacts: self._tag_asked(), "plus")
        if companies:
            self._rows.addSpacing(Space.S)
            self._head(tr("Drop on their company"))
            for company, name in companies:
                self._target(name, partial(self.employ, company), "building-2")
            hint = tr("For another one, hold them over Companies at the side, then drop them in that list.")
            self._rows.addSpacing(Space.XS)
            self._rows.addWidget(Label(hint, Type.SMALL, tone="muted", wrap=True))
        self._rows.addStretch(1)
        self.cover()
        self.show()
        self.raise_()

    def cover(self) -> None:
        """Lie over the end of the screen."""
        room = self._room
        left = 0 if room.isRightToLeft() else room.width() - Size.PREVIEW
        self.setGeometry(left, 0, Size.PREVIEW, room.height())

    def _head(self, text: str) -> None:
        self._rows.addWidget(Label(text, Type.SMALL, Type.MEDIUM, "muted"))

    def _target(self, text: str, taken: Callable[[list[int]], object], icon: str = "") -> DropButton:
        short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, Size.PREVIEW - 4 * Space.XL)
        button = DropButton(short, "nav", icon, name=text)
        button.dropped.connect(taken)
        self._rows.addWidget(button)
        return button

    def _tag(self, tag: str, contacts: Sequence[int]) -> None:
        from deskcrm.services import bulk

        self._desk.do(bulk.change, contacts, [Patch("tags", "add", tag)])

    def employ(self, company: int, contacts: Sequence[int]) -> None:
        """Have them work for a company."""
        from deskcrm.services import links

        self._desk.do(links.employ, contacts, company)


class Dragging(QObject):
    """Drags the marked contacts of a list, onto the shelf or onto companies in their list."""

    def __init__(self, desk: Desk, view: ContactView, actions: BulkActions, kind: str, room: QWidget) -> None:
        super().__init__(room)
        self._desk, self._view, self._actions = desk, view, actions
        self.shelf = Shelf(desk, kind, partial(actions.begin, "tag"), room)
        view.drag_asked.connect(self.begin)
        view.takes_people = kind == "company"
        view.given.connect(self.shelf.employ)

    def begin(self) -> None:
        """Drag those marked until the owner lets go."""
        contacts = self._actions.marked
        if not len(contacts):
            return
        words = self._actions.said(contacts)
        row = self._view.table.row_at(self._view.currentIndex().row()) if len(contacts) == 1 else None
        words = row.name if row is not None else words
        self.shelf.come(words)
        held.drag(self._view, contacts, words)
        self.shelf.go()


def _targets(ws: Workspace, kind: str) -> Targets:
    from deskcrm.services import reads, tags

    often = [tag for tag, _ in tags.every(ws, kind, _TAGS)]
    if kind != "person":
        return often, []
    found = reads.list_ids(ws, ListQuery(kind="company", sort="last_at", descending=True))[:_COMPANIES]
    return often, [(row.id, row.name) for row in reads.rows(ws, found)]
