"""The line at the foot of the window: that all is saved, what the backups need, how many people there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFrame, QWidget

from deskcrm.languages import tr
from deskcrm.ui import counted
from deskcrm.ui.desk import Desk
from deskcrm.ui.theme import Size, Type
from deskcrm.ui.widgets.basic import Button, Icon, Label, row, tip

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace


class Facts(NamedTuple):
    """What the line says of the workspace."""

    name: str
    people: int
    companies: int


class StatusLine(QFrame):
    """Reads what it says by `read`."""

    def __init__(self, desk: Desk, show_backups: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("pane", "status")
        self.setFixedHeight(Size.STATUS)
        self._saved = Label("", Type.SMALL, tone="muted")
        self._facts = Label("", Type.SMALL, tone="muted", tabular=True)
        self._check = Icon("check", size=14)
        self._check.hide()
        self.warning = Button("", "link", "triangle-alert", tone="warning", click=show_backups)
        self.warning.hide()
        layout = row(self._check, self._saved, self.warning, None, self._facts, spacing=6)
        layout.setContentsMargins(20, 0, 20, 0)
        self.setLayout(layout)

    @property
    def facts(self) -> str:
        """What it says of the workspace."""
        return self._facts.whole_text()

    def read(self) -> None:
        """Count again, off the window's thread."""
        self._desk.ask(_facts, done=self._show, key="facts", owner=self)

    def warn(self, words: str) -> None:
        """Show a warning about the backups until there are other words, or none."""
        self.warning.set_text(tr("Backups need a look") if words else "", words)
        self.warning.setToolTip(tip(words))
        self.warning.setVisible(bool(words))
        self._saved.setVisible(not words)
        self._check.setVisible(not words and bool(self._saved.whole_text()))

    def _show(self, facts: Facts) -> None:
        self._saved.setText(tr("Saved on this computer"))
        self._check.setVisible(not self.warning.isVisibleTo(self))
        counts = counted.contacts("person", facts.people)
        if facts.companies:
            counts += f", {counted.contacts('company', facts.companies)}"
        self._facts.setText(f"{facts.name} · {counts}" if facts.name else counts)


def _facts(workspace: Workspace) -> Facts:
    from deskcrm.services import reads, settings

    counts = reads.counts(workspace)
    name = str(settings.get(workspace, "name", "") or "")
    return Facts(name, counts["people"], counts["companies"])
