"""Who stands behind a figure of a report, as a list from which each is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskcrm.domain.reporting import Report
from deskcrm.domain.views import ListRow
from deskcrm.ui import words
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

MOST: Final = 500
"""So many are listed; of more the number is told."""

_HEIGHT: Final = 520


@dataclass(frozen=True, slots=True)
class Behind:
    """The first people behind a figure, and how many there are."""

    rows: list[ListRow]
    number: int


def read_people(workspace: Workspace, report: Report, line: str, column: str) -> Behind:
    """Read who stands behind a figure."""
    from deskcrm.services import reads, reports

    found = reports.people(workspace, report, line, column)
    rows = sorted(reads.rows(workspace, found[:MOST]), key=lambda one: one.name.casefold())
    return Behind(rows, len(found))


class PeopleDialog(QDialog):
    """Lists people; Enter or a click opens one."""

    def __init__(
        self, said: str, behind: Behind, open_contact: Callable[[int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(said)
        self.setAccessibleName(said)
        self.resize(Size.DIALOG, _HEIGHT)
        self._open_contact = open_contact
        self.list = QListWidget()
        self.list.setAccessibleName("Who stands behind it")
        for one in behind.rows:
            item = QListWidgetItem(" · ".join(part for part in (one.name, one.organization, one.email) if part))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.list.addItem(item)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.list.setCurrentRow(0)
        count = words.count(behind.number, "contact")
        told = count if behind.number <= MOST else f"The first {MOST} of {count}"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label(said, Type.HEADING, Type.BOLD, wrap=True))
        layout.addWidget(Label(told, Type.SMALL, tone="muted"))
        layout.addWidget(self.list, 1)
        layout.addLayout(row(None, Button("Close", click=self.reject)))

    def _open(self, item: QListWidgetItem) -> None:
        contact = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        self._open_contact(contact)
