"""Before all that are sure are merged at once: a sample of them, to see what "sure" means here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QFrame, QScrollArea, QWidget

from deskcrm.domain.matching.groups import Group
from deskcrm.languages import listed, number, tr
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.models.queue import names_of, percent, sample
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Label, column, row
from deskcrm.ui.widgets.evidence import short

SHOWN: Final = 10
_AROUND: Final = 260
_LEAST: Final = 120
_SCROLLS: Final = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


class MergeSure(FormDialog):
    """Ten of them, the least sure among them; then all, as one operation."""

    def __init__(self, groups: Sequence[Group], merge: Callable[[Sequence[Group]], object], parent: QWidget) -> None:
        super().__init__(
            tr("Merge all {count} sure ones", count=number(len(groups))),
            tr("Merge all {count}", count=number(len(groups))),
            parent,
        )
        self._groups, self._merge = groups, merge
        self.shown = sample(groups, SHOWN)
        self.told = Label(
            _told(len(self.shown), percent(groups[-1].score), all_of_them=len(self.shown) == len(groups)),
            tone="muted",
            wrap=True,
        )
        self.told.setFixedWidth(Size.DIALOG - 2 * Space.XL)
        self.rows.addWidget(self.told)
        self.area = self._sample(parent.window().height())
        self.rows.addWidget(self.area)
        self.save_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _sample(self, high: int) -> QScrollArea:
        lines = column(*(_line(group) for group in self.shown), spacing=Space.M)
        inner = QWidget()
        inner.setLayout(lines)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(max(min(inner.sizeHint().height(), high - _AROUND), _LEAST))
        return area

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll the sample, which takes no keys itself."""
        action = _SCROLLS.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            self.area.verticalScrollBar().triggerAction(action)

    def save(self) -> None:
        """Merge them all and close."""
        self.accept()
        self._merge(self._groups)


def _told(shown: int, sure: str, *, all_of_them: bool) -> str:
    """Say how sure they are, and how to go back."""
    if all_of_them:
        return tr(
            "These are sure to {percent} or more. It is one step in History: undo it whole there, or take any one back "
            "on its profile.",
            percent=sure,
        )
    return tr(
        "Here are {count} of them, the least sure at the end. All are sure to {percent} or more. It is one step in "
        "History: undo it whole there, or take any one back on its profile.",
        count=shown,
        percent=sure,
    )


def _line(group: Group) -> QWidget:
    """Return who would be one, how sure that is and why."""
    names = Label(listed(names_of(group)), weight=Type.MEDIUM, elide=True)
    sure = Label(percent(group.score), Type.SMALL, Type.BOLD, "good", tabular=True)
    reasons = [short(one) for one in group.weakest.evidence[:-1] if one.weight]
    head = row(names, sure)
    head.setStretch(0, 1)
    line = QWidget()
    line.setLayout(column(head, Label(", ".join(reasons), Type.SMALL, tone="muted", elide=True), spacing=2))
    return line
