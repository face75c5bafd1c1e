"""Settings: how the window looks, and what the workspace takes for granted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.languages import regional, tr, trc
from deskcrm.ui import memory
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.language_settings import LanguageSettings
from deskcrm.ui.screens.reminder_settings import ReminderSettings
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Card, Label, Line, option, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_MODES = (("system", tr("System"), "monitor"), ("light", tr("Light"), "sun"), ("dark", tr("Dark"), "moon"))
_WIDEST = 640
_FIELD = 260

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "CZK", "DKK", "SEK", "NOK", "HUF", "RON", "BGN", "TRY", "UAH", "CAD",
              "AUD", "NZD", "JPY", "CNY", "INR", "KRW", "SGD", "HKD", "ILS", "AED", "ZAR", "NGN", "KES", "BRL", "MXN",
              "ARS", "CLP", "COP")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What the workspace has kept."""

    name: str
    country: str
    currency: str


class SettingsScreen(Screen):
    """Each control saves at once."""

    title = tr("Settings")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._kept: dict[str, str] = {}
        self.name = QLineEdit()
        self.country = _combo(_countries())
        self.currency = _combo([(code, code) for code in CURRENCIES])
        self.modes: dict[str, Button] = {}
        self._build()
        theme().changed.connect(self._show_look)
        self.name.editingFinished.connect(lambda: self._put("name", self.name.text().strip()))
        self.country.activated.connect(lambda _index: self._put("country", self.country.currentData()))
        self.currency.activated.connect(lambda _index: self._put("currency", self.currency.currentData()))

    def _build(self) -> None:
        self.languages = LanguageSettings(self.nav)
        self.reminders = ReminderSettings(self.desk)
        sections: tuple[tuple[str, QWidget], ...] = (
            (tr("Window"), self._looks()),
            (tr("Language"), self.languages),
            (tr("Business"), self._business()),
            (tr("Reminders"), self.reminders),
            (trc("a tidy house", "Order"), self._order()),
            (tr("Safety and privacy"), self._safety()),
        )
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        content = QVBoxLayout(page)
        content.setContentsMargins(20, Space.L, 20, Space.XL)
        content.setSpacing(Space.M)
        content.addWidget(Label(self.title, Type.TITLE, Type.BOLD))
        for heading, card in sections:
            content.addWidget(_heading(heading))
            content.addWidget(card)
        content.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        for control in page.findChildren(QWidget):
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                control.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _looks(self) -> Card:
        group = QButtonGroup(self)
        for mode, label, icon in _MODES:
            button = Button(label, "chip", icon, checkable=True, click=self._chooser(mode))
            group.addButton(button)
            self.modes[mode] = button
        looks = Card((Space.L, Space.M, Space.L, Space.M))
        looks.body.addLayout(
            option(
                tr("Appearance"), tr("Light, dark, or as the system says."), row(*self.modes.values(), spacing=Space.XS)
            )
        )
        self.directions = _direction_chips(self)
        chips = row(*self.directions.values(), spacing=Space.XS)
        looks.body.setSpacing(Space.M)
        looks.body.addWidget(Line())
        looks.body.addLayout(
            option(tr("Layout"), tr("From the left, or mirrored for those who read from the right."), chips)
        )
        return looks

    def _business(self) -> Card:
        business = Card((Space.L, Space.M, Space.L, Space.M))
        business.body.setSpacing(Space.M)
        lines = (
            (tr("Name"), tr("Of your business; it stands at the window’s foot."), self.name),
            (tr("Country"), tr("Phone numbers without a country code are taken to be from here."), self.country),
            (tr("Currency"), tr("For amounts that come without one."), self.currency),
        )
        for i, (label, hint, field) in enumerate(lines):
            if i:
                business.body.addWidget(Line())
            field.setAccessibleName(label)
            field.setAccessibleDescription(hint)
            field.setFixedWidth(_FIELD)
            business.body.addLayout(option(label, hint, row(field)))
        business.body.addWidget(Line())
        self.rates = Button(tr("Exchange rates"), click=self._choose_rates)
        hint = tr("What amounts in other currencies are worth, for totals and reports.")
        business.body.addLayout(option(tr("Other currencies"), hint, row(self.rates)))
        business.body.addWidget(Line())
        self.workspace = Button(
            tr("Open"), icon="folder-open", name=tr("Open workspace"), click=lambda: self.nav.open_screen("workspace")
        )
        hint = tr("The one file that everything is in: what it holds, a copy, a move to a new computer, another file.")
        business.body.addLayout(option(tr("Workspace"), hint, row(self.workspace)))
        return business

    def _order(self) -> Card:
        order = Card((Space.L, Space.M, Space.L, Space.M))
        self.housekeeping = Button(
            tr("Open"), icon="tags", name=tr("Open fields and tags"), click=lambda: self.nav.open_screen("housekeeping")
        )
        hint = tr("Tags, own fields, stages, sources and their trust.")
        self.survivorship = Button(
            tr("Whose value shows"),
            name=tr("Choose whose value shows where sources differ"),
            click=self._choose_winners,
        )
        order.body.addLayout(option(tr("Fields and tags"), hint, row(self.survivorship, self.housekeeping)))
        return order

    def _safety(self) -> Card:
        safety = Card((Space.L, Space.M, Space.L, Space.M))
        self.backups = Button(
            tr("Open"), icon="archive", name=tr("Open backups"), click=lambda: self.nav.open_screen("backups")
        )
        hint = tr("Made every day and when you close DeskCRM; kept in one folder or two. Restore one here.")
        safety.body.setSpacing(Space.M)
        safety.body.addLayout(option(tr("Backups"), hint, row(self.backups)))
        safety.body.addWidget(Line())
        self.removed = Button(
            tr("Open"), icon="trash-2", name=tr("Open removed"), click=lambda: self.nav.open_screen("removed")
        )
        hint = tr("Removed people and companies: bring them back, or erase them for good.")
        safety.body.addLayout(option(tr("Removed"), hint, row(self.removed)))
        self.archived = Button(
            tr("Open"), icon="archive", name=tr("Open archived"), click=lambda: self.nav.open_screen("archived")
        )
        hint = tr("Archived people and companies: out of the lists, still found by search.")
        safety.body.addLayout(option(tr("Archived"), hint, row(self.archived)))
        safety.body.addWidget(Line())
        hint = tr(
            "Nothing leaves this computer unless you export it. To tell somebody what you keep of them, or to erase "
            "it for good, open their profile’s menu."
        )
        safety.body.addLayout(option(tr("Privacy"), hint))
        return safety

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring into sight what gets the keyboard."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._area.ensureWidgetVisible(watched, 0, Space.XL)
        return super().eventFilter(watched, event)

    def shown(self) -> None:
        """Read what the workspace has kept."""
        self._show_look()
        self.languages.read()
        self.reminders.read()
        self.desk.ask(_kept, done=self._fill, key="settings", owner=self)

    def on_changed(self, changes: Changes) -> None:
        """Read it again where somebody else changed it."""
        if "settings" in changes.kinds and changes.initiator is not self:
            self.shown()

    def focus_first(self) -> None:
        """Put the keyboard on the appearance."""
        self.modes[theme().mode].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, kept: Kept) -> None:
        self._kept = {"name": kept.name, "country": kept.country, "currency": kept.currency}
        self.name.setText(kept.name)
        _choose(self.country, kept.country)
        _choose(self.currency, kept.currency)

    def _choose_rates(self) -> None:
        from deskcrm.ui.dialogs.rates import open_rates

        open_rates(self.desk, self)

    def _choose_winners(self) -> None:
        from deskcrm.ui.dialogs.survivorship import open_survivorship

        open_survivorship(self.desk, self)

    def _show_look(self) -> None:
        self.modes[theme().mode].setChecked(True)
        self.directions[memory.is_mirrored()].setChecked(True)

    def _chooser(self, mode: Any) -> Any:
        def choose() -> None:
            memory.choose_look(mode)

        return choose

    def _put(self, key: str, value: str) -> None:
        from deskcrm.services import settings

        if self._kept.get(key) == value:
            return
        self._kept[key] = value
        self.desk.do(settings.put, key, value, initiator=self)


def _direction_chips(owner: QWidget) -> dict[bool, Button]:
    group = QButtonGroup(owner)
    chips = {}
    for mirrored, label in ((False, tr("From the left")), (True, tr("From the right"))):
        chips[mirrored] = Button(label, "chip", checkable=True, click=partial(memory.choose_direction, mirrored))
        group.addButton(chips[mirrored])
    return chips


def _heading(text: str) -> Label:
    return Label(text, Type.SMALL, Type.MEDIUM, "muted")


def _combo(items: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    for text, data in items:
        box.addItem(text, data)
    box.setMaxVisibleItems(Size.ROW // 2)
    return box


def _choose(box: QComboBox, value: str) -> None:
    index = box.findData(value)
    if index < 0 and value:
        box.addItem(value, value)
        index = box.count() - 1
    box.setCurrentIndex(index)


def _countries() -> list[tuple[str, str]]:
    """Return every country, by its name in the owner's language and its ISO 3166 code."""
    return [(name, code) for code, name in regional.country_names().items()]


def _kept(workspace: Workspace) -> Kept:
    from deskcrm.services import settings

    name = str(settings.get(workspace, "name", "") or "")
    return Kept(name, settings.country(workspace), settings.currency(workspace))
