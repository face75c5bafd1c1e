"""The strip that offers the natural next step when something is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from deskcrm.domain.tasks import KINDS
from deskcrm.languages import tr
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
        self.log = Button(tr("Write down what came of it"), "quiet", "file-text", click=self._log)
        self.again = Button(tr("Follow up"), "quiet", "redo-2", click=self._again)
        close = Button(kind="quiet", icon="x", name=tr("Nothing follows"), click=self.hide)
        line = row(Icon("check", "good"), self._words, self.log, self.again, close, spacing=Space.S)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.hide()

    def offer(self, line: Line, again: str = "") -> None:
        """Offer what may follow a line that is done; one that comes again says when."""
        self._line = line
        named = line.name and line.name.casefold() not in line.title.casefold()
        done = tr("{title} with {name}", title=line.title, name=line.name) if named else line.title
        what = tr("It comes again on {day}.", day=words.day(again)) if again else tr("What follows?")
        self._words.setText(tr("Done: {title}. {what}", title=done, what=what))
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
