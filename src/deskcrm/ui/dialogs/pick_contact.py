"""Looking for one contact: to merge with, to move a record to, to see the history of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QWidget

from deskcrm.domain.views import Hit
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import SeekField, column
from deskcrm.ui.widgets.search_results import ROW, Offer, OfferDelegate, OfferModel

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_KINDS: Final = {"person": "people", "company": "companies"}
_SHOWN: Final = 5
_LOOKED_AT: Final = 60
"""Search results among which those of the wanted kind are found."""

_HEIGHT: Final = _SHOWN * ROW + 2 * Space.XS


class ContactPicker(QWidget):
    """A field to search in and who is found: Up and Down choose while the field has the keyboard."""

    found = Signal()
    """Somebody else is offered, or nobody."""

    pressed = Signal()
    """A line was clicked; it is the one that is chosen."""

    def __init__(self, desk: Desk, kind: str | None = None, without: Collection[int] = (), alike: str = "") -> None:
        super().__init__()
        self._desk, self._kind, self._without, self._alike = desk, kind, frozenset(without), alike
        self.field = SeekField("search", tr("Search companies") if kind == "company" else tr("Search people"))
        self.model = OfferModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(OfferDelegate(self.list))
        self.list.setFixedHeight(_HEIGHT)
        self.list.setProperty("boxed", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Found"))
        self.list.clicked.connect(lambda _index: self.pressed.emit())
        layout = column(self.field, self.list, spacing=Space.M)
        self.setLayout(layout)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self.seek)
        self.field.installEventFilter(self)

    @property
    def names(self) -> list[str]:
        """Who is offered."""
        return [offer.title for offer in self.model.offers if offer.contact is not None]

    @property
    def chosen(self) -> tuple[int, str] | None:
        """Who is under the cursor, and what they are called."""
        row = self.list.currentIndex().row()
        offer = self.model.offers[row] if 0 <= row < len(self.model.offers) else None
        return (offer.contact, offer.title) if offer is not None and offer.contact is not None else None

    def look_for(self, kind: str | None) -> None:
        """Offer people, companies, or (None) both from now on."""
        self._kind = kind
        words = {"person": tr("Search people"), "company": tr("Search companies")}.get(
            kind or "", tr("Search people and companies")
        )
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.seek(self.field.text())

    def seek(self, text: str) -> None:
        """Search; with nothing typed whoever is called alike is offered."""
        wanted = " ".join(text.split()) or self._alike
        self._desk.ask(_found, wanted, self._kind, self._without, done=self._show, key="pick", owner=self)

    def _show(self, hits: list[Hit]) -> None:
        offers = [_offer(hit) for hit in hits]
        typed = " ".join(self.field.text().split())
        if not offers:
            offers = [
                Offer(tr("Nobody matches “{typed}”", typed=typed) if typed else tr("Type a name, an email or a phone"))
            ]
        self.model.replace(offers)
        self.list.setCurrentIndex(self.model.index(0 if hits else -1, 0))
        self.found.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose while the field has the keyboard."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.names:
                row = (self.list.currentIndex().row() + step) % len(self.names)
                self.list.setCurrentIndex(self.model.index(row, 0))
                return True
        return super().eventFilter(watched, event)


class PickContact(FormDialog):
    """Type to search, Up and Down choose, Enter takes. With nothing typed it offers whoever is called alike."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        action: str,
        picked: Callable[[int, str], object],
        parent: QWidget,
        *,
        kind: str | None = None,
        without: Collection[int] = (),
        alike: str = "",
    ) -> None:
        super().__init__(title, action, parent)
        self._picked = picked
        self.picker = ContactPicker(desk, kind, without, alike)
        self.rows.addWidget(self.picker)
        self.picker.found.connect(lambda: self.save_button.setEnabled(self.picker.chosen is not None))
        self.picker.pressed.connect(self.save)
        self.save_button.setEnabled(False)
        self.field.setFocus()
        self.picker.seek("")

    @property
    def field(self) -> SeekField:
        """Where one types."""
        return self.picker.field

    @property
    def list(self) -> QListView:
        """Who is found."""
        return self.picker.list

    @property
    def names(self) -> Sequence[str]:
        """Who is offered."""
        return self.picker.names

    def save(self) -> None:
        """Take who is under the cursor, and close."""
        chosen = self.picker.chosen
        if chosen is not None:
            self.accept()
            self._picked(*chosen)


def _offer(hit: Hit) -> Offer:
    return Offer(
        hit.name or hit.detail,
        hit.detail if hit.name else "",
        contact=hit.id,
        title_marks=hit.name_marks,
        detail_marks=hit.detail_marks,
        run=_nothing,
    )


def _nothing() -> None:
    """What a line of the drop-down does by itself; here the dialog acts. Lines without it are no choices."""


def _found(ws: Workspace, text: str, kind: str | None, without: Collection[int]) -> list[Hit]:
    from deskcrm.services import reads

    hits = reads.search(ws, text, _LOOKED_AT) if text else []
    return [hit for hit in hits if kind in (None, hit.kind) and hit.id not in without][:_SHOWN]
