"""The part of Settings about language: which one the window speaks, and how it writes dates and amounts."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QComboBox, QWidget

from deskcrm.languages import LANGUAGES, choice, language, tr
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, Line, column, option, row

_FIELD: Final = 260
_BY_THE_COMPUTER: Final = ""


class LanguageSettings(Card):
    """Each choice is kept at once, and shows when DeskCRM starts next: a process speaks one language."""

    def __init__(self, nav: Navigator, parent: QWidget | None = None) -> None:
        super().__init__((Space.L, Space.M, Space.L, Space.M), parent)
        self._nav = nav
        self._begun_with = choice.kept()
        self.language = _box(tr("Language"))
        self.region = _box(tr("Dates and numbers"))
        self.again = Button(tr("Start again"), name=tr("Start DeskCRM again"), click=self._nav.start_again)
        self._example = Label("", Type.SMALL, tone="muted", wrap=True)
        self._later = QWidget()
        self._build()
        self.language.activated.connect(self._choose_language)
        self.region.activated.connect(self._choose_region)

    def _build(self) -> None:
        self.body.setSpacing(Space.M)
        for code, name in ({_BY_THE_COMPUTER: tr("As the computer says")} | LANGUAGES).items():
            self.language.addItem(name, code)
        hint = tr("What DeskCRM’s window and reminders speak.")
        self.body.addLayout(option(tr("Language"), hint, row(self.language)))
        self.body.addWidget(Line())
        self.body.addLayout(option(tr("Dates and numbers"), self._example, row(self.region)))
        words = Label(tr("This shows when DeskCRM starts next."), Type.SMALL, tone="muted", wrap=True)
        notice = row(words, self.again)
        notice.setStretch(0, 1)
        self._later.setLayout(column(Line(), notice, spacing=Space.M))
        self._later.hide()
        self.body.addWidget(self._later)

    def read(self) -> None:
        """Show what is chosen."""
        spoken, place = choice.kept()
        self.language.setCurrentIndex(max(self.language.findData(spoken), 0))
        self._fill_regions(spoken or language(), place)
        self._later.setVisible((spoken, place) != self._begun_with)

    def _fill_regions(self, spoken: str, place: str) -> None:
        from deskcrm.languages import regional

        self.region.clear()
        self.region.addItem(tr("As the computer says"), _BY_THE_COMPUTER)
        for code, name in regional.regions(spoken).items():
            self.region.addItem(name, code)
        self.region.setCurrentIndex(max(self.region.findData(place), 0))
        shown = choice.locale_of(spoken, place or choice.region())
        self._example.setText(tr("For example: {example}", example=regional.example(shown)))

    def _choose_language(self) -> None:
        self._keep(self.language.currentData(), _BY_THE_COMPUTER)

    def _choose_region(self) -> None:
        self._keep(self.language.currentData(), self.region.currentData())

    def _keep(self, spoken: str, place: str) -> None:
        try:
            choice.keep(spoken, place)
        except OSError as error:
            self._nav.toast(tr("The language could not be kept: {reason}.", reason=error.strerror or str(error)))
        self.read()


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFixedWidth(_FIELD)
    box.setMaxVisibleItems(Size.ROW // 2)
    return box
