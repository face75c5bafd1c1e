"""What shows while a file is looked at or written: how far it is, how long it will take, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from deskcrm.domain.views import Progress
from deskcrm.languages import number, tr, trn
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, row

_STEPS = 1000
_PAD = (Space.XL, 20, Space.XL, 20)
_MINUTE = 60
_SECONDS_FROM = 5


class WorkPage(QWidget):
    """A bar and words."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = Label("", Type.HEADING, Type.BOLD)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(tr("Progress"))
        self.count = Label("", tone="muted", tabular=True)
        self.left = Label("", tone="muted", tabular=True)
        self.calm = Label("", Type.SMALL, tone="muted", wrap=True)
        self.cancel = Button(tr("Cancel"), click=self.cancelled.emit)
        card = Card(_PAD)
        card.body.setSpacing(Space.M)
        card.body.addWidget(self.head)
        card.body.addWidget(self.bar)
        card.body.addLayout(row(self.count, None, self.left))
        foot = row(self.calm, self.cancel)
        foot.setStretch(0, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addStretch(1)

    def begin(self, head: str, calm: str) -> None:
        """Show that work has begun."""
        self.head.setText(head)
        self.calm.setText(calm)
        self.count.setText(tr("Starting…"))
        self.left.setText("")
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        self.cancel.set_text(tr("Cancel"))

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        total = max(progress.total, 1)
        self.bar.setValue(min(_STEPS, round(_STEPS * progress.done / total)))
        if progress.done >= total:
            read = trn("{count} row read. Almost done…", "{count} rows read. Almost done…", progress.done)
            self.count.setText(read)
            self.left.setText("")
            return
        self.count.setText(
            trn(
                "{step}: {done} of {count} row",
                "{step}: {done} of {count} rows",
                total,
                step=progress.step,
                done=number(progress.done),
            )
        )
        self.left.setText(left_words(progress.seconds_left))

    def stopping(self) -> None:
        """Show that Cancel was heard."""
        self.cancel.setEnabled(False)
        self.cancel.set_text(tr("Cancelling…"))

    def focus_first(self) -> None:
        """Put the keyboard on Cancel."""
        self.cancel.setFocus()


def left_words(seconds: float | None) -> str:
    """How long something will take: "about 20 seconds left"; "" where nobody knows."""
    if seconds is None:
        return ""
    if seconds < _SECONDS_FROM:
        return tr("a few seconds left")
    if seconds < _MINUTE:
        return tr("about {seconds} seconds left", seconds=round(seconds / _SECONDS_FROM) * _SECONDS_FROM)
    return trn("about {count} minute left", "about {count} minutes left", round(seconds / _MINUTE))
