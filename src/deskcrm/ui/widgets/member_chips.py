"""Who belongs to a group of more than two: a chip each, that leaves them out or takes them in again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.domain.matching.groups import Group
from deskcrm.languages import tr
from deskcrm.ui.models.merge_grid import Head
from deskcrm.ui.models.queue import UNNAMED
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.widgets.flow import Flow

_LEAST = 2


class MemberChips(QWidget):
    """Hidden for two: then nobody can be left out."""

    toggled = Signal()
    """Others are chosen now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[int, str] = {}
        self.chips: dict[int, Button] = {}
        self._flow = Flow()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._flow)
        self.hide()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Who is not left out, the oldest first."""
        return tuple(contact for contact in self._names if not self.chips or self.chips[contact].isChecked())

    def show_members(self, group: Group) -> None:
        """Show whom a group holds, all of them chosen."""
        self._names = {contact: group.names[contact] or UNNAMED for contact in group.contacts}
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        if len(self._names) > _LEAST:
            self.chips = {contact: self._chip(name) for contact, name in self._names.items()}
        self._flow.set_items(list(self.chips.values()))
        self.setVisible(bool(self.chips))

    def _chip(self, name: str) -> Button:
        chip = Button(
            name, "chip", name=tr("{name} is one of them", name=name), hint=tr("Leave out, or take in"), checkable=True
        )
        chip.setChecked(True)
        chip.clicked.connect(lambda _checked: self._toggled())
        return chip

    def tell_apart(self, heads: Sequence[Head]) -> None:
        """Say with each name what tells it from another."""
        for head in heads:
            if head.contact in self.chips:
                text = f"{self._names[head.contact]} · {head.detail}"
                self.chips[head.contact].set_text(
                    text, tr("{name}, {detail}, is one of them", name=self._names[head.contact], detail=head.detail)
                )
        self._flow.set_items(list(self.chips.values()))

    def _toggled(self) -> None:
        """Keep two at least."""
        for contact, chip in self.chips.items():
            chip.setEnabled(len(self.chosen) > _LEAST or contact not in self.chosen)
        self.toggled.emit()
