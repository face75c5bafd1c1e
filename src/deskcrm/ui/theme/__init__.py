"""How the window looks: `theme()` answers colours, fonts and icons, and follows the system's light or dark."""

from deskcrm.ui.theme.theme import Mode, Theme, theme
from deskcrm.ui.theme.tokens import DARK, LIGHT, OWN, Ink, Size, Space, Tokens, Type

__all__ = ["DARK", "LIGHT", "OWN", "Ink", "Mode", "Size", "Space", "Theme", "Tokens", "Type", "theme"]
