"""The small form for a view's name and icon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from deskcrm.languages import tr, trc
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, row

ICONS: Final = {
    "list-filter": tr("Filter"), "users": tr("People"), "star": tr("Star"), "clock": tr("Clock"),
    "shopping-bag": tr("Bag"), "mail": trc("an icon", "Letter"), "phone": tr("Phone"), "tag": tr("Tag"),
    "cake": tr("Cake"), "map-pin": tr("Place"),
}  # fmt: skip
_LONGEST: Final = 60


class SaveView(FormDialog):
    """`done(name, icon)` when both are chosen."""

    def __init__(
        self, title: str, name: str, icon: str, done: Callable[[str, str], object], parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(title, tr("Save"), parent)
        self._done = done
        self.icon = icon if icon in ICONS else next(iter(ICONS))
        self.name = QLineEdit(name)
        self.name.setMaxLength(_LONGEST)
        self.name.setPlaceholderText(tr("Berlin customers"))
        self.name.selectAll()
        self.icons: dict[str, Button] = {}
        group = QButtonGroup(self)
        for key, word in ICONS.items():
            button = Button(kind="quiet", icon=key, name=word, checkable=True, click=partial(self._choose, key))
            button.setChecked(key == self.icon)
            group.addButton(button)
            self.icons[key] = button
        choices = QWidget()
        choices.setLayout(row(*self.icons.values(), None, spacing=Space.XS))
        self.add_row(tr("Name"), self.name)
        self.add_row(tr("Icon"), choices)
        self.name.setFocus()

    def _choose(self, icon: str) -> None:
        self.icon = icon

    def save(self) -> None:
        """Tell name and icon, and close."""
        name = " ".join(self.name.text().split())
        if not name:
            self.refuse(tr("Give the view a name; its tab will be called that."))
            return
        self.accept()
        self._done(name, self.icon)
