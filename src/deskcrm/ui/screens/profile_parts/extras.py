"""What the composer asks beside text and time: how long it took, what came of it, files that go with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from deskcrm.languages import tr, trn
from deskcrm.ui.models.timeline_words import OUTCOMES
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Button, row

_MINUTES: Final = (5, 10, 15, 30, 45, 60, 90, 120)
_TIMED: Final = frozenset({"call", "meeting"})


class Extras(QWidget):
    """Three quiet buttons; each shows what was chosen by it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = "note"
        self.minutes: int | None = None
        self.outcome = ""
        self.paths: list[Path] = []
        self.length_button = Button(tr("Duration"), "quiet", name=tr("Duration"), click=self._ask_length)
        self.outcome_button = Button(tr("Outcome"), "quiet", name=tr("Outcome"), click=self._ask_outcome)
        self.attach_button = Button(tr("Attach"), "quiet", "file-up", name=tr("Attach files"), click=self._ask_files)
        for button in self.buttons:
            button.setFont(theme().font(Type.SMALL, Type.MEDIUM))
        line = row(*self.buttons, spacing=Space.XS)
        self.setLayout(line)
        self.offer("note")

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Where the keyboard can be."""
        return self.length_button, self.outcome_button, self.attach_button

    def offer(self, kind: str) -> None:
        """Offer what fits a kind; what another kind had and this has not is dropped."""
        self.kind = kind
        if kind not in _TIMED:
            self.minutes = None
        if self.outcome not in OUTCOMES.get(kind, ()):
            self.outcome = ""
        if kind == "task":
            self.paths = []
        self.length_button.setVisible(kind in _TIMED)
        self.outcome_button.setVisible(kind in OUTCOMES)
        self.attach_button.setVisible(kind != "task")
        self._say()

    def clear(self) -> None:
        """Forget what was chosen."""
        self.minutes, self.outcome, self.paths = None, "", []
        self._say()

    def take_files(self, paths: list[Path]) -> None:
        """Let these files go with what is written down."""
        self.paths = list(dict.fromkeys([*self.paths, *paths]))
        self._say()

    def set_minutes(self, minutes: int | None) -> None:
        """Say how long it took."""
        self.minutes = minutes
        self._say()

    def set_outcome(self, outcome: str) -> None:
        """Say what came of it."""
        self.outcome = outcome
        self._say()

    def _say(self) -> None:
        length = tr("{count} min", count=self.minutes) if self.minutes else tr("Duration")
        self.length_button.set_text(length, tr("Duration: {length}", length=length) if self.minutes else length)
        self.outcome_button.set_text(
            self.outcome or tr("Outcome"), tr("Outcome: {outcome}", outcome=self.outcome or tr("not said"))
        )
        number = trn("{count} file", "{count} files", len(self.paths)) if self.paths else ""
        self.attach_button.set_text(number or tr("Attach"), tr("Attach files: {files}", files=number or tr("none yet")))
        self.attach_button.setToolTip("\n".join(path.name for path in self.paths) or tr("Up to 25 MB each"))

    def _ask_length(self) -> None:
        menu = QMenu(self)
        for minutes in _MINUTES:
            menu.addAction(trn("{count} minute", "{count} minutes", minutes), partial(self.set_minutes, minutes))
        menu.addAction(tr("Not said"), partial(self.set_minutes, None))
        self._pop_up(menu, self.length_button)

    def _ask_outcome(self) -> None:
        menu = QMenu(self)
        for outcome in OUTCOMES[self.kind]:
            menu.addAction(outcome, partial(self.set_outcome, outcome))
        menu.addAction(tr("Not said"), partial(self.set_outcome, ""))
        self._pop_up(menu, self.outcome_button)

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Attach files"))
        self.take_files([Path(path) for path in chosen])

    def _pop_up(self, menu: QMenu, under: Button) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
