"""The frame of a list, which shows before the list is there."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Label, Line, row


class Waiting(QWidget):
    """The title of a list, and the line under its headings."""

    def __init__(self, title: str) -> None:
        super().__init__()
        head = row(Label(title, Type.TITLE, Type.BOLD), None)
        head.setContentsMargins(10, 0, 8, 0)
        bar = QWidget()
        bar.setFixedHeight(Size.CONTROL)
        bar.setLayout(head)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(bar)
        self._layout.addSpacing(Space.S + Size.TABLE_HEAD - Size.LINE)
        self._layout.addWidget(Line())
        self._layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the preview's room free where there will be one."""
        super().resizeEvent(event)
        preview = Size.PREVIEW if self.window().width() >= Size.FOLD_PREVIEW else 0
        self._layout.setContentsMargins(10, Space.L, Space.M + preview, 0)
        self._layout.activate()
