"""The theme: everything from tokens, readable in light and dark, switched live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QLabel, QPushButton

from deskcrm.ui import theme as package
from deskcrm.ui.theme import DARK, LIGHT, OWN, Tokens, Type, icons, sheet, theme

UI = Path(package.__file__).parent.parent
APPEARANCES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
ON_GROUNDS = [
    ("text", ("window", "sidebar", "surface", "raised", "hover", "selection", "hit", "soft")),
    ("muted", ("window", "sidebar", "surface", "raised", "hover")),
    ("accent", ("window", "surface", "raised", "soft")),
    ("warning", ("window", "surface", "raised", "warning_soft")),
    ("bad", ("window", "surface", "raised", "bad_soft")),
    ("good", ("window", "surface", "raised", "good_soft")),
    ("on_accent", ("accent", "accent_hover")),
    ("on_toast", ("toast",)),
    ("toast_accent", ("toast",)),
]


@pytest.fixture(autouse=True)
def light(qapp) -> Iterator[None]:
    theme().set_mode("light")
    yield
    theme().set_mode("system")


def luminance(color: str) -> float:
    channels = [c / 255 for c in QColor(color).toTuple()[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    brighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@APPEARANCES
@pytest.mark.parametrize(("text", "grounds"), ON_GROUNDS, ids=lambda v: v if isinstance(v, str) else "")
def test_text_can_be_read_on_every_ground_it_stands_on(tokens: Tokens, text: str, grounds: tuple[str, ...]):
    for ground in grounds:
        ratio = contrast(getattr(tokens, text), getattr(tokens, ground))
        assert ratio >= 4.5, f"{text} on {ground}: {ratio:.2f}"


@APPEARANCES
def test_initials_can_be_read_on_every_avatar(tokens: Tokens):
    for color in tokens.avatars:
        assert contrast(color, tokens.on_avatar) >= 4.5, color


@APPEARANCES
def test_every_picture_in_the_style_sheet_is_there_in_a_colour_of_the_tokens(tokens: Tokens):
    colors = {value for value in tokens if isinstance(value, str)}
    urls = re.findall(r"url\((.*?)\)", sheet.style_sheet(tokens))
    assert urls
    for url in urls:
        stroke = re.search(r'stroke="(#\w+)"', Path(url).read_text("utf-8"))
        assert stroke is not None
        assert stroke[1] in colors


def test_no_colour_stands_outside_the_theme():
    stray = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)\w+")
    for file in UI.rglob("*.py"):
        if file.parent.name != "theme":
            found = stray.findall(file.read_text("utf-8"))
            assert not found, f"{file.name}: {found}"


def test_the_mode_changes_colours_at_once_and_tells_once(qtbot):
    with qtbot.waitSignal(theme().changed):
        theme().set_mode("dark")
    assert theme().color("text") == QColor(DARK.text)
    with qtbot.assertNotEmitted(theme().changed):
        theme().set_mode("dark")
    theme().set_mode("light")
    assert theme().color("text") == QColor(LIGHT.text)


def test_a_label_follows_the_mode(qtbot):
    label = QLabel("Grace")
    label.setProperty("tone", "muted")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.palette().windowText().color() == QColor(LIGHT.muted)
    theme().set_mode("dark")
    assert label.palette().windowText().color() == QColor(DARK.muted)


def strokes(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> set[str]:
    """The colours of an icon's opaque pixels."""
    image = icon.pixmap(QSize(64, 64), 1.0, mode, state).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def test_an_icon_follows_the_mode_and_its_buttons_state():
    icon = theme().icon("plus", "muted", 64, checked="accent")
    assert strokes(icon) == {LIGHT.muted}
    assert strokes(icon, state=QIcon.State.On) == {LIGHT.accent}
    assert strokes(icon, QIcon.Mode.Disabled) == {LIGHT.faint}
    theme().set_mode("dark")
    assert strokes(icon) == {DARK.muted}


@APPEARANCES
def test_the_colours_that_are_offered_are_seen_on_every_ground(tokens: Tokens):
    for name, color in OWN.items():
        for ground in ("window", "surface", "raised"):
            assert contrast(color, getattr(tokens, ground)) >= 3, (name, ground)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_has_as_many_pixels_as_the_screen(ratio: float):
    pixmap = theme().icon("users").pixmap(QSize(16, 16), ratio)
    assert pixmap.size() == QSize(round(16 * ratio), round(16 * ratio))
    assert pixmap.devicePixelRatio() == ratio


def test_every_icon_that_is_named_is_shipped(qapp):
    shipped = {file.stem for file in icons.FOLDER.glob("*.svg")}
    named = re.compile(r"""(?:icon=|\.icon\(|Icon\(|show_icon\(|\.say\(|pixmap\()\s*"([a-z][a-z0-9-]+)\"""")
    for file in UI.rglob("*.py"):
        for name in named.findall(file.read_text("utf-8")):
            assert name in shipped, f"{file.name} asks for {name}"


def test_an_unknown_icon_is_refused_where_it_is_asked_for():
    with pytest.raises(FileNotFoundError):
        theme().icon("no-such-icon")


def test_the_shipped_font_has_weights_and_equal_figures():
    from PySide6.QtGui import QFontInfo, QFontMetrics

    plain, bold, table = theme().font(), theme().font(weight=Type.BOLD), theme().font(tabular=True)
    assert QFontInfo(plain).family() == "DeskCRM Inter"
    width = QFontMetrics(plain).horizontalAdvance
    assert QFontMetrics(bold).horizontalAdvance("Weber") > width("Weber")
    assert QFontMetrics(table).horizontalAdvance("1111") == QFontMetrics(table).horizontalAdvance("8888")
    assert width("1111") < width("8888")


def test_setters_keep_the_count_of_references_to_none(qtbot):
    """The binding's version 6.12.0 lost one at each call, and the process died of it."""
    import sys

    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal from Python 3.12 on")
    button = QPushButton()
    qtbot.addWidget(button)
    before = sys.getrefcount(None)
    for _ in range(1000):
        button.setObjectName("same")
    assert abs(sys.getrefcount(None) - before) < 500
