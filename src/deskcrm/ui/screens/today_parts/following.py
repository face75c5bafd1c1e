"""The strip that offers the natural next step when something is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskcrm.domain.tasks import KINDS
from deskcrm.services.today import Line
from deskcrm.ui import words
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, Card, Icon, Label, row


class Following(Card):
    """ "Call Anna is done." What came of it, and when again? Hidden until something is done."""

    log_asked = Signal(object)
    """What came of it is to be written down: the `Line`."""

    again_asked = Signal(object)
    """A task that follows this one is wanted: the `Line`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((Space.M, Space.XS, Space.XS, Space.XS), parent)
        self._line: Line | None = None
        self._words = Label("", elide=True)
        self.log = Button("Write down what came of it", "quiet", "file-text", click=self._log)
        self.again = Button("Follow up", "quiet", "redo-2", click=self._again)
        close = Button(kind="quiet", icon="x", name="Nothing follows", click=self.hide)
        line = row(Icon("check", "good"), self._words, self.log, self.again, close, spacing=Space.S)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.hide()

    def offer(self, line: Line, again: str = "") -> None:
        """Offer what may follow a line that is done; one that comes again says when."""
        self._line = line
        who = f" with {line.name}" if line.name and line.name.casefold() not in line.title.casefold() else ""
        what = f"It comes again on {words.day(again)}." if again else "What follows?"
        self._words.setText(f"Done: {line.title}{who}. {what}")
        self.again.setVisible(not again)
        self.log.setVisible(line.contact is not None and bool(KINDS[line.kind].logs if line.kind in KINDS else ""))
        self.show()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.whole_text()

    def _log(self) -> None:
        self.hide()
        self.log_asked.emit(self._line)

    def _again(self) -> None:
        self.hide()
        self.again_asked.emit(self._line)
