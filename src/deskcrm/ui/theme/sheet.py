"""The palette and the one style sheet, both made from the tokens. Fonts never stand here: widgets set them."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette

from deskcrm.ui.theme.tokens import Size, Tokens

CONTROLS = Path(__file__).parent / "controls"

_SHEET = Template("""
* { outline: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QToolTip { background: $toast; color: $on_toast; border: none; padding: 5px 8px; }

QLabel[tone="muted"] { color: $muted; }
QLabel[tone="faint"] { color: $faint; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="toast"] { color: $on_toast; }

QFrame[card="true"] { background: $surface; border: 1px solid $line; border-radius: ${card_radius}px; }
QFrame[pane="raised"] { background: $raised; border: none; border-left: 1px solid $line; }
QFrame[pane="left"] { background: $raised; border: none; border-right: 1px solid $line; }
QFrame[pane="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $line; }
QFrame[pane="header"] { background: $window; border: none; border-bottom: 1px solid $line; }
QFrame[pane="status"] { background: $window; border: none; border-top: 1px solid $line; }
QFrame[line="true"] { background: $line; border: none; }
QFrame[banner="warning"] { background: $warning_soft; border: none; border-radius: ${radius}px; }
QFrame[banner="bad"] { background: $bad_soft; border: none; border-radius: ${radius}px; }
QFrame[banner="good"] { background: $good_soft; border: none; border-radius: ${radius}px; }
QFrame[banner="accent"] { background: $soft; border: none; border-radius: ${radius}px; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: ${radius}px;
    padding: 0 12px; min-height: ${control_inner}px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: ${control_focus}px; }
QPushButton:disabled { color: $faint; background: $window; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $placeholder; color: $muted; border-color: $placeholder; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:hover { background: $bad_soft; border-color: $bad; }
QPushButton[kind="quiet"], QPushButton[kind="link"] { background: transparent; border-color: transparent; }
QPushButton[kind="quiet"] { color: $muted; padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: $hover; color: $text; }
QPushButton[kind="quiet"]:focus, QPushButton[kind="link"]:focus { border: 2px solid $accent; }
QPushButton[kind="quiet"]:focus { padding: 0 7px; }
QPushButton[kind="link"] { color: $accent; padding: 0 3px; min-height: 18px; text-align: left; }
QPushButton[kind="link"]:hover { color: $accent_hover; background: $soft; }
QPushButton[kind="link"]:focus { padding: 0 2px; min-height: 16px; }
QPushButton[kind="link"]:disabled { color: $muted; }
QPushButton[kind="chip"] { border-radius: ${chip_radius}px; padding: 0 10px; min-height: ${chip_inner}px; }
QPushButton[kind="chip"]:checked { background: $soft; color: $accent; border-color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: ${chip_focus}px; }
QPushButton[kind="toast"] {
    background: transparent; border: 1px solid transparent; color: $toast_accent; padding: 0 8px; min-height: 22px;
}
QPushButton[kind="toast"]:focus { border: 2px solid $toast_accent; padding: 0 7px; min-height: 20px; }
QPushButton[kind="nav"] {
    background: transparent; border: 1px solid transparent; color: $muted; text-align: left;
    padding: 0 10px; min-height: ${nav_inner}px;
}
QPushButton[kind="nav"]:hover { background: $nav_hover; color: $text; }
QPushButton[kind="nav"]:pressed { background: $selection; color: $text; }
QPushButton[kind="nav"]:checked { background: $selection; color: $text; }
QPushButton[kind="nav"]:focus { border: 2px solid $accent; padding: 0 9px; min-height: ${nav_focus}px; }
QPushButton[square="true"] { padding: 0; min-width: ${square}px; }
QPushButton[square="true"]:focus { padding: 0; min-width: ${square_focus}px; }
QPushButton[square="true"][kind="quiet"] { min-width: ${small_square}px; min-height: ${small_square}px; }
QPushButton[square="true"][kind="quiet"]:focus {
    min-width: ${small_square_focus}px; min-height: ${small_square_focus}px;
}
QPushButton[square="true"][kind="toast"] { min-width: 22px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border: 2px solid $accent; padding: 4px; }
QToolButton::menu-indicator { image: none; }

QAbstractScrollArea { background: transparent; border: none; }
QAbstractItemView { color: $text; selection-background-color: $selection; selection-color: $text; }

QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {
    placeholder-text-color: $muted;
    background: $surface; color: $text; border: 1px solid $outline; border-radius: ${radius}px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QAbstractSpinBox { padding: 0 22px 0 9px; }
QLineEdit, QComboBox, QAbstractSpinBox { padding-left: 9px; padding-right: 9px; min-height: ${control_inner}px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 0 8px; min-height: ${control_focus}px;
}
QLineEdit[seek="true"] { padding-left: 2px; padding-right: 2px; }
QLineEdit[seek="true"]:focus { padding-left: 1px; padding-right: 1px; }
QTextEdit, QPlainTextEdit { padding: 5px 6px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 4px 5px; }
QLineEdit:disabled, QTextEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    background: $window; color: $muted;
}
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] {
    background: transparent; border: none; padding: 0;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 2px solid $bad; padding: 0 8px; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url($down); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $line; padding: 4px;
    selection-background-color: $selection; selection-color: $text;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url($up); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 12px; height: 12px; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 14px; height: 14px; border: 1px solid $faint; background: $surface; border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($minus); }
QRadioButton::indicator:checked {
    width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent; border-radius: 8px;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $window; border-color: $line; }

QListView:window { background: $surface; border: 1px solid $line; }
QAbstractItemView[boxed="true"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $muted; border: none; border-bottom: 1px solid $line; padding: 0 10px;
}
QTableCornerButton::section { background: transparent; border: none; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: ${scrollbar}px; }
QScrollBar:horizontal { height: ${scrollbar}px; }
QScrollBar::handle { background: $scroll; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 2px 2px 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QProgressBar { background: $placeholder; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QTabBar::tab {
    background: transparent; color: $muted; padding: 7px 12px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QGroupBox { border: none; margin-top: 20px; }
QGroupBox::title { subcontrol-origin: margin; color: $muted; }
""")


def style_sheet(tokens: Tokens) -> str:
    """Return the application's style sheet.

    Widgets choose a look by properties: QPushButton `kind` (primary, quiet, link, danger, chip, nav, toast),
    QLabel `tone` (muted, accent, warning, bad, good), QFrame `card`, `line`, `pane` (raised, left) and
    `banner` (warning, bad, good, accent), fields `bare` and `wrong`, item views `boxed`.
    """
    values = {name: value for name, value in tokens._asdict().items() if isinstance(value, str)}
    return _SHEET.substitute(
        values,
        radius=Size.RADIUS,
        card_radius=Size.CARD_RADIUS,
        control_inner=Size.CONTROL - 2,
        control_focus=Size.CONTROL - 4,
        square=Size.CONTROL + 6,
        square_focus=Size.CONTROL + 4,
        small_square=Size.CONTROL - 6,
        small_square_focus=Size.CONTROL - 8,
        nav_inner=Size.SIDEBAR_ITEM - 2,
        nav_focus=Size.SIDEBAR_ITEM - 4,
        nav_hover=mixed(tokens.sidebar, tokens.text, 0.05),
        chip_inner=Size.CHIP - 2,
        chip_focus=Size.CHIP - 4,
        chip_radius=Size.CHIP // 2,
        scrollbar=Size.SCROLLBAR,
        scroll=mixed(tokens.window, tokens.text, 0.18),
        check=_control("check", tokens.on_accent),
        minus=_control("minus", tokens.on_accent),
        down=_control("down", tokens.muted),
        up=_control("up", tokens.muted),
    )


def _control(name: str, color: str) -> str:
    return (CONTROLS / f"{name}-{color[1:]}.svg").as_posix()


def mixed(ground: str, over: str, share: float) -> str:
    """Return the colour of `over` laid on `ground` with `share` of its strength."""
    a, b = QColor(ground), QColor(over)
    parts = [
        round(x + (y - x) * share)
        for x, y in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    ]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def palette(tokens: Tokens) -> QPalette:
    """Return the Fusion palette for what the style sheet leaves alone."""
    roles = QPalette.ColorRole
    colors = {
        roles.Window: tokens.window,
        roles.WindowText: tokens.text,
        roles.Base: tokens.surface,
        roles.AlternateBase: tokens.raised,
        roles.Text: tokens.text,
        roles.Button: tokens.surface,
        roles.ButtonText: tokens.text,
        roles.BrightText: tokens.bad,
        roles.ToolTipBase: tokens.toast,
        roles.ToolTipText: tokens.on_toast,
        roles.PlaceholderText: tokens.muted,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.Light: tokens.raised,
        roles.Midlight: tokens.hover,
        roles.Mid: tokens.line,
        roles.Dark: tokens.faint,
        roles.Shadow: tokens.shadow,
        roles.Accent: tokens.accent,
    }
    result = QPalette()
    for role, color in colors.items():
        result.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.faint))
    return result
