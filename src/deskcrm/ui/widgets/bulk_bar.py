"""What can be done with several marked contacts; it stands where the filter's chips stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from deskcrm.languages import number, tr
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Button, Label, row, tip

MOST_MERGED: Final = 5


class Act(NamedTuple):
    """One button."""

    key: str
    label: str
    icon: str
    hint: str


ACTS: Final = (
    Act("tag", tr("Tag"), "tag", tr("Add a tag to them, or take one off (Ctrl+T)")),
    Act("stage", tr("Stage"), "circle-dot", tr("Set their stage")),
    Act("field", tr("Field"), "pencil", tr("Set or empty a field")),
    Act("task", tr("Task"), "circle-check", tr("Add the same task for each")),
    Act("merge", tr("Merge"), "git-merge", tr("Merge them into one (Ctrl+M)")),
    Act("export", tr("Export"), "download", tr("Save them as a file (Ctrl+E)")),
    Act("archive", tr("Archive"), "archive", tr("Take them out of the lists; search still finds them")),
    Act("remove", tr("Remove"), "trash-2", tr("Take them out of lists and search (Delete)")),
)


class BulkBar(QWidget):
    """`asked(key)` with the key of an act."""

    asked = Signal(str)
    left = Signal()
    all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Label("", weight=Type.MEDIUM, tabular=True)
        self.all = Button(tr("Mark all"), "link", click=self.all_asked.emit)
        self.buttons = {
            act.key: Button(act.label, "chip", act.icon, hint=act.hint, click=self._asker(act.key)) for act in ACTS
        }
        close = Button(
            kind="quiet", icon="x", name=tr("Mark only one"), hint=tr("Mark only one (Escape)"), click=self.left.emit
        )
        self.setLayout(row(self.number, self.all, None, *self.buttons.values(), close, spacing=6))
        self.setAccessibleName(tr("With those marked"))

    def _asker(self, key: str) -> Callable[[], object]:
        return lambda: self.asked.emit(key)

    def show_number(self, marked: str, count: int, whole: int, everybody: str) -> None:
        """Say how many are marked ("3 people"), and offer to mark all of them ("4,218 people")."""
        are_all = count == whole
        self.number.setText(tr("All {marked}", marked=marked) if are_all else tr("{marked} marked", marked=marked))
        self.all.set_text(
            tr("Mark all {count}", count=number(whole)),
            tr("Mark all {people} (Ctrl+A)", people=everybody),
        )
        self.all.setVisible(not are_all)
        can_merge = count <= MOST_MERGED
        merge = self.buttons["merge"]
        merge.setEnabled(can_merge)
        merge.setToolTip(
            tip(
                tr("Merge them into one (Ctrl+M)")
                if can_merge
                else tr("Up to {count} can be merged", count=MOST_MERGED)
            )
        )
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of as many buttons away as there is no room for, from the last."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for act in ACTS:
            self.buttons[act.key].set_text(act.label, act.label)
        layout = self.layout()
        if layout is None:
            return
        for act in reversed(ACTS):
            layout.invalidate()
            if layout.sizeHint().width() <= self.width():
                return
            self.buttons[act.key].setText("")

    def focus_first(self) -> None:
        """Put the keyboard on the first button."""
        self.buttons["tag"].setFocus(Qt.FocusReason.ShortcutFocusReason)
