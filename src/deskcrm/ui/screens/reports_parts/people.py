"""Who stands behind a figure of a report, as a list from which each is opened, and put right where that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from deskcrm.domain.reporting import Report
from deskcrm.domain.views import ListRow
from deskcrm.languages import tr, trn
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row

if TYPE_CHECKING:
    from deskcrm.services.health import Proposal
    from deskcrm.services.workspace import Workspace

MOST: Final = 500
"""So many are read at once; more come as the owner scrolls on."""

More = Callable[[int, Callable[[list[ListRow]], None]], None]
"""Reads those from a place on, and hands them to what is called then."""

_HEIGHT: Final = 520
_PROMISE: Final = tr("What stands there now stays findable, and Undo brings all of it back.")


@dataclass(frozen=True, slots=True)
class Behind:
    """The first people behind a figure, and all of them.

    `mends`: what would put the first right, by contact; empty where nothing but the owner can.
    """

    rows: list[ListRow]
    contacts: list[int]
    mends: dict[int, Proposal]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.contacts)


def read_people(workspace: Workspace, report: Report, line: str, column: str) -> Behind:
    """Read who stands behind a figure."""
    from deskcrm.services import health, reads, reports

    found = reports.people(workspace, report, line, column)
    rows = sorted(reads.rows(workspace, found[:MOST]), key=lambda one: one.name.casefold())
    mendable = report.name == "health" and line in health.MENDABLE
    mends = health.proposals(workspace, line, found[:MOST]) if mendable else []
    return Behind(rows, found, {one.contact: one for one in mends})


def read_more(workspace: Workspace, contacts: list[int], start: int) -> list[ListRow]:
    """Read the next people behind a figure."""
    from deskcrm.services import reads

    return reads.rows(workspace, contacts[start : start + MOST])


class PeopleDialog(QDialog):
    """Lists people; Enter or a click opens one.

    `more` reads those who are further down; `tag` is called where all of them are to be tagged, `put_right` where all
    of them are to be put right.
    """

    def __init__(
        self,
        said: str,
        behind: Behind,
        open_contact: Callable[[int], None],
        put_right: Callable[[], object],
        more: More,
        tag: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(said)
        self.setAccessibleName(said)
        self.resize(Size.DIALOG, _HEIGHT)
        self._open_contact, self._put_right = open_contact, put_right
        self._more, self._tag = more, tag
        self._number, self._asked = behind.number, len(behind.rows)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Who stands behind it"))
        self._mends = behind.mends
        self._add(behind.rows)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.list.setCurrentRow(0)
        self.list.verticalScrollBar().valueChanged.connect(self._read_on)
        count = trn("{count} contact", "{count} contacts", behind.number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label(said, Type.HEADING, Type.BOLD, wrap=True))
        layout.addWidget(Label(count, Type.SMALL, tone="muted"))
        layout.addWidget(self.list, 1)
        label_all = Button(tr("Tag them…"), icon="tag", click=self._tag_all)
        ends = row(label_all, None, Button(tr("Close"), click=self.reject))
        if behind.mends:
            layout.addWidget(Label(_PROMISE, Type.SMALL, tone="muted", wrap=True))
            mend = Button(_offer(behind), "primary", click=self._mend)
            ends.addWidget(mend)
        layout.addLayout(ends)

    def _add(self, rows: list[ListRow]) -> None:
        for one in rows:
            item = QListWidgetItem(_line(one, self._mends.get(one.id)))
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.list.addItem(item)

    def _read_on(self, at: int) -> None:
        """Read more where the end of the list comes into sight, one reading at a time."""
        shown = self.list.count()
        bar = self.list.verticalScrollBar()
        if shown == self._asked < self._number and at + bar.pageStep() >= bar.maximum():
            self._asked = min(shown + MOST, self._number)
            self._more(shown, self._add)

    def _open(self, item: QListWidgetItem) -> None:
        contact = item.data(Qt.ItemDataRole.UserRole)
        self.accept()
        self._open_contact(contact)

    def _tag_all(self) -> None:
        self.accept()
        self._tag()

    def _mend(self) -> None:
        self.accept()
        self._put_right()


def _line(one: ListRow, mend: Proposal | None) -> str:
    """A person in a line, and what would become of what is wrong."""
    if mend is None:
        return " · ".join(part for part in (one.name, one.organization, one.email) if part)
    if mend.after:
        return f"{mend.before} → {mend.after}"
    return f"{one.name} · {mend.before}" if one.name != mend.before else one.name


def _offer(behind: Behind) -> str:
    """What the button does."""
    if any(mend.after for mend in behind.mends.values()):
        return trn("Put {count} name right", "Put {count} names right", behind.number)
    return trn("Take these addresses off {count} contact", "Take these addresses off {count} contacts", behind.number)
