"""Every colour and measure of the window: nowhere else stands a colour or a pixel size."""

from __future__ import annotations

from typing import Final, NamedTuple

from deskcrm.languages import tr


class Tokens(NamedTuple):
    """The colours of one appearance as #RRGGBB; `faint` is for decoration only, text that must be read uses `muted`."""

    dark: bool
    window: str
    sidebar: str
    surface: str
    raised: str
    hover: str  # a row or button under the pointer
    pressed: str
    line: str
    outline: str  # edges of fields and buttons
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str  # the accent's pale ground
    selection: str
    warning: str
    warning_soft: str
    bad: str
    bad_soft: str
    good: str
    good_soft: str
    hit: str  # behind the matched part of a search result
    placeholder: str
    toast: str
    on_toast: str
    toast_accent: str
    shadow: str
    stages: dict[str, str]
    avatars: tuple[str, ...]
    on_avatar: str


STAGES: Final = {
    "subscriber": "#8A8F98",
    "lead": "#5B7FDB",
    "opportunity": "#B98A2F",
    "customer": "#1A8F6A",
    "repeat": "#0B6B5E",
    "advocate": "#7A4FC9",
    "lost": "#A59C90",
}
"""Dots and bands only, never the colour of text."""

AVATARS: Final = ("#96701F", "#17805F", "#5F7F33", "#7A4FC9", "#9E4F7A", "#B5543F", "#4A6DC8", "#5D6B7A")
"""Grounds of initials; each carries white text at 4.5:1."""

OWN: Final = {
    tr("Grey"): "#80858E",
    tr("Red"): "#C8503F",
    tr("Orange"): "#BF6F22",
    tr("Yellow"): "#A5821B",
    tr("Green"): "#3F8F45",
    tr("Teal"): "#1A8F8A",
    tr("Blue"): "#4A7BD8",
    tr("Violet"): "#8A68D6",
    tr("Pink"): "#C0548F",
    tr("Brown"): "#94694A",
}
"""What is offered for tags, sources and stages: dots that are seen at 3:1 on light grounds and on dark ones."""

LIGHT: Final = Tokens(
    dark=False,
    window="#F6F5F2",
    sidebar="#EDEBE6",
    surface="#FFFFFF",
    raised="#FBFAF8",
    hover="#EFEDE8",
    pressed="#E6E3DC",
    line="#E2DFD8",
    outline="#DAD6CE",
    text="#1F1E1C",
    muted="#6B675F",
    faint="#8F8A80",
    accent="#0F766E",
    accent_hover="#0C625C",
    on_accent="#FFFFFF",
    soft="#E3F1EE",
    selection="#DCEDEA",
    warning="#9A5B00",
    warning_soft="#FBF0DC",
    bad="#B42318",
    bad_soft="#FCE9E6",
    good="#136B3D",
    good_soft="#E4F4EA",
    hit="#FFF1B8",
    placeholder="#E9E6E0",
    toast="#2A2926",
    on_toast="#F6F5F2",
    toast_accent="#6FD0C2",
    shadow="#2A2620",
    stages=STAGES,
    avatars=AVATARS,
    on_avatar="#FFFFFF",
)

DARK: Final = Tokens(
    dark=True,
    window="#1B1A18",
    sidebar="#151412",
    surface="#232220",
    raised="#292825",
    hover="#2A2926",
    pressed="#32302C",
    line="#383632",
    outline="#413F3A",
    text="#EDEAE4",
    muted="#A8A297",
    faint="#827C72",
    accent="#54B8A9",
    accent_hover="#6AC6B8",
    on_accent="#0D1F1C",
    soft="#1E3531",
    selection="#23423D",
    warning="#E0A84A",
    warning_soft="#3A2F1A",
    bad="#F08A7E",
    bad_soft="#41231F",
    good="#67C795",
    good_soft="#1D3527",
    hit="#5A4A12",
    placeholder="#2D2B28",
    toast="#EDEAE4",
    on_toast="#1F1E1C",
    toast_accent="#0F766E",
    shadow="#000000",
    stages=STAGES,
    avatars=AVATARS,
    on_avatar="#FFFFFF",
)


class Ink:
    """The colours of paper and of pictures' ground, which are white whatever the window looks like."""

    GROUND: Final = "#FFFFFF"
    TEXT: Final = "#000000"
    MUTED: Final = "#5A5A5A"
    LINE: Final = "#BDBDBD"


class Space:
    """Distances between things, in device-independent pixels."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24


class Type:
    """Text sizes, in device-independent pixels, and weights of the variable font."""

    TINY: Final = 11  # inside avatars and key caps only
    SMALL: Final = 12
    BODY: Final = 13
    HEADING: Final = 15
    TITLE: Final = 20
    REGULAR: Final = 400
    MEDIUM: Final = 550
    BOLD: Final = 650


class Size:
    """Measures of the window's parts, in device-independent pixels."""

    RADIUS: Final = 6
    CARD_RADIUS: Final = 10
    ICON: Final = 16
    ROW: Final = 38
    HEADER: Final = 52
    TABLE_HEAD: Final = 34
    STATUS: Final = 26
    SIDEBAR: Final = 196
    SIDEBAR_NARROW: Final = 56
    SIDEBAR_ITEM: Final = 32
    CONTROL: Final = 32
    CHIP: Final = 26
    PREVIEW: Final = 276
    SEARCH: Final = 380
    SEARCH_LEAST: Final = 160
    AVATAR: Final = 24
    AVATAR_LARGE: Final = 44
    AVATAR_PROFILE: Final = 48
    DOT: Final = 8
    SCROLLBAR: Final = 10
    LINE: Final = 1
    FOCUS: Final = 2
    DIALOG: Final = 440
    WINDOW: Final = (1280, 800)
    WINDOW_LEAST: Final = (640, 420)
    FOLD_PREVIEW: Final = 1100  # a window narrower than this shows no preview pane
    FOLD_SIDEBAR: Final = 860  # a window narrower than this shows the sidebar as icons
    MOTION_MS: Final = 160
