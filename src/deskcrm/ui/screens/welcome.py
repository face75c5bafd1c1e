"""Welcome: what a workspace with nothing in it opens with; four ways to begin, and where the data lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.languages import tr
from deskcrm.services.workspace import Workspace
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Label
from deskcrm.ui.widgets.choice import Choice

_WIDTH: Final = 460
_HEAD: Final = tr("Every customer once, with their whole story")
_HINT: Final = tr(
    "Drop a file on this window: from a web shop, a newsletter, a phone or a spreadsheet. You "
    "see what would happen before anything does, and can take it back whenever you like."
)

_SAMPLE: Final = tr("A bike shop of some 300 customers")


class WelcomeScreen(Screen):
    """Bring in customers, look around, start empty, or restore."""

    title = tr("Welcome")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.bring = Choice(
            "import", tr("Bring in your customers"), tr("Choose a file, or drop one here"), window.import_files
        )
        self.sample = Choice("sun", tr("Look around with a sample business"), _SAMPLE, self._look)
        self.empty = Choice("user", tr("Start empty"), tr("Add the first person by hand"), self._start_empty)
        self.restore = Choice(
            "archive", tr("Restore a backup"), tr("From another computer, or an earlier day"), self._restore
        )
        self.where = Label("", Type.SMALL, tone="muted", wrap=True)
        hint = Label(_HINT, tone="muted", wrap=True)
        for words in (hint, self.where):
            words.setFixedWidth(_WIDTH)
        hint.setFixedHeight(hint.heightForWidth(_WIDTH))
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        column.addWidget(Label(_HEAD, Type.TITLE, Type.BOLD))
        column.addWidget(hint)
        column.addSpacing(Space.M)
        for choice in (self.bring, self.sample, self.empty, self.restore):
            choice.setFixedWidth(_WIDTH)
            column.addWidget(choice)
        column.addSpacing(Space.M)
        column.addWidget(self.where)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(column)
        layout.setAlignment(column, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def shown(self) -> None:
        """Say where the data lives."""
        if self.desk.workspace is not None:
            self.where.setText(
                tr("Nothing leaves this computer. Everything is in one file: {path}", path=self.desk.workspace.path)
            )

    def on_changed(self, changes: Changes) -> None:
        """Give way to the list of people as soon as somebody is there."""
        if self.isVisible() and (changes.everything or "contacts" in changes.kinds):
            self.nav.open_screen("people")

    def focus_first(self) -> None:
        """Put the keyboard on the first way."""
        self.bring.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start_empty(self) -> None:
        self.nav.open_screen("people")
        self.nav.add_contact()

    def _restore(self) -> None:
        self.nav.open_screen("backups")

    def _look(self) -> None:
        self.sample.setEnabled(False)
        self.sample.say(tr("A moment: its files are being imported…"))
        self.desk.look(_make_sample, done=self._go_over, owner=self)

    def _go_over(self, made: Path | str) -> None:
        self.sample.setEnabled(True)
        self.sample.say(_SAMPLE)
        if isinstance(made, str):
            self.nav.toast(made)
        else:
            self.nav.open_workspace(made)


def where_nothing_is(desk: Desk, show: Callable[[], None]) -> None:
    """Call `show` where the open workspace has nothing in it and nothing was ever done there."""
    desk.ask(_is_untouched, done=lambda untouched: show() if untouched else None)


def _is_untouched(workspace: Workspace) -> bool:
    from deskcrm.services import reads

    return not reads.history(workspace, limit=1)


def _make_sample() -> Path | str:
    from deskcrm.domain.errors import UserError
    from deskcrm.services import demo

    try:
        return demo.make(demo.default_path()).workspace
    except UserError as error:
        return str(error)
