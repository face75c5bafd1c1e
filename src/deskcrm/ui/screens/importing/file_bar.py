"""The files of one import side by side, where there are several: which one is looked at, and which asks something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from deskcrm.languages import tr
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.widgets.flow import Flow


class FileBar(Flow):
    """A chip for each file."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Files of this import"))
        self.chips: list[Button] = []
        self.hide()

    def show_files(self, drafts: Sequence[Draft], now: Draft | None) -> None:
        """Show the files; one alone needs no bar."""
        for chip in self.chips:
            chip.deleteLater()
        group = QButtonGroup(self)
        self.chips = [self._chip(number, draft) for number, draft in enumerate(drafts)]
        for chip, draft in zip(self.chips, drafts, strict=True):
            group.addButton(chip)
            chip.setChecked(draft is now)
        self.set_items(list(self.chips))
        self.setVisible(len(drafts) > 1)

    def _chip(self, number: int, draft: Draft) -> Button:
        return Button(
            draft.path.name, "chip", icon=_icon(draft), name=_name(draft), checkable=True,
            click=lambda: self.picked.emit(number),
        )  # fmt: skip


def _icon(draft: Draft) -> str:
    if draft.report is None:
        return "clock"
    return "file-text" if all(column.sure for column in draft.mapping.columns) else "circle-alert"


def _name(draft: Draft) -> str:
    if draft.report is None:
        return tr("{name}, being read", name=draft.path.name)
    doubts = sum(not column.sure for column in draft.mapping.columns)
    return (
        tr("{name}, with columns to check: {number}", name=draft.path.name, number=doubts)
        if doubts
        else draft.path.name
    )
