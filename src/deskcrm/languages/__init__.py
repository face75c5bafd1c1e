"""The words on screen in the owner's language, and which language and region that is.

The English sentence is the key: what has no translation reads in English. A process speaks one language for as long as
it runs, so a sentence may stand at the top of a module. What is kept in a workspace or read back from a file is never
translated, only what is shown of it. `tools/words` gathers the sentences and compiles the catalogues.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

from deskcrm.languages import choice

LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
"""The languages with a whole catalogue, each by its own name. Those read from the right: see `reads_from_right`."""

_FROM_RIGHT: Final = frozenset({"ar", "fa", "he", "ur"})
_DOMAIN: Final = "deskcrm"
_CONTEXT: Final = "{context}\x04{message}"
"""How a catalogue keeps a message with its context: GNU gettext manual, "The Format of GNU MO Files"."""


def language() -> str:
    """The language of this process (ISO 639-1): what the owner chose, else the computer's, else English."""
    return _spoken()


def reads_from_right() -> bool:
    """Whether the language of this process is written from right to left."""
    return language() in _FROM_RIGHT


def tr(message: str, /, **places: object) -> str:
    """A sentence in the owner's language, its named places filled: tr("{name} was removed.", name="Ann")."""
    catalogue = _catalogue()
    said = message if catalogue is None else catalogue.gettext(message)
    return said.format(**places) if places else said


def trn(one: str, many: str, count: int, /, **places: object) -> str:
    """A sentence about a number of things: trn("{count} person", "{count} people", 4218) is "4,218 people"."""
    catalogue = _catalogue()
    said = (one if count == 1 else many) if catalogue is None else catalogue.ngettext(one, many, count)
    return said.format(count=number(count), **places)


def trc(context: str, message: str, /, **places: object) -> str:
    """A word that means several things, with the one that is meant: trc("a call", "Reached")."""
    catalogue = _catalogue()
    key = _CONTEXT.format(context=context, message=message)
    said = message if catalogue is None else catalogue.gettext(key)
    said = message if said == key else said
    return said.format(**places) if places else said


def english(message: str, /) -> str:
    """A sentence that is kept or compared in English, and said by `tr` where it is shown: english("First name")."""
    return message


def inside(words: str) -> str:
    """Words of their own as they stand inside a sentence: English begins them small, other languages as they are."""
    return words.lower() if language() == "en" else words


def number(figure: int) -> str:
    """A whole number with the region's marks between its thousands: 4218 is "4,218"."""
    return f"{figure:,}".replace(",", _group()) if abs(figure) >= 1000 else str(figure)


def listed(parts: Sequence[str]) -> str:
    """Several things in a row: ["a", "b", "c"] is "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return tr("{several} and {last}", several=", ".join(parts[:-1]), last=parts[-1])


@cache
def locale_name() -> str:
    """The locale that dates and amounts are written in: language and region, as "de_AT" (Unicode CLDR)."""
    name = choice.locale_of(language(), choice.region())
    if name == choice.DEFAULT_LOCALE:
        return name  # known without a table, which the first paint need not wait for
    from babel.localedata import exists

    return name if exists(name) else choice.locale_of(language(), "")


@cache
def _spoken() -> str:
    return choice.language(tuple(LANGUAGES))


@cache
def _catalogue() -> GNUTranslations | None:
    file = Path(__file__).parent / _spoken() / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    try:
        with file.open("rb") as opened:
            return GNUTranslations(opened)
    except FileNotFoundError:
        return None  # English needs none


@cache
def _group() -> str:
    name = locale_name()
    if name == choice.DEFAULT_LOCALE:
        return ","  # what needs no table, for the first paint
    from babel import Locale

    return str(Locale.parse(name).number_symbols["latn"]["group"])
