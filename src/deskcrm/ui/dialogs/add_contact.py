"""The quick form for a new person or company: typed, or filled from a pasted signature or business card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from deskcrm.domain.cleaning.addresses import join_address, split_address
from deskcrm.domain.cleaning.names import join_name, split_name
from deskcrm.domain.cleaning.phones import show_phone
from deskcrm.domain.signature import Card, looks_like_a_card, read_card
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.dialogs.known_already import Known, KnownAlready, alike, same_point
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Banner, Button, column, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_NOTE_HEIGHT = 72
_LOOK_MS = 250
_MOST_MORE: Final = 6
_WORDS: Final = {
    "emails": tr("Email"),
    "phones": tr("Phone"),
    "urls": tr("Website"),
    "addresses": tr("Address"),
    "title": tr("Job title"),
}


class _More(NamedTuple):
    """A row that only a card has filled: a second phone, a website, an address."""

    key: str
    field: QLineEdit
    label: str
    box: QWidget


class AddContact(FormDialog):
    """Name, company, email, phone, note. Says when somebody like that is there already."""

    def __init__(
        self, desk: Desk, nav: Navigator, kind: str = "person", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Add a company") if kind == "company" else tr("Add a person"), tr("Add"), parent)
        self._desk, self._nav, self._kind = desk, nav, kind
        self._looked: dict[str, Any] = {}  # what the owner has been told about
        self._address: tuple[str, dict[str, str]] = ("", {})  # as the card says it, on one line and in parts
        self._phone_label = ""
        self.more: list[_More] = []
        self.name = QLineEdit(name)
        self.company = QLineEdit()
        self.email = QLineEdit()
        self.phone = QLineEdit()
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(_NOTE_HEIGHT)
        self.note.setTabChangesFocus(True)
        self.known = KnownAlready(self._open)
        self.filled = Banner("accent")
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LOOK_MS)
        self._pause.timeout.connect(self._look)
        for field in (self.name, self.company, self.email, self.phone):
            field.textChanged.connect(lambda _text: self._pause.start())
            field.installEventFilter(self)
        self.name.setFocus()

    def _build(self) -> None:
        self.rows.addWidget(self.filled)
        self.add_row(tr("Name"), self.name)
        if self._kind == "person":
            self.add_row(tr("Company"), self.company)
        self.add_row(tr("Email"), self.email)
        self.add_row(tr("Phone"), self.phone)
        self._more_rows = column(spacing=Space.M)
        self.rows.addLayout(self._more_rows)
        self.add_row(tr("Note"), self.note)
        paste = Button(tr("Paste a signature or business card"), "link", click=self.paste_card)
        self.rows.addLayout(row(paste, None))
        self.rows.addWidget(self.known)

    # what was typed

    def fields(self) -> dict[str, Any]:
        """Return what was typed, by field key; blank fields are missing."""
        name = self.name.text().strip()
        texts: dict[str, Any] = {"organization": name} if self._kind == "company" else dict(split_name(name))
        if self._kind == "person":
            texts["organization"] = self.company.text().strip()
        texts["notes"] = self.note.toPlainText().strip()
        points = [_More("emails", self.email, "", self), _More("phones", self.phone, self._phone_label, self)]
        for more in (*points, *self.more):
            text = more.field.text().strip()
            if not text:
                continue
            if more.key == "title":
                texts["title"] = text
            elif more.key == "addresses":
                told, parts = self._address
                texts["addresses"] = [{**(parts if text == told else split_address(text)), "label": ""}]
            else:
                texts.setdefault(more.key, []).append({"value": text, "label": more.label})
        return {key: value for key, value in texts.items() if value}

    def save(self) -> None:
        """Add the contact and close; who has the same email or phone is named first, once."""
        fields = self.fields()
        if not fields:
            self.refuse(tr("Type at least a name, an email or a phone."))
            return
        self.save_button.setEnabled(False)
        if _known_by(fields) == self._looked or not _known_by(fields):
            self._add(fields)
        else:
            self._desk.ask(same_point, fields, done=lambda found: self._warn(fields, found), key="known", owner=self)

    def _warn(self, fields: dict[str, Any], found: list[Known]) -> None:
        if not found:
            self._add(fields)
            return
        self._pause.stop()
        self._tell(fields, found)
        self.save_button.setEnabled(True)
        self.save_button.setFocus()

    def _add(self, fields: dict[str, Any]) -> None:
        from deskcrm.services import contacts

        self._desk.do(contacts.add, self._kind, fields, done=self._added, failed=self.refuse, initiator=self._nav)

    def _added(self, contact: int) -> None:
        self.accept()
        self._nav.show_contact_in_list(contact, self._kind)

    # who is there already

    def _look(self) -> None:
        """Look whether somebody like that is there."""
        fields = self.fields()
        if fields:
            self._desk.ask(
                alike, fields, self._kind, done=lambda found: self._tell(fields, found), key="known", owner=self
            )
        else:
            self.known.tell(())

    def _tell(self, fields: dict[str, Any], found: list[Known]) -> None:
        self._looked = _known_by(fields) if found else {}
        self.known.tell(found)
        self.save_button.set_text(tr("Keep both") if found else tr("Add"))

    def _open(self, contact: int) -> None:
        self.reject()
        self._nav.open_contact(contact)

    # a pasted card

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a card that is pasted into a field apart, where the field would have made one line of it."""
        pasting = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pasting and event.type() == QEvent.Type.KeyPress and looks_like_a_card(QGuiApplication.clipboard().text()):
            self.paste_card()
            return True
        return super().eventFilter(watched, event)

    def paste_card(self) -> None:
        """Fill the form from the text on the clipboard."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._desk.ask(_read, text, done=self.fill, key="card", owner=self)
        else:
            self.filled.say(tr("There is no text to paste. Copy the signature first, then press this again."))

    def fill(self, card: Card) -> None:
        """Put what a card says into the fields, for the owner to look over; what is typed already stays."""
        fields = dict(card.fields)
        name = join_name({part: str(text) for part, text in fields.items() if isinstance(text, str)})
        if self._kind == "company":
            name = str(fields.pop("organization", "")) or name
        _put(self.name, name)
        _put(self.company, str(fields.get("organization", "")))
        self._clear_more()
        for key, field in (("emails", self.email), ("phones", self.phone)):
            points = list(fields.get(key, ()))
            if points and not field.text().strip():
                first = points.pop(0)
                field.setText(_shown(key, first["value"]))
                if key == "phones":
                    self._phone_label = first["label"]
            for point in points:
                self._add_more(key, _shown(key, point["value"]), point["label"])
        if "title" in fields and self._kind == "person":
            self._add_more("title", fields["title"])
        for point in fields.get("urls", ()):
            self._add_more("urls", point["value"])
        for parts in fields.get("addresses", ()):
            place = {part: text for part, text in parts.items() if part != "label"}
            self._address = (join_address(place), place)
            self._add_more("addresses", self._address[0])
        if card.rest:
            said = [self.note.toPlainText().strip(), "\n".join(card.rest)]
            self.note.setPlainText("\n".join(part for part in said if part))
        found = bool(card.fields)
        self.filled.say(
            tr("Filled from what you pasted. Look it over, then add.")
            if found
            else tr("Nothing in it could be told apart; it stands in the note.")
        )
        self.name.setFocus()

    def _add_more(self, key: str, text: str, label: str = "") -> None:
        if len(self.more) >= _MOST_MORE:
            self.note.appendPlainText(text)
            return
        words = f"{_WORDS[key]} ({label})" if label else _WORDS[key]
        box, field = QWidget(), QLineEdit(text)
        field.setCursorPosition(0)
        box.setLayout(column(self.label_for(words, field), field, spacing=Space.XS))
        self._more_rows.addWidget(box)
        self.more.append(_More(key, field, label, box))
        before = self.more[-2].field if len(self.more) > 1 else self.phone
        QWidget.setTabOrder(before, field)

    def _clear_more(self) -> None:
        for more in self.more:
            more.box.hide()
            more.box.deleteLater()
        self.more.clear()


def _put(field: QLineEdit, text: str) -> None:
    if text and not field.text().strip():
        field.setText(text)
        field.setCursorPosition(0)


def _shown(key: str, value: str) -> str:
    return show_phone(value, "") if key == "phones" else value


def _known_by(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: fields[key] for key in ("emails", "phones") if key in fields}


def _read(workspace: Workspace, text: str) -> Card:
    from deskcrm.services import settings

    return read_card(text, settings.country(workspace))
