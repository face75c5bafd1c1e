"""Workspace: what is in the open file, the ways to another one, and those that were open here lately."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.contents import Contents
from deskcrm.languages import number, tr, trn
from deskcrm.ui import memory, words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs import workspace_files
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Card, Label, clear, column, option, row
from deskcrm.ui.window_acts import caution_of_place

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_WIDEST: Final = 640
_WORDS: Final = 140
_CARD: Final = (Space.L, Space.M, Space.L, Space.M)


class WorkspaceScreen(Screen):
    """One file in figures, and the other files beside it."""

    title = tr("Workspace")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._window: Any = window
        self.place = Label("", tone="muted", wrap=True, selectable=True)
        self.trouble = Banner("bad")
        self.caution = Banner("warning")
        self.figures: dict[str, str] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setColumnMinimumWidth(0, _WORDS)
        self._grid.setColumnStretch(1, 1)
        self.oldest = Button("", "link", click=self._open_oldest)
        self._oldest_contact: int | None = None
        self.recent: list[Button] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(Space.S)
        self._recent_head = Label(tr("Open lately on this computer"), Type.SMALL, Type.MEDIUM, "muted")
        self._build()

    def _build(self) -> None:
        inside = Card(_CARD)
        inside.body.addLayout(self._grid)
        self.show_button = Button(tr("Show its folder"), icon="folder-open", click=self.show_folder)
        head = column(Label(self.title, Type.TITLE, Type.BOLD), self.place, spacing=Space.XS)
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        content = QVBoxLayout(page)
        content.setContentsMargins(20, Space.L, 20, Space.XL)
        content.setSpacing(Space.M)
        content.addLayout(head)
        content.addWidget(self.trouble)
        content.addWidget(self.caution)
        content.addWidget(Label(tr("What is in this file"), Type.SMALL, Type.MEDIUM, "muted"))
        content.addWidget(inside)
        content.addLayout(row(self.show_button, None))
        content.addWidget(Label(tr("Keep it, take it along"), Type.SMALL, Type.MEDIUM, "muted"))
        content.addWidget(self._ways("copy", "move"))
        content.addWidget(Label(tr("Another workspace"), Type.SMALL, Type.MEDIUM, "muted"))
        content.addWidget(self._ways("new", "open"))
        content.addWidget(self._recent_head)
        content.addLayout(self._recent)
        content.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _ways(self, *keys: str) -> Card:
        card = Card(_CARD)
        card.body.setSpacing(Space.M)
        for key in keys:
            label, hint, text, icon = _WAYS[key]
            button = Button(text, icon=icon, name=label, click=partial(self._ask, key))
            card.body.addLayout(option(label, hint, button))
        return card

    # what the window tells

    def shown(self) -> None:
        """Read what is in it."""
        self.trouble.hide()
        self.desk.ask(_contents, done=self._fill, key="contents", owner=self)
        self.desk.ask(caution_of_place, done=self._warn, key="place", owner=self)
        self._show_recent()

    def on_changed(self, changes: Changes) -> None:
        """Count again."""
        if self.isVisible() and changes.kinds:
            self.desk.ask(_contents, done=self._fill, key="contents", owner=self)

    def focus_first(self) -> None:
        """Put the keyboard on the first button."""
        self.show_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def header_widgets(self) -> list[QWidget]:
        """Offer the copy."""
        return [Button(tr("Save a copy…"), "primary", "copy", click=partial(self._ask, "copy"))]

    # what it shows

    def _fill(self, inside: Contents) -> None:
        self.place.setText(inside.path)
        self.figures = _figures(inside)
        clear(self._grid)
        for at, (label, value) in enumerate(self.figures.items()):
            self._grid.addWidget(Label(label, tone="muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Label(value, tabular=True, wrap=True), at, 1)
        if inside.oldest is not None:
            self._oldest_contact = inside.oldest.contact
            self.oldest = Button(inside.oldest.name or tr("No name"), "link", click=self._open_oldest)
            self._grid.addLayout(row(self.oldest, None), len(self.figures), 1)

    def _warn(self, caution: str) -> None:
        self.caution.hide()
        if caution:
            self.caution.say(caution)

    def _show_recent(self) -> None:
        clear(self._recent)
        here = self.desk.workspace.path if self.desk.workspace is not None else None
        others = [path for path in memory.recent_workspaces() if path != here]
        self._recent_head.setVisible(bool(others))
        self.recent = [
            Button(path.stem, "link", name=tr("Open {name}", name=path.stem), click=partial(self.open_one, path))
            for path in others
        ]
        for path, button in zip(others, self.recent, strict=True):
            folder = Label(str(path.parent), Type.SMALL, tone="muted", elide=True)
            line = row(button, folder)
            line.setStretch(1, 1)
            self._recent.addLayout(line)

    def _open_oldest(self) -> None:
        if self._oldest_contact is not None:
            self.nav.open_contact(self._oldest_contact)

    # what the owner does

    def _ask(self, key: str) -> None:
        workspace_files.ASKS[key](self.desk, self._window, self)

    def open_one(self, path: Path) -> None:
        """Go over to one that was open here lately."""
        workspace_files.open_one(self.desk, self._window, path, self)

    def show_folder(self) -> None:
        """Show the folder of the file in the system's own window."""
        if self.desk.workspace is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.workspace.path.parent)))


_WAYS: Final[dict[str, tuple[str, str, str, str]]] = {
    "copy": (tr("Save a copy"), tr("Everything in one file, checked after it was written."), tr("Save…"), "copy"),
    "move": (
        tr("Move to a new computer"),
        tr("One file that has everything, and what to do with it there."),
        tr("Move…"),
        "monitor",
    ),
    "new": (
        tr("New workspace"),
        tr("An empty file, for another business. This one is kept as it is."),
        tr("New…"),
        "plus",
    ),
    "open": (
        tr("Open a workspace"),
        tr("A file of DeskCRM’s on this computer, a stick or a disk."),
        tr("Open…"),
        "folder-open",
    ),
}


def _figures(inside: Contents) -> dict[str, str]:
    """The figures with their words; those of what there is none of are left out."""
    people = trn("{count} person", "{count} people", inside.people)
    if inside.removed:
        people = tr("{people}, and {number} removed", people=people, number=number(inside.removed))
    files = trn("{count} file", "{count} files", inside.files)
    files = f"{files}, {words.size(inside.file_bytes)}" if inside.files else ""
    imports = trn("{count} import", "{count} imports", inside.imports)
    if inside.sources:
        imports = trn("{imports} of {count} source", "{imports} of {count} sources", inside.sources, imports=imports)
    begun = words.exact(inside.begun_at)
    oldest = inside.oldest
    kind = words.kind(oldest.kind) if oldest is not None else ""
    said = {
        tr("Size on disk"): words.size(inside.bytes),
        tr("People"): people,
        tr("Companies"): number(inside.companies) if inside.companies else "",
        tr("Activities"): number(inside.activities),
        tr("Open tasks"): number(inside.tasks),
        tr("Imports"): imports if inside.imports else "",
        tr("Photos and files"): files,
        tr("Changes in History"): number(inside.operations),
        tr("Begun"): begun,
        tr("Oldest record"): f"{words.exact(oldest.at)}: {oldest.title or kind}" if oldest is not None else "",
    }
    return {label: value for label, value in said.items() if value}


def _contents(workspace: Workspace) -> Contents:
    from deskcrm.services import workspaces

    return workspaces.contents(workspace)
