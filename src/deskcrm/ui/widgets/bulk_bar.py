"""What can be done with several marked contacts; it stands where the filter's chips stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

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
    Act("tag", "Tag", "tag", "Add a tag to them, or take one off (Ctrl+T)"),
    Act("stage", "Stage", "circle-dot", "Set their stage"),
    Act("field", "Field", "pencil", "Set or empty a field"),
    Act("task", "Task", "circle-check", "Add the same task for each"),
    Act("merge", "Merge", "git-merge", "Merge them into one (Ctrl+M)"),
    Act("export", "Export", "download", "Save them as a file (Ctrl+E)"),
    Act("archive", "Archive", "archive", "Take them out of the lists; search still finds them"),
    Act("remove", "Remove", "trash-2", "Take them out of lists and search (Delete)"),
)


class BulkBar(QWidget):
    """`asked(key)` with the key of an act."""

    asked = Signal(str)
    left = Signal()
    all_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Label("", weight=Type.MEDIUM, tabular=True)
        self.all = Button("Mark all", "link", click=self.all_asked.emit)
        self.buttons = {
            act.key: Button(act.label, "chip", act.icon, hint=act.hint, click=self._asker(act.key)) for act in ACTS
        }
        close = Button(
            kind="quiet", icon="x", name="Mark only one", hint="Mark only one (Escape)", click=self.left.emit
        )
        self.setLayout(row(self.number, self.all, None, *self.buttons.values(), close, spacing=6))
        self.setAccessibleName("With those marked")

    def _asker(self, key: str) -> Callable[[], object]:
        return lambda: self.asked.emit(key)

    def show_number(self, marked: str, number: int, whole: int, noun: str) -> None:
        """Say how many are marked ("3 people"), and offer to mark all of them."""
        everybody = number == whole
        self.number.setText(f"All {marked}" if everybody else f"{marked} marked")
        self.all.set_text(f"Mark all {whole:,}", f"Mark all {whole:,} {noun} (Ctrl+A)")
        self.all.setVisible(not everybody)
        can_merge = number <= MOST_MERGED
        merge = self.buttons["merge"]
        merge.setEnabled(can_merge)
        merge.setToolTip(tip("Merge them into one (Ctrl+M)" if can_merge else f"Up to {MOST_MERGED} can be merged"))
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
