"""The quick form for a new person or company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from deskcrm.domain.cleaning.names import split_name
from deskcrm.domain.views import Hit
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Banner

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_NOTE_HEIGHT = 72
_LOOK_MS = 250


class AddContact(FormDialog):
    """Name, company, email, phone, note. Says when somebody with that email or phone is there already."""

    def __init__(
        self, desk: Desk, nav: Navigator, kind: str = "person", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("Add a company" if kind == "company" else "Add a person", "Add", parent)
        self._desk, self._nav, self._kind = desk, nav, kind
        self.name = QLineEdit(name)
        self.company = QLineEdit()
        self.email = QLineEdit()
        self.phone = QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.note.setTabChangesFocus(True)
        self.known = Banner("warning")
        self.add_row("Name", self.name)
        if kind == "person":
            self.add_row("Company", self.company)
        self.add_row("Email", self.email)
        self.add_row("Phone", self.phone)
        self.add_row("Note", self.note)
        self.rows.addSpacing(Space.XS)
        self.rows.addWidget(self.known)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_MS)
        self._pause.timeout.connect(self._look)
        for field in (self.email, self.phone):
            field.textChanged.connect(lambda _text: self._pause.start())
        self.name.setFocus()

    def fields(self) -> dict[str, Any]:
        """Return what was typed, by field key; blank fields are missing."""
        name = self.name.text().strip()
        texts: dict[str, Any] = {"organization": name} if self._kind == "company" else dict(split_name(name))
        if self._kind == "person":
            texts["organization"] = self.company.text().strip()
        texts["notes"] = self.note.toPlainText().strip()
        for key, field in (("emails", self.email), ("phones", self.phone)):
            point = field.text().strip()
            texts[key] = [{"value": point, "label": ""}] if point else []
        return {key: value for key, value in texts.items() if value}

    def save(self) -> None:
        """Add the contact and close."""
        from deskcrm.services import contacts

        fields = self.fields()
        if not fields:
            self.refuse("Type at least a name, an email or a phone.")
            return
        self.save_button.setEnabled(False)
        self._desk.do(contacts.add, self._kind, fields, done=self._added, failed=self.refuse, initiator=self._nav)

    def _added(self, contact: int) -> None:
        self.accept()
        self._nav.show_contact_in_list(contact, self._kind)

    def _look(self) -> None:
        """Look whether the email or phone is somebody's."""
        for text in (self.email.text().strip(), self.phone.text().strip()):
            if len(text) > _SHORTEST:
                self._desk.ask(_with_point, text, done=self._known, key="known", owner=self)
                return
        self.known.hide()

    def _known(self, found: tuple[str, Hit | None]) -> None:
        point, hit = found
        if hit is None:
            self.known.hide()
        else:
            self.known.say(f"{hit.name} has {point}.", "Open instead", lambda: self._open(hit.id))

    def _open(self, contact: int) -> None:
        self.reject()
        self._nav.open_contact(contact)


_SHORTEST = 5


def _with_point(workspace: Workspace, point: str) -> tuple[str, Hit | None]:
    """Find the contact whose email or phone is exactly `point`."""
    from deskcrm.services import reads

    for hit in reads.search(workspace, point, 3):
        fields = reads.profile(workspace, hit.id).fields
        values = [p["value"] for key in ("emails", "phones") for p in fields.get(key, ())]
        if _plain(point) in map(_plain, values):
            return point, hit
    return point, None


def _plain(point: str) -> str:
    folded = point.casefold()
    return folded if "@" in folded else "".join(c for c in folded if c.isdigit() or c == "+")
