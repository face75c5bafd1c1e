"""Which language and region this computer's DeskCRM uses: chosen by the owner, else as the computer says.

The choice is one small file beside the program's other settings, since reminders need it that know no window.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

DEFAULT_LOCALE: Final = "en_GB"
_ENVIRONMENT: Final = "DESKCRM_LANGUAGE"
"""Overrides all: "de", or "de_AT" with its region; for tests and for who starts DeskCRM from a script."""

_REGIONS: Final = {"en": "GB", "de": "DE"}
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_FORMATS: Final = ("LC_ALL", "LC_TIME", "LANG")
_LONGEST_NAME: Final = 85
"""LOCALE_NAME_MAX_LENGTH of Windows."""

_LANGUAGE: Final = "language"
_REGION: Final = "region"


def language(known: tuple[str, ...]) -> str:
    """The language to speak, of those that are known; the first of them where none fits."""
    wanted = [_parts(os.environ.get(_ENVIRONMENT, ""))[0], kept()[0], *(_parts(one)[0] for one in _of_the_computer())]
    return next((one for one in wanted if one in known), known[0])


def region() -> str:
    """The region whose dates and numbers are used (ISO 3166-1 alpha-2); "" for the language's own."""
    forced, of_it = _parts(os.environ.get(_ENVIRONMENT, ""))
    if forced:
        return of_it
    chosen = kept()[1]
    return chosen or next((found for one in _of_the_formats() if (found := _parts(one)[1])), "")


def locale_of(spoken: str, place: str) -> str:
    """The Unicode locale for a language in a region: ("de", "AT") is "de_AT"."""
    return f"{spoken}_{place or _REGIONS.get(spoken, '')}".rstrip("_")


def kept() -> tuple[str, str]:
    """The language and the region that the owner chose here; "" for what was left to the computer."""
    try:
        text = _file().read_text("utf-8")
        import json  # where somebody chose: the first paint does without

        found = json.loads(text)
        return str(found.get(_LANGUAGE, "")), str(found.get(_REGION, ""))
    except (OSError, ValueError, AttributeError):
        return "", ""  # none chosen yet, or a file that somebody spoilt: then as the computer says


def keep(spoken: str, place: str) -> None:
    """Choose for the next start; "" leaves it to the computer. Raises OSError."""
    import json

    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps({_LANGUAGE: spoken, _REGION: place}), "utf-8")
    beside.replace(file)


def _file() -> Path:
    if sys.platform.startswith("linux"):  # as platformdirs has it, which takes a while to import
        config = os.environ.get("XDG_CONFIG_HOME", "")
        folder = config if os.path.isabs(config) else os.path.expanduser("~/.config")  # noqa: PTH111, PTH117
        return Path(folder) / "DeskCRM" / "language.json"
    import platformdirs

    return Path(platformdirs.user_config_dir("DeskCRM", appauthor=False)) / "language.json"


def _parts(name: str) -> tuple[str, str]:
    """Language and region of a locale's name: "de_AT.UTF-8" is ("de", "AT"), "zh-Hans-CN" ("zh", "CN")."""
    words = name.partition(".")[0].partition("@")[0].replace("-", "_").split("_")
    if words[0] in ("C", "POSIX"):
        return "", ""
    place = next((word for word in words[1:] if len(word) == 2 and word.isalpha()), "")
    return words[0].lower(), place.upper()


def _of_the_computer() -> list[str]:
    """The names of the languages that the computer is set to, the most wanted first."""
    if sys.platform == "win32":
        return _of_windows()
    if sys.platform == "darwin":
        return _of_macos("AppleLanguages")
    found = next((value for key in _VARIABLES if (value := os.environ.get(key))), "")
    more = os.environ.get("LANGUAGE", "").split(":") if _parts(found)[0] else []
    return [*more, found]


def _of_the_formats() -> list[str]:
    """The names of the locales that the computer writes dates in."""
    if sys.platform == "win32":
        return _formats_of_windows()
    if sys.platform == "darwin":
        return _of_macos("AppleLocale")
    return [next((value for key in _FORMATS if (value := os.environ.get(key))), "")]


@cache
def _of_windows() -> list[str]:
    if sys.platform != "win32":
        return []
    import ctypes
    import locale

    return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]


@cache
def _formats_of_windows() -> list[str]:
    if sys.platform != "win32":
        return []
    import ctypes

    name = ctypes.create_unicode_buffer(_LONGEST_NAME)
    ctypes.windll.kernel32.GetUserDefaultLocaleName(name, _LONGEST_NAME)
    return [name.value]


@cache
def _of_macos(key: str) -> list[str]:
    """What the owner's system settings say, which a program started from the Dock is not told otherwise."""
    import plistlib

    try:
        with (Path.home() / "Library/Preferences/.GlobalPreferences.plist").open("rb") as file:
            found = plistlib.load(file).get(key, [])
    except (OSError, ValueError):
        return []
    return [found] if isinstance(found, str) else [str(one) for one in found]
