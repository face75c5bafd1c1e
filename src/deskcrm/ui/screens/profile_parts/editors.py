"""The editors that are laid over a value while it is changed, one for each kind of field, with hints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from deskcrm.domain import pointlabels
from deskcrm.domain.editing import bare
from deskcrm.domain.fields import ADDRESS_PARTS, FieldKind
from deskcrm.languages import inside, tr
from deskcrm.ui.screens.profile_parts.hints import as_kept, hint_of
from deskcrm.ui.screens.profile_parts.saying import said_day
from deskcrm.ui.screens.profile_parts.terms import Terms
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Label, row
from deskcrm.ui.widgets.completion import Completion, Suggest

_LABELS: Final = {
    "emails": ("", "work", "home", "other"),
    "phones": ("", "mobile", "work", "home", "fax", "other"),
    "urls": ("", "work", "home", "shop", "other"),
    "handles": ("", "instagram", "linkedin", "facebook", "other"),
    "addresses": ("", "home", "work", "billing", "shipping", "other"),
}
_HINTS: Final = {
    "emails": "name@example.com",
    "phones": "+49 30 5550 1287",
    "urls": "example.com",
    "birthday": tr("14 March 1984, or 14 March"),
    "anniversary": tr("2 May 2019"),
    "keep_in_touch": tr("6 weeks"),
    "language": tr("German"),
    "tags": tr("A word or two"),
}
_PARTS: Final = {
    "street": tr("Street"),
    "extended": tr("Addition"),
    "postcode": tr("Postcode"),
    "city": tr("Town"),
    "region": tr("Region"),
    "country": tr("Country"),
}
_NOTE_LINES: Final = 6
_STREET_LINES: Final = 2


class Editor(QFrame):
    """What every editor does: Enter saves, Escape takes back, Tab goes on to the next value."""

    accepted = Signal(int)
    """Save; then go on to the value so many places further (0: stay)."""

    rejected = Signal()
    removed = Signal()
    """The value is to go."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.stops: list[QWidget] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(Space.XS)
        self.over = True
        """Whether it covers just the value; else it needs room of its own."""

    def value(self) -> Any:
        """Return what stands in it now."""
        raise NotImplementedError

    def focus(self) -> None:
        """Put the keyboard where typing begins."""
        self.stops[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.stops[0], QLineEdit):
            self.stops[0].selectAll()

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget belongs to it, or to a list that it has opened."""
        while widget is not None:
            if widget is self:
                return True
            widget = widget.parentWidget()
        return False

    def watch(self, *stops: QWidget) -> None:
        """Listen to the keys of these, in the order in which Tab visits them."""
        self.stops += stops
        for stop in stops:
            stop.installEventFilter(self)

    def as_card(self) -> None:
        """Make it a card of its own."""
        self.over = False
        self.setProperty("card", True)
        self.body.setContentsMargins(Space.S, Space.S, Space.S, Space.S)

    def fit(self) -> None:
        """Be as high as its content needs now."""
        self.body.activate()
        self.resize(self.width(), self.sizeHint().height())

    def add_foot(self, label: QWidget | None, existing: bool, what: str) -> None:
        """End with the label, Remove and Save."""
        buttons = []
        if existing:
            buttons.append(
                Button(kind="quiet", icon="trash-2", name=tr("Remove this {what}", what=what), click=self.removed.emit)
            )
        buttons.append(Button(tr("Save"), "primary", hint=tr("Save (Enter)"), click=lambda: self.accepted.emit(0)))
        self.body.addLayout(row(*([label] if label is not None else [None]), *buttons, spacing=Space.XS))
        self.watch(*buttons)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Act on its own keys."""
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._pressed(watched, event)
        return super().eventFilter(watched, event)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.rejected.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(watched, 1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if isinstance(watched, Button):
                watched.click()
            elif control or not isinstance(watched, QPlainTextEdit):
                self.accepted.emit(0)
            else:
                return False
        else:
            return False
        return True

    def _step(self, watched: QObject, way: int) -> None:
        place = next((n for n, stop in enumerate(self.stops) if stop is watched), 0) + way
        if 0 <= place < len(self.stops):
            stop = self.stops[place]
            stop.setFocus(Qt.FocusReason.TabFocusReason if way > 0 else Qt.FocusReason.BacktabFocusReason)
        else:
            self.accepted.emit(way)


class LineEditor(Editor):
    """One line over the value."""

    def __init__(self, key: str, text: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.field = _line(text, name)
        self.field.setPlaceholderText(_HINTS.get(key, ""))
        self.body.addWidget(self.field)
        self.watch(self.field)

    def value(self) -> str:
        """Return what stands in it now."""
        return self.field.text().strip()


class ReadEditor(LineEditor):
    """One line that is read: a day, a number; says beneath how it will be kept."""

    def __init__(self, key: str, text: str, name: str, terms: Terms, parent: QWidget) -> None:
        super().__init__(key, said_day(text) if terms.kind(key) is FieldKind.DATE else text, name, parent)
        self.as_card()
        self._key, self._terms = key, terms
        self.hint = add_hint(self, key, self.field, terms)

    def value(self) -> str:
        """Return it as it is kept: a day as ISO 8601, a number plain; what can't be read as it was typed."""
        return as_kept(self._key, super().value(), self._terms)


class ChoiceEditor(Editor):
    """One of the owner's choices, or yes or no, or nothing; what stood there and is no choice stays choosable."""

    def __init__(self, choices: Sequence[str], text: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.box = QComboBox()
        self.box.addItems(list(dict.fromkeys(("", *choices, text))))
        self.box.setCurrentText(text)
        self.box.setAccessibleName(name)
        self.box.setMinimumContentsLength(1)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.activated.connect(lambda _index: self.accepted.emit(0))
        self.body.addWidget(self.box)
        self.watch(self.box)

    def value(self) -> str:
        """Return what is chosen."""
        return self.box.currentText()


def add_hint(editor: Editor, key: str, field: QLineEdit, terms: Terms) -> Label:
    """Say below a field how what is typed will be kept, while it is typed."""
    hint = Label("", Type.SMALL, tone="muted", wrap=True)

    def read(text: str) -> None:
        words, odd = hint_of(key, text.strip(), terms)
        hint.setText(words)
        hint.set_tone("warning" if odd else "muted")
        hint.setVisible(bool(words))
        field.setAccessibleDescription(words)
        editor.fit()

    field.textChanged.connect(read)
    editor.body.addWidget(hint)
    read(field.text())
    return hint


class TextEditor(Editor):
    """Several lines; Ctrl+Enter saves."""

    def __init__(self, text: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.as_card()
        self.field = _lines(text, name, max(_NOTE_LINES, text.count("\n") + 2))
        self.field.setPlaceholderText(tr("What is worth knowing?"))
        self.body.addWidget(self.field)
        self.watch(self.field)
        self.add_foot(Label(tr("{keys} saves", keys=tr("Ctrl+Enter")), Type.SMALL, tone="muted"), False, "")

    def value(self) -> str:
        """Return what stands in it now."""
        return self.field.toPlainText().strip()


class PointEditor(Editor):
    """An email, a phone, a website or a tag, with its label."""

    def __init__(
        self, key: str, value: Any, name: str, terms: Terms, parent: QWidget, suggest: Suggest | None = None
    ) -> None:  # fmt: skip
        super().__init__(name, parent)
        self.as_card()
        self.field = _line(str(bare(value)) if value else "", name)
        self.field.setPlaceholderText(_HINTS.get(key, ""))
        self.body.addWidget(self.field)
        self.watch(self.field)
        self.hint = add_hint(self, key, self.field, terms)
        self.label: QComboBox | None = None
        if key in _LABELS:
            self.label = label_box(key, value)
            self.watch(self.label)
        elif suggest is not None:
            self.completion = Completion(self.field, key, suggest)
            self.completion.taken.connect(lambda: self.accepted.emit(0))
            self.completion.resized.connect(self.fit)
            self.body.addWidget(self.completion)
        self.add_foot(self.label, bool(value), inside(terms.label(key)))

    def value(self) -> Any:
        """Return what stands in it now; "" where it was emptied."""
        text = self.field.text().strip()
        if not text or self.label is None:
            return text
        return {"value": text, "label": pointlabels.kept(self.label.currentText().strip())}


class AddressEditor(Editor):
    """The parts of an address; the street may have several lines."""

    def __init__(self, value: Mapping[str, Any] | None, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.as_card()
        parts = value or {}
        self.street = _lines(str(parts.get("street", "")), tr("Street"), _STREET_LINES)
        self.street.setPlaceholderText(tr("Street"))
        self.fields = {
            part: _line(str(parts.get(part, "")), label) for part, label in _PARTS.items() if part != "street"
        }
        self.body.addWidget(self.street)
        self.body.addWidget(self.fields["extended"])
        town = row(self.fields["postcode"], self.fields["city"], spacing=Space.XS)
        town.setStretch(0, 2)
        town.setStretch(1, 3)
        self.body.addLayout(town)
        self.body.addLayout(row(self.fields["region"], self.fields["country"], spacing=Space.XS))
        self.watch(self.street, *self.fields.values())
        self.label = label_box("addresses", value)
        self.watch(self.label)
        self.add_foot(self.label, value is not None, "address")

    def value(self) -> Any:
        """Return what stands in it now; "" where it was emptied."""
        parts = {"street": self.street.toPlainText().strip()}
        parts |= {part: field.text().strip() for part, field in self.fields.items()}
        if not any(parts.values()):
            return ""
        kept = {part: parts[part] for part in ADDRESS_PARTS if parts[part]}
        return {**kept, "label": pointlabels.kept(self.label.currentText().strip())}


class PartsEditor(Editor):
    """Several lines one below the other, each a field of its own: the parts of a name, a new field's name and value."""

    def __init__(self, parts: Sequence[tuple[str, str, str]], name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.as_card()
        self.fields: dict[str, QLineEdit] = {}
        for key, label, text in parts:
            self.fields[key] = _line(text, label)
            self.body.addWidget(self.fields[key])
        self.watch(*self.fields.values())
        self.add_foot(None, False, "")

    def focus(self) -> None:
        """Put the keyboard into the first part that is filled, else the first."""
        filled = next((f for f in self.fields.values() if f.text()), next(iter(self.fields.values())))
        filled.setFocus(Qt.FocusReason.OtherFocusReason)
        filled.selectAll()

    def value(self) -> dict[str, str]:
        """Return what stands in each part now."""
        return {key: field.text().strip() for key, field in self.fields.items()}


def editor_for(
    key: str, value: Any, name: str, terms: Terms, parent: QWidget, suggest: Suggest | None = None
) -> Editor:  # fmt: skip
    """Return the editor of a field with a value in it; None for a new one. `suggest` asks for values to complete by."""
    kind = terms.kind(key)
    if kind is FieldKind.ADDRESS:
        return AddressEditor(value, name, parent)
    if kind in (FieldKind.POINT, FieldKind.TAGS):
        return PointEditor(key, value, name, terms, parent, suggest)
    if kind is FieldKind.LONG_TEXT:
        return TextEditor(str(value or ""), name, parent)
    if kind in (FieldKind.DATE, FieldKind.NUMBER):
        return ReadEditor(key, str(value or ""), name, terms, parent)
    if choices := terms.choices(key):
        return ChoiceEditor(choices, str(value or ""), name, parent)
    return LineEditor(key, str(value or ""), name, parent)


def label_box(key: str, value: Any) -> QComboBox:
    """Return a box with the usual labels that takes any other."""
    box = QComboBox()
    box.setEditable(True)
    now = str(value.get("label", "")) if isinstance(value, Mapping) else ""
    box.addItems(list(map(pointlabels.said, dict.fromkeys((*_LABELS[key], now)))))
    box.setCurrentText(pointlabels.said(now))
    box.setAccessibleName(tr("Label"))
    edit = box.lineEdit()
    if edit is not None:
        edit.setPlaceholderText(tr("Label"))
        edit.setAccessibleName(tr("Label"))
    box.setFont(theme().font(Type.SMALL))
    box.setMinimumContentsLength(1)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _line(text: str, label: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setPlaceholderText(label)
    field.setAccessibleName(label)
    field.setToolTip(label)
    return field


def _lines(text: str, label: str, lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setAccessibleName(label)
    field.setFont(theme().font())
    field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + Space.XL)
    return field
