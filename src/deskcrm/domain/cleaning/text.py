"""Tidying of text for keeping, and its frozen folding for keys and comparing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

FOLD_VERSION: Final = 1
"""Number of the rules in `fold`. Keys are stored with it: other rules need a new number and a rebuild."""

_DROPPED: Final = ".'’‘‛ʼʹʻ`´′＇"
_LETTERS: Final = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "k",
        "ı": "i",
        **dict.fromkeys(_DROPPED + "\0", ""),
    }
)

# Accents of a letter. Marks that make another letter (Japanese voicing, Indic and Thai vowels) are kept.
_ACCENTS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+"
)
# Byte order marks, zero-width blanks and direction marks that ride along from web pages and phones. Joiners stay.
_INVISIBLE: Final = re.compile("[\0\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_PLAIN: Final = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*").fullmatch
_ASCII: Final[dict[int, str | None]] = {
    **{code: " " for code in range(128) if not chr(code).isalnum()},
    **{ord(char): None for char in _DROPPED if ord(char) < 128},
    0: None,
}

_FILLERS: Final = frozenset(
    {"n/a", "#n/a", "#na", "na/na", "n.a.", "n. a.", "null", "#null!", "none", "nil", "nan", "undefined", "unknown"}
    | {"(null)", "[null]", "<null>", "(none)", "<none>", "(blank)", "(empty)", "(unknown)", "not available"}
    | {"not applicable", "not provided", "not set", "unbekannt", "k.a.", "k. a.", "keine angabe", "inconnu"}
    | {"non renseigné", "desconocido", "sin datos", "s/d", "onbekend", "sconosciuto", "nieznany", "desconhecido"}
    | {"0/0/00", "0/0/0000", "00/00/00", "00/00/0000", "00.00.0000", "0.0.00", "0.0.0000"}
    | {"0000-00-00", "0000-00-00 00:00:00", "#ref!", "#value!", "#name?"}
    | {"#div/0!", "#num!", "#spill!", "#calc!", "#getting_data", "\\n"}
)
_ONLY_MARKS: Final = re.compile(r"[-–—−_.?/*~\s]*").fullmatch

# Most cells are told by their first character not to be filler.
_FILLER_STARTS: Final = frozenset(
    {filler[0] for filler in _FILLERS}
    | {filler[0].upper() for filler in _FILLERS}
    | set("-–—−_.?/*~ \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000")
    | {chr(code) for code in range(0x2000, 0x200B)}
)


def tidy(text: str) -> str:
    """The text on one line: ends stripped, NUL and invisible marks out, each run of white space one blank."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    elif "\0" in text:
        text = text.replace("\0", "")
    return " ".join(text.split())


def tidy_lines(text: str) -> str:
    """The text with its lines kept: each tidied, line ends made "\\n", blank lines at either end dropped."""
    if "\n" not in text and "\r" not in text:
        return tidy(text)
    return "\n".join(tidy(line) for line in text.splitlines()).strip("\n")


def fold(text: str) -> str:
    """The text as keys and comparisons see it (rules `FOLD_VERSION`): "  Zoë O'Brien-Łuk " is "zoe obrien luk".

    Compatibility forms, case and accents are levelled, apostrophes and dots dropped, other marks, symbols and
    white space become one blank; letters of every script and digits stay. Folding twice is folding once.
    """
    if text.isascii():
        return text.lower() if _PLAIN(text) else " ".join(folded_words(text))
    return _fold_any(text)


def folded_words(text: str) -> list[str]:
    """The words of `fold`, of text that is ASCII."""
    return text.lower().translate(_ASCII).split()


@lru_cache(maxsize=16_384)
def _fold_any(text: str) -> str:
    """`fold` for any script; for ASCII the same answer as its quick way."""
    text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    text = unicodedata.normalize("NFKD", text.casefold()).casefold()
    text = _ACCENTS.sub("", text).translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFC", "".join(map(_kept, text)))
    return " ".join(text.translate(_ASCII).split())


@cache
def _kept(char: str) -> str:
    """The character if it is a letter, its mark or a digit; nothing for invisible ones; else a blank."""
    if char.isascii():
        return char
    kind = unicodedata.category(char)
    return char if kind[0] in "LMN" else "" if kind == "Cf" else " "


def is_filler(text: str) -> bool:
    """Whether the cell says nothing though it is not empty: "n/a", "--", "none", "0/0/00", "k.A."."""
    if text[:1] not in _FILLER_STARTS:
        return False
    text = text.strip()
    return text.lower() in _FILLERS or (text != "" and _ONLY_MARKS(text) is not None)
