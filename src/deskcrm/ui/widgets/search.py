"""The search field that is always there; what drops down from it is in `search_results`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space
from deskcrm.ui.widgets import keycap
from deskcrm.ui.widgets.basic import SeekField

if TYPE_CHECKING:
    from deskcrm.domain.views import ListRow
    from deskcrm.services.searching import Found
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.commands import Commands
    from deskcrm.ui.desk import Desk
    from deskcrm.ui.screen import Navigator
    from deskcrm.ui.widgets.search_results import Offer, SearchResults

_HITS: Final = 8
_OTHERS: Final = 4  # activities, and tasks
_RECENT: Final = 5
_COMMANDS: Final = 6
_LATE_MS: Final = 40
"""When commands are offered without waiting for people any longer; people mostly come in a fraction of that."""
_CAP_RIGHT: Final = 10
_CHOOSING: Final = frozenset(
    (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Return, Qt.Key.Key_Enter)
)


class SearchField(SeekField):
    """Search as you type; Ctrl+K comes here. Down and Up choose, Enter opens, Ctrl+Enter opens the preview beside the
    list, Escape goes back to the screen.

    What drops down is made when it is first needed, since the window is painted before.
    """

    def __init__(
        self,
        desk: Desk,
        window: QWidget,
        nav: Navigator,
        commands: Callable[[], Commands],
        recent: Callable[[], list[int]] = list,
    ) -> None:
        """`recent`: whose profiles were open, the latest first."""
        super().__init__("search", tr("Search people, companies, commands"))
        self._desk, self._window, self._nav, self._commands, self._recent = desk, window, nav, commands, recent
        self._found_last: Found | None = None
        self._met: list[ListRow] = []
        self._seeking = False
        self._results: SearchResults | None = None
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._offer)
        self.setMaximumWidth(Size.SEARCH)
        self.setMinimumWidth(Size.SEARCH_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self._edited)

    @property
    def results(self) -> SearchResults:
        """The drop-down."""
        if self._results is None:
            from deskcrm.ui.widgets.search_results import SearchResults

            self._results = SearchResults(self._window, self, self.leave)
        return self._results

    def begin(self) -> None:
        """Take the keyboard and show the commands."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._seeking = True
        self._prepare()
        recent = self._recent()[:_RECENT]
        if recent:
            self._desk.ask(_lines, recent, done=self._meet, key="search", owner=self)
            self._late.start()
        else:
            self._offer()

    # what it finds

    @property
    def _searched(self) -> str:
        """What was searched for last."""
        return self._found_last.text if self._found_last else ""

    def _prepare(self) -> None:
        """Have gathered what near names and old notes are found by, while somebody begins to type."""
        self._desk.ask(_prepare, done=self._prepared, failed=lambda _words: None, key="prepare", owner=self)

    def _prepared(self, more: bool) -> None:
        text = " ".join(self.text().split())
        if more and text and self._seeking:
            self._ask(text)

    def _edited(self, text: str) -> None:
        self._seeking = True
        wanted = " ".join(text.split())
        if wanted:
            self._ask(wanted)
            self._late.start()
        else:
            self._found_last = None
            self._offer()

    def _ask(self, wanted: str) -> None:
        self._desk.ask(_search, wanted, done=self._found, key="search", owner=self)

    def _meet(self, lines: list[ListRow]) -> None:
        self._met = lines
        self._offer()

    def _found(self, found: Found) -> None:
        before, self._found_last = self._found_last, found
        if found != before or self._late.isActive():
            self._offer(stay=before is not None and before.text == found.text)

    def _offer(self, *, stay: bool = False) -> None:
        """Show what was found last, and the commands that match; `stay`: with the cursor on the line where it is."""
        self._late.stop()
        if not self._seeking:
            return
        from deskcrm.ui.widgets.search_results import Offer, of_command, of_hit, of_recent, of_said, of_task

        text = " ".join(self.text().split())
        found = self._found_last if text else None
        matching = self._commands().matching(text)[: _COMMANDS if text else None]
        commands = _under(tr("Commands"), [of_command(command) for command in matching])
        offers = [of_hit(hit, self._nav) for hit in found.hits] if found else []
        if found is not None and matching and offers and all(hit.near for hit in found.hits):
            offers = [*commands, *_under(tr("Spelled nearly so"), offers)]  # what is meant as it was typed goes first
            commands = []
        nobody = found is not None and not (found.hits or found.said or found.todo)
        if found is not None:
            offers += _under(tr("Activities"), [of_said(one, self._nav) for one in found.said])
            offers += _under(tr("Tasks"), [of_task(one, self._nav) for one in found.todo])
        if not text:
            offers += _under(tr("Recent"), [of_recent(line, self._nav) for line in self._met])
        if found is not None and nobody and not matching:
            offers.append(Offer(tr("Nobody matches “{text}”", text=found.text)))
        offers += commands
        if nobody:  # last, so that Enter never adds somebody named like a command
            offers.append(
                Offer(
                    tr("Add “{text}” as a person", text=text),
                    icon="user-plus",
                    run=lambda: self._nav.add_contact("person", text),
                )
            )
        self.results.show_offers(offers, stay=stay)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on its own keys."""
        key = event.key()
        if self._late.isActive() and key in _CHOOSING:
            self._offer()  # what is chosen from fits what stands in the field
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.results.isHidden():
                self._seeking = True
                self._offer()
            else:
                self.results.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.results.step(_COMMANDS if key == Qt.Key.Key_PageDown else -_COMMANDS)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.results.run_current(preview=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Close the drop-down and empty the field."""
        self._seeking = False
        self._close()
        self.clear()
        self._found_last = None
        self.clearFocus()

    def _close(self) -> None:
        if self._results is not None:
            self._results.hide()

    def focusOutEvent(self, event: Any) -> None:
        """Show that the focus has gone."""
        super().focusOutEvent(event)
        self._seeking = False
        self._close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        super().paintEvent(event)
        if not self.text() and self.width() >= Size.SEARCH - Space.XL and not self.isRightToLeft():
            keycap.paint(QPainter(self), tr("Ctrl K"), self.width() - _CAP_RIGHT, self.rect())


def _under(title: str, offers: list[Offer]) -> list[Offer]:
    from deskcrm.ui.widgets.search_results import Offer

    return [Offer(title), *offers] if offers else []


def _search(workspace: Workspace, text: str) -> Found:
    from deskcrm.services import searching

    return searching.everything(workspace, text, _HITS, _OTHERS)


def _prepare(workspace: Workspace, *, cancelled: Callable[[], bool]) -> bool:
    from deskcrm.services import searching

    return searching.prepare(workspace, cancelled=cancelled)


def _lines(workspace: Workspace, contacts: list[int]) -> list[ListRow]:
    from deskcrm.services import reads

    return reads.rows(workspace, contacts)
