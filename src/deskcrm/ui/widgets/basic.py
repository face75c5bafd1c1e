"""Labels, buttons, cards and lines: plain Qt widgets that know the theme's fonts and looks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets import dot
from deskcrm.ui.widgets.breaking import breakable
from deskcrm.ui.widgets.sides import seen_alignment


class Label(QLabel):
    """Plain text in one of the theme's sizes, weights and tones ("", "muted", "accent", "warning", "bad", "good").

    `selectable` lets the owner copy it; `wrap` breaks long text, and within words where they are long, unless it is to
    be copied; `elide` cuts it with an ellipsis instead and shows the whole in the tool tip.
    """

    _side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

    def __init__(
        self,
        text: str = "",
        size: int = Type.BODY,
        weight: int = Type.REGULAR,
        tone: str = "",
        *,
        tabular: bool = False,
        wrap: bool = False,
        elide: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme().font(size, weight, tabular))
        self.setWordWrap(wrap)
        self.setAlignment(self._side)
        self._elide = elide
        self._breaks = wrap and not selectable
        self._whole = ""
        self._hint = ""
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Stand at a side of the window, whichever way the text is read: an Arabic name begins where others do."""
        self._side = alignment
        super().setAlignment(seen_alignment(self, alignment))

    def changeEvent(self, event: QEvent) -> None:
        """Change sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(self._side)

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._whole = text
        if self._elide:
            self._fit()
            return
        shown = breakable(text) if self._breaks else text
        super().setText(shown)
        if shown != text:
            self.setAccessibleName(text)

    def set_hint(self, hint: str) -> None:
        """Say more in the tool tip."""
        self._hint = hint
        self.setToolTip(tip(hint))

    def whole_text(self) -> str:
        """Return the text as it was set, not cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        hint = super().sizeHint()
        if self._elide:
            hint.setWidth(QFontMetrics(self.font()).horizontalAdvance(self._whole) + Space.XS)
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new size."""
        super().resizeEvent(event)
        if self._elide:
            self._fit()

    def _fit(self) -> None:
        flat = " ".join(self._whole.split())
        cut = QFontMetrics(self.font()).elidedText(flat, Qt.TextElideMode.ElideRight, max(self.width(), 0))
        super().setText(cut)
        self.setToolTip(tip(self._hint or (self._whole if cut != flat else "")))
        self.setAccessibleName(self._whole)


_ICON_TONES = {"primary": "on_accent", "danger": "bad", "quiet": "muted", "link": "accent", "toast": "toast_accent"}


class Button(QPushButton):
    """A push button of a kind ("", "primary", "quiet", "link", "danger", "chip"), named for screen readers.

    Without `text` it is a square icon button and needs a `name`, which is also its tool tip.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        icon: str = "",
        name: str = "",
        hint: str = "",
        *,
        tone: str = "",
        checkable: bool = False,
        click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        small = kind in ("chip", "link", "toast")
        self.setFont(theme().font(Type.SMALL if small else Type.BODY, Type.MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon_name = icon
        if icon:
            color = tone or _ICON_TONES.get(kind, "text")
            self.setIcon(theme().icon(icon, color, Size.ICON, "accent" if checkable else None))
            self.setIconSize(QSize(Size.ICON, Size.ICON))
        self.setProperty("square", not text)
        self.setToolTip(tip(hint or ("" if text else name)))
        self.set_text(text, name)
        if click is not None:
            self.clicked.connect(lambda _checked=False: click())

    def set_text(self, text: str, name: str = "") -> None:
        """Show `text`; `name` is what a screen reader says where that should differ."""
        shown = text.replace("&", "&&")
        gap = "  " if self.property("kind") == "nav" else " "
        self.setText(gap + shown if text and self._icon_name else shown)
        self.setAccessibleName(name or text)

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon on a button without text, and its name."""
        self._icon_name = icon
        self.setIcon(theme().icon(icon, _ICON_TONES.get(str(self.property("kind")), "text"), Size.ICON))
        self.setToolTip(tip(name))
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter as by Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class SeekField(QLineEdit):
    """A field to look for something: an icon before the text, a cross behind it that empties it."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("seek", True)
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.addAction(theme().icon(icon), QLineEdit.ActionPosition.LeadingPosition).setText(name)
        self._cross = self.addAction(theme().icon("x"), QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setText(tr("Clear"))
        self._cross.setVisible(False)
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._cross.setVisible(bool(text)))


class Card(QFrame):
    """A rounded surface with its own layout; `body` is where things go."""

    def __init__(
        self, margins: tuple[int, int, int, int] = (Space.M, Space.M, Space.M, Space.M), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(Space.S)


class Banner(QFrame):
    """A sentence on a coloured ground ("warning", "bad", "good", "accent") with at most one link; hidden until used."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", kind)
        self._words = Label("", Type.SMALL, tone="" if kind == "accent" else kind, wrap=True)
        self._act: Callable[[], object] | None = None
        self._link = Button(tr("Open"), "link", click=lambda: self._act and self._act())
        layout = row(self._words, self._link)
        layout.setStretch(0, 1)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        self.setLayout(layout)
        self.hide()

    def say(self, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Show these words, and a link that calls `act`."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self._act = act
        self._link.set_text(action)
        self._link.setVisible(bool(action))
        self.show()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.whole_text()


class Line(QFrame):
    """A hairline."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("line", True)
        if vertical:
            self.setFixedWidth(Size.LINE)
        else:
            self.setFixedHeight(Size.LINE)


class Icon(QWidget):
    """A small icon that only decorates."""

    def __init__(self, name: str, tone: str = "muted", size: int = Size.ICON, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self.setFixedSize(size, size)

    def show_icon(self, name: str, tone: str = "muted") -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        image = theme().pixmap(self._name, self._tone, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, image)


class StageDot(QWidget):
    """The round mark of a lifecycle stage."""

    def __init__(self, stage: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self.setFixedSize(Size.DOT, Size.DOT)

    def set_stage(self, stage: str) -> None:
        """Show another stage's colour."""
        self._stage = stage
        self.setVisible(bool(stage))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        dot.paint(QPainter(self), 0, self.height() / 2, theme().color(f"stage.{self._stage}"))


def row(*items: QWidget | QLayout | int | None, spacing: int = Space.S) -> QHBoxLayout:
    """Return the items side by side; a number is a gap, None takes what room is left."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    _fill(layout, items)
    return layout


def column(*items: QWidget | QLayout | int | None, spacing: int = Space.S) -> QVBoxLayout:
    """Return the items one below the other; a number is a gap, None takes what room is left."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    _fill(layout, items)
    return layout


def option(label: str, hint: str | Label, *controls: QWidget | QLayout, spacing: int = Space.L) -> QHBoxLayout:
    """Return a line of settings: its label over a hint (a Label where it changes), and its controls at the end."""
    said = Label(hint, Type.SMALL, tone="muted", wrap=True) if isinstance(hint, str) else hint
    line = row(column(Label(label, weight=Type.MEDIUM), said, spacing=2), *controls, spacing=spacing)
    line.setStretch(0, 1)
    return line


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | QLayout | int | None, ...]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def restyle(widget: QWidget) -> None:
    """Have the style sheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def tip(text: str) -> str:
    """Return `text` as a tool tip that Qt can't take for markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>" if text else ""


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and have it deleted."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
