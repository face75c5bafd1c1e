"""The one theme object: holds the appearance in force and tells the window when it changes."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from deskcrm.domain.colours import STAGE, Colours
from deskcrm.ui.theme import fonts, icons, sheet
from deskcrm.ui.theme.tokens import DARK, LIGHT, Size, Tokens, Type

Mode = Literal["system", "light", "dark"]

_STYLED = "styled"
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Theme(QObject):
    """Colours, fonts and icons of the appearance in force.

    `changed` fires after palette and style sheet are in place. Widgets styled by the sheet and icons follow by
    themselves; a widget that paints reads `theme().color(...)` while painting and needs nothing but an update,
    which Qt asks for itself on a palette change. Caches of colours or pixmaps must be dropped on `changed`.
    """

    changed = Signal()
    recoloured = Signal()
    """Other things have colours of the owner's own: what marks them may be wider or narrower."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = "system"
        self.tokens: Tokens = LIGHT
        self._own = Colours()
        if not app.property(_STYLED):
            app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(fonts.body())
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """What the owner chose: to follow the system, or light or dark always."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or show light or dark whatever it says; at once."""
        if mode == self._mode:
            return
        self._mode = mode
        hints = self._app.styleHints()
        if mode == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(_SCHEMES[mode])
        self._refresh()

    def font(self, size: int = Type.BODY, weight: int = Type.REGULAR, tabular: bool = False) -> QFont:
        """Return the text font in `size` pixels and `weight` (400, 550, 650); `tabular` for columns of figures."""
        return fonts.make(size, weight, tabular)

    def color(self, name: str) -> QColor:
        """Return a token's colour: "accent", "muted", ..., "stage.lead", "avatar.3"."""
        return _color(self.hex(name))

    def hex(self, name: str) -> str:
        """Return a token's colour as #RRGGBB."""
        group, _, key = name.partition(".")
        if group == "stage":
            return self._own.of(STAGE, key) or self.tokens.stages.get(key, self.tokens.faint)
        if group == "avatar":
            return self.tokens.avatars[int(key) % len(self.tokens.avatars)]
        value = getattr(self.tokens, name)
        assert isinstance(value, str), name
        return value

    def own(self, what: str, name: str) -> QColor | None:
        """Return the owner's own colour of a "tag" or a "source" by its name, None where it has none."""
        colour = self._own.of(what, name)
        return _color(colour) if colour else None

    def set_own(self, colours: Colours) -> None:
        """Take over the owner's own colours, those of stages too; whatever paints them is painted again."""
        if colours == self._own:
            return
        self._own = colours
        self.recoloured.emit()
        for widget in self._app.allWidgets():
            if widget.isVisible():
                widget.update()

    def icon(self, name: str, color: str = "muted", size: int = Size.ICON, checked: str | None = None) -> QIcon:
        """Return the Lucide icon `name`, tinted by token `color` (`checked` while its button is checked).

        It follows a change of appearance by itself, and is never painted larger than `size` pixels.
        """
        return icons.make(name, color, checked or color, size, self.hex)

    def pixmap(self, name: str, color: str = "muted", size: int = Size.ICON, ratio: float = 1.0) -> QPixmap:
        """Return the icon as a pixmap in the colours of now, for painting it by hand."""
        return icons.pixmap(name, self.hex(color), size, ratio)

    def _system_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self.tokens:
            self.tokens = wanted
            self._apply()
            self.changed.emit()

    def _wanted(self) -> Tokens:
        if self._mode == "system":
            return DARK if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _apply(self) -> None:
        self.tokens = self._wanted()
        self._app.setPalette(sheet.palette(self.tokens))
        self._app.setStyleSheet(sheet.style_sheet(self.tokens))


@lru_cache(maxsize=256)
def _color(text: str) -> QColor:
    return QColor(text)


_theme: Theme | None = None


def new_application(program: str) -> QApplication:
    """Return the application in the style that the theme dresses (named here, Qt needs not tell Python of styles)."""
    app = QApplication([program, "-style", "Fusion"])
    app.setProperty(_STYLED, True)
    return app


def theme() -> Theme:
    """Return the theme, dressing the running application on the first call (a QApplication must exist)."""
    global _theme
    if _theme is None:
        app = QApplication.instance()
        assert isinstance(app, QApplication), "make the QApplication first"
        _theme = Theme(app)
    return _theme
